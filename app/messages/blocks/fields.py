"""What an editor asks for in each block: data for forms, no toolkit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.messages.blocks.design import (
    Block,
    ButtonBlock,
    Column,
    ColumnsBlock,
    DividerBlock,
    FooterBlock,
    ImageBlock,
    ItemsBlock,
    RecommendedBlock,
    TextBlock,
)


class Ask(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    PAGE = "page"
    PICTURE = "picture"
    TOGGLE = "toggle"


@dataclass(frozen=True, slots=True)
class BlockField:
    """One field; `column` is the place of the column that it belongs to, if it does."""

    name: str
    label: str
    ask: Ask
    column: int = -1


@dataclass(frozen=True, slots=True)
class BlockKind:
    """One line of the menu from which blocks are added, with a fresh block."""

    key: str
    title: str
    fresh: Any


KINDS: tuple[BlockKind, ...] = (
    BlockKind("text", "Text", TextBlock(text="")),
    BlockKind("image", "Image", ImageBlock(image="")),
    BlockKind("button", "Button", ButtonBlock(button="See more", link="https://")),
    BlockKind("divider", "Divider", DividerBlock()),
    BlockKind("items", "Items of the order", ItemsBlock()),
    BlockKind("recommended", "Recommended products", RecommendedBlock()),
    BlockKind("columns", "Columns", ColumnsBlock(columns=(Column(text=""), Column(text="")))),
    BlockKind("footer", "Footer with a way to unsubscribe", FooterBlock()),
)

_OF_PRODUCTS = (
    BlockField("pictures", "Pictures from the catalogue", Ask.TOGGLE),
    BlockField("prices", "Prices", Ask.TOGGLE),
    BlockField("without", "If there are none", Ask.LINE),
)
_FIELDS: dict[type[Any], tuple[BlockField, ...]] = {
    TextBlock: (BlockField("text", "Text", Ask.PAGE),),
    ImageBlock: (
        BlockField("image", "Picture", Ask.PICTURE),
        BlockField("alt", "In words, for who sees no pictures", Ask.LINE),
        BlockField("link", "Leads to", Ask.LINE),
    ),
    ButtonBlock: (BlockField("button", "Words on it", Ask.LINE), BlockField("link", "Leads to", Ask.LINE)),
    DividerBlock: (),
    ItemsBlock: _OF_PRODUCTS,
    RecommendedBlock: _OF_PRODUCTS,
    FooterBlock: (
        BlockField("footer", "Who sends it; empty: as the brand says", Ask.PAGE),
        BlockField("unsubscribe", "Words of the way out", Ask.LINE),
    ),
}
_TITLES: dict[type[Any], str] = {type(kind.fresh): kind.title for kind in KINDS}


def title_of(block: Block) -> str:
    """What a block is called in a list: its kind or the snippet that it is, and the first words of it."""
    words = next((str(getattr(block, name)) for name in ("text", "button", "alt", "image") if hasattr(block, name)), "")
    line = " ".join(words.lstrip("# ").split())
    kind = f"Snippet “{block.snippet}”" if isinstance(block, TextBlock) and block.snippet else _TITLES[type(block)]
    return f"{kind}: {line}" if line else kind


def fields_of(block: Block) -> tuple[BlockField, ...]:
    """The fields of a block, those of its columns after each other."""
    if not isinstance(block, ColumnsBlock):
        return _FIELDS[type(block)]
    return tuple(
        field
        for place in range(len(block.columns))
        for field in (
            BlockField("image", f"Picture of column {place + 1}", Ask.PICTURE, place),
            BlockField("alt", "In words", Ask.LINE, place),
            BlockField("text", f"Text of column {place + 1}", Ask.PAGE, place),
        )
    )


def value_of(block: Block, field: BlockField) -> Any:
    """What stands in a field."""
    return getattr(block.columns[field.column] if isinstance(block, ColumnsBlock) else block, field.name)


def changed(block: Block, field: BlockField, value: Any) -> Block:
    """The block with another value in a field."""
    if not isinstance(block, ColumnsBlock):
        return block.model_copy(update={field.name: value})
    columns = list(block.columns)
    columns[field.column] = columns[field.column].model_copy(update={field.name: value})
    return block.model_copy(update={"columns": tuple(columns)})
