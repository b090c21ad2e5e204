"""The charts' fonts: our own first, then whatever this machine has for other scripts."""

from __future__ import annotations

import functools
import logging
import re
from typing import Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, fontManager

from app.resources import resource

FAMILY = "Inter"
PAPER_FAMILY = "Inter Paper"
"""The same with quadratic outlines (`scripts/make_paper_fonts.py`), which a PDF can hold as a font."""
_UNPRINTABLE = re.compile("[\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_JOINTS = "_-/."
_ANYWHERE = "DejaVu Sans"  # comes with matplotlib
_OTHER_SCRIPTS = (
    "Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans JP", "Hiragino Sans", "Yu Gothic", "Meiryo", "MS Gothic",
    "IPAexGothic", "IPAGothic", "TakaoPGothic", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei",
    "WenQuanYi Zen Hei", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", "Arial Unicode MS",
)  # fmt: skip


@functools.cache
def families() -> tuple[str, ...]:
    """Font families in order of preference; a character is taken from the first that has it."""
    for path in sorted(resource("fonts").glob("*.otf")):
        fontManager.addfont(str(path))
    # WORKAROUND: matplotlib logs a warning where a fallback font has no semi-bold, although any weight will do there.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    known = set(fontManager.get_font_names())
    return tuple(name for name in (FAMILY, _ANYWHERE, *_OTHER_SCRIPTS) if name in known)


@functools.cache
def paper_families() -> tuple[tuple[str, ...], frozenset[int]]:
    """The families whose fonts a PDF can hold, in order of preference, and the characters that they have."""
    from matplotlib.font_manager import findfont, get_font

    families()
    for path in sorted((resource("fonts") / "paper").glob("*.ttf")):
        fontManager.addfont(str(path))
    found = [findfont(FontProperties(family=name)) for name in (PAPER_FAMILY, _ANYWHERE)]
    return (PAPER_FAMILY, _ANYWHERE), frozenset(code for path in found for code in get_font(path).get_charmap())


@functools.lru_cache(maxsize=64)
def font(size_px: float, weight: int) -> FontProperties:
    """A font of that height in our drawings, where a point is a pixel."""
    return FontProperties(family=list(families()), weight=weight, size=size_px)


@functools.lru_cache(maxsize=8192)
def width_px(text: str, size_px: float, weight: int) -> float:
    """How wide a text is when drawn on one line."""
    width, _, _ = _measure().get_text_width_height_descent(one_line(text), font(size_px, weight), ismath=False)
    return float(width)


@functools.lru_cache(maxsize=8192)
def elide(text: str, room_px: float, size_px: float, weight: int = 400) -> str:
    """The text on one line, cut with … to fit the room; empty where not even one character fits."""
    line = one_line(text)
    if width_px(line, size_px, weight) <= room_px:
        return line
    many = _fitting(line, room_px, size_px, weight, "…")
    return line[:many].rstrip() + "…" if many else ""


def wrap(text: str, room_px: float, size_px: float, lines: int, weight: int = 400) -> list[str]:
    """The text on at most so many lines, the last one elided.

    It is broken between words where that is possible, or after a joint of a name such as `add_to_cart`.
    """
    rest = one_line(text)
    wrapped: list[str] = []
    while rest and len(wrapped) < lines - 1 and width_px(rest, size_px, weight) > room_px:
        end = _fitting(rest, room_px, size_px, weight)
        blank = rest.rfind(" ", 0, end + 1)
        joint = max(rest.rfind(sign, 0, end) for sign in _JOINTS) + 1
        end = blank if blank > 0 else joint or end
        if not end:
            break
        wrapped.append(rest[:end])
        rest = rest[end:].lstrip()
    return [*wrapped, elide(rest, room_px, size_px, weight)] if rest else wrapped


def one_line(text: str) -> str:
    """Breaks, control characters and what no XML may hold become one blank; blanks that must not break stay."""
    return _UNPRINTABLE.sub(" ", text).strip(" ")


def _fitting(text: str, room_px: float, size_px: float, weight: int, end: str = "") -> int:
    """How many of the first characters fit, with `end` after them."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_px(text[:middle].rstrip() + end, size_px, weight) <= room_px:
            low = middle
        else:
            high = middle - 1
    return low


@functools.cache
def _measure() -> Any:
    return RendererAgg(1, 1, 72)  # type: ignore[no-untyped-call]  # matplotlib has no types here
