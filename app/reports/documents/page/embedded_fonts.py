"""Our typeface inside a document, so that texts are as wide everywhere as they were measured: only what it needs."""

from __future__ import annotations

import base64
import functools
import io

from app.reports.drawing.fonts import FAMILY
from app.resources import resource

_FILES = {400: "Inter-Regular.otf", 600: "Inter-SemiBold.otf", 700: "Inter-Bold.otf"}
_FEATURES = ["tnum"]  # figures that line up; no kerning, which the drawing does not measure either


def font_faces(text: str) -> str:
    """Style rules that hold the characters of the text in each weight that documents use."""
    characters = "".join(sorted(set(text)))
    return "\n".join(_face(weight, characters) for weight in _FILES)


@functools.lru_cache(maxsize=16)
def _face(weight: int, characters: str) -> str:
    content = base64.b64encode(_subset(_FILES[weight], characters)).decode("ascii")
    return (
        f'@font-face {{ font-family: {FAMILY}; font-weight: {weight}; src: url("data:font/woff;base64,{content}") '
        'format("woff") }'
    )


def _subset(name: str, characters: str) -> bytes:
    """The font with these characters alone, the same bytes each time."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=_FEATURES, hinting=False, name_IDs=[13, 14], notdef_outline=True)
    with TTFont(str(resource("fonts") / name), lazy=True, recalcTimestamp=False) as made:
        subsetter = Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(made)
        made.flavor = "woff"
        written = io.BytesIO()
        made.save(written)
    return written.getvalue()
