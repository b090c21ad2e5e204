"""Tab leads through a form as one reads it, also through what was added to it later, and on to what comes after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.canvas.beside import Beside
from app.canvas.forms.conditions.builder import ConditionEditor
from app.canvas.forms.editors.choosing import ChoiceEditor
from app.canvas.forms.editors.editor import Editor, Json
from app.canvas.forms.editors.shapes import Shape, ShapeEditor
from app.canvas.forms.offers import offers_of
from tests.builders.scenarios import placed
from tests.person import hands
from tests.person.person import child

OFFERS = offers_of(placed({}), None, Beside({}))
COUNTRY = {"attribute": "country", "op": "eq", "value": "CZ"}
CART = {"event": "cart", "where": [{"property": "amount", "op": "gt", "value": 3}]}
ONE = ["0.remove", "0.attribute.field", "0.op.field", "0.value.line.field"]
TWO = [
    *["1.remove", "1.event.field", "1.often.field", "1.times.field", "1.within.field", "1.within.unit"],
    *["1.since.field", "1.where.0.property.field", "1.where.0.op.field", "1.where.0.value.line.field"],
    *["1.where.0.remove", "1.where.add"],
]
END = ["add", "form.asText"]


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """A page with a button above and one below, between which a form may stand."""
    made = QWidget()
    qtbot.addWidget(made)
    lines = QVBoxLayout(made)
    for name in ("above", "below"):
        button = QPushButton(name)
        button.setObjectName(name)
        lines.addWidget(button)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def _put(page: QWidget, editor: Editor) -> None:
    lines = page.layout()
    assert isinstance(lines, QVBoxLayout)
    editor.name("form", "Form")
    lines.insertWidget(1, editor)
    below = child(page, QPushButton, "below")
    below.setParent(None)
    lines.addWidget(below)


def _way(page: QWidget, key: Qt.Key) -> Iterator[str]:
    """The names of where the key leads from the first button, until it is there again."""
    QApplication.processEvents()
    first = child(page, QPushButton, "above")
    first.setFocus()
    for _ in range(60):
        hands.key(page, key)
        here = page.focusWidget()
        if here is None or here is first:
            return
        name = here.objectName().removeprefix("form.builder.").replace(".parts", "").removeprefix("parts")
        yield name.replace("[", ".").replace("]", "").removeprefix(".")
    yield "in circles"


@pytest.mark.parametrize(
    ("value", "stops"),
    [
        ({"all": []}, END),
        ({"all": [COUNTRY]}, [*ONE, *END]),
        ({"any": [COUNTRY, CART]}, ["mode.field", *ONE, *TWO, *END]),
        (
            {"all": [COUNTRY, {"any": [COUNTRY, CART]}]},
            ["mode.field", *ONE, "1.remove", "1.mode.field", *(f"1.{s}" for s in (*ONE, *TWO, "add")), *END],
        ),
    ],
)
def test_that_tab_leads_through_conditions_in_their_order_and_on(page: QWidget, value: Json, stops: list[str]) -> None:
    editor = ConditionEditor(lambda: OFFERS)
    _put(page, editor)
    for shown in ({"all": [CART]}, value):
        editor.show_value(shown)
    assert list(_way(page, Qt.Key.Key_Tab)) == [*stops, "below"]
    assert list(_way(page, Qt.Key.Key_Backtab)) == ["below", *reversed(stops)]
    hands.click(child(page, QPushButton, "form.asText"))
    assert list(_way(page, Qt.Key.Key_Tab)) == ["form.text.field", "form.asText", "below"]


def test_that_tab_leads_into_what_another_shape_brings(page: QWidget) -> None:
    shapes = (Shape("none", "None", None), Shape("one", "One", {}, lambda: ChoiceEditor(lambda: [("a", "A")])))
    editor = ShapeEditor(shapes, lambda value: "none" if value is None else "one")
    _put(page, editor)
    for value, stops in ((None, ["form.shape.field"]), ("a", ["form.shape.field", "form.one.field"])):
        editor.show_value(value)
        assert list(_way(page, Qt.Key.Key_Tab)) == [*stops, "below"]
