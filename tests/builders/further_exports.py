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


def calendly_meetings(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "User Name|User Email|Invitee Name|Invitee Email|Event Type Name|Start Date & Time|Canceled"
    people = [everybody[n % 60] for n in range(ORDERS)]
    rows = [
        [
            "Boss",
            "boss@our.example",
            p.first,
            mess.email(p),
            ("Demo", "Call")[n % 2],
            f"{moment(n):%F %I:%M %p}",
            "false",
        ]
        for n, p in enumerate(people)
    ]
    return Unknown(export_of("meetings", header, rows), "events", "Invitee Email", events={"Demo": 60, "Call": 60})


def gumroad_sales(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "Purchase ID|Item Name|Purchase Email|Purchase Date|Purchase Time (UTC timezone)|Sale Price ($)|Refunded?"
    people = [everybody[n % 60] for n in range(ORDERS)]
    rows = [
        [f"pid{n}", "Ebook", mess.email(p), f"{moment(n):%F}", f"{moment(n):%T} UTC", "9.0", int(n % 10 == 9)]
        for n, p in enumerate(people)
    ]
    properties = {"order_id": "Purchase ID", "amount": "Sale Price ($)"}
    export = export_of("sales", header, rows)
    return Unknown(export, "orders", "Purchase Email", {}, properties, {"purchase": 108, "refund": 12})


def stripe_subscriptions(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = (
        "id|Customer ID|Plan|Interval|Amount|Currency|Status|Created (UTC)|Current Period Start (UTC)|Canceled At (UTC)"
    )
    rows = [
        [
            *(f"sub_{n}", f"cus_{n % 60}", "pro", "month", "29.00", "eur", ("active", "canceled")[n % 5 == 4]),
            *[f"{moment(n):%F %R}"] * 3,
        ]
        for n in range(ORDERS)
    ]
    events = {"subscription": ORDERS}
    export = export_of("subscriptions", header, rows)
    return Unknown(export, "events", "Customer ID", {}, {"amount": "Amount"}, events)


def salesforce_opportunities(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "Opportunity Name|Type|Stage|Amount|Close Date|Probability (%)|Primary Contact: Email|Opportunity ID"
    people = [everybody[n % 60] for n in range(ORDERS)]
    rows = [
        [
            *(f"Deal {n}", "New Business", ("Closed Won", "Closed Lost", "Prospecting")[n % 3], "EUR 1,500.00"),
            *(f"{moment(n):%m/%d/%Y}", 10, mess.email(p), f"0061{n:011}"),
        ]
        for n, p in enumerate(people)
    ]
    events = dict.fromkeys(("Closed Won", "Closed Lost", "Prospecting"), 40)
    export = export_of("opportunities", header, rows)
    properties = {"amount": "Amount", "opportunity_id": "Opportunity ID"}
    return Unknown(export, "events", "Primary Contact: Email", {}, properties, events)


FURTHER = (
    *(paypal_activity, eventbrite_attendees, typeform_responses, hubspot_deals, calendly_meetings, gumroad_sales),
    *(stripe_subscriptions, salesforce_opportunities),
)
