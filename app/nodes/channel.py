"""The ways in which messages reach people: one row each, and all that anything else knows of them."""

from __future__ import annotations

from dataclasses import dataclass

from app.nodes.response import Response
from app.registry import Registry


@dataclass(frozen=True, slots=True)
class Channel:
    """A row of the table.

    `key` stands in files and tables. `word` and `words` are one message and many; `address_words` what somebody lacks
    who cannot be reached. The roles are those of the attribute with the address, of the attribute that says yes or no,
    and of the event that takes the yes back. `draws` is how people react in a forecast as far as neither the message
    nor the workspace says it. A marketing message obeys each of the rules that is true.
    """

    key: str
    word: str
    words: str
    address_words: str
    address_role: str
    consent_role: str
    unsubscribe_role: str
    draws: Response
    asks_consent: bool = True
    holds_out_control: bool = True
    keeps_quiet_hours: bool = True
    is_capped: bool = True


EMAIL = Channel(
    key="email",
    word="e-mail",
    words="e-mails",
    address_words="an e-mail address",
    address_role="email",
    consent_role="email_consent",
    unsubscribe_role="email_unsubscribe",
    draws=Response(deliver=1.0, open=0.0, click=0.0, unsubscribe=0.0),
)
SMS = Channel(
    key="sms",
    word="SMS",
    words="SMS",
    address_words="a phone number",
    address_role="phone",
    consent_role="sms_consent",
    unsubscribe_role="sms_unsubscribe",
    draws=Response(deliver=1.0, open=1.0, click=0.0, unsubscribe=0.0),  # who gets one has read it
)

ANY = "any"
CHANNELS = Registry((EMAIL, SMS), lambda channel: channel.key)
