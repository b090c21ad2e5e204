"""Exports whose meaning stands in few words: lists with states, forms that ask for consent, reports, apps, tills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.builders.export_parts import Mess, Person, said, words
from tests.builders.unknown_exports import ORDERS, Unknown, export_of, moment


def _list(name: str, header: str, rows: Sequence[Sequence[object]], everybody: Sequence[Person], key: str) -> Unknown:
    """A list of people in which somebody refused who did not agree, as far as they were asked."""
    export = replace(export_of(name, header, rows), agreed=said(everybody))
    return Unknown(export, "customers", key, refused=sum(person.agreed is False for person in everybody))


def mailerlite_subscribers(everybody: Sequence[Person], mess: Mess) -> Unknown:
    rows = [
        [mess.email(p), 12, p.number % 9, f"{p.since:%F %T}", words(p, "active", "unsubscribed", ""), p.first, p.phone]
        for p in everybody
    ]
    made = _list("subscribers", "Subscriber|Sent|Opens|Subscribed|Status|Name|Phone", rows, everybody, "Subscriber")
    return replace(made, roles={"email": "Subscriber"})


def convertkit_subscribers(everybody: Sequence[Person], mess: Mess) -> Unknown:
    rows = [
        [9000 + p.number, p.first, mess.email(p), words(p, "active", ("cancelled", "bounced")[p.number % 2], "")]
        for p in everybody
    ]
    return _list("convertkit", "id|first_name|email|state", rows, everybody, "id")


def constant_contact(everybody: Sequence[Person], mess: Mess) -> Unknown:
    rows = [[mess.email(p), p.first, words(p, "Express", "Unsubscribed", "")] for p in everybody]
    return _list("cc", "Email address|First name|Email permission status", rows, everybody, "Email address")


def dynamics_contacts(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "(Do Not Modify) Contact|First Name|Email|Do not allow Bulk Emails|Created On"
    rows = [
        [
            f"a0c1-{p.number:06}",
            p.first,
            mess.email(p),
            ("Allow", "Do Not Allow")[p.agreed is False],
            f"{p.since:%F %R}",
        ]
        for p in everybody
    ]
    made = _list("contacts", header, rows, everybody, "(Do Not Modify) Contact")
    return replace(made, export=export_of("contacts", header, rows), roles={"created_at": "Created On"})


def linkedin_leads(everybody: Sequence[Person], mess: Mess) -> Unknown:
    rows = [[f"li{p.number}", mess.email(p), p.first, words(p, "Yes", "No", "")] for p in everybody]
    question = "Consent: I agree to receive e-mails"
    made = _list("leads", f"Lead ID|Email Address|First Name|{question}", rows, everybody, "Lead ID")
    return replace(made, roles={"email_consent": question})


def webinar_attendees(everybody: Sequence[Person], mess: Mess) -> Unknown:
    """A report: smaller tables stand above the one with the attendees."""
    rows = [
        [*(p.first, p.last, mess.email(p), f"{p.since:%m/%d/%Y %I:%M %p}"), ("No", "Yes")[p.agreed is False]]
        for p in everybody
    ]
    header = "First Name|Last Name|Email Address|Registration Date|Unsubscribed"
    made = _list("attendees", header, rows, everybody, "Email Address")
    above = "Attendee Report\r\nGenerated,Mar 30 2025\r\nTopic,Webinar ID,Host\r\nSpring,812-345,boss@our.example\r\n"
    content = f"{above}\r\nAttendee Details\r\n".encode() + made.export.content
    return replace(made, export=replace(made.export, content=content, agreed=frozenset()))


def attentive_messages(everybody: Sequence[Person], mess: Mess) -> Unknown:
    kinds = ("JOIN", "MESSAGE_RECEIPT", "MESSAGE_LINK_CLICK")
    rows = [
        [kinds[n % 3], int(moment(n).timestamp() * 1000), "Shop", 99, mess.email(everybody[n % 60]), f"m{n // 9}"]
        for n in range(ORDERS)
    ]
    export = export_of("attentive", "Type|Timestamp|Client Name|Client ID|Email|Message ID", rows)
    return Unknown(export, "events", "Email", events=dict.fromkeys(kinds, ORDERS // 3))


def appsflyer_events(everybody: Sequence[Person], mess: Mess) -> Unknown:
    """Every second event names the device alone."""
    rows = [
        [
            *(f"{moment(n):%F %T}", ("install", "af_purchase")[n // 60], ("", "9.99")[n // 60], "EUR"),
            *(f"170000-{everybody[n % 60].number}", ("", 5000 + everybody[n % 60].number)[n // 60]),
        ]
        for n in range(ORDERS)
    ]
    header = "Event Time|Event Name|Event Revenue|Event Revenue Currency|AppsFlyer ID|Customer User ID"
    properties = {"amount": "Event Revenue", "currency": "Event Revenue Currency"}
    events = {"af_purchase": 60, "install": 60}
    return Unknown(export_of("appsflyer", header, rows), "events", "Customer User ID", {}, properties, events)


def heap_events(everybody: Sequence[Person], mess: Mess) -> Unknown:
    names = ("pageviews", "checkout_click")
    rows = [[n, 10**12 + n % 60, f"{moment(n):%F %T}", names[n // 60], "view", "/"] for n in range(ORDERS)]
    export = export_of("heap", "event_id|user_id|time|event_table_name|type|path", rows)
    return Unknown(export, "events", "user_id", events=dict.fromkeys(names, 60))


def german_till(everybody: Sequence[Person], mess: Mess) -> Unknown:
    rows = [
        [
            *(f"{moment(n):%d.%m.%Y, %H:%M}", f"T{n:06}", ("Erfolgreich", "Fehlgeschlagen")[n % 10 == 0]),
            *(f"{'-' if n % 10 == 9 else ''}{n % 50 + 1},90", mess.email(everybody[n % 60]), "kasse@our.example"),
        ]
        for n in range(ORDERS)
    ]
    header = "Datum|Transaktions-ID|Status|Betrag|E-Mail-Adresse|Mitarbeiter"
    properties = {"order_id": "Transaktions-ID", "amount": "Betrag", "status": "Status"}
    events = {"purchase": 96, "refund": 12, "failed_purchase": 12}
    return Unknown(export_of("kasse", header, rows, ";"), "orders", "E-Mail-Adresse", {}, properties, events)


def recharge_subscriptions(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "subscription_id|customer_id|customer_email|price|order_interval_frequency|order_interval_unit|status|"
    header += "created_at|next_charge_date"
    rows = [
        [
            *(6000 + p.number, 400 + p.number, mess.email(p), "12.50", 30, "day", "CANCELLED"),
            f"{p.since:%FT%T}",
            "2026-09-01",
        ]
        for p in everybody
    ]
    return Unknown(export_of("recharge", header, rows), "events", "customer_id", events={"subscription": 60})


def shopware_orders(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "order_number|customer_email|customer_number|order_date_time|amount_total|currency|state|payment_state"
    people = [everybody[n % 60] for n in range(ORDERS)]
    rows = [
        [
            *(1000 + n, mess.email(p), f"K{p.number:05}", f"{moment(n):%F %T}.000", "59.9", "EUR"),
            *(("completed", "cancelled")[n % 10 == 9], "paid"),
        ]
        for n, p in enumerate(people)
    ]
    properties = {"order_id": "order_number", "amount": "amount_total", "status": "state"}
    events = {"purchase": 108, "refund": 12}
    return Unknown(export_of("orders", header, rows, ";"), "orders", "customer_number", {}, properties, events)


def prestashop_orders(everybody: Sequence[Person], mess: Mess) -> Unknown:
    rows = [
        [
            n + 1,
            f"XK{n:05}",
            f"C{everybody[n % 60].number}",
            "49,90 €",
            ("Livré", "Annulé")[n % 10 == 9],
            f"{moment(n):%d/%m/%Y %T}",
        ]
        for n in range(ORDERS)
    ]
    properties = {"order_id": "ID", "amount": "Total", "status": "État"}
    events = {"purchase": 108, "refund": 12}
    export = export_of("commandes", "ID|Référence|Client|Total|État|Date", rows, ";")
    return Unknown(export, "orders", "Client", {}, properties, events)


LATER = (
    *(mailerlite_subscribers, convertkit_subscribers, constant_contact, dynamics_contacts, linkedin_leads),
    *(webinar_attendees, attentive_messages, appsflyer_events, heap_events, german_till, recharge_subscriptions),
    *(shopware_orders, prestashop_orders),
)
"""All of them."""
