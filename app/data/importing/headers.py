"""Names that columns and events commonly have, by what they mean; the likeliest stand first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")

KEYS = (
    *("customer_id", "customer_key", "customer_no", "customer_number", "client_id", "user_id", "contact_id"),
    *("household_id", "member_id", "subscriber_id", "profile_id", "person_id", "visitor_id", "lead_id", "account_id"),
    *(
        "external_id",
        "anonymous_id",
        "cookie_id",
        "klaviyo_id",
        "record_id",
        "uid",
        "cid",
        "customer",
        "user",
        "client",
    ),
    *("id", "email", "email_address", "e_mail"),
)
INSTANTS = (
    *("timestamp", "event_timestamp", "event_time", "event_at", "event_date", "datetime", "date_time", "occurred_at"),
    *("happened_at", "time", "ts", "at", "when", "created_at", "created", "sent_at", "order_date", "purchase_date"),
    *("transaction_timestamp", "transaction_date", "date", "day"),
)
EVENT_NAMES = ("event", "event_name", "event_type", "eventname", "action", "activity", "activity_type", "type", "name")

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "e_mail", "email_address", "mail", "contact_email", "e_mail_1_value"),
    "phone": (
        *("phone", "phone_number", "mobile", "mobile_phone", "cell", "cell_phone", "cellphone", "telephone", "tel"),
        *("msisdn", "sms", "phone_1_value"),
    ),
    "timezone": ("timezone", "time_zone", "tz"),
    "country": ("country", "country_code", "country_region", "default_address_country_code", "cc"),
    "region": ("region", "state", "province", "state_region"),
    "city": ("city", "town"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "first_name": ("first_name", "firstname", "given_name", "fname"),
    "last_name": ("last_name", "lastname", "surname", "family_name", "lname"),
    "birthday": ("birthday", "birth_date", "birthdate", "date_of_birth", "dob", "born"),
    "created_at": (
        *("created_at", "created", "signup_date", "sign_up", "signed_up_at", "joined", "joined_at", "join_date"),
        *("registered_at", "registration_date", "create_date", "created_date", "date_created", "date_added"),
        *("profile_created_on", "added_time", "optin_time"),
    ),
    "email_consent": (
        *("email_consent", "email_ok", "email_opt_in", "email_optin", "email_subscribed", "accepts_email_marketing"),
        *("email_marketing_consent", "accepts_marketing", "marketing_consent", "newsletter", "opt_in", "optin"),
    ),
    "sms_consent": (
        *("sms_consent", "sms_ok", "sms_opt_in", "sms_optin", "sms_subscribed", "accepts_sms_marketing"),
        "sms_marketing_consent",
    ),
    "company": ("company", "company_name", "organization", "organisation", "employer", "associated_company"),
}
EVENTS: Mapping[str, tuple[str, ...]] = {
    "purchase": (
        *("purchase", "purchased", "order", "ordered", "order_placed", "placed_order", "order_completed"),
        *("checkout_completed", "transaction"),
    ),
    "page_view": ("page_view", "pageview", "page_viewed", "viewed_page", "view_page", "view", "visit"),
    "cart": ("add_to_cart", "added_to_cart", "cart", "cart_update", "cart_updated", "updated_cart"),
    "email_sent": ("email_sent", "sent_email", "received_email", "email_received", "email_delivered"),
    "email_open": ("email_open", "email_opened", "opened_email"),
    "email_click": ("email_click", "email_clicked", "clicked_email"),
    "email_unsubscribe": (
        *("email_unsubscribe", "email_unsubscribed", "email_optout", "email_opt_out", "unsubscribed_from_email"),
        *("unsubscribe", "unsubscribed"),
    ),
    "sms_unsubscribe": ("sms_unsubscribe", "sms_unsubscribed", "sms_optout", "sms_opt_out", "unsubscribed_from_sms"),
    "signup": ("signup", "sign_up", "signed_up", "registered", "registration", "register", "account_created"),
}
PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "amount": ("amount", "total", "revenue", "value", "order_value", "total_price", "grand_total", "price"),
    "currency": ("currency", "currency_code"),
    "order_id": ("order_id", "order_number", "transaction_id", "basket_id"),
    "product": ("product", "product_name", "product_id", "item", "item_name", "sku"),
    "category": ("category", "product_category"),
    "quantity": ("quantity", "qty", "items", "item_count"),
    "url": ("url", "page_url", "page", "link", "path"),
    "campaign": ("campaign", "campaign_name", "campaign_id"),
    "utm_source": ("utm_source",),
    "utm_medium": ("utm_medium",),
    "utm_campaign": ("utm_campaign",),
}

_IDENTIFIER = re.compile(
    r"(?:^|_)(?:id|key|phone|mobile|tel|sms|zip|postal|postcode|sku|ean|upc|gtin|isbn|iban|ip)(?:_|$)"
)


def plain(name: str) -> str:
    """A name in lower case with underscores: "Email Address" and "emailAddress" are both "email_address"."""
    words = "_".join(word for word in _WORD_BREAK.split(name.strip()) if word)
    return words.lower()


def ranked(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Those of the names that are known, in the order of `known`."""
    by_plain: dict[str, str] = {}
    for name in names:
        by_plain.setdefault(plain(name), name)
    return [by_plain[word] for word in known if word in by_plain]


def names_an_identifier(name: str) -> bool:
    """Whether values of that column are labels, though they may look like numbers."""
    return _IDENTIFIER.search(plain(name)) is not None
