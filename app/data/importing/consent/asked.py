"""Questions of forms that ask who agrees to be written to, and columns that say who must not be: by their words."""

from __future__ import annotations

import re

from app.data.vocabulary.headers import plain

_FEWEST_WORDS = 3
_ABOUT = (
    r"newsletter|e_?mails?|mailings?|news|updates|offers|promotions|marketing|contact|reach_out|sms|text_messages?|texts"
    r"|neuigkeiten|angebote|kontakt\w*|informier\w*|werb\w*|informationen"
    r"|nouvelles|nouveautes|offres|communications?|lettre|courriels?"
    r"|boletin|novedades|ofertas|comunicaciones|correos?|publicidad|novita|offerte|comunicazioni"
    r"|novinek|рассылк\w*|nyhetsbrev|nyhedsbrev|nieuwsbrief|biuletyn"
)
_AGREES = (
    r"may_we|can_we|could_we|may_i|i_agree|i_consent|i_accept|i_want|i_would|i_d_like|i_wish|would_you|do_you_want|yes_i"
    r"|sign_me|keep_me|send_me|add_me|agree_to|consent_to|opt_in|like_to_receive|want_to_receive|subscribe|subscribed_to|opted_in|receives?|send_(?:promotional|marketing)"
    r"|durfen_wir|ich_mochte|mochten_sie|mochtest_du|ich_willige|ich_stimme|einverstanden|zustimm\w*|einwillig\w*|ich_erlaube"
    r"|souhait\w*|j_accepte|acceptez|autoris\w*|voulez_vous|recevoir"
    r"|zgod[aey]|wyrazam|souhlas\w*|suhlas\w*|согласи[ея]|samtyck\w*|samtykke\w*|toestemming"
    r"|abonnee?s?|inscrite?s?|suscrit[oa]|iscritt[oa]|inscrit[oa]|abonniert|angemeldet"
    r"|acepto|acepta|desea|deseo|quiero|quiere|autoriz\w*|podemos|accetto|desidero|vorrei|vuoi|acconsent\w*"
)
_REFUSES = (
    r"(?:do_not|don_t|dont|must_not|no_longer|not_to)_(?:allow|send|contact|want|wish|e_?mail|call|text|receive|be)"
    r"|unsubscribed?_from|opt(?:ed)?_out_of|nicht|keinen?|abgemeldet|abmeldung|abbestellt|widersprochen|widerspruch|ne_pas|desinscri\w*|desabonn\w*|ne_souhaite_pas|no_deseo|non_desidero"
)
_AGREED = re.compile(rf"(?:^|_)(?:{_AGREES})(?:_|$)")
_OF_MESSAGES = re.compile(rf"(?:^|_)(?:{_ABOUT})(?:_|$)")
_REFUSED = re.compile(rf"(?:^|_)(?:{_REFUSES})(?:_|$)")
_OF_SERVICE = re.compile(
    r"(?:^|_)(?:reviews?|surveys?|orders?|account|receipts?|transactional|notifications?|cart|alerts)(?:_|$)"
)
"""What is no advertising: who receives it agreed to nothing else."""
_OF_TEXTS = re.compile(r"(?:^|_)(?:sms|text_messages?|texts|whatsapp)(?:_|$)")
_OF_PUSH = re.compile(r"(?:^|_)push(?:_|$)")


def asks_for(name: str) -> str | None:
    """The consent that a column's header asks for, like “May we send you news?”; None for most."""
    words = plain(name)
    if not _is_sentence(words) or _OF_SERVICE.search(words) is not None:
        return None
    if _AGREED.search(words) is None or _REFUSED.search(words) is not None:
        return None
    return _role(words)


def refuses(name: str) -> str | None:
    """The consent that somebody refuses by a yes under this header, like “Do not allow bulk e-mails”; None for most."""
    words = plain(name)
    return _role(words) if _is_sentence(words) and _REFUSED.search(words) is not None else None


def _is_sentence(words: str) -> bool:
    return words.count("_") + 1 >= _FEWEST_WORDS and _OF_MESSAGES.search(words) is not None


def _role(words: str) -> str | None:
    if _OF_PUSH.search(words):
        return "push_consent"
    return "sms_consent" if _OF_TEXTS.search(words) else "email_consent"
