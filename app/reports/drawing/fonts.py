"""The charts' fonts: our own first, then whatever this machine has for other scripts."""

from __future__ import annotations

import functools
import logging
import re
from typing import Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, fontManager, get_font

from app.reports.drawing.other_scripts import with_other_scripts
from app.resources import resource

FAMILY = "Inter"
PAPER_FAMILY = "Inter Paper"
"""The same with quadratic outlines (`scripts/make_paper_fonts.py`), which a PDF can hold as a font."""
_UNPRINTABLE = re.compile("[\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_JOINTS = "_-/."
_NARROW = 0.25  # of its size is about the least that a character of a line is wide on average
_ANYWHERE = "DejaVu Sans"  # comes with matplotlib
_FOR_ASIA = (
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
    return with_other_scripts([name for name in (FAMILY, _ANYWHERE, *_FOR_ASIA) if name in known])


@functools.cache
def paper_families() -> tuple[tuple[str, ...], frozenset[int]]:
    """The families whose fonts a PDF can hold, in order of preference, and the characters that they have."""
    from matplotlib.font_manager import findfont

    families()
    for path in sorted((resource("fonts") / "paper").glob("*.ttf")):
        fontManager.addfont(str(path))
    found = [findfont(FontProperties(family=name)) for name in (PAPER_FAMILY, _ANYWHERE)]
    return (PAPER_FAMILY, _ANYWHERE), frozenset(code for path in found for code in get_font(path).get_charmap())


@functools.lru_cache(maxsize=64)
def font(size_px: float, weight: int) -> FontProperties:
    """A font of that height in our drawings, where a point is a pixel."""
    return FontProperties(family=list(families()), weight=weight, size=size_px)


def width_px(text: str, size_px: float, weight: int) -> float:
    """How wide a text is when drawn on one line."""
    return metrics_px(one_line(text), size_px, weight)[0]


@functools.lru_cache(maxsize=32_768)
def metrics_px(line: str, size_px: float, weight: int, dpi: float = 72) -> tuple[float, float, float]:
    """Width, height and descent of a line, at so many pixels for 72 of ours."""
    width, height, descent = _measure(dpi).get_text_width_height_descent(line, font(size_px, weight), ismath=False)
    return float(width), float(height), float(descent)


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
    return list(_wrapped(one_line(text), room_px, size_px, lines, weight))


def wrap_name(text: str, room_px: float, size_px: float, lines: int, weight: int = 400) -> list[str]:
    """A name on at most so many lines; names often differ at their ends, so it is the middle that has no room."""
    rest, shown = one_line(text), wrap(text, room_px, size_px, lines, weight)
    if not shown or shown[-1] == "" or rest.endswith(shown[-1]):
        return shown
    for line in shown[:-1]:
        rest = rest[len(line) :].lstrip()
    return [*shown[:-1], _without_middle(rest, room_px, size_px, weight)]


@functools.lru_cache(maxsize=2048)
def _without_middle(line: str, room_px: float, size_px: float, weight: int) -> str:
    """As much of both ends of a line that is too long as fits."""
    low, high = 0, len(line) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if width_px(_ends(line, middle), size_px, weight) <= room_px:
            low = middle
        else:
            high = middle - 1
    return _ends(line, low) if low > 1 else elide(line, room_px, size_px, weight)


def _ends(line: str, many: int) -> str:
    """So many characters of a line, one half from its beginning and the other from its end."""
    tail = many // 2
    return f"{line[: many - tail].rstrip()}…{line[len(line) - tail :].lstrip()}"


@functools.lru_cache(maxsize=512)
def _wrapped(text: str, room_px: float, size_px: float, lines: int, weight: int) -> tuple[str, ...]:
    rest = text
    wrapped: list[str] = []
    while rest and len(wrapped) < lines - 1 and not _fits(rest, room_px, size_px, weight):
        end = _after_words(rest, room_px, size_px, weight) or _after_joint(rest, room_px, size_px, weight)
        if not end:
            break
        wrapped.append(rest[:end])
        rest = rest[end:].lstrip()
    return (*wrapped, elide(rest, room_px, size_px, weight)) if rest else tuple(wrapped)


def _fits(text: str, room_px: float, size_px: float, weight: int) -> bool:
    """Whether it fits; of a long text the begin says that it does not."""
    many = int(room_px / (size_px * _NARROW)) + 1
    if len(text) > many and width_px(text[:many].rstrip(), size_px, weight) > room_px:
        return False
    return width_px(text, size_px, weight) <= room_px


def _after_words(text: str, room_px: float, size_px: float, weight: int) -> int:
    """Where the last word ends that fits, 0 where not even the first one does.

    The words, which most definitions have in common, say about where; two lines are measured to be sure.
    """
    ends = [match.start() for match in re.finditer(" ", text)]
    blank = width_px("n n", size_px, weight) - width_px("nn", size_px, weight)
    wide, many, begin = 0.0, 0, 0
    for end in ends:
        wide += width_px(text[begin:end], size_px, weight) + (blank if begin else 0)
        if wide > room_px:
            break
        many, begin = many + 1, end + 1
    while many and width_px(text[: ends[many - 1]], size_px, weight) > room_px:
        many -= 1
    while many < len(ends) and width_px(text[: ends[many]], size_px, weight) <= room_px:
        many += 1
    return ends[many - 1] if many else 0


def _after_joint(text: str, room_px: float, size_px: float, weight: int) -> int:
    """Where to break what has no blank that fits: after a joint, else within the word."""
    end = _fitting(text, room_px, size_px, weight)
    joint = max(text.rfind(sign, 0, end) for sign in _JOINTS) + 1
    return joint or end


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


@functools.lru_cache(maxsize=8)
def _measure(dpi: float) -> Any:
    return text_renderer(1, 1, dpi)


def text_renderer(width_px: int, height_px: int, dpi: float) -> Any:
    """What measures and draws lines of text."""
    return _TextRenderer(width_px, height_px, dpi)  # type: ignore[no-untyped-call]  # matplotlib has no types here


class _TextRenderer(RendererAgg):
    """Looks for the files of a font once; matplotlib does for each line, which takes a third of drawing it."""

    def _prepare_font(self, font_prop: FontProperties) -> Any:
        made = get_font(_files(font_prop))
        made.clear()
        made.set_size(font_prop.get_size_in_points(), self.dpi)
        return made


@functools.lru_cache(maxsize=64)
def _files(of: FontProperties) -> Any:
    # WORKAROUND: matplotlib offers no public way to the files of a font and of those that stand in for it.
    return fontManager._find_fonts_by_props(of)
