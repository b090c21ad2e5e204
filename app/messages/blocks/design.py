"""An e-mail made of blocks, and the brand they are dressed in: documents, and their place in a message's body."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import Field, Tag

from app.nodes.document import Document, keyed, tag
from app.scenario.reading import read_document

MOST_BLOCKS = 100
_LONGEST = 20_000
_BEGIN, _END = "{# rehearse-blocks ", " #}\n"

Text = Annotated[str, Field(max_length=_LONGEST)]
Line = Annotated[str, Field(max_length=2_000)]
Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


class TextBlock(Document):
    """Words: a blank line begins a paragraph, `# ` a heading, `- ` a point; `**bold**`, `*italic*`, `[words](https://…)`.

    `snippet` names the text of the workspace that it is: as long as it says the same, it follows when that is changed.
    """

    text: Text
    snippet: Line = ""


class ImageBlock(Document):
    """A picture of the workspace, by its name."""

    image: Line
    alt: Line = ""
    link: Line = ""
    width: Annotated[int, Field(ge=20, le=600)] = 600


class ButtonBlock(Document):
    """A link that looks like a button."""

    button: Line
    link: Line


class DividerBlock(Document):
    """A line across."""

    divider: Literal[True] = True


class ItemsBlock(Document):
    """The entry event's items, one below the other; `without` says what stands there if there are none."""

    items: Literal[True] = True
    pictures: bool = True
    prices: bool = True
    without: Line = ""


class RecommendedBlock(Document):
    """The products that the journey recommended last, best first; `without` stands there if there are none."""

    recommended: Literal[True] = True
    pictures: bool = True
    prices: bool = True
    without: Line = ""


class Column(Document):
    """One of several that stand beside each other."""

    text: Text = ""
    image: Line = ""
    alt: Line = ""


class ColumnsBlock(Document):
    """Up to four columns, which stand below each other on a phone."""

    columns: Annotated[tuple[Column, ...], Field(min_length=1, max_length=4)]


class FooterBlock(Document):
    """Who sends it, and the way out; without words of its own, those of the brand."""

    footer: Text = ""
    unsubscribe: Line = "Unsubscribe"


Block = Annotated[
    Annotated[TextBlock, Tag(tag("text"))]
    | Annotated[ImageBlock, Tag(tag("image"))]
    | Annotated[ButtonBlock, Tag(tag("button"))]
    | Annotated[DividerBlock, Tag(tag("divider"))]
    | Annotated[ItemsBlock, Tag(tag("items"))]
    | Annotated[RecommendedBlock, Tag(tag("recommended"))]
    | Annotated[ColumnsBlock, Tag(tag("columns"))]
    | Annotated[FooterBlock, Tag(tag("footer"))],
    keyed("A block", "image", "button", "divider", "items", "recommended", "columns", "footer", "text"),
]


class Brand(Document):
    """What all e-mails of a workspace have in common; the logo is the name of a picture."""

    accent: Colour = "#5457d6"
    ground: Colour = "#f4f5f8"
    paper: Colour = "#ffffff"
    ink: Colour = "#1b1f2a"
    logo: Line = ""
    footer: Text = ""
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}([_-][A-Za-z]{2,4})?$")] = "en"


class MailDesign(Document):
    """The blocks from top to bottom."""

    blocks: Annotated[tuple[Block, ...], Field(max_length=MOST_BLOCKS)] = ()
    made: str = ""
    """What the HTML under it was when it was compiled, as a hash: whoever changed it by hand meant it so."""


USUAL_BRAND = Brand()


def written(blocks: tuple[Any, ...], html: str) -> str:
    """A body: the blocks in a comment of the template, which no recipient gets, and the HTML they compile to."""
    design = MailDesign(blocks=blocks, made=_hash(html)).model_dump(mode="json")
    for block in design["blocks"]:
        if not block.get("snippet", True):  # of no snippet: the body is what it was before there were any
            del block["snippet"]
    text = json.dumps(design, ensure_ascii=False).replace("#", "\\u0023")
    return f"{_BEGIN}{text}{_END}{html}"


def blocks_of(body: str) -> tuple[Any, ...] | None:
    """The blocks that a body was compiled from; None where it is written by hand, or was changed by hand since."""
    if not body.startswith(_BEGIN) or _END not in body:
        return None
    text, _, html = body[len(_BEGIN) :].partition(_END)
    try:
        design, problems = read_document(MailDesign, json.loads(text))
    except (ValueError, RecursionError):
        return None
    if design is None or problems or design.made != _hash(html):
        return None
    return tuple(design.blocks)


def html_of(body: str) -> str:
    """The HTML of a body without its blocks."""
    return body.partition(_END)[2] if body.startswith(_BEGIN) and _END in body else body


def _hash(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()[:16]
