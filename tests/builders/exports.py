"""Exports as the tools write them, with the mess that people's data has, made from a seed.

`python -m tests.builders.exports FOLDER [SEED]` writes them all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from tests.builders.export_parts import START, Export, Mess, Person, columns, delimited, people, said, words


def mailchimp(everybody: Sequence[Person], mess: Mess) -> Export:
    header = columns(
        "Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,"
        "OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,"
        "LAST_CHANGED,LEID,EUID,NOTES,TAGS"
    )
    rows = []
    for person in everybody:
        asked = person.since.strftime("%Y-%m-%d %H:%M:%S")
        rows.append(
            [
                mess.email(person),
                person.first,
                person.last,
                "Main St 1  Brno  60200",
                mess.phone(person),
                "05/14",
                2,
                asked,
                "",
            ]
            + [asked if person.agreed else "", "1.2.3.4", "49.2", "16.6", "1", "2", "Europe/Prague", "CZ", "JM", asked]
            + [600000000 + person.number, f"{person.number:010x}", "", '"vip","b2b"']
        )
    return Export("Mailchimp", "subscribed_members_export_1a2b.csv", delimited(header, rows), said(everybody))


def mailchimp_unsubscribed(everybody: Sequence[Person], mess: Mess) -> Export:
    export = mailchimp(everybody, mess)
    return Export("Mailchimp", "unsubscribed_members_export_1a2b.csv", export.content, frozenset())


def shopify_customers_header() -> list[str]:
    """The columns of Shopify's export of customers."""
    return columns(
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
        "Default Address Address1,Default Address City,Default Address Province Code,"
        "Default Address Country Code,Default Address Zip,Default Address Phone,Phone,"
        "Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags"
    )


def shopify_customers(everybody: Sequence[Person], mess: Mess) -> Export:
    rows = [
        [
            f"'{7000000000000 + p.number}",
            p.first,
            p.last,
            mess.email(p),
            words(p, "yes", "no", "no"),
            mess.maybe("ACME"),
        ]
        + [
            "Main St 1",
            "Brno",
            "",
            "CZ",
            "'60200",
            mess.phone(p),
            mess.phone(p),
            "no",
            f"{p.number * 3.5:.2f}",
            p.number % 4,
        ]
        + [mess.maybe("likes\nblue"), "no", mess.maybe("vip, b2b")]
        for p in everybody
    ]
    return Export(
        "Shopify customers",
        "customers_export.csv",
        delimited(shopify_customers_header(), rows, end="\n"),
        said(everybody),
    )


def shopify_orders(everybody: Sequence[Person], mess: Mess) -> Export:
    """Two orders for each person, the first with two lines; every tenth is refunded."""
    header = columns(
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,"
        "Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,"
        "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id,Tags,Risk Level,Source"
    )
    rows: list[list[object]] = []
    for number, person in enumerate(p for p in everybody for _ in range(2)):
        at = (START + timedelta(hours=number)).strftime("%Y-%m-%d %H:%M:%S +0000")
        status = "refunded" if number % 10 == 9 else "paid"
        line = [2, "Dress - Blue / M", "10.00", "DR-1"] if number % 2 == 0 else [1, "Belt", "5.00", "BE-1"]
        total = "30.00" if number % 2 == 0 else "5.00"
        rows.append(
            [
                f"#{1001 + number}",
                mess.email(person),
                status,
                at,
                "fulfilled",
                at,
                "yes",
                "EUR",
                total,
                "0.00",
                "0.00",
                total,
            ]
            + ["", "0.00", "Standard", at, *line, f"'{5000000000000 + number}", "", "Low", "web"]
        )
        if number % 2 == 0:
            rows.append(
                [f"#{1001 + number}", mess.email(person), *[""] * 14, 1, "Hat, red", "10.00", "HA-1", *[""] * 4]
            )
    return Export("Shopify orders", "orders_export_1.csv", delimited(header, rows, end="\n"), frozenset())


