"""What is hardly meant in an e-mail: its subject, its preview text and its body, as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from app.messages.mail_html import is_html
from app.numbers import number

LONGEST_SUBJECT = 60

Found = tuple[str, str]
"""A code and a sentence that says why, and how to mend it."""

_SHOWS = re.compile(r"\{\{.*?\}\}", re.S)
_DECIDES = re.compile(r"\{[%#].*?[%#]\}", re.S)
_FILLED = "\ue000"
"""In place of a placeholder."""

_SHORTEST_IN_CAPITALS = 5
_WITHOUT_ADDRESS = re.compile(r"(?:https:/{0,2}|mailto:|tel:)", re.I)
_SAFE = ("https:", "mailto:", "tel:", _FILLED, "#")


def subject_remarks(subject: str) -> Iterator[Found]:
    """Too long, or in capitals."""
    text = _DECIDES.sub("", _SHOWS.sub("", subject)).strip()
    if len(text) > LONGEST_SUBJECT:
        yield (
            "long-subject",
            f"The subject has {number(len(text))} letters without its placeholders, and phones cut off what is beyond "
            f"{number(LONGEST_SUBJECT)}; put what matters first and shorten it",
        )
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= _SHORTEST_IN_CAPITALS and all(letter.isupper() for letter in letters):
        yield "shouted-subject", "The subject is in capitals, as spam is; write it in small letters"


def preheader_remarks(preheader: str, body: str) -> Iterator[Found]:
    """None at all."""
    if not preheader.strip() and is_html(body):
        yield (
            "no-preheader",
            "There is no preview text, so inboxes show the first words of the body beside the subject; write one",
        )


def body_remarks(body: str, *, is_marketing: bool) -> Iterator[Found]:
    """Links and pictures that do harm, and a way out that is missing."""
    seen = _seen_in(body)
    if is_marketing and body.strip() and not seen.can_leave:
        yield (
            "no-unsubscribe",
            "The body has no link to unsubscribe, which a marketing e-mail must have; add the block “Footer with a way "
            'to unsubscribe”, in HTML <a href="{{ unsubscribe_url }}">Unsubscribe</a>, or say that it is not marketing',
        )
    for line in seen.without_words:
        yield (
            "no-alt-text",
            f"The body, line {line}: the image has no alternative text, which is all that many inboxes and screen "
            'readers show; add alt="…"',
        )
    for line, address in seen.unsafe:
        is_bare = _WITHOUT_ADDRESS.fullmatch(address) is not None
        why = "has no address" if is_bare else "is neither https, mailto nor tel"
        yield (
            "unsafe-link",
            f"The body, line {line}: the link “{address}” {why}, so it is not safe or leads nowhere; write its whole "
            "address",
        )
    if seen.has_image and not seen.has_text:
        yield (
            "images-alone",
            "The body is made of images alone, which spam filters stop and inboxes do not load; write some as text",
        )


@dataclass(slots=True)
class _Seen:
    can_leave: bool
    without_words: list[int]
    unsafe: list[tuple[int, str]]
    has_image: bool = False
    has_text: bool = False


def _seen_in(body: str) -> _Seen:
    reader = _Reader(_Seen("unsubscribe_url" in body, [], []))
    reader.feed(_DECIDES.sub(_blank, _SHOWS.sub(lambda found: _FILLED + _blank(found), body)))
    reader.close()
    return reader.seen


def _blank(found: re.Match[str]) -> str:
    """As many lines as there were."""
    return "\n" * found[0].count("\n")


class _Reader(HTMLParser):
    """Looks at links, images and texts."""

    def __init__(self, seen: _Seen) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = seen
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An image, a link, or the beginning of what nobody reads."""
        given = dict(attrs)
        line = self.getpos()[0]
        self._unseen += tag in ("style", "script", "title")
        if tag == "img":
            self.seen.has_image = True
            if not (given.get("alt") or "").strip():
                self.seen.without_words.append(line)
        elif tag == "a" and given.get("href") is not None:
            address = (given["href"] or "").strip()
            if "unsubscri" in address.lower():
                self.seen.can_leave = True
            if not address.lower().startswith(_SAFE) or _WITHOUT_ADDRESS.fullmatch(address):
                self.seen.unsafe.append((line, address[:80]))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "title"):
            self._unseen = max(0, self._unseen - 1)

    def handle_data(self, data: str) -> None:
        self.seen.has_text |= not self._unseen and bool(data.strip())
