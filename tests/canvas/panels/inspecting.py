"""What tests ask of the inspector: its fields, and the settings of a node."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QScrollArea, QToolButton, QWidget

from app.canvas.forms.editors.editor import Json
from app.desktop.scenario.editing_area import INSPECTOR_WIDTH
from app.nodes.catalogue import KINDS
from app.scenario.edits import SetParams
from app.scenario.files import make_params
from app.scenario.graph import NodeId, Scenario
from app.scenario.reading import dump_document
from tests.builders.scenarios import placed
from tests.person.person import Person

W = TypeVar("W", bound=QWidget)
CHAIN = placed(
    {
        "start": ("entry_event", 0.0, 0.0),
        "check": ("filter", 336.0, 0.0),
        "mail": ("email", 672.0, 0.0),
        "hold": ("wait", 0.0, 200.0),
        "fork": ("branch", 336.0, 200.0),
        "test": ("split", 672.0, 200.0),
    },
    (("start", "out", "check"), ("fork", "first", "test")),
)


def find(person: Person, kind: type[W], name: str) -> W:
    found = person.inspector.findChildren(kind, name)
    assert found, f"no {kind.__name__} {name}"
    return found[-1]


def unfold(person: Person, *groups: str) -> None:
    """Open groups of settings."""
    for group in groups:
        person.click(find(person, QToolButton, f"{group}.fold"))


def is_whole(person: Person) -> bool:
    """Whether the page is no wider than the room that the inspector of a window of the usual size has for it."""
    (scroll,) = person.inspector.findChildren(QScrollArea)
    page, room = scroll.widget(), INSPECTOR_WIDTH - scroll.verticalScrollBar().sizeHint().width()
    return page is not None and page.minimumSizeHint().width() <= room


def shown(person: Person, node_id: str) -> Person:
    person.session.select([NodeId(node_id)])
    return person


def params(person: Person, node_id: str) -> Json:
    return dump_document(person.scenario.node(node_id).params)


def with_params(scenario: Scenario, node_id: str, values: Json) -> Scenario:
    node = scenario.node(node_id)
    return SetParams(NodeId(node_id), make_params(KINDS[node.type], values)).apply(scenario)[0]
