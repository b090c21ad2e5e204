"""The ways in which messages reach people: one row each, and all that anything else knows of them."""

from __future__ import annotations

from dataclasses import dataclass

from app.nodes.durations import Duration
from app.nodes.response import Delay, Response
from app.registry import Registry


@dataclass(frozen=True, slots=True)
class Channel:
    """A row of the table.

    `key` stands in files and tables. `word` and `words` are one message and many; `address_words` what somebody lacks
    who cannot be reached. The roles are those of the attribute with the address, of the attribute that says yes or no,
    and of the event that takes the yes back. `draws` is how people react in a forecast as far as neither the message
    nor the workspace says it; `usual` are guesses to begin with where nobody has measured it, and shown as such. A
    marketing message obeys each of the rules that is true.
    """

    key: str
    word: str
    words: str
    address_words: str
    address_role: str
    consent_role: str
    unsubscribe_role: str
    draws: Response
    usual: Response | None = None
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
    usual=Response(
        deliver=0.98,
        open=0.25,
        click=0.1,
        unsubscribe=0.003,
        open_after=Delay(median=Duration.parse("PT3H"), sigma=1.5),
        click_after=Delay(median=Duration.parse("PT2M"), sigma=1.0),
    ),
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
    usual=Response(
        deliver=0.97,
        click=0.05,
        unsubscribe=0.005,
        click_after=Delay(median=Duration.parse("PT15M"), sigma=1.2),
    ),
)
PUSH = Channel(
    key="push",
    word="push message",
    words="push messages",
    address_words="a device for push messages",
    address_role="push_token",
    consent_role="push_consent",
    unsubscribe_role="push_unsubscribe",
    draws=Response(deliver=1.0, open=1.0, click=0.0, unsubscribe=0.0),  # it shows up, opened or not
    usual=Response(
        deliver=0.9,
        click=0.04,
        unsubscribe=0.004,
        click_after=Delay(median=Duration.parse("PT10M"), sigma=1.5),
    ),
)

ANY = "any"
CHANNELS = Registry((EMAIL, SMS, PUSH), lambda channel: channel.key)