def woocommerce(everybody: Sequence[Person], mess: Mess) -> Export:
    header = [
        "Name",
        "Username",
        "Last Active",
        "Sign Up",
        "Email",
        "Orders",
        "Total Spend",
        "AOV",
        "Country / Region",
        "City",
        "Region",
        "Postal Code",
    ]
    rows = [
        [f"{p.first} {p.last}", f"user{p.number}", "2026-01-02", p.since.strftime("%Y-%m-%d %H:%M:%S"), mess.email(p)]
        + [p.number % 4, f"{p.number * 2.5:.2f}", "12.50", "CZ", "Brno", "JM", "01234"]
        for p in everybody
    ]
    return Export("WooCommerce", "wc-customers.csv", delimited(header, rows, bom=True), frozenset())


def hubspot(everybody: Sequence[Person], mess: Mess) -> Export:
    header = columns(
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Last Activity Date,Lead Status,"
        "Marketing contact status,Create Date,Associated Company,Lifecycle Stage"
    )
    rows = [
        [301 + p.number, p.first, p.last, mess.email(p), mess.phone(p), "", "", "", "Marketing contact"]
        + [p.since.strftime("%Y-%m-%d %H:%M"), mess.maybe("ACME"), "customer"]
        for p in everybody
    ]
    return Export("HubSpot", "hubspot-crm-exports-all-contacts.csv", delimited(header, rows), frozenset())


def klaviyo_profiles(everybody: Sequence[Person], mess: Mess) -> Export:
    header = columns(
        "Email,Klaviyo ID,First Name,Last Name,Phone Number,City,State / Region,Country,Zip Code,Source,"
        "Email Marketing Consent,Email Marketing Consent Timestamp,SMS Marketing Consent,"
        "Email Suppressions,Profile Created On,Date Added"
    )
    rows, agreed = [], set()
    for p in everybody:
        suppressed = p.number % 7 == 3
        agreed |= {p.email} if p.agreed and not suppressed else set()
        rows.append(
            [mess.email(p), f"01J{p.number:023d}", p.first, p.last, mess.phone(p), "Brno", "", "Czechia", "60200", ""]
            + [words(p, "SUBSCRIBED", "UNSUBSCRIBED", "NEVER_SUBSCRIBED"), "", "NEVER_SUBSCRIBED"]
            + ["['USER_SUPPRESSED']" if suppressed else "[]", p.since.isoformat(" "), p.since.isoformat(" ")]
        )
    return Export("Klaviyo profiles", "klaviyo_people.csv", delimited(header, rows), frozenset(agreed))


def salesforce(everybody: Sequence[Person], mess: Mess) -> Export:
    header = columns(
        "Id,LastName,FirstName,Salutation,Title,Company,Street,City,MobilePhone,Email,LeadSource,Status,"
        "Rating,IsConverted,ConvertedDate,HasOptedOutOfEmail,CreatedDate"
    )
    rows = [
        [
            f"00Q5g00000A{p.number:04d}AAA",
            p.last,
            p.first,
            "",
            "",
            "ACME",
            "",
            "Brno",
            mess.phone(p),
            mess.email(p),
            "Web",
        ]
        + [
            "Open - Not Contacted",
            "Hot",
            "false",
            "",
            words(p, "false", "true", "false"),
            p.since.isoformat() + ".000Z",
        ]
        for p in everybody
    ]
    return Export("Salesforce", "leads.csv", delimited(header, rows, end="\n"), frozenset())


def mautic(everybody: Sequence[Person], mess: Mess) -> Export:
    header = columns(
        "id,title,firstname,lastname,company,position,email,mobile,phone,points,city,country,timezone,last_active"
    )
    rows = [
        [1 + p.number, "", p.first, p.last, "", "", mess.email(p), mess.phone(p), "", 5, "Brno", "Czech Republic"]
        + ["Europe/Prague", p.since.isoformat(" ")]
        for p in everybody
    ]
    return Export("Mautic", "contacts_export.csv", delimited(header, rows), frozenset())


def brevo(everybody: Sequence[Person], mess: Mess) -> Export:
    header = columns("EMAIL,LASTNAME,FIRSTNAME,SMS,EMAIL_BLACKLISTED,SMS_BLACKLISTED,ADDED_TIME,MODIFIED_TIME")
    rows = [
        [mess.email(p), p.last, p.first, p.phone.lstrip("+"), "false" if p.agreed is not False else "true", "false"]
        + [p.since.strftime("%d-%m-%Y"), "02-01-2026"]
        for p in everybody
    ]
    return Export("Brevo", "contact_export.csv", delimited(header, rows, sign=";"), frozenset())


