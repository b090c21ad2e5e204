"""The canvas as gestures, keys and commands see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.canvas.camera import Camera
from app.canvas.prompts.hint import Hint
from app.canvas.prompts.prompts import Prompts
from app.canvas.scene import CanvasScene
from app.canvas.session import ScenarioSession


@dataclass(frozen=True, slots=True, eq=False)
class CanvasContext:
    """What there is to act on; `edit` brings the user to the inspector."""

    session: ScenarioSession
    canvas: CanvasScene
    camera: Camera
    prompts: Prompts
    hint: Hint
    viewport: QWidget
    edit: Callable[[], None]
