"""Exports that nothing but a look at their values tells: payments, tickets sold, answers to a form, deals."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builders.export_parts import Mess, Person
from tests.builders.unknown_exports import ORDERS, Unknown, export_of, moment


def paypal_activity(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = (
        "Date|Time|TimeZone|Name|Type|Status|Currency|Gross|Fee|Net|From Email Address|To Email Address|Transaction ID"
    )
    rows = [
        [
            f"{moment(n):%d/%m/%Y}",
            f"{moment(n):%H:%M:%S}",
            "UTC",
            everybody[n % 60].first,
            ("Express Checkout Payment", "Payment Refund")[n % 10 == 9],
            "Completed",
            "EUR",
            f"{'-' if n % 10 == 9 else ''}{10 + n},50",
            "-0,55",
            "9,95",
            mess.email(everybody[n % 60]),
            "shop@our.example",
            f"TX{n:05}",
        ]
        for n in range(ORDERS)
    ]
    properties = {"order_id": "Transaction ID", "amount": "Gross", "currency": "Currency"}
    export = export_of("paypal", header, rows)
    return Unknown(export, "orders", "From Email Address", {}, properties, {"purchase": 108, "refund": 12})


def eventbrite_attendees(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "Order #|Order Date|First Name|Surname|Email|Quantity|Ticket Type|Total Paid|Event Name|Attendee Status"
    people = [everybody[n % 60] for n in range(ORDERS)]
    rows = [
        [
            *(7000 + n, f"{moment(n):%b %d, %Y, %I:%M %p}", p.first, p.last, mess.email(p)),
            *(1, "Standard", "€25.00", "Spring meetup", "Attending"),
        ]
        for n, p in enumerate(people)
    ]
    properties = {"order_id": "Order #", "amount": "Total Paid"}
    export = export_of("attendees", header, rows)
    return Unknown(export, "orders", "Email", {}, properties, {"purchase": ORDERS})


def typeform_responses(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "#|What's your name?|Your email|How satisfied are you?|Start Date (UTC)|Submit Date (UTC)|Network ID"
    people = [everybody[n % 60] for n in range(ORDERS)]
    rows = [
        [f"r{n}", p.first, mess.email(p), n % 10, f"{moment(n):%F %T}", f"{moment(n):%F %T}", "ab12"]
        for n, p in enumerate(people)
    ]
    return Unknown(export_of("responses", header, rows), "events", "Your email", events={"responses": ORDERS})


def hubspot_deals(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "Record ID|Deal Name|Deal Stage|Pipeline|Amount|Close Date|Create Date|Associated Contact IDs"
    stages = ("Closed Won", "Closed Lost", "Proposal")
    rows = [
        [
            *(1000 + n, f"Deal {n}", stages[n % 3], "Sales", 500 + n),
            *(f"{moment(3 * n):%F %R}", f"{moment(n):%F %R}", 5000 + everybody[n % 60].number),
        ]
        for n in range(ORDERS)
    ]
    events = dict.fromkeys(stages, ORDERS // 3)
    export = export_of("deals", header, rows)
    return Unknown(export, "events", "Associated Contact IDs", {}, {"amount": "Amount"}, events)


FURTHER = (paypal_activity, eventbrite_attendees, typeform_responses, hubspot_deals)