def activecampaign(everybody: Sequence[Person], mess: Mess) -> Export:
    header = columns("Email,First Name,Last Name,Phone,Tags,Date Created,IP,Status")
    rows = [
        [mess.email(p), p.first, p.last, mess.phone(p), mess.maybe("a, b"), p.since.isoformat(" "), "1.2.3.4"]
        + [words(p, "Subscribed", "Unsubscribed", "Unconfirmed")]
        for p in everybody
    ]
    return Export("ActiveCampaign", "contacts.csv", delimited(header, rows), said(everybody))


def stripe(everybody: Sequence[Person], mess: Mess) -> Export:
    header = columns("id,Email,Name,Description,Created (UTC),Total Spend,Payment Count")
    rows = [
        [
            f"cus_{p.number:014d}",
            mess.email(p),
            f"{p.first} {p.last}",
            "",
            p.since.strftime("%Y-%m-%d %H:%M"),
            "10.00",
            1,
        ]
        for p in everybody
    ]
    return Export("Stripe", "unified_customers.csv", delimited(header, rows, end="\n"), frozenset())


def google_contacts(everybody: Sequence[Person], mess: Mess) -> Export:
    header = columns(
        "Name,Given Name,Family Name,Birthday,Notes,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value"
    )
    rows = [
        [
            f"{p.first} {p.last}",
            p.first,
            p.last,
            "",
            mess.maybe("met\nin Brno"),
            "* Home",
            mess.email(p),
            "Mobile",
            mess.phone(p),
        ]
        for p in everybody
    ]
    return Export("Google Contacts", "contacts (1).csv", delimited(header, rows), frozenset())


def klaviyo_events(everybody: Sequence[Person], mess: Mess) -> Export:
    """Some events of everybody and of two who are in no other file."""
    names = ("Placed Order", "Viewed Product", "Added to Cart", "Opened Email", "Active on Site", "Ordered Product")
    strangers = [Person(900 + n, "", "", f"stranger{n}@example.com", "", None, START) for n in range(2)]
    rows = []
    for number in range(12 * (len(everybody) + 2)):
        person = [*everybody, *strangers][number % (len(everybody) + 2)]
        email = mess.email(person)
        email = f"mailto:{email.strip()}" if mess.draw.random() < 0.1 else email
        at = (START + timedelta(minutes=7 * number)).isoformat() + "Z"
        metric = mess.draw.choice(names)
        rows.append([at, metric, email, "€19.90" if metric == "Placed Order" else "", mess.maybe("Dress")])
    return Export(
        "Klaviyo events",
        "klaviyo_events.csv",
        delimited(columns("Timestamp,Metric,Email,Value,Item"), rows),
        frozenset(),
    )


def ga4(everybody: Sequence[Person], mess: Mess) -> Export:
    """Events of cookies, of which the last names the user: her number is her id in the shop."""
    names = ("page_view", "view_item", "add_to_cart", "purchase")
    rows = []
    for person in everybody:
        for step in range(4):
            at = int((START + timedelta(hours=person.number, minutes=step)).timestamp() * 1_000_000)
            user = 7000000000000 + person.number if step == 3 else ""
            rows.append(
                [names[step], at, f"{person.number * 7919}.{1700000000 + person.number}", user, "https://shop/x"]
            )
    return Export(
        "GA4",
        "ga4_events.csv",
        delimited(columns("event_name,event_timestamp,user_pseudo_id,user_id,page_location"), rows),
        frozenset(),
    )


PEOPLE = (
    *(mailchimp, mailchimp_unsubscribed, shopify_customers, woocommerce, hubspot, klaviyo_profiles, salesforce, mautic),
    *(brevo, activecampaign, stripe, google_contacts),
)
"""The exports of people."""
EVENTS = (klaviyo_events, shopify_orders, ga4)
"""The exports of what they did."""


def made(make: Callable[[Sequence[Person], Mess], Export], seed: int, count: int = 60) -> Export:
    """One export of the people of a seed."""
    return make(people(seed, count), Mess(seed))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for each in (*PEOPLE, *EVENTS):
        made(each, int(sys.argv[2]) if len(sys.argv) > 2 else 1).write(folder)
