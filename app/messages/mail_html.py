"""HTML of e-mails: as it is sent, as it is shown in a preview, and as plain text. Nothing here loads anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

import css_inline
import nh3

LONGEST_SHOWN = 120_000
"""Letters of HTML that a preview shows; laying out more would take the window too long."""

STYLE = re.compile(r'\bstyle="[^"]*"', re.I)
"""A style in cleaned HTML."""

_LONGEST_STYLES = 60_000  # letters of style sheets; matching more against many elements takes seconds
_TAG = re.compile(r"<[a-zA-Z!/][^>]*>")
_HEAD = re.compile(r"<head\b.*?</head\s*>", re.S | re.I)
_STYLES = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.S | re.I)
_FOR_OUTLOOK = re.compile(r"<!--\[if mso \| IE\]>(.*?)<!\[endif\]-->", re.S)
_HIDDEN = re.compile(r"<(div|span)\b[^>]*display:\s*none[^>]*>[^<]*</\1\s*>", re.I)
_INVISIBLE_SIZE = re.compile(r"(?:font-size|line-height):\s*[01](?:px|pt)?\s*(?:;|(?=\"))", re.I)
_NO_HEIGHT = re.compile(r' height="auto"', re.I)
_PADDED_LINK = re.compile(r'(<td\b[^>]*style=")([^"]*)("[^>]*>\s*<a\b[^>]*?)padding:([^;"]+);?', re.I)
_WIDE_CELL = re.compile(r'(<td\b)([^>]*style="(?:[^"]*;)?\s*width:\s*(\d+)px)', re.I)
_WHOLE_TABLE = re.compile(r'(<table\b)((?![^>]*\swidth=)[^>]*style="(?:[^"]*;)?\s*width:\s*100%)', re.I)
_TABLE_GROUND = re.compile(r"<table\b(?=[^>]*\bbackground-color:\s*(#[0-9a-f]{3,6})\b)[^>]*>", re.I)
_DIVISION = re.compile(r"<(?P<end>/?)div\b[^>]*>(?P<table>(?=(?:\s*<div\b[^>]*>){0,4}\s*<table\b))?", re.I)
_PAGE_GROUND = re.compile(r"<body\b[^<>]{0,400}?\bbackground-color:\s*(#[0-9a-f]{6})\b", re.I)
_MARGIN = re.compile(r"\bmargin(?:-[a-z]{3,6})?:[^;\"]*", re.I)
_DOCTYPE = re.compile(r"^\s*<!doctype[^>]*>", re.I)
_TAG_NAMES = (
    "a abbr b blockquote br center code dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins li ol p pre s small "
    "span strong sub sup table tbody td tfoot th thead tr u ul"
)
_BOX = ("align", "bgcolor", "border", "cellpadding", "cellspacing", "height", "valign", "width")
_ATTRIBUTES: Mapping[str, set[str]] = {
    "*": {"align", "dir", "style"},
    "a": {"href", "title"},
    "font": {"color", "face", "size"},
    "img": {"alt", "height", "src", "width"},
    "table": set(_BOX),
    "td": {*_BOX, "colspan", "rowspan"},
    "th": {*_BOX, "colspan", "rowspan"},
    "tr": set(_BOX),
}
_SIDES = ("", "-top", "-right", "-bottom", "-left")
_PROPERTIES = frozenset(
    [
        *(f"{box}{side}" for box in ("padding", "margin", "border") for side in _SIDES),
        *("background-color", "border-collapse", "border-color", "border-spacing", "border-style", "border-width"),
        *("color", "direction", "font-family", "font-size", "font-style", "font-weight", "height", "letter-spacing"),
        *("line-height", "list-style-type", "text-align", "text-decoration", "text-transform", "vertical-align"),
        *("white-space", "width"),
    ]
)
IMAGE_SCHEME = "image"
"""`image:NAME` is a picture of the workspace."""

LINK_SCHEMES = frozenset({"https", "http", "mailto", "tel"})
_BLOCK_NAMES = "address blockquote div dl dt dd h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN = frozenset({"head", "script", "style", "title"})
_GUARD = (
    '<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
)


def is_html(text: str) -> bool:
    """Whether a body is written in HTML rather than as plain text."""
    return _TAG.search(text) is not None


def finished(body: str) -> str:
    """The HTML of a body as it is sent: style sheets written into the elements, plain text in paragraphs."""
    if not is_html(body):
        paragraphs = re.split(r"\n\s*\n", body.strip())
        body = "\n".join(f"<p>{escape(each).replace(chr(10), '<br>')}</p>" for each in paragraphs)
    if not 0 < sum(map(len, _STYLES.findall(body))) <= _LONGEST_STYLES:
        return body
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)
    try:
        return inliner.inline(body)
    except css_inline.InlineError:
        return body


def guarded(html: str, pictures: Mapping[str, str]) -> str:
    """A page for a browser, which is told to run and load nothing; `pictures` are data addresses by name."""
    page = _GUARD + _DOCTYPE.sub("", html, count=1)
    return with_pictures(page, {name: escape(address) for name, address in pictures.items()})


def with_pictures(html: str, addresses: Mapping[str, str]) -> str:
    """The pictures of the workspace by these addresses."""

    def address(found: re.Match[str]) -> str:
        return f"{found[1]}{addresses.get(found[2], found[2])}{found[3]}"

    return re.sub(rf'(\bsrc=["\']){IMAGE_SCHEME}:([^"\']*)(["\'])', address, html)


def shown(html: str, *, has_columns: bool) -> str:
    """The HTML for a preview: cleaned, without what cannot be seen; columns side by side, or below each other."""
    html = _HEAD.sub("", html)
    if has_columns:
        html = _FOR_OUTLOOK.sub(r"\1", html)
    cleaned = nh3.clean(
        _HIDDEN.sub("", html[:LONGEST_SHOWN]),
        tags=set(_TAG_NAMES.split()),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        filter_style_properties=set(_PROPERTIES),
        url_schemes={*LINK_SCHEMES, IMAGE_SCHEME},
        link_rel=None,
    )
    padded = _PADDED_LINK.sub(r"\1\2;padding:\4\3", _NO_HEIGHT.sub("", cleaned))
    padded = (
        _WIDE_CELL.sub(r'\1 width="\3"\2', padded) if has_columns else padded
    )  # a preview knows no other width of it
    padded = _WHOLE_TABLE.sub(r'\1 width="100%"\2', padded)
    return _INVISIBLE_SIZE.sub("", STYLE.sub(_without_auto, _with_grounds(padded)))


def page_ground(html: str) -> str:
    """The colour around an e-mail, `#rrggbb`; nothing where it names none."""
    found = _PAGE_GROUND.search(html)
    return found[1] if found else ""


def _with_grounds(html: str) -> str:
    """Grounds at the tables, where a preview paints them; a box around one goes, which would be a strip above."""
    opened: list[bool] = []  # whether each box that is open has gone

    def kept(tag: re.Match[str]) -> str:
        if tag["end"]:
            return "" if opened and opened.pop() else tag[0]
        opened.append(tag["table"] is not None and "background-color" in tag[0])
        return "" if opened[-1] else tag[0]

    return _DIVISION.sub(kept, _TABLE_GROUND.sub(_grounded, html))


def _grounded(table: re.Match[str]) -> str:
    """A table with its ground as a preview paints it, which it does where borders are not made one."""
    tag = table[0].replace("border-collapse:collapse", "")
    return tag if " bgcolor=" in tag else f'{tag[:-1]} bgcolor="{table[1]}">'


def _without_auto(style: re.Match[str]) -> str:
    """A style without margins that are worked out, which would widen what they are around in a preview."""
    return _MARGIN.sub(lambda margin: margin[0].replace("auto", "0"), style[0])


def plain_text(html: str) -> str:
    """What an e-mail says to who reads no HTML; links stand behind their words."""
    reader = _Reader()
    reader.feed(_HIDDEN.sub("", html))
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.pieces).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects what is to be read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0
        self._links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._unseen += tag in _UNSEEN
        if tag == "a":
            self._links.append(given.get("href") or "")
        elif tag == "img" and given.get("alt"):
            self._add(f"[{given['alt']}]")
        elif tag == "br":
            self._add("\n")
        elif tag in _BLOCKS:
            self._add("\n\n" if tag in ("p", "table") else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a" and self._links:
            address = self._links.pop()
            self._add(f" ({address})" if address else "")
        elif tag in _BLOCKS:
            self._add("\n\n" if tag in ("p", "table") else "\n")
        elif tag in ("td", "th"):
            self._add(" ")

    def handle_data(self, data: str) -> None:
        self._add(re.sub(r"\s+", " ", data))

    def _add(self, text: str) -> None:
        if not self._unseen:
            self.pieces.append(text)
