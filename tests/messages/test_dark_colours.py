"""What a preview in the dark makes of an e-mail's colours: every text can be read where it stands."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from app.look.colours import contrast, luminance
from app.messages.blocks.compiling import body_of
from app.messages.blocks.design import USUAL_BRAND, ButtonBlock, FooterBlock, TextBlock
from app.messages.dark_colours import READABLE, PageColours, dark_ground, darkened, light_text, turned
from app.messages.mail_html import finished, shown

PAGE = PageColours("#ffffff", "#1b1f2a", "#1155cc")
BLOCKS = (TextBlock(text="# Hello\n\nSee [it](https://x.example)"), ButtonBlock(button="Buy", link="https://x.example"))


def test_that_light_grounds_are_turned_over_in_the_dark_and_dark_ones_stay() -> None:
    assert (turned("#ffffff"), turned("#000000")) == ("#1c1c1c", "#ffffff")
    assert darkened('<p style="color:#000;background-color: white">#fff</p>', PAGE) == (
        '<p style="color:#ffffff;background-color: #1c1c1c">#fff</p>'
    )
    assert darkened('<td bgcolor="#1f5fd6" style="color:rgb(255, 255, 255)">Buy</td>', PAGE) == (
        '<td bgcolor="#1f5fd6" style="color:#ffffff">Buy</td>'
    )
    assert darkened('<td><a style="color:inherit">Shawl</a></td>', PAGE) == (
        f'<td><a style="color:{PAGE.dark().text}">Shawl</a></td>'  # no preview knows what that is
    )
    assert darkened('<p title="color: red" style="border:1px solid #fff">a</p>', PAGE) == (
        '<p title="color: red" style="border:1px solid #1c1c1c">a</p>'
    )


def test_that_each_pair_of_text_and_ground_can_be_read_in_the_dark() -> None:
    levels = ("00", "55", "aa", "ff")
    every = ["#" + red + green + blue for red in levels for green in levels for blue in levels]
    for ground in map(dark_ground, every):
        assert luminance(ground) < 0.19
        assert all(contrast(light_text(text, ground), ground) >= READABLE for text in every)


@pytest.mark.parametrize(
    "html",
    [
        '<td bgcolor="#ffff00"><p style="color:#000000">Sale</p></td>',
        '<td style="background-color:#4a90e2;color:#ffffff">Buy</td>',
        '<div style="color:#ffffff"><table bgcolor="orange"><tr><td>Buy</td></tr></table></div>',
        '<td bgcolor="#ffffff"><br><img alt="x"><a href="https://x.example">Buy</a></td>',
        '<td bgcolor="#2f6fd6">Buy <a href="https://x.example">it <b>now</b></a></td>',
        '<td style="background-color:#333;color:#ddd !important"><b>x</b> <font color="#444">y</font></td>',
        '<p style="font-family:&quot;Arial&quot;;color:gray">Small</p>',
        '<p style="color:inherit;background-color:transparent">Text</p>',
        '<td style="color:#222"><a href="https://x.example" style="color:inherit">Shawl</a></td>',
        shown(finished(body_of((*BLOCKS, FooterBlock(footer="A shop")), USUAL_BRAND)), has_columns=True),
    ],
)
def test_that_a_text_is_readable_on_the_ground_of_whichever_element_has_one(html: str) -> None:
    seen = _Seen(PAGE.dark())
    seen.feed(darkened(html, PAGE))
    assert seen.pairs
    assert all(contrast(text, ground) >= READABLE for text, ground in seen.pairs)
    assert all(luminance(text) > luminance(ground) for text, ground in seen.pairs)


class _Seen(HTMLParser):
    """Collects the colours of each text and of the ground beneath it, as elements hand them down."""

    def __init__(self, page: PageColours) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self._link = page.link
        self._open = [(page.text, page.ground)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text, ground = self._open[-1]
        given = dict(attrs)
        text = self._link if tag == "a" else text
        style = given.get("style") or ""
        colours = re.findall(r"(?:^|;)\s*(color|background-color):\s*(#\w{6})", style)
        named = dict(colours)
        if tag not in ("br", "img"):
            text = named.get("color") or given.get("color") or text
            self._open.append((text, named.get("background-color") or given.get("bgcolor") or ground))

    def handle_endtag(self, _tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.pairs.append(self._open[-1])
