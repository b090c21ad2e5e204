"""What the import page calls kinds of files, roles and types."""

from __future__ import annotations

from collections.abc import Mapping

from app.data.importing.mapping import Kind

KINDS: Mapping[Kind, str] = {
    "customers": "People, a row each",
    "events": "Events: who did what, and when",
    "orders": "Orders with their lines",
    "products": "Products",
    "list": "A list of people",
    "pool": "Voucher codes",
}
_ROLES = {
    "email": "E-mail address",
    "sms_consent": "Agrees to text messages",
    "email_consent": "Agrees to e-mail",
    "push_token": "Device for push messages",
    "push_consent": "Agrees to push messages",
    "ad_consent": "Agrees to ads",
    "order_id": "Order",
    "opportunity_id": "Opportunity or deal",
    "touch_cost": "Cost of a touch",
    "url": "Web address",
    "utm_source": "UTM source",
    "utm_medium": "UTM medium",
    "utm_campaign": "UTM campaign",
    "created_at": "Customer since",
    "timezone": "Time zone",
}


ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Western Europe (Windows-1252)",
    "mac_roman": "Western Europe (Macintosh)",
    "cp850": "Western Europe (DOS 850)",
    "cp1250": "Central Europe (Windows-1250)",
    "cp852": "Central Europe (DOS 852)",
    "cp1257": "Baltic (Windows-1257)",
    "cp1251": "Cyrillic (Windows-1251)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "cp866": "Cyrillic (DOS 866)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "cp1255": "Hebrew (Windows-1255)",
    "cp1256": "Arabic (Windows-1256)",
    "cp932": "Japanese (Shift JIS)",
    "euc_jp": "Japanese (EUC)",
    "gb18030": "Chinese, simplified (GB 18030)",
    "big5": "Chinese, traditional (Big5)",
    "cp949": "Korean (Windows-949)",
}
"""The encodings that can be chosen, as Python names them; a mapping may name any."""


_EVENTS = {
    "order_line": "Line of an order",
    "cart": "Added to the cart",
    "email_sent": "E-mail sent",
    "email_open": "E-mail opened",
    "email_click": "Link in an e-mail clicked",
    "email_unsubscribe": "Unsubscribed from e-mail",
    "sms_unsubscribe": "Unsubscribed from text messages",
    "push_unsubscribe": "Unsubscribed from push messages",
    "signup": "Signed up",
    "opt_in": "Confirmed the subscription",
    "trial_start": "Trial started",
    "use": "Used the product",
    "form": "Form filled in",
    "mql": "Marketing-qualified lead",
    "sql": "Sales-qualified lead",
    "stage": "Stage of a deal changed",
    "won": "Deal won",
    "lost": "Deal lost",
}


_EVENT_GROUPS = {
    "Buying": "purchase order_line refund cart review back_in_stock price_drop trial_start subscription",
    "Messages": "email_sent email_open email_click email_unsubscribe sms_unsubscribe push_unsubscribe",
    "Visits and use": "page_view visit use signup opt_in form",
    "Appointments": "appointment appointment_cancelled appointment_kept",
    "Leads and deals": "lead mql sql opportunity stage won lost",
}
_GROUP_OF = {role: group for group, roles in _EVENT_GROUPS.items() for role in roles.split()}


def event_group(role: str) -> str:
    """Which part of the menu an event's meaning stands in: all of them at once are longer than a screen."""
    return _GROUP_OF.get(role, "Other")


def event_words(role: str) -> str:
    """What an event is, as a marketer says it."""
    return _EVENTS.get(role, role.replace("_", " ").capitalize())


def role_words(role: str) -> str:
    """A role as a marketer says it."""
    return _ROLES.get(role, role.replace("_", " ").capitalize())
