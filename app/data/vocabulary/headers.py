"""Names of columns that say who, when and what; the likeliest stand first. Those of roles stand with the roles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from app.data.vocabulary.header_words import endings, other_languages, translated, without_owner

_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\W_]+")
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_CURRENCY = re.compile(
    r"(?<=[^\W_])[ _-]+(?:in )?(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY|JPY|CNY|AUD|CAD|INR|BRL|[€$£¥₩₹]) *$"
)
"""In what the amounts of a column are: “Montant CHF” is an amount."""
_LETTERS = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "æ": "ae", "đ": "d", "ı": "i"})
_TAXES = r"(?:tax(?:es)?|vat|gst|mwst|ust|btw|iva|moms|dph|kdv|afa|nds|tva|taxes?|impuestos?)"
_WITH_TAX = re.compile(
    rf"_(?:incl?|including|inclusive|inklusive|inkl|with|con|avec|s|z|med)_{_TAXES}$|_brutto$|_ttc$|_bruto$|_inclusief$"
    r"|_(?:iva|tax|vat|moms)_(?:incluid[oa]|included|incl|inkl)$|_brut$"
)
_WITHOUT_TAX = re.compile(
    rf"_(?:ex|excl|excluding|exclusive|exkl|without|before|ohne|zzgl|sin|sans|hors|bez|zonder|senza|sem|utan)_{_TAXES}$"
    r"|_netto$|_ht$|_neto$|_exclusief$|_net$"
)
"""How names of sums say that a tax is in them, or is not."""
_OF_TAXES = (
    *("tax", "taxes", "vat", "gst", "mwst", "ust", "btw", "iva", "moms", "dph", "kdv", "afa", "nds", "tva", "impuesto"),
    *("impuestos", "incluido", "incluida", "included", "_incl", "_inkl", "_inclusief", "_brutto", "_bruto", "_brut"),
    *("_ttc", "_netto", "_neto", "_net", "_ht", "_exclusief"),
)
_TOTALS = frozenset({"amount", "total", "order_total", "order_value", "grand_total", "total_amount", "revenue"})
_FEWEST_WORDS = 2

_PEOPLE = (
    *("customer_id", "customer_key", "customer_no", "customer_number", "customer_user_id", "client_id", "user_id"),
    *("contact_id", "developer_identity"),
    *("household_id", "household_key", "member_id", "member_number", "membership_id", "subscriber_id", "profile_id"),
    *("person_id", "lead_id", "account_id", "shopper_id", "buyer_id", "guest_id", "loyalty_id", "loyalty_card"),
    *("buyer_user_id", "buyer_username"),
    *("associated_contact_ids", "associated_contact_id", "primary_contact_id"),
    *("card_number", "loyalty_number", "customerid", "userid", "clientid", "contactid", "memberid", "customer_code"),
    *(
        "cust_id",
        "custid",
        "external_id",
        "external_customer_id",
        "external_user_id",
        "braze_id",
        "distinct_id",
        "klaviyo_id",
        "record_id",
    ),
)
COOKIES = (
    *("visitor_id", "visitorid", "fullvisitorid", "full_visitor_id", "anonymous_id", "anonymousid", "cookie_id"),
    *("cookie", "device_id", "user_pseudo_id", "domain_userid", "network_userid", "browser_id", "ga_client_id"),
    *(
        "appsflyer_id",
        "apps_flyer_id",
        "adjust_id",
        "adid",
        "gps_adid",
        "idfa",
        "idfv",
        "advertising_id",
        "android_id",
        "amplitude_id",
    ),
)
EMAILS = (
    *("email", "email_address", "e_mail", "mail", "contact_email", "customer_email", "user_email", "e_mail_1_value"),
    *(
        "emailaddress",
        "e_mail_address",
        "recipient",
        "recipient_email",
        "profile_email",
        "billing_email",
        "person_email",
        "emails",
        "reviewer_email",
        "receipt_email",
    ),
)
PHONES = (
    *("phone", "phone_number", "mobile", "mobile_phone", "cell", "telephone", "tel", "msisdn", "sms", "phone_1_value"),
    *("billing_phone", "customer_phone"),
)
KEYS = (
    *_PEOPLE,
    *COOKIES,
    *("master_id", "uid", "cid", "customer", "user", "client", "contact", "visitor", "member", "person", "subscriber"),
    *("household", "shopper", "buyer", "id", *EMAILS, "euid", "username"),
)

INSTANTS = (
    *("timestamp", "event_timestamp", "event_time", "event_at", "event_date", "datetime", "date_time", "occurred_at"),
    *("happened_at", "time", "ts", "at", "when", "created_at", "created", "sent_at", "order_date", "purchase_date"),
    *(
        "transaction_timestamp",
        "transaction_date",
        "invoice_date",
        "invoicedate",
        "order_time",
        "ordered_at",
        "paid_at",
    ),
    *("purchased_at", "order_purchase_timestamp", "derived_tstamp", "collector_tstamp", "visit_start_time"),
    *(
        "server_timestamp",
        "server_time",
        "visit_time",
        "order_created_at",
        "date_created",
        "payment_date",
        "sale_date",
        "received_at",
        "date",
        "day",
        "booked_on",
        "booked_at",
        "booking_date",
        "reservation_date",
        "date_hour",
        "date_hour_and_minute",
        "date_hour_minute",
        "datehour",
        "datehourminute",
        "yyyymmdd",
    ),
)
EVENT_NAMES = (
    *(
        "event",
        "event_name",
        "event_type",
        "event_type_name",
        "eventname",
        "event_table_name",
        "action",
        "activity",
        "activity_type",
        "metric",
        "metric_name",
    ),
    *("event_action", "action_name", "activity_name", "action_type", "interaction", "interaction_type", "type", "name"),
)
SURE_EVENT_NAMES = EVENT_NAMES[: EVENT_NAMES.index("event_action")]
EVENT_IDS = ("insert_id", "message_id", "event_id", "eventid", "uuid", "event_uuid", "activity_id", "log_id")
PRODUCT_IDS = (
    *("product_id", "productid", "sku", "item_id", "itemid", "variant_sku", "handle", "product_code", "stock_code"),
    *("stockcode", "article_id", "article", "asin", "ean", "upc", "gtin", "item_reference", "product", "id"),
)
ABOUT_PRODUCTS = frozenset(
    {"price", "variant_price", "regular_price", "list_price", "sale_price", "unit_price", "stock", "inventory", "brand"}
    | {"department", "category", "product_category", "product_type", "vendor", "manufacturer", "manufacturer_id"}
    | {"package_size", "product_name", "title", "cost", "barcode", "weight", "colour", "color", "size", "description"}
    | {"stock_quantity", "variant_inventory_qty", "in_stock", "product_name_lenght", "image", "image_src", "image_url"}
)


_IDENTIFIER = re.compile(
    r"(?:^|_)(?:id|key|phone|mobile|tel|sms|zip|postal|postcode|sku|ean|upc|gtin|isbn|iban|ip)(?:_|$)"
)

_OF_ONE_FILE = re.compile(r"(.+?) \((.+\.\w+)\)")


@lru_cache(maxsize=1 << 14)
def plain(name: str) -> str:
    """A name in lower case with underscores and without accents: "Email Address", "emailAddress": "email_address"."""
    words = "_".join(filter(None, _WORD_BREAK.split(name.strip()))).lower()
    if words.isascii():
        return words
    letters = unicodedata.normalize("NFKD", words).translate(_LETTERS)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def ranked(names: Iterable[str], known: Iterable[str], *, people: bool = False, ends: bool = False) -> list[str]:
    """Those of the names that are known, in the order of `known`; also in other languages, and before brackets.

    After them with `people` those that say whose they are (“Customer Email”), with `ends` those that have something
    else before them (“amazon-order-id”), or the table that they are of (“payments.amount”).
    """
    index = _index(tuple(names))
    known = tuple(known)
    parts = (index.plain, index.of_people if people else {}, index.ends if ends else {})
    found = dict.fromkeys(name for part in parts if part for word in known for name in part.get(word, ()))
    if index.joined:
        found |= dict.fromkeys(name for word in _as_one_word(known) for name in index.joined.get(word, ()))
    return list(found)


@lru_cache(maxsize=256)
def _as_one_word(known: tuple[str, ...]) -> tuple[str, ...]:
    """The names of several words without what sets those apart."""
    return tuple(word.replace("_", "") for word in known if "_" in word)


class _Index(NamedTuple):
    """Names by what they are called in plain form, and by what they are called without what stands around it.

    Those that are written as one word, such as “paymentamount”, are `joined`.
    """

    plain: dict[str, list[str]]
    joined: dict[str, list[str]]
    of_people: dict[str, list[str]]
    ends: dict[str, list[str]]


@lru_cache(maxsize=64)
def _index(names: tuple[str, ...]) -> _Index:
    by_plain: dict[str, list[str]] = {}
    for name in names:  # “email” and “Email” are both meant: one of them may be empty
        by_plain.setdefault(plain(name), []).append(name)
        by_plain.setdefault(plain(name.lower()), [name])
    language = language_of(names)
    bare = {name: plain(_CURRENCY.sub("", _BRACKETS.sub(" ", name))) for name in names}
    for name, word in bare.items():
        without_tax, is_net = _without_tax(plain(name))
        if is_net and _is_total(without_tax, language):
            by_plain.setdefault("net_total", [name])
            continue
        for each in dict.fromkeys([word, without_tax]):
            by_plain.setdefault(each, [name])
            for meant in translated(each, language):
                by_plain.setdefault(meant, [name])
    of_people: dict[str, list[str]] = {}
    ends: dict[str, list[str]] = {}
    for name, word in bare.items():
        of_people.setdefault(without_owner(word), []).append(name)
        of_table = [plain(name.rpartition(".")[2])] if "." in name else []
        for meant in [*endings(word), *of_table]:
            ends.setdefault(meant, [name])
    joined = {word: by_plain[word] for word in bare.values() if "_" not in word and word in by_plain}
    return _Index(by_plain, joined, of_people, ends)


def _without_tax(word: str) -> tuple[str, bool]:
    """A plain name without what it says of a tax, and whether that is not in it: “totaal_excl_btw” is a “totaal”."""
    if not word.endswith(_OF_TAXES):
        return word, False
    if found := _WITH_TAX.search(word):
        return word[: found.start()], False
    found = _WITHOUT_TAX.search(word)
    return (word[: found.start()], True) if found else (word, False)


def _is_total(word: str, language: str | None) -> bool:
    return bool(_TOTALS & {word, *translated(word, language)})


@lru_cache(maxsize=64)
def language_of(names: tuple[str, ...]) -> str | None:
    """The language other than English in which a header is written; None where too few of its names say so."""
    words = {plain(_BRACKETS.sub(" ", name)) for name in names}
    counts = {language: len(words & known.keys()) for language, known in other_languages().items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= min(_FEWEST_WORDS, len(names)) and counts[best] else None


def names_an_identifier(name: str) -> bool:
    """Whether values of that column are labels, though they may look like numbers."""
    return _IDENTIFIER.search(plain(name)) is not None or of_one_file(name) is not None


def of_one_file(name: str) -> tuple[str, str] | None:
    """The column and the file of ids that are kept under a title such as “customer id (crm.csv)”."""
    found = _OF_ONE_FILE.fullmatch(name)
    return (found[1], found[2]) if found and ranked([found[1]], KEYS) else None
