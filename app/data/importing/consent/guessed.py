"""Columns that speak of consent in files that are no known export: never as more than they say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from app.data.columns.arrow import matches, words_of
from app.data.columns.texts import Texts
from app.data.importing.consent.asked import asks_for, refuses
from app.data.importing.presets import Consent
from app.data.importing.values.identifiers import EMAIL, identified
from app.data.importing.values.moments import read_moments
from app.data.vocabulary.headers import EMAILS, PHONES, plain, ranked
from app.data.vocabulary.roles import ATTRIBUTE_ROLES
from app.data.vocabulary.words_of_consent import (
    ACTIVE,
    CONFIRMED,
    FALSE_WORDS,
    OF_LISTS,
    OF_LISTS_NO,
    OF_READERS,
    PLAIN_YES,
    TRUE_WORDS,
    consent_word,
)

_MOST_WORDS = 256
_LOOK = 1000
_REFUSALS = {
    "email_consent": (
        *("unsubscribed_from_all_email", "opted_out_of_email_marketing_information", "opted_out_of_all_email"),
        *("unsubscribed", "unsubscribed_from_emails", "unsubscribed_from_email", "unsubscribed_from_all_emails"),
        *("email_unsubscribed", "globally_unsubscribed", "opted_out", "email_opted_out", "email_opt_out", "opt_out"),
        *("optout", "email_optout", "has_opted_out_of_email", "opted_out_of_email", "do_not_email", "donotemail"),
        *("no_email", "email_blacklisted", "blacklisted", "suppressed", "email_suppressed", "do_not_contact"),
        *("unsubscribed_at", "unsubscribe_date", "unsubscribed_date", "unsubscribe_time", "date_unsubscribed"),
        *("email_unsubscribed_at", "email_unsubscribe_date", "opted_out_at", "opt_out_date", "email_opt_out_date"),
        *("unsubscribed_on", "deactivated", "deactivated_at", "deactivated_on", "deaktiviert", "deaktiviert_am"),
    ),
    "sms_consent": (
        *("unsubscribed_from_sms", "sms_unsubscribed", "sms_opted_out", "sms_opt_out", "sms_optout", "do_not_text"),
        *("sms_blacklisted", "sms_unsubscribed_at", "sms_unsubscribe_date", "sms_opt_out_date", "do_not_call"),
    ),
    "push_consent": (
        *("unsubscribed_from_push", "push_unsubscribed", "push_opted_out", "push_opt_out", "push_optout"),
        *("push_disabled", "push_unsubscribed_at", "push_opt_out_date"),
    ),
}
_STATUSES = {
    "email_consent": (
        *("email_status", "email_marketing_status", "marketing_status", "email_subscription_status", "status_email"),
        *("subscription_status", "email_subscription", "newsletter_status", "email_subscribe", "subscriber_status"),
        *("email_permission", "opt_in_status", "optin_status", "marketing_email_status", "email_permission_status"),
        *("permission_status", "eu_consent", "status", "state", "estado"),
    ),
    "sms_consent": (
        "sms_status",
        "sms_marketing_status",
        "sms_subscription_status",
        "sms_subscription",
        "sms_subscribe",
        *("phone_status", "mobile_status", "sms_permission_status"),
    ),
    "push_consent": ("push_status", "push_subscription_status", "push_subscription", "push_subscribe"),
}
_OF_NO_CHANNEL = frozenset(
    {
        "status",
        "state",
        "estado",
        "subscriber_status",
        "subscription_status",
        "opt_in_status",
        "optin_status",
        "opted_out",
        "opt_out",
    }
    | {"optout", "unsubscribed", "unsubscribed_at", "opted_out_at", "opt_out_date", "unsubscribe_date", "suppressed"}
    | {"unsubscribed_date", "unsubscribe_time", "date_unsubscribed", "unsubscribed_on", "blacklisted"}
    | {"deactivated", "deactivated_at", "deactivated_on", "deaktiviert", "deaktiviert_am"}
)
_OF_CHANNELS = {
    "email_consent": re.compile(
        r"e_?mail_(?:\w+_)?(?:status|subscription|permission)$|^(?:status|estado|stato|statut)_(?:\w+_)?e_?mail$"
    ),
    "sms_consent": re.compile(r"(?:sms|text|phone|mobile)_(?:\w+_)?(?:status|subscription|permission)$"),
    "push_consent": re.compile(r"push_(?:\w+_)?(?:status|subscription|permission)$"),
}
_OF_STATUSES = (
    r"subscri|subskry|suscri|abonn|inscri|iscri|opt|consent|einwillig|angemeldet|abgemeldet|ingeschrev|uitgeschrev"
    r"|zapisan|wypisan|p[rř]ihl|odhl|odeb[ií]r|購読|配信|希望|cleaned|bounced|pending|unconfirmed"
    r"|complained|^express$|granted|denied"
)
_ONLY_OF_LISTS = frozenset(
    {"unsubscribed", "unconfirmed", "bounced", "complained", "cleaned", "junk", "marked as spam", "abgemeldet"}
    | {
        "désinscrit",
        "désinscrite",
        "désabonné",
        "désabonnée",
        "rebotado",
        "rebotada",
        "npai",
        "sin confirmar",
        "por confirmar",
        "unbestätigt",
        "nepotvrzen",
        "niepotwierdzony",
        "disiscritto",
        "uitgeschreven",
    }
)
"""Of a column that has one of these, “active” says that somebody subscribed."""
_OF_NEWSLETTERS = re.compile(
    r"^(?:open|click)_rate$|^(?:total_|email_|emails_|unique_)?(?:opens|clicks|opened|clicked)$|^emails?_(?:sent|received)$"
    r"|^(?:date_)?subscribed?(?:_(?:at|on|date|time))?$|^subscription_source$|newsletter|^referring_site$"
    r"|^subscriber_(?:id|since)$|^(?:angemeldet|abonniert)_(?:am|seit)$|^anmeldedatum$|^inscrite?_le$|^suscrito_(?:el|desde)$"
    r"|登録日|購読開始日"
)
_OF_PAYING = re.compile(
    r"price|amount|(?:^|_)plan(?:_|$)|mrr|arr$|billing|invoice|product|currency|payment|charge|renew|trial|quantity"
    r"|licen[sc]e|seats|revenue|interval|period|preis|betrag|tarif|prix|montant|precio|importe|料金|金額|プラン"
)
"""What lists of newsletter subscribers have, and what those of paying ones have: “active” is a consent in the first."""
_ALLOWED = frozenset({"allow", "allowed", "do not allow", "not allowed", ""})
_OF_PERMISSION = re.compile(r"(?:^|_)(?:bulk_e?_?mails?|marketing(?:_e?_?mails?)?)$")
_KINDS_OF_REFUSAL = frozenset({"all", "basic", "blast", "global", "spam", "complaint", "unsubscribed", "opted out"})
_OF_OTHER_CHANNELS = re.compile(r"(?:^|_)(?:sms|text|texts|phone|mobile|push|whatsapp|post|postal)(?:_|$)")
_MOST_SAY = 0.5
_MOST_STATES = 12


def guessed_consents(columns: Mapping[str, Texts], *, of_people: bool = True) -> dict[str, Consent]:
    """How a file's columns speak of each consent, where none says simply yes or no, or another says who refused.

    On events, whose rows have a status of their own, only what asks for consent, or says who refused, speaks of it.
    """
    found = {}
    of_newsletter = of_people and _lists_readers(columns)
    for role in _REFUSALS:
        refusals = [
            *ranked(columns, _names(_REFUSALS, role, columns)),
            *(each for each in columns if refuses(each) == role),
            *(each for each in columns if role == "email_consent" and _is_of_permission(each, columns[each])),
        ]
        refused = next((name for name in refusals if _says_who(columns[name])), None)
        asked = [*ranked(columns, ATTRIBUTE_ROLES[role].known), *(each for each in columns if asks_for(each) == role)]
        asking = [name for name in asked if name != refused and _say_mostly(columns[name])]
        statuses = ranked(columns, _names(_STATUSES, role, columns), people=True) if of_people else []
        statuses += [name for name in columns if of_people and _OF_CHANNELS[role].match(plain(name))]
        if role == "email_consent" and of_people:
            statuses += [name for name in columns if _tells_readers(name, columns[name])]
        statuses = [name for name in dict.fromkeys(statuses) if name != refused]
        statuses = [name for name in statuses if _is_status(columns[name], of_newsletter=of_newsletter)]
        said = next(iter([*asking, *statuses]), None)
        if said is None and refused is None:
            continue
        is_plain = said is not None and _are_words(columns[said]) and asks_for(said) is None and said in asking
        if is_plain and refused is None:
            continue  # a column of yes and no that stands alone is the attribute itself
        others = [name for name in statuses if name != said]
        found[role] = _consent(columns, said, refused, others, of_newsletter=of_newsletter)
    return found


def _consent(
    columns: Mapping[str, Texts], said: str | None, refused: str | None, others: Sequence[str], *, of_newsletter: bool
) -> Consent:
    column = said or refused
    assert column is not None
    yes, no = (TRUE_WORDS, FALSE_WORDS) if said is not None else (frozenset[str](), frozenset[str]())
    if said is not None and any(_is_of_list(columns[name], of_newsletter=of_newsletter) for name in (said, *others)):
        no |= OF_LISTS_NO
        yes |= ACTIVE if _is_of_list(columns[said], of_newsletter=of_newsletter) else set()
    if said is not None and _is_of_confirmed(columns[said]):
        yes, no = yes | CONFIRMED, no | OF_LISTS_NO
    return Consent(
        column=plain(column),
        yes=tuple(sorted(yes)),
        no=tuple(sorted(no)),
        refused_by=plain(refused) if refused else None,
        denied_by=tuple(map(plain, others)),
    )


def _names(table: Mapping[str, Sequence[str]], role: str, columns: Mapping[str, Texts]) -> tuple[str, ...]:
    """The names of a role's columns; those that name no channel are of text messages where the phone stands first."""
    bare = [name for name in table["email_consent"] if name in _OF_NO_CHANNEL]
    if role == "push_consent" or not any(plain(name) in _OF_NO_CHANNEL for name in columns):
        return tuple(table[role])
    places = list(columns)
    phones, emails = ranked(columns, PHONES, people=True), ranked(columns, EMAILS, people=True)
    emails += [name for name, texts in columns.items() if identified(name, texts) == EMAIL]
    first = [min((places.index(name) for name in named), default=len(places)) for named in (phones, emails)]
    if first[0] >= first[1]:
        return tuple(table[role])
    return tuple(name for name in table[role] if name not in bare) + (tuple(bare) if role == "sms_consent" else ())


