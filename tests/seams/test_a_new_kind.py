"""A kind of node from outside, in this file alone: read, checked, played, explained and offered like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QListWidget
from pytestqt.qtbot import QtBot

from app.canvas.panels.inspector import Inspector
from app.canvas.panels.palette_panel import PalettePanel
from app.canvas.session import ScenarioSession
from app.data.columns.column import ColumnType
from app.data.dataset import Schema
from app.errors import AppError, Problem
from app.jobs.runs.checking import all_problems
from app.look.palette import LIGHT
from app.nodes.catalogue import KINDS
from app.nodes.checking.conditions import name_problems
from app.nodes.document import Document
from app.nodes.instructions import SetAttribute
from app.nodes.kind import Control, Family, Field, Kind, Port, Surroundings, Written
from app.runtime.explaining import explain
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import NodeId, Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import scenario
from tests.runtime.plays import PLAIN, play, rows


class BadgeParams(Document):
    attribute: str
    badge: str
    congratulation: str = ""


class Badge(Kind[BadgeParams]):
    type = "badge"
    title = "Badge"
    family = Family.STATE
    icon = KINDS["set"].icon
    summary = "Pins a badge on the customer."
    synonyms = ("medal",)
    params = BadgeParams
    outputs = (Port("pinned", "Pinned"),)
    templates = ("congratulation",)

    def describe(self, params: BadgeParams) -> str:
        return f"Pin {params.badge} to {params.attribute or '…'}"

    def compile(self, params: BadgeParams) -> SetAttribute:
        return SetAttribute(params.attribute, params.badge, None)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("attribute", "Pinned to", Control.ATTRIBUTE),
            Field("badge", "Badge", Control.TEXT),
            Field("congratulation", "Congratulation", Control.LONG_TEXT, optional=True),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"attribute": "badge", "badge": "gold"}

    def writes(self, params: BadgeParams, schema: Schema | None) -> Iterable[Written]:
        yield Written(params.attribute, ColumnType.TEXT)

    def check(self, params: BadgeParams, around: Surroundings) -> Iterable[Problem]:
        return name_problems(params.attribute, "attribute", "attribute")


@pytest.fixture
def badge() -> Iterator[None]:
    with KINDS.including(Badge()):
        yield


def journey(**params: str) -> Scenario:
    gold = {"condition": {"attribute": "badge", "op": "eq", "value": "gold"}}
    return scenario(
        {
            "in": ("entry_event", {"event": "cart"}),
            "pin": ("badge", {"attribute": "badge", "badge": "gold", **params}),
            "ask": ("filter", gold),
            "end": ("exit", {}),
        },
        "in>pin pin.pinned>ask ask.pass>end",
    )


CART = people([{"customer_id": "ann"}], [("ann", "05-01 10:00", "cart")])


@pytest.mark.usefixtures("badge")
def test_that_it_is_read_and_written_like_any_other() -> None:
    assert parse_scenario(dump_scenario(journey())) == journey()


@pytest.mark.usefixtures("badge")
def test_that_its_checks_templates_and_what_it_writes_are_known_to_all() -> None:
    assert all_problems(journey(), CART.schema()) == ()
    found = all_problems(journey(attribute="", congratulation="{{ oops"), CART.schema())
    assert {(problem.node, problem.field) for problem in found} == {
        ("pin", "attribute"),
        ("pin", "congratulation"),
        ("ask", "condition"),
    }


@pytest.mark.usefixtures("badge")
def test_that_it_is_played_and_leaves_by_its_own_port() -> None:
    run = play(journey(), CART)
    assert rows(run, "visits", "node", "port") == [("in", "out"), ("pin", "pinned"), ("ask", "pass"), ("end", None)]
    assert run.summary.edges["pin", "pinned", "ask"] == 1


@pytest.mark.usefixtures("badge")
def test_that_it_is_explained() -> None:
    told = [step.sentence for step in explain(journey(), CART, "ann", PLAIN).steps]
    assert "'badge' is now gold (was missing)" in told


@pytest.mark.usefixtures("badge")
def test_that_it_has_an_entry_in_the_palette_and_a_form(qtbot: QtBot) -> None:
    session = ScenarioSession(journey(), check=lambda _scenario, _schema: ())  # which may come after the kind is gone
    palette, inspector = PalettePanel(session, LIGHT), Inspector(session, LIGHT)
    qtbot.addWidget(palette)
    qtbot.addWidget(inspector)
    (offered,) = palette.findChildren(QListWidget)
    assert "Badge" in [offered.item(row).text() for row in range(offered.count())]
    session.select([NodeId("pin")])
    labels = {label.text() for label in inspector.findChildren(QLabel)}
    assert {"Pinned to", "Badge", "Congratulation"} <= labels


def test_that_it_is_known_only_as_long_as_it_was_asked_for() -> None:
    with KINDS.including(Badge()), pytest.raises(ValueError, match="there already"), KINDS.including(Badge()):
        pass
    with pytest.raises(AppError):
        journey()
