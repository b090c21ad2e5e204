"""Blocks compiled into HTML that mail programs show alike: through MJML, by mrml, which loads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import mrml

from app.errors import AppError
from app.messages.blocks.design import (
    Brand,
    ButtonBlock,
    Column,
    ColumnsBlock,
    DividerBlock,
    FooterBlock,
    ImageBlock,
    ItemsBlock,
    RecommendedBlock,
    TextBlock,
    written,
)
from app.messages.blocks.words import Held, attribute, rich
from app.messages.mail_html import IMAGE_SCHEME

_FONTS = "Inter, Helvetica, Arial, sans-serif"
_QUIET = "#586074"
_LINE = "#e2e5ec"


def body_of(blocks: Sequence[Any], brand: Brand) -> str:
    """The body of an e-mail made of blocks, which can be read back from it."""
    return written(tuple(blocks), compiled_html(blocks, brand))


def compiled_html(blocks: Sequence[Any], brand: Brand) -> str:
    """The HTML of blocks, still a template."""
    held = Held()
    sections = [_logo(brand, held), *(_section(block, brand, held) for block in blocks)]
    source = (
        f'<mjml lang="{brand.language.split("_")[0]}"><mj-head><mj-attributes><mj-all font-family="{_FONTS}" />'
        f'<mj-text font-size="15px" line-height="1.55" color="{brand.ink}" padding="8px 32px" />'
        f'<mj-section background-color="{brand.paper}" padding="4px 0" /></mj-attributes></mj-head>'
        f'<mj-body background-color="{brand.ground}" width="600px">{"".join(sections)}</mj-body></mjml>'
    )
    try:
        html = mrml.to_html(source).content
    except (OSError, ValueError) as error:
        raise AppError(f"These blocks cannot be made into an e-mail: {error}.") from error
    return held.put_in(html)


def _logo(brand: Brand, held: Held) -> str:
    if not brand.logo:
        return ""
    image = f'<mj-image src="{_source(brand.logo, held)}" alt="Logo" width="140px" align="left" padding="16px 32px" />'
    return _row(image)


def _section(block: Any, brand: Brand, held: Held) -> str:
    match block:
        case TextBlock():
            return _row(f"<mj-text>{rich(block.text, held, brand.accent)}</mj-text>")
        case ImageBlock():
            return _row(_image(block, held))
        case ButtonBlock():
            return _row(
                f'<mj-button href="{attribute(block.link, held)}" background-color="{brand.accent}" color="#ffffff" '
                f'border-radius="6px" font-size="15px" align="left" padding="8px 32px" inner-padding="12px 24px">'
                f"{attribute(block.button, held)}</mj-button>"
            )
        case DividerBlock():
            return _row(f'<mj-divider border-width="1px" border-color="{_LINE}" padding="8px 32px" />')
        case ItemsBlock():
            return _items(block, brand, held)
        case RecommendedBlock():
            return _products("recommended", "", block, brand, held)
        case ColumnsBlock():
            width = 100 // len(block.columns)
            return f"<mj-section>{''.join(_column(each, width, brand, held) for each in block.columns)}</mj-section>"
        case FooterBlock():
            return _footer(block, brand, held)
    raise TypeError(f"there is no block {type(block).__name__}")


def _image(block: ImageBlock, held: Held) -> str:
    link = f' href="{attribute(block.link, held)}"' if block.link else ""
    return (
        f'<mj-image src="{_source(block.image, held)}" alt="{attribute(block.alt, held)}" width="{block.width}px"'
        f'{link} padding="8px 32px" />'
    )


def _column(column: Column, width: int, brand: Brand, held: Held) -> str:
    image = ""
    if column.image:
        alt = attribute(column.alt, held)
        image = f'<mj-image src="{_source(column.image, held)}" alt="{alt}" padding="8px 16px" />'
    text = f'<mj-text padding="8px 16px">{rich(column.text, held, brand.accent)}</mj-text>' if column.text else ""
    return f'<mj-column width="{width}%">{image}{text}</mj-column>'


def _items(block: ItemsBlock, brand: Brand, held: Held) -> str:
    amount = held.mark("{% if item.quantity %}{{ item.quantity|number }} × {% endif %}")
    return _products("items", amount, block, brand, held)


def _products(those: str, amount: str, block: ItemsBlock | RecommendedBlock, brand: Brand, held: Held) -> str:
    """A table, one row a product: sections in a loop would not close what Outlook opens."""
    name, price = held.mark("{{ item.name|default(item.product) }}"), held.mark("{{ item.price|money }}")
    if isinstance(block, RecommendedBlock):
        link = '<a href="{{ item.url }}" style="color:inherit">'
        begin, end = held.mark(f"{{% if item.url %}}{link}{{% endif %}}"), held.mark("{% if item.url %}</a>{% endif %}")
        name = f"{begin}{name}{end}"
    prices = f'<td align="right" style="padding:8px 0;white-space:nowrap">{price}</td>' if block.prices else ""
    cells = f"{_picture_and_name(block, held)}{amount}{name}{held.mark('</td>')}{prices}"
    row = f'<tr style="border-bottom:1px solid {_LINE}">{cells}</tr>'
    begin, end = held.mark(f"{{% for item in {those} %}}"), held.mark("{% endfor %}")
    table = _row(f'<mj-table font-size="15px" color="{brand.ink}" padding="8px 32px">{begin}{row}{end}</mj-table>')
    if not block.without:
        return table
    begin, end = held.mark(f"{{% if not {those} %}}"), held.mark("{% endif %}")
    return table + _row(f"<mj-text>{begin}{attribute(block.without, held)}{end}</mj-text>")


def _picture_and_name(block: ItemsBlock | RecommendedBlock, held: Held) -> str:
    """The cell of the picture and the beginning of the name's, which has the room of both where there is no picture."""
    if not block.pictures:
        return held.mark('<td style="padding:8px 12px 8px 0">')
    return held.mark(
        '{% if item.image %}<td width="84" style="padding:8px 12px 8px 0"><img src="{{ item.image }}" '
        'alt="{{ item.name|default(item.product) }}" width="72" style="display:block;border:0"></td>'
        '<td style="padding:8px 12px 8px 0">{% else %}<td colspan="2" style="padding:8px 12px 8px 0">{% endif %}'
    )


def _footer(block: FooterBlock, brand: Brand, held: Held) -> str:
    words = rich(block.footer or brand.footer, held, _QUIET)
    address = held.mark("{{ unsubscribe_url }}")
    leave = (
        f'<p style="margin:0"><a href="{address}" style="color:{_QUIET}">{attribute(block.unsubscribe, held)}</a></p>'
    )
    text = f'<mj-text font-size="12px" color="{_QUIET}" padding="16px 32px">{words}{leave}</mj-text>'
    return f'<mj-section background-color="{brand.ground}"><mj-column>{text}</mj-column></mj-section>'


def _row(inside: str) -> str:
    return f"<mj-section><mj-column>{inside}</mj-column></mj-section>"


def _source(name: str, held: Held) -> str:
    """A picture of the workspace; a whole address, or a placeholder, stands as it is."""
    is_address = name.startswith(("https://", "{{"))
    return attribute(name if is_address else f"{IMAGE_SCHEME}:{name}", held)
