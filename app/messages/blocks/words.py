"""Words as marketers write them, turned into HTML; placeholders and tags of the template pass through whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)
_HELD = re.compile(r"rehearseheld(\d+)end")  # letters that nothing escapes, in an address either
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)
_ITALIC = re.compile(r"(?<!\*)\*([^*\n]+?)\*(?!\*)")
_LINK = re.compile(r"\[([^\]\n]+)\]\(([^)\s]+)\)")


@dataclass(slots=True)
class Held:
    """What of a template is held back while something else reads the text, and put in again afterwards."""

    parts: list[str] = field(default_factory=list)

    def hold(self, text: str) -> str:
        """The text with marks in place of the template's parts; what looks like a mark goes."""
        return _TEMPLATE.sub(lambda found: self.mark(found[0]), _HELD.sub("", text))

    def mark(self, part: str) -> str:
        """The mark of one part."""
        self.parts.append(part)
        return f"rehearseheld{len(self.parts) - 1}end"

    def put_in(self, text: str) -> str:
        """The text with its parts again."""
        return _HELD.sub(lambda found: self.parts[int(found[1])], text)


def attribute(text: str, held: Held) -> str:
    """A text for an attribute of an element, as a whole: addresses in other alphabets stay as they are."""
    line = " ".join(text.split())
    between = _TEMPLATE.split(line)
    parts = [*_TEMPLATE.findall(line), ""]
    return held.mark("".join(escape(text) + part for text, part in zip(between, parts, strict=True)))


def rich(text: str, held: Held, accent: str) -> str:
    """Paragraphs, headings and points, with bold and italic words and links; held as a whole."""
    own = Held()
    blocks = re.split(r"\n\s*\n", escape(own.hold(text.strip()), quote=False))
    return held.mark(own.put_in("".join(_block(each, accent) for each in blocks if each.strip())))


def _block(text: str, accent: str) -> str:
    lines = text.strip().split("\n")
    if all(line.lstrip().startswith("- ") for line in lines):
        points = "".join(f"<li>{_inline(line.lstrip()[2:], accent)}</li>" for line in lines)
        return f'<ul style="margin:0 0 12px 0;padding-left:20px">{points}</ul>'
    if lines[0].startswith("# "):
        heading = _inline(lines[0][2:], accent)
        rest = _block("\n".join(lines[1:]), accent) if lines[1:] else ""
        return f'<h2 style="margin:0 0 8px 0;font-size:22px;line-height:1.3">{heading}</h2>{rest}'
    return f'<p style="margin:0 0 12px 0">{_inline("<br>".join(lines), accent)}</p>'


def _inline(text: str, accent: str) -> str:
    linked = _LINK.sub(rf'<a href="\2" style="color:{accent}">\1</a>', text.replace('"', "&quot;"))
    return _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", linked))