def _words(texts: Texts) -> set[str]:
    words = {consent_word(word) for word in words_of(texts.distinct.slice(0, _MOST_WORDS))}
    return {"active" if word in ACTIVE else word for word in words}


def _are_words(texts: Texts) -> bool:
    """Whether every value says yes or no."""
    return 0 < len(texts.distinct) <= _MOST_WORDS and _words(texts) <= TRUE_WORDS | FALSE_WORDS


def _say_mostly(texts: Texts, pattern: str = "") -> bool:
    """Whether most rows say yes or no, in words of this pattern; others are words that say neither, no numbers."""
    if not 0 < len(texts.distinct) <= _MOST_WORDS:
        return False
    known = np.array([consent_word(word) in TRUE_WORDS | FALSE_WORDS for word in words_of(texts.distinct)], np.bool_)
    known &= matches(texts.distinct, f"(?i){pattern}")
    counts = texts.counts()
    is_number = matches(texts.distinct, r"^\s*[-+]?[\d.,]+\s*$")
    return bool(counts[known].sum() >= _MOST_SAY * counts.sum()) and not (is_number & ~known).any()


def _lists_readers(columns: Mapping[str, Texts]) -> bool:
    """Whether a file lists who gets a newsletter, by its header, and nothing that is paid for."""
    names = [plain(name) for name in columns]
    is_of_paying = any(_OF_PAYING.search(name) for name in names)
    return not is_of_paying and any(_OF_NEWSLETTERS.search(name) for name in names)


