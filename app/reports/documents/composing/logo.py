"""A client's logo: a picture from somebody's file, looked at before it is drawn, and drawn anew before it is shown."""

from __future__ import annotations

import base64
import io
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import AppError
from app.look.colours import contrast
from app.look.palette import LIGHT, Palette

LARGEST_BYTES = 3 << 20
_KINDS = ("PNG", "JPEG")
_LARGEST_PIXELS = 20_000_000
_SHOWN_PX = (1_200, 400)
_LEAST_CONTRAST = 3.0  # of what belongs to a picture on its ground (WCAG 2.2)
_MOST_LOST = 0.1  # of what is drawn
_DRAWN = 127  # of 255; what is more transparent is an edge or the ground
_LOOKED_AT_PX = 96


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of that many pixels; always a PNG that we wrote."""

    png: bytes
    width: int
    height: int

    @property
    def data_uri(self) -> str:
        """As a source of a picture in a page."""
        return f"data:image/png;base64,{base64.b64encode(self.png).decode('ascii')}"

    def plate_on(self, palette: Palette) -> str:
        """The colour of a light plate for a logo that can hardly be seen on a dark ground; "" where it needs none.

        It needs one where it is transparent around what is drawn, and more of that is lost in the dark than in light.
        """
        if not palette.is_dark:
            return ""
        drawn = self._drawn()
        in_dark, in_light = _lost(drawn, palette.surface), _lost(drawn, LIGHT.surface)
        return LIGHT.surface if in_dark > max(in_light, _MOST_LOST) else ""

    def _drawn(self) -> Mapping[str, int]:
        """How many pixels of a few have each colour that is drawn; none where the picture has a ground of its own."""
        from PIL import Image

        with Image.open(io.BytesIO(self.png)) as opened:
            few = opened.convert("RGBA")
        few.thumbnail((_LOOKED_AT_PX, _LOOKED_AT_PX), Image.Resampling.NEAREST)
        rgba = few.tobytes()
        drawn = Counter(f"#{rgba[at : at + 3].hex()}" for at in range(0, len(rgba), 4) if rgba[at + 3] > _DRAWN)
        return drawn if drawn.total() < few.width * few.height else {}


def logo_of(content: bytes) -> Logo:
    """The logo in the bytes of a PNG or JPEG, made no larger than a page needs; AppError for anything else."""
    from PIL import Image, UnidentifiedImageError

    if len(content) > LARGEST_BYTES:
        raise AppError("The logo is larger than 3 MB. Choose a smaller picture. Nothing was changed.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=_KINDS) as opened:
                if opened.width * opened.height > _LARGEST_PIXELS:
                    raise AppError("The logo has too many pixels. Choose a smaller picture. Nothing was changed.")
                drawn = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise AppError("The logo is no PNG or JPEG picture, or is damaged. Nothing was changed.") from error
    drawn.thumbnail(_SHOWN_PX)
    written = io.BytesIO()
    drawn.save(written, "PNG")
    return Logo(written.getvalue(), drawn.width, drawn.height)


def _lost(drawn: Mapping[str, int], ground: str) -> float:
    """Which part of what is drawn hardly stands out from the ground."""
    lost = sum(many for colour, many in drawn.items() if contrast(colour, ground) < _LEAST_CONTRAST)
    return lost / max(sum(drawn.values()), 1)


def logo_in(text: str) -> Logo | None:
    """The logo that a composition holds in base64, if it holds one."""
    if not text:
        return None
    try:
        content = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise AppError("The logo is not written in base64. Nothing was written.") from error
    return logo_of(content)
