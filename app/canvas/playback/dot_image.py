"""Thousands of round dots as one picture: each is the same stamp, put at whole pixels of the screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

_FINER = 8  # pixels of a stamp are sampled so many times in each direction
_OPAQUE = 255
_BAND = 16


class DotImage:
    """Keeps its pixels from picture to picture, and clears only what it stamped."""

    def __init__(self, fill: str, ring: str, radius_px: float) -> None:
        self._rows, self._columns, pixels = _stamp(QColor(fill), QColor(ring), radius_px)
        is_core = pixels >> 24 == _OPAQUE
        self._order = [(self._rows[mask], self._columns[mask], pixels[mask]) for mask in (~is_core, is_core)]
        self._reach = int(np.abs(self._rows).max())
        self._pixels = np.zeros((0, 0), np.uint32)
        self._stamped: list[NDArray[np.int64]] = []
        self._bands: list[tuple[int, int]] = []

    @property
    def bands(self) -> list[tuple[int, int]]:
        """From which row to before which there are dots in the last picture: elsewhere it is empty."""
        return self._bands

    def stamp(self, places: NDArray[np.float64], width: int, height: int) -> QImage:
        """A picture of that size with a dot at each place that is in it, transparent elsewhere.

        It shares its pixels with the next one.
        """
        if self._pixels.shape != (height, width):
            self._pixels = np.zeros((height, width), np.uint32)
            self._stamped = []
        flat = self._pixels.reshape(-1)
        for at in self._stamped:
            flat[at] = 0
        whole = np.rint(places).astype(np.int64)
        reach, x, y = self._reach, whole[:, 0], whole[:, 1]
        inside = (x >= reach) & (y >= reach) & (x < width - reach) & (y < height - reach)
        corners = (y * width + x)[inside]
        self._bands = _bands(y[inside], reach, height)
        self._stamped = []
        for rows, columns, pixels in self._order:  # soft edges first, so that no other dot's cuts into a dot
            at = np.add.outer(corners, rows * width + columns)
            flat[at] = pixels
            self._stamped.append(at)
        return QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)


def _bands(rows: NDArray[np.int64], reach: int, height: int) -> list[tuple[int, int]]:
    """The rows that dots at these rows touch, in bands of several."""
    is_used = np.zeros(height // _BAND + 3, np.int8)
    for edge in (rows - reach, rows + reach):
        is_used[edge // _BAND + 1] = 1
    changes = np.flatnonzero(np.diff(is_used))
    begins, ends = changes[::2], changes[1::2]
    return [
        (begin * _BAND, min(end * _BAND, height)) for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
    ]


def _stamp(
    fill: QColor, ring: QColor, radius: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32]]:
    """The pixels of one dot that are not transparent, and where they lie from its middle."""
    reach = int(np.ceil(radius)) + 1
    fine = (np.arange((2 * reach + 1) * _FINER) + 0.5) / _FINER - reach - 0.5
    away = np.hypot(fine[:, None], fine[None, :])
    inner = max(radius - max(1.0, radius / 4), 0.5)

    def share(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        shares: NDArray[np.float64] = mask.reshape(2 * reach + 1, _FINER, 2 * reach + 1, _FINER).mean(axis=(1, 3))
        return shares

    filled, covered = share(away <= inner), share(away <= radius)
    parts = [
        filled * getattr(fill, name)() + (covered - filled) * getattr(ring, name)() for name in ("red", "green", "blue")
    ]
    channels = [np.rint(part).astype(np.uint32) for part in (covered * _OPAQUE, *parts)]
    pixels = channels[0] << 24 | channels[1] << 16 | channels[2] << 8 | channels[3]
    rows, columns = np.nonzero(pixels)
    return rows - reach, columns - reach, pixels[rows, columns]
