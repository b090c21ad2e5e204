"""Pictures on a phone: none is wider than the room between the margins around it."""

from __future__ import annotations

import re

import pytest

from app.messages.blocks.compiling import body_of
from app.messages.blocks.design import USUAL_BRAND, ImageBlock
from app.messages.mail_html import finished, shown
from app.messages.phone_width import on_phone


@pytest.mark.parametrize(
    ("around", "room"),
    [
        ("", 375),
        ("padding:10px", 355),
        ("padding:8px 32px", 311),
        ("padding: 0 10px 4px", 355),
        ("padding:1px 20px 3px 40px;color:#111", 315),
        ("padding:0", 375),
        ("padding:2em", 375),
    ],
)
def test_that_a_wide_picture_has_the_room_of_its_box_and_a_narrow_one_stays(around: str, room: int) -> None:
    box = f'<td style="{around}"><br><img src="image:a" width="536" height="200"><img width="40" height="40"></td>'
    html = on_phone(f'{box}<img width="900px">', 375)
    assert html == (
        f'<td style="{around}"><br><img src="image:a" width="{room}"><img width="40" height="40"></td><img width="375">'
    )


def test_that_the_picture_of_a_block_stands_between_the_margins_of_blocks() -> None:
    html = shown(finished(body_of((ImageBlock(image="hat"),), USUAL_BRAND)), has_columns=False)
    assert re.findall(r'<img[^>]* width="(\d+)"', on_phone(html, 375)) == ["311"]
