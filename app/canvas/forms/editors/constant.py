"""The editor of a constant: a text, a number, or yes or no."""

from __future__ import annotations

from app.canvas.forms.editors.choosing import ToggleEditor
from app.canvas.forms.editors.editor import Editor, Json
from app.canvas.forms.editors.lines import LineEditor, number_line
from app.canvas.forms.editors.shapes import Shape, ShapeEditor


def constant_editor(optional: bool) -> Editor:
    """Choose what it is, then write it."""
    shapes = [
        Shape("text", "a text", "", LineEditor),
        Shape("number", "a number", 0, number_line),
        Shape("boolean", "yes or no", True, lambda: ToggleEditor("Yes")),
    ]
    if optional:
        shapes.insert(0, Shape("none", "–", None))
    return ShapeEditor(shapes, _shape_of)


def _shape_of(value: Json) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str) else "number"
