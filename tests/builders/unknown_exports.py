"""Exports of tools that no preset knows, so that their headers and values alone must say what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from tests.builders.export_parts import START, Export, Mess, Person, delimited, people, said, words

ORDERS = 120


@dataclass(frozen=True, slots=True)
class Unknown:
    """An export and what is right for it: what its rows are, the first key, the columns of roles, its events."""

    export: Export
    kind: str
    key: str
    roles: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)
    refused: int = 0

    def write(self, folder: Path) -> Path:
        """Put the file into a folder."""
        return self.export.write(folder)


def export_of(
    name: str, header: str, rows: Sequence[Sequence[object]], sign: str = ",", encoding: str = "utf-8"
) -> Export:
    content = delimited(header.split("|"), rows, sign).decode().encode(encoding, "replace")
    return Export(name, f"{name}.csv", content, frozenset())


def _agreeing(export: Export, everybody: Sequence[Person]) -> Export:
    return replace(export, agreed=said(everybody))


def _refused(everybody: Sequence[Person]) -> int:
    return sum(person.agreed is False for person in everybody)


def moment(number: int) -> datetime:
    return START + timedelta(hours=5 * number)


def pipedrive_people(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "Person - ID|Person - Name|Person - Organization|Person - Email - Work|Person - Email - Home|"
    header += "Person - Phone - Work|Person - Person created|Person - Owner|Person - Marketing status"
    rows = [
        [
            100 + p.number,
            f"{p.first} {p.last}",
            "ACME",
            mess.email(p),
            "",
            mess.phone(p),
            f"{p.since}",
            "Jan",
            words(p, "Subscribed", "Unsubscribed", "No consent"),
        ]
        for p in everybody
    ]
    roles = {"email": "Person - Email - Work", "phone": "Person - Phone - Work", "company": "Person - Organization"}
    export = _agreeing(export_of("people-1", header, rows), everybody)
    return Unknown(export, "customers", "Person - ID", roles, refused=len(everybody) - len(export.agreed))


def braze_users(everybody: Sequence[Person], mess: Mess) -> Unknown:
    """“subscribed” is there what nobody chose; “opted_in” is consent."""
    header = "appboy_id|external_id|first_name|email|phone|country|email_subscribe|push_subscribe|email_unsubscribed_at"
    rows = [
        [
            f"{p.number:024x}",
            f"u{p.number}",
            p.first,
            mess.email(p),
            mess.phone(p),
            "CZ",
            words(p, "opted_in", "unsubscribed", "subscribed"),
            "subscribed",
            f"{p.since}Z" if p.agreed is False else "",
        ]
        for p in everybody
    ]
    export = _agreeing(export_of("braze", header, rows), everybody)
    return Unknown(export, "customers", "external_id", {"email": "email"}, refused=_refused(everybody))


def customer_io_people(everybody: Sequence[Person], mess: Mess) -> Unknown:
    """Who is not unsubscribed has not agreed."""
    rows = [
        [f"u{p.number}", f"{p.number:012x}", mess.email(p), int(p.since.timestamp()), words(p, "false", "true", "")]
        for p in everybody
    ]
    export = export_of("people", "id|cio_id|email|created_at|unsubscribed", rows)
    roles = {"email": "email", "created_at": "created_at"}
    return Unknown(export, "customers", "id", roles, refused=_refused(everybody))


def unsubscribe_dates(everybody: Sequence[Person], mess: Mess) -> Unknown:
    """Who agreed and left later has left."""
    rows = [
        [
            mess.email(p),
            p.first,
            "yes" if p.agreed is not None else "",
            f"{p.since:%Y-%m-%d}" if p.agreed is False else "",
        ]
        for p in everybody
    ]
    export = _agreeing(export_of("list", "Email|Name|Newsletter|Unsubscribe date", rows), everybody)
    return Unknown(export, "customers", "Email", {"email": "Email"}, refused=_refused(everybody))


def omnisend_contacts(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "email|emailStatus|emailStatusDate|phone|smsStatus|firstName|lastName|country|city|dateAdded"
    rows = [
        [
            mess.email(p),
            words(p, "subscribed", "unsubscribed", "nonSubscribed"),
            f"{p.since}",
            mess.phone(p),
            "nonSubscribed",
            p.first,
            p.last,
            "CZ",
            "Brno",
            f"{p.since}",
        ]
        for p in everybody
    ]
    roles = {"email": "email", "first_name": "firstName", "created_at": "dateAdded", "sms_consent": "smsStatus"}
    export = _agreeing(export_of("omnisend", header, rows), everybody)
    return Unknown(export, "customers", "email", roles, refused=len(everybody) - len(export.agreed))


def german_customers(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = (
        "Kundennummer|Anrede|Vorname|Nachname|E-Mail|Telefon|PLZ|Ort|Land|Geburtsdatum|Kunde seit|Newsletter|Umsatz"
    )
    rows = [
        [
            f"{p.number:05d}",
            "Frau",
            p.first,
            p.last,
            mess.email(p),
            mess.phone(p),
            "01234",
            "Dresden",
            "DE",
            "04.05.1990",
            f"{p.since:%d.%m.%Y}",
            words(p, "ja", "nein", ""),
            f"1.{p.number:03d},50 €",
        ]
        for p in everybody
    ]
    roles = {"email": "E-Mail", "first_name": "Vorname", "birthday": "Geburtsdatum", "city": "Ort", "country": "Land"}
    export = _agreeing(export_of("Kunden", header, rows, ";", "cp1252"), everybody)
    return Unknown(export, "customers", "Kundennummer", roles, refused=_refused(everybody))


def german_orders(everybody: Sequence[Person], mess: Mess) -> Unknown:
    """No day is after the twelfth: that the header is German says that the day stands first."""
    header = "Bestellnummer|Kundennummer|Bestelldatum|Artikel|Menge|Einzelpreis|Gesamtbetrag|Status"
    rows = [
        [
            f"B{n // 2}",
            f"{n // 2 % len(everybody):05d}",
            f"{START + timedelta(hours=n // 2):%d.%m.%Y %H:%M}",
            "Kleid",
            2,
            "9,90",
            "19,80",
            "Storniert" if n // 2 % 10 == 9 else "Versendet",
        ]
        for n in range(2 * ORDERS)
    ]
    properties = {"order_id": "Bestellnummer", "quantity": "Menge", "status": "Status"}
    events = {"purchase": 108, "refund": 12, "ordered_product": 216, "refunded_product": 24}
    export = export_of("Bestellungen", header, rows, ";", "cp1252")
    return Unknown(export, "orders", "Kundennummer", properties=properties, events=events)


def french_customers(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "N° client|Prénom|Nom|Adresse e-mail|Téléphone|Ville|Pays|Date de naissance|Abonné newsletter"
    rows = [
        [
            f"C{p.number}",
            p.first,
            p.last,
            mess.email(p),
            mess.phone(p),
            "Lyon",
            "France",
            "04/05/1990",
            words(p, "oui", "non", ""),
        ]
        for p in everybody
    ]
    roles = {"email": "Adresse e-mail", "first_name": "Prénom", "last_name": "Nom", "birthday": "Date de naissance"}
    export = _agreeing(export_of("clients", header, rows, ";", "utf-8-sig"), everybody)
    return Unknown(export, "customers", "N° client", roles, refused=_refused(everybody))


def amazon_orders(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = (
        "amazon-order-id|merchant-order-id|purchase-date|order-status|buyer-email|product-name|sku|quantity|currency|"
    )
    header += "item-price|shipping-price|ship-city|ship-country"
    rows = [
        [
            f"302-{n // 2:07d}",
            "",
            f"{moment(n // 2).isoformat()}+00:00",
            "Cancelled" if n // 2 % 10 == 9 else "Shipped",
            mess.email(everybody[n // 2 % len(everybody)]),
            'Dress "blue"',
            f"SK-{n % 7}",
            1,
            "EUR",
            "19.99",
            "0.0",
            "Köln",
            "DE",
        ]
        for n in range(2 * ORDERS)
    ]
    properties = {"order_id": "amazon-order-id", "product": "sku", "status": "order-status", "currency": "currency"}
    events = {"purchase": 108, "refund": 12, "ordered_product": 216, "refunded_product": 24}
    export = export_of("amazon", header, rows, "\t", "cp1252")
    return Unknown(export, "orders", "buyer-email", properties=properties, events=events)


def etsy_items(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "Sale Date|Item Name|Buyer|Quantity|Price|Item Total|Currency|Transaction ID|Listing ID|Order ID|SKU"
    rows = [
        [
            f"{moment(n // 2):%m/%d/%y}",
            "Mug",
            f"buyer{n // 2 % len(everybody)}",
            1,
            "12.00",
            "12.00",
            "USD",
            400000 + n,
            77,
            300000 + n // 2,
            "MU-1",
        ]
        for n in range(2 * ORDERS)
    ]
    properties = {"order_id": "Order ID", "quantity": "Quantity", "product": "SKU"}
    events = {"purchase": 120, "ordered_product": 240}
    return Unknown(export_of("etsy", header, rows), "orders", "Buyer", properties=properties, events=events)


def woo_orders(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "Order ID|Order Status|Order Date|First Name (Billing)|Email (Billing)|Phone (Billing)|Order Total Amount|"
    header += "SKU|Item #|Item Name|Quantity (- Refund)|Item Cost"
    rows = []
    for n in range(2 * ORDERS):
        person = everybody[n // 2 % len(everybody)]
        status = "refunded" if n // 2 % 10 == 9 else "completed"
        rows.append(
            [
                100 + n // 2,
                status,
                f"{moment(n // 2):%Y-%m-%d %H:%M}",
                person.first,
                mess.email(person),
                person.phone,
                "22.00",
                "SK",
                1 + n % 2,
                "Dress",
                1,
                "11.00",
            ]
        )
    properties = {"order_id": "Order ID", "amount": "Order Total Amount", "price": "Item Cost"}
    events = {"purchase": 108, "refund": 12, "ordered_product": 216, "refunded_product": 24}
    export = export_of("woo-orders", header, rows)
    return Unknown(export, "orders", "Email (Billing)", properties=properties, events=events)


def stripe_payments(everybody: Sequence[Person], mess: Mess) -> Unknown:
    """The column of invoices is empty, so a payment's own id is that of the order."""
    header = (
        "id|Created date (UTC)|Amount|Amount Refunded|Currency|Description|Status|Customer ID|Customer Email|Invoice ID"
    )
    rows = [
        [
            f"ch_{n:020d}",
            f"{moment(n)}",
            "1,234.50",
            "0.00",
            "eur",
            "x",
            "Refunded" if n % 10 == 9 else "Paid",
            f"cus_{n % len(everybody):014d}",
            mess.email(everybody[n % len(everybody)]),
            "",
        ]
        for n in range(ORDERS)
    ]
    properties = {"order_id": "id", "amount": "Amount", "currency": "Currency"}
    events = {"purchase": 108, "refund": 12}
    return Unknown(export_of("payments", header, rows), "orders", "Customer ID", properties=properties, events=events)


