"""The canvas as it is meant to look: small grey pictures at five zooms, beside which it is held.

`python -m tests.canvas.items.stored_pictures` draws them anew, to be looked at and kept where the look was changed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

from tests.builders.scenarios import placed

FOLDER = Path(__file__).parent / "golden"
STAGED = placed(
    {
        "start": ("entry_event", 0, 160),
        "hour": ("wait", 336, 160),
        "mail": ("email", 672, 160),
        "back": ("wait_for", 1008, 160),
        "warm": ("score", 1344, 0),
        "known": ("filter", 1344, 160),
        "text": ("sms", 1680, 320),
        "done": ("exit", 2016, 160),
    },
    (
        ("start", "out", "hour"),
        ("hour", "out", "mail"),
        ("mail", "out", "back"),
        ("back", "happened", "warm"),
        ("back", "timed_out", "known"),
        ("known", "fail", "text"),
        ("known", "pass", "done"),
        ("text", "out", "done"),
    ),
)
"""What they show: nothing that a template says."""

CELL = 4  # pixels of the screen on a side that are one of a stored picture: letters are a little apart on each machine


def reduced(image: QImage) -> NDArray[np.uint8]:
    """A picture made small and grey."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())[:, : grey.width()]
    size = (max(1, grey.width() // CELL), max(1, grey.height() // CELL))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BOX))


def stored(scale: float) -> NDArray[np.uint8]:
    """The one that is kept of that zoom."""
    return np.asarray(Image.open(FOLDER / f"zoom-{scale}.png").convert("L"))


def main() -> None:
    """Draw all of them."""
    from PySide6.QtWidgets import QApplication

    from app.look.palette import LIGHT
    from app.ui.theme import apply_theme
    from tests.canvas.items.test_zooms import ZOOMS, picture, scene

    app = QApplication([])
    apply_theme(app, LIGHT)
    FOLDER.mkdir(exist_ok=True)
    for scale in ZOOMS:
        Image.fromarray(reduced(picture(scene(scenario=STAGED), scale)[0])).save(
            FOLDER / f"zoom-{scale}.png", optimize=True
        )


if __name__ == "__main__":
    main()