def _is_status(texts: Texts, *, of_newsletter: bool) -> bool:
    """Whether most rows say in words whether somebody subscribed; 1, and “active” alone, may mean anything."""
    return (
        _say_mostly(texts, _OF_STATUSES) or _is_of_list(texts, of_newsletter=of_newsletter) or _is_of_confirmed(texts)
    )


def _is_of_confirmed(texts: Texts) -> bool:
    """Whether some have confirmed what others have left: a newsletter, and not an order or an address."""
    words = _words(texts) if 0 < len(texts.distinct) <= _MOST_WORDS else set()
    return bool(words & CONFIRMED) and bool(words & OF_READERS)


def _is_of_list(texts: Texts, *, of_newsletter: bool) -> bool:
    """Whether every row says what mailing tools say of subscribers, of whom some are active."""
    if not 0 < len(texts.distinct) <= _MOST_WORDS:
        return False
    words = _words(texts) - {""}
    return (
        "active" in words
        and (of_newsletter or bool(words & _ONLY_OF_LISTS))
        and words <= OF_LISTS | TRUE_WORDS | FALSE_WORDS
    )


def _tells_readers(name: str, texts: Texts) -> bool:
    """Whether a column says who gets newsletters and who left them, whatever it is called, but for other channels."""
    if not 0 < len(texts.distinct) <= _MOST_STATES:
        return False
    if plain(name) in _OF_NO_CHANNEL or _OF_OTHER_CHANNELS.search(plain(name)):
        return False
    words = _words(texts)
    return bool(words & OF_READERS) and bool(words & (TRUE_WORDS - PLAIN_YES)) and words <= TRUE_WORDS | FALSE_WORDS


def _is_of_permission(name: str, texts: Texts) -> bool:
    """Whether a column says to whom advertising must not be sent: “Bulk Email” with “Do Not Allow”."""
    return _OF_PERMISSION.search(plain(name)) is not None and "do not allow" in _words(texts) <= _ALLOWED


def _says_who(texts: Texts) -> bool:
    """Whether the values are yes and no, or days on which somebody refused."""
    if not len(texts.distinct):
        return False
    if _are_words(texts) or _words(texts) <= _ALLOWED or _words(texts) <= _KINDS_OF_REFUSAL:
        return True
    return bool(np.mean(read_moments(texts.distinct.slice(0, _LOOK), serials=True).fits) >= 0.5)
