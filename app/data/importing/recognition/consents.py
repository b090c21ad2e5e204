"""Columns that speak of consent in files that are no known export: never as more than they say."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.data.arrow import matches, words_of
from app.data.importing.recognition.headers import plain, ranked
from app.data.importing.recognition.presets import Consent
from app.data.importing.values.moments import read_moments
from app.data.importing.values.words_of_consent import FALSE_WORDS, TRUE_WORDS, consent_word
from app.data.roles import ATTRIBUTE_ROLES
from app.data.texts import Texts

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
        "unsubscribed_on",
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
        *("email_permission", "opt_in_status", "optin_status", "marketing_email_status", "status"),
    ),
    "sms_consent": (
        "sms_status",
        "sms_marketing_status",
        "sms_subscription_status",
        "sms_subscription",
        "sms_subscribe",
    ),
    "push_consent": ("push_status", "push_subscription_status", "push_subscription", "push_subscribe"),
}
_OF_STATUSES = (
    r"subscri|subskry|suscri|abonn|inscri|iscri|opt|consent|einwillig|angemeldet|abgemeldet|ingeschrev|uitgeschrev"
    r"|zapisan|wypisan|p[rř]ihl|odhl|odeb[ií]r|購読|配信|希望|cleaned|bounced|pending|unconfirmed"
)
_MOST_SAY = 0.5


def guessed_consents(columns: Mapping[str, Texts]) -> dict[str, Consent]:
    """How a file's columns speak of each consent, where none says simply yes or no, or another says who refused."""
    found = {}
    for role in _REFUSALS:
        refused = next((name for name in ranked(columns, _REFUSALS[role]) if _says_who(columns[name])), None)
        asked = ranked(columns, ATTRIBUTE_ROLES[role].known)
        said = next((name for name in asked if name != refused and _say_mostly(columns[name])), None)
        if said is None:
            statuses = ranked(columns, _STATUSES[role], people=True)
            said = next((name for name in statuses if name != refused and _is_status(columns[name])), None)
            if said is None and refused is None:
                continue
        elif refused is None and _are_words(columns[said]):
            continue  # a column of yes and no that stands alone is the attribute itself
        yes = () if said is None else tuple(sorted(TRUE_WORDS))
        no = () if said is None else tuple(sorted(FALSE_WORDS))
        column = said or refused
        assert column is not None
        found[role] = Consent(column=plain(column), yes=yes, no=no, refused_by=plain(refused) if refused else None)
    return found


def _words(texts: Texts) -> set[str]:
    return {consent_word(word) for word in words_of(texts.distinct.slice(0, _MOST_WORDS))}


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


def _is_status(texts: Texts) -> bool:
    """Whether most rows say in words whether somebody subscribed; 1 and “active” may mean anything."""
    return _say_mostly(texts, _OF_STATUSES)


def _says_who(texts: Texts) -> bool:
    """Whether the values are yes and no, or days on which somebody refused."""
    if not len(texts.distinct):
        return False
    if _are_words(texts):
        return True
    return bool(np.mean(read_moments(texts.distinct.slice(0, _LOOK), serials=True).fits) >= 0.5)
