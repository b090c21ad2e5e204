"""A film of few seconds as a GIF, which every program opens."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

COLOURS = 255
_WITHOUT_DITHER = Image.Dither.NONE


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture of rows of red, green and blue bytes."""

    width: int
    height: int
    rgb: bytes

    def image(self) -> Image.Image:
        """As Pillow has it."""
        return Image.frombuffer("RGB", (self.width, self.height), self.rgb, "raw", "RGB", 0, 1)

    def png(self) -> bytes:
        """The picture alone, as the bytes of a file."""
        out = io.BytesIO()
        self.image().save(out, "PNG", optimize=True)
        return out.getvalue()


def animated_gif(frames: Iterator[Frame], frames_a_second: float) -> bytes:
    """The frames one after another, again and again; raises what `frames` raises. There is one at least.

    All have the colours of the first: a canvas has few, and a palette for each would flicker.
    """
    first = next(frames).image().quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=_WITHOUT_DITHER)
    rest = (frame.image().quantize(palette=first, dither=_WITHOUT_DITHER) for frame in frames)
    out = io.BytesIO()
    first.save(
        out, "GIF", save_all=True, append_images=rest, duration=round(1_000 / frames_a_second), loop=0, optimize=False
    )
    return out.getvalue()
