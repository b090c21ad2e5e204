"""Messages as files: one e-mail (.eml), a page (.html), a mailbox of several (.mbox)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from app.messages.filling import FilledMessage
from app.messages.mail_html import finished, guarded, is_html, plain_text, with_pictures

SENDER = "sender@example.invalid"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the workspace: `media` like `image/png`."""

    media: str
    content: bytes


Pictures = Mapping[str, Picture]


def as_eml(message: FilledMessage, from_name: str, pictures: Pictures) -> bytes:
    """An e-mail that a mail program opens as one not sent yet."""
    return _mail(message, from_name, pictures).as_bytes(policy=SMTP)


def as_page(message: FilledMessage, pictures: Pictures) -> str:
    """The body as a page that loads and runs nothing."""
    addresses = {
        name: f"data:{each.media};base64,{base64.b64encode(each.content).decode()}" for name, each in pictures.items()
    }
    return guarded(finished(_body(message)), addresses)


def as_mailbox(messages: Iterable[FilledMessage], from_name: str, pictures: Pictures) -> bytes:
    """Several e-mails in one file, in the form that mail programs call mbox (RFC 4155)."""
    parts = []
    for message in messages:
        at = _instant(message)
        lines = _mail(message, from_name, pictures).as_bytes(policy=SMTP.clone(linesep="\n")).split(b"\n")
        quoted = b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines)
        parts.append(f"From {SENDER} {at.ctime()}\n".encode() + quoted.rstrip(b"\n") + b"\n\n")
    return b"".join(parts)


def _mail(message: FilledMessage, from_name: str, pictures: Pictures) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = _line(message.texts.get("subject", ""))
    mail["From"] = formataddr((_line(from_name), SENDER))
    mail["To"] = formataddr(("", _line(message.address) or "nobody@example.invalid"))
    mail["Date"] = format_datetime(_instant(message))
    mail["X-Unsent"] = "1"
    body = _body(message)
    html = finished(body)
    mail.set_content(plain_text(html) if is_html(body) else body)
    used = {name: each for name, each in pictures.items() if f"image:{name}" in html}
    mail.add_alternative(with_pictures(html, {name: f"cid:{name}@rehearse" for name in used}), subtype="html")
    page = mail.get_payload()[1]  # type: ignore[index]  # the parts of a message that has several
    assert isinstance(page, EmailMessage)
    for name, each in used.items():
        main, _, sub = each.media.partition("/")
        page.add_related(each.content, main, sub, cid=f"<{name}@rehearse>", filename=name)
    return mail


def _body(message: FilledMessage) -> str:
    return next((message.texts[name] for name in ("body", "text") if name in message.texts), "")


def _instant(message: FilledMessage) -> datetime:
    return _EPOCH + timedelta(microseconds=message.to.at)


def _line(text: str) -> str:
    return " ".join(text.split())
