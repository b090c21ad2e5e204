"""How an e-mail looks in a client that darkens it: light grounds dark, and texts that can be read on each of them.

As the clients do that darken only what is light, such as Outlook on the web: a ground that is dark already stays as it
is, a light one is turned over, and a text keeps the contrast that WCAG asks for on the ground it stands on, whichever
element gave either of them its colour.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import ImageColor

from app.look.colours import contrast, luminance, rgb

READABLE = 4.5
"""How much a text stands out from its ground, at least (WCAG 2.2, 1.4.3)."""

_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)(?P<rest>(?:[^<>\"]|\"[^\"]*\")*)>", re.I)
_WITHOUT_END = frozenset({"br", "hr", "img"})
_DECLARED = re.compile(r"(?<![-\w])(background-color|color|border(?:-\w+)*)(\s*:\s*)([^;\"!]*[^;\"!\s])", re.I)
_GIVEN = re.compile(r"\b(bgcolor|color)(=\")([^\"]*)", re.I)
_STYLE = re.compile(r"(\bstyle=\")([^\"]*)", re.I)
_IN_BORDER = re.compile(r"#[0-9a-f]{3,6}\b|rgb\([^)]*\)|(?<![-\w])[a-z]+\b", re.I)
_GROUNDS = ("background-color", "bgcolor")
_DARKEST = 0.11  # no client shows pure black where it was white
_STEPS = 100  # of lightness


@dataclass(frozen=True, slots=True)
class PageColours:
    """What a page looks like where an e-mail names no colour, each `#rrggbb`."""

    ground: str
    text: str
    link: str

    def dark(self) -> PageColours:
        """The same in the dark."""
        ground = dark_ground(self.ground)
        return PageColours(ground, light_text(self.text, ground), light_text(self.link, ground))


@dataclass(frozen=True, slots=True)
class _Place:
    """Inside an element: the colour of texts as it was, and text and ground as they are shown."""

    text: str
    shown: str
    ground: str


def darkened(html: str, page: PageColours) -> str:
    """The cleaned HTML as it looks in the dark on a page that looks like that in the light."""
    dark = page.dark()
    places = [_Place(page.text, dark.text, dark.ground)]

    def changed(tag: re.Match[str]) -> str:
        name = tag["name"].lower()
        if tag["end"]:
            if len(places) > 1 and name not in _WITHOUT_END:
                places.pop()
            return tag[0]
        around = places[-1]
        usual = replace(around, text=page.link, shown=dark.link) if name == "a" else around
        place = _place(tag["rest"], usual, inherited=around.text)
        if name not in _WITHOUT_END:
            places.append(place)
        return f"<{tag['name']}{_recoloured(tag['rest'], place, said=usual.shown)}>"

    return _TAG.sub(changed, html)


def dark_ground(colour: str) -> str:
    """The darker of a ground and the same turned over, dark enough for a white text."""
    darker = min(colour, turned(colour), key=luminance)
    return _moved(darker, -1, lambda ground: contrast("#ffffff", ground) >= READABLE)


def light_text(colour: str, ground: str) -> str:
    """The lighter of a text and the same turned over, light enough to be read on a dark ground."""
    lighter = max(colour, turned(colour), key=luminance)
    return _moved(lighter, 1, lambda text: contrast(text, ground) >= READABLE)


def turned(colour: str) -> str:
    """A colour as dark as it was light, of the same hue."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb(colour))
    return _of_hls(hue, _DARKEST + (1 - _DARKEST) * (1 - lightness), saturation)


def _moved(colour: str, way: int, is_enough: Callable[[str], bool]) -> str:
    """The colour, or the nearest of its hue that is lighter or darker and enough."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb(colour))
    for step in range(1, _STEPS + 1):
        if is_enough(colour):
            break
        colour = _of_hls(hue, min(1.0, max(0.0, lightness + way * step / _STEPS)), saturation)
    return colour


def _of_hls(hue: float, lightness: float, saturation: float) -> str:
    return "#" + bytes(round(255 * part) for part in colorsys.hls_to_rgb(hue, lightness, saturation)).hex()


def _place(attributes: str, around: _Place, *, inherited: str) -> _Place:
    """Inside an element with these attributes, around which texts are of that colour unless it says otherwise."""
    text, ground = around.text, around.ground
    styles = "".join(style for _, style in _STYLE.findall(attributes))
    for name, _, value in (*_GIVEN.findall(attributes), *_DECLARED.findall(styles)):
        colour = _colour(value)
        if colour and name.lower() in _GROUNDS:
            ground = dark_ground(colour)
        elif name.lower() == "color":
            text = colour or (inherited if _is_inherited(value) else text)
    return _Place(text, light_text(text, ground), ground)


def _recoloured(attributes: str, place: _Place, *, said: str) -> str:
    """The attributes with the colours of that place, and with that of its texts where it would be that said around."""
    names_text = False

    def changed(given: re.Match[str]) -> str:
        nonlocal names_text
        name, between, value = given[1].lower(), given[2], given[3]
        if name.startswith("border"):
            return given[1] + between + _IN_BORDER.sub(lambda part: _turned_over(part[0]), value)
        colour = _colour(value)
        if not colour and not (name == "color" and _is_inherited(value)):
            return given[0]
        names_text = names_text or name == "color"
        return given[1] + between + (dark_ground(colour) if name in _GROUNDS else place.shown)

    attributes = _GIVEN.sub(changed, _STYLE.sub(lambda style: style[1] + _DECLARED.sub(changed, style[2]), attributes))
    if names_text or place.shown == said:
        return attributes
    styled, found = _STYLE.subn(lambda style: f"{style[1]}color:{place.shown};{style[2]}", attributes, count=1)
    return styled if found else f'{attributes} style="color:{place.shown}"'


def _is_inherited(value: str) -> bool:
    return value.strip().lower() == "inherit"


def _turned_over(word: str) -> str:
    """A colour turned over; of a border, any other word as it is."""
    colour = _colour(word)
    return turned(colour) if colour else word


def _colour(value: str) -> str:
    """A colour that a style names, as `#rrggbb`; nothing for what is none."""
    try:
        return "#" + bytes(ImageColor.getrgb(value.strip())[:3]).hex()
    except ValueError:
        return ""
