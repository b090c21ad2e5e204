"""A client's logo: a picture from somebody's file, looked at before it is drawn, and drawn anew before it is shown."""

from __future__ import annotations

import base64
import io
import warnings
from dataclasses import dataclass

from app.errors import AppError

LARGEST_BYTES = 3 << 20
_KINDS = ("PNG", "JPEG")
_LARGEST_PIXELS = 20_000_000
_SHOWN_PX = (1_200, 400)


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


def logo_in(text: str) -> Logo | None:
    """The logo that a composition holds in base64, if it holds one."""
    if not text:
        return None
    try:
        content = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise AppError("The logo is not written in base64. Nothing was written.") from error
    return logo_of(content)
