"""E-mails made of blocks: what they compile to, what is read back, and what attacks on templates make of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import AppError
from app.messages.blocks.compiling import body_of, compiled_html
from app.messages.blocks.design import (
    USUAL_BRAND,
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
    blocks_of,
    html_of,
)
from app.messages.blocks.fields import KINDS, changed, fields_of, title_of, value_of
from app.messages.lint.lint_mail import body_remarks
from app.messages.mail_html import plain_text, shown
from app.messages.rendering.environment import flaws_in
from app.messages.rendering.templates import render

WORDS = '# Hello {{ customer.name|default("you") }}\n\nYour **cart**: [go](https://shop.example/?a=1&b=2)\n\n- 1 < 2'
EVERY = (
    TextBlock(text=WORDS),
    ImageBlock(image="hat", alt='A "hat"', link="https://shop.example/"),
    ItemsBlock(without="Nothing is in it"),
    RecommendedBlock(without="Nothing fits"),
    ButtonBlock(button="Žluť & go", link="https://shop.example/{{ customer.id }}/žluť"),
    DividerBlock(),
    ColumnsBlock(columns=(Column(text="Left"), Column(text="Right", image="hat", alt="Hat"))),
    FooterBlock(),
)
BRAND = Brand(accent="#d9480f", logo="logo", footer="Shop Ltd., 1 High Street", language="de")
VALUES: dict[str, Any] = {
    "customer": {"name": "<Anna>", "id": "a1"},
    "items": [{"name": "Dress", "price": 80.0, "quantity": 2}, {"product": "belt", "price": 20}],
    "recommended": [{"product": "hat", "name": "Felt hat", "price": 30.0, "url": "https://shop.example/hat"}],
    "unsubscribe_url": "https://unsubscribe.invalid/",
}


def mailed(*blocks: Any, values: dict[str, Any] = VALUES, brand: Brand = BRAND) -> str:
    return render(body_of(blocks, brand), values, autoescape=True)


def test_that_blocks_are_read_back_from_the_body_they_compile_to() -> None:
    body = body_of(EVERY, BRAND)
    assert blocks_of(body) == EVERY
    assert html_of(body) == compiled_html(EVERY, BRAND)
    assert flaws_in(body) == ()


def test_that_what_is_written_or_changed_by_hand_has_no_blocks() -> None:
    body = body_of(EVERY, BRAND)
    by_hand = ("", "<p>Hello</p>", body + " ", body.replace("Left", "Hand"), body[:200], "{# rehearse-blocks [] #}\nx")
    assert [blocks_of(text) for text in by_hand] == [None] * len(by_hand)


def test_that_no_recipient_gets_the_blocks_themselves() -> None:
    assert "rehearse-blocks" not in mailed(*EVERY)
    assert "rehearseheld" not in mailed(*EVERY)


def test_that_the_mail_says_what_its_blocks_say() -> None:
    text = plain_text(mailed(*EVERY))
    for words in (
        "Hello <Anna>",
        "Your cart: go (https://shop.example/?a=1&b=2)",
        "1 < 2",
        '[A "hat"]',
        "2 × Dress 80.00",
        "belt 20.00",
        "Žluť & go (https://shop.example/a1/žluť)",
        "Left",
        "Right",
        "Shop Ltd., 1 High Street",
        "Unsubscribe (https://unsubscribe.invalid/)",
    ):
        assert words in text
    assert "Nothing is in it" not in text
    assert "Nothing is in it" in plain_text(mailed(*EVERY, values={**VALUES, "items": []}))


def test_that_tables_are_closed_as_outlook_reads_them_however_many_items_there_are() -> None:
    for count in (0, 1, 3):
        html = mailed(*EVERY, values={**VALUES, "items": VALUES["items"][:1] * count})
        outlook = html.replace("<!--[if mso | IE]>", "").replace("<![endif]-->", "")
        for tag in ("table", "tr", "td"):
            assert outlook.count(f"<{tag}") == outlook.count(f"</{tag}>")


def test_that_the_brand_dresses_the_mail() -> None:
    html = mailed(*EVERY)
    assert "#d9480f" in html
    assert 'lang="de"' in html
    assert "image:logo" in html
    assert "image:logo" not in mailed(*EVERY, brand=USUAL_BRAND)


def test_that_what_the_editor_makes_has_no_remarks() -> None:
    assert list(body_remarks(body_of(EVERY, BRAND), is_marketing=True)) == []


@pytest.mark.parametrize(
    "text",
    [
        "</mj-text><mj-raw><script>alert(1)</script></mj-raw>",
        "<mj-include path='/etc/passwd' />",
        "<script>alert(1)</script>",
        '" onload="alert(1)',
        "]]><x>",
        "<!-- x",
        "&lt;script&gt;",
        "[x](javascript:alert(1))",
        '[x](https://a"onclick="b)',
        "#} {{ customer.name }}",
        "rehearseheld0end",
        "{{ unclosed",
        "\ue000\x0b",
    ],
)
def test_that_words_never_become_markup(text: str) -> None:
    for block in (TextBlock(text=text), ButtonBlock(button=text, link=text), ImageBlock(image="x", alt=text)):
        body = body_of([block, FooterBlock(footer=text)], BRAND)
        assert blocks_of(body) == (block, FooterBlock(footer=text))
        try:
            html = render(body, VALUES, autoescape=True)
        except AppError:  # what is no template is said, as everywhere
            assert flaws_in(body)
            continue
        assert not [word for word in ("<script", "<mj-", "root:") if word in html]
        cleaned = shown(html, has_columns=False).lower()
        assert 'href="javascript:' not in cleaned
        assert re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', "", cleaned)) is None


@settings(max_examples=30)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=1, max_size=4))
def test_that_any_words_compile_and_are_read_back(texts: list[str]) -> None:
    blocks = (*(TextBlock(text=text) for text in texts), FooterBlock(footer=texts[0]))
    assert blocks_of(body_of(blocks, USUAL_BRAND)) == blocks


def test_that_each_kind_of_block_can_be_made_named_and_changed() -> None:
    for kind in KINDS:
        assert title_of(kind.fresh).startswith(kind.title)
        assert blocks_of(body_of([kind.fresh], USUAL_BRAND)) == (kind.fresh,)
        for field in fields_of(kind.fresh):
            other = not value_of(kind.fresh, field) if field.ask == "toggle" else "other"
            assert value_of(changed(kind.fresh, field, other), field) == other


def test_that_recommended_products_lead_to_the_shop_and_give_way_to_words_where_there_are_none() -> None:
    html = mailed(*EVERY)
    assert 'href="https://shop.example/hat"' in html
    assert "Felt hat" in plain_text(html)
    assert "Nothing fits" not in plain_text(html)
    assert "Nothing fits" in plain_text(mailed(*EVERY, values={**VALUES, "recommended": []}))


def test_that_the_name_of_a_product_without_a_picture_has_its_room() -> None:
    items = [{"name": "Felt hat", "image": "https://shop.example/hat.png"}, {"name": "Belt"}]
    html = mailed(ItemsBlock(), values={**VALUES, "items": items})
    assert html.count('alt="Felt hat"') == html.count('colspan="2"') == 1
