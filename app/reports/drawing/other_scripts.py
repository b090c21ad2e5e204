"""Which fonts of this machine have the scripts that ours lack, whatever they are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.font_manager import FontEntry, findfont, fontManager
from matplotlib.font_manager import FontProperties as Wanted
from matplotlib.ft2font import FT2Font

LETTERS = "あ漢们한กກកကअঅਅઅஅఅಅഅඅཀአᠠԱაאع"
"""One of each script that names of customers, products and campaigns are often written in."""
_NO_WRITING = "LastResort"  # matplotlib's own font of boxes, which has every character
_REGULAR = 400


def with_other_scripts(names: Sequence[str]) -> tuple[str, ...]:
    """These families, and behind them one for each script that none of them has and some font of this machine does."""
    found = list(names)
    lacking = _lacking(LETTERS, [findfont(Wanted(family=name)) for name in names])
    if lacking:
        for name, has in _others(set(names), lacking):
            if any(letter in lacking for letter in has):
                found.append(name)
                lacking = "".join(letter for letter in lacking if letter not in has)
    return tuple(found)


def _others(known: set[str], letters: str) -> Iterator[tuple[str, str]]:
    """The further families of this machine with those of the letters that each has, the plainest first."""
    for entry in sorted(fontManager.ttflist, key=_how_odd):
        if entry.name not in known and _NO_WRITING not in entry.fname:
            known.add(entry.name)
            yield entry.name, _had(letters, entry)


def _how_odd(entry: FontEntry) -> tuple[object, ...]:
    """Upright before slanted, regular before thin and bold, without serifs before with, else by name."""
    weight = entry.weight if isinstance(entry.weight, int) else _REGULAR
    return (entry.style != "normal", abs(weight - _REGULAR), "Sans" not in entry.name, entry.name, entry.fname)


def _had(letters: str, entry: FontEntry) -> str:
    """Those of the letters that it can draw as outlines; none where the file is damaged or gone."""
    try:
        font = FT2Font(entry.fname, face_index=entry.index)
    except (OSError, RuntimeError):
        return ""
    return "".join(letter for letter in letters if font.scalable and font.get_char_index(ord(letter)))


def _lacking(letters: str, paths: Sequence[object]) -> str:
    fonts = [FT2Font(str(path)) for path in paths]
    return "".join(letter for letter in letters if not any(font.get_char_index(ord(letter)) for font in fonts))
