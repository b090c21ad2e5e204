"""The commands that show the canvas larger, smaller or whole; each says how large it is then."""

from __future__ import annotations

from collections.abc import Callable

from app.canvas.input.pointer_input import PointerInput
from app.numbers import whole_percent
from app.ui.announcing import announce


def zoom(factor: float) -> Callable[[PointerInput], None]:
    """Larger or smaller by that factor, about the middle."""

    def run(pointer_input: PointerInput) -> None:
        pointer_input.context.camera.zoom(factor)
        _tell(pointer_input)

    return run


def actual_size(pointer_input: PointerInput) -> None:
    """As large as it is."""
    pointer_input.context.camera.zoom_to(1.0)
    _tell(pointer_input)


def fit(pointer_input: PointerInput) -> None:
    """Everything in sight."""
    pointer_input.context.camera.fit()
    _tell(pointer_input)


def _tell(pointer_input: PointerInput) -> None:
    context = pointer_input.context
    announce(context.viewport, f"Zoom {whole_percent(context.camera.scale)}")