def zendesk_tickets(everybody: Sequence[Person], mess: Mess) -> Unknown:
    header = "Id|Requester|Requester id|Requester external id|Requester email|Assignee|Subject|Status|Created at"
    rows = [
        [
            5000 + n,
            "x",
            9000 + n % len(everybody),
            "",
            mess.email(everybody[n % len(everybody)]),
            "Agent",
            "Where?",
            "Closed",
            f"{moment(n):%Y-%m-%d %H:%M}",
        ]
        for n in range(ORDERS)
    ]
    return Unknown(export_of("tickets", header, rows), "events", "Requester id", events={"tickets": 120})


def matomo_visits(everybody: Sequence[Person], mess: Mess) -> Unknown:
    """An empty column of revenue makes no purchases of visits."""
    header = "idSite|idVisit|visitorId|userId|serverTimestamp|serverDate|actions|country|referrerType|revenue"
    rows = [
        [
            1,
            1000 + n,
            f"{n % len(everybody):016x}",
            f"u{n % len(everybody)}" if n % 3 else "",
            int(moment(n).timestamp()),
            f"{moment(n):%Y-%m-%d}",
            n % 9,
            "Czechia",
            "direct",
            "",
        ]
        for n in range(ORDERS)
    ]
    return Unknown(export_of("visits", header, rows, encoding="utf-16"), "events", "userId", events={"visits": 120})


def mailchimp_activity(everybody: Sequence[Person], mess: Mess) -> Unknown:
    rows = [
        [
            mess.email(everybody[n % len(everybody)]),
            ("open", "click", "bounce")[n % 3],
            f"{moment(n).isoformat()}+00:00",
            "",
        ]
        for n in range(ORDERS)
    ]
    export = export_of("granular_activity", "email_address|action|timestamp|url", rows)
    return Unknown(export, "events", "email_address", events={"open": 40, "click": 40, "bounce": 40})


UNKNOWN = (
    *(pipedrive_people, braze_users, customer_io_people, unsubscribe_dates, omnisend_contacts, german_customers),
    *(german_orders, french_customers, amazon_orders, etsy_items, woo_orders, stripe_payments, zendesk_tickets),
    *(matomo_visits, mailchimp_activity),
)


def made_unknown(make: Callable[[Sequence[Person], Mess], Unknown], seed: int) -> Unknown:
    """One export of the people of a seed."""
    return make(people(seed), Mess(seed))
