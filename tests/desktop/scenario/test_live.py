"""Live: counts that follow every change, and store nothing until they are kept."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QSlider

from app.data.importing.read import Imported
from app.desktop.scenario import live
from app.desktop.scenario.live import LiveState
from app.guides.templates import load_template
from app.nodes.catalogue import KINDS
from app.runtime.rehearse import rehearse
from app.runtime.summary import Summary
from app.scenario.edits import MoveNodes, SetParams
from app.scenario.files import make_params
from app.scenario.graph import NodeId
from app.scenario.reading import dump_document
from app.workspace.store import Workspace
from tests.canvas.forms.editors.test_sliding import handle, slide
from tests.desktop.conftest import Sit
from tests.person import hands
from tests.person.person import PATIENCE_MS, Person

WAIT = NodeId("hour")


class Repaints(QObject):
    """How often the canvas was painted after its counts had changed."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.window)
        self._viewport, self._is_due = person.view.viewport(), False
        self.of_counts = 0
        self._viewport.installEventFilter(self)
        person.session.summary_changed.connect(self._note)

    def _note(self) -> None:
        self._is_due = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """Count the paints."""
        if watched is self._viewport and event.type() == QEvent.Type.Paint and self._is_due:
            self._is_due = False
            self.of_counts += 1
        return False


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    with Workspace.open(workspace_path) as workspace:
        workspace.scenarios.save(load_template("abandoned_cart"))
    made = sit(workspace_path)
    made.window.resize(1280, 800)
    return made


def until_other(person: Person, before: object) -> None:
    """Wait until other counts stand on the canvas."""
    person.qtbot.waitUntil(lambda: person.session.summary is not before, timeout=PATIENCE_MS)


def runs_in(person: Person) -> list[int]:
    workspace = person.bench.desk.workspace
    assert workspace is not None
    return [info.id for info in workspace.runs.all()]


def wait_of(person: Person) -> NodeId:
    return next(node.id for node in person.scenario.nodes if node.type == "wait")


def set_wait(person: Person, text: str) -> None:
    node = person.scenario.node(wait_of(person))
    values = {**dump_document(node.params), "for": text}
    person.session.perform(SetParams(node.id, make_params(KINDS["wait"], values)))


def until_counted(person: Person) -> Summary:
    """Wait until the counts are those of the scenario as it stands now."""
    person.qtbot.waitUntil(lambda: person.bench.scenario.live.state is LiveState.COUNTED, timeout=PATIENCE_MS)
    summary = person.session.summary
    assert isinstance(summary, Summary)
    return summary


def run(person: Person) -> Summary:
    person.click("scenario_run")
    person.rest()
    summary = person.session.summary
    assert isinstance(summary, Summary)
    return summary


def words(person: Person) -> str:
    return person.find(QLabel, "figures_words").text()


def test_that_a_slide_counts_while_it_moves_and_ends_with_what_a_stored_run_counts(
    person: Person, shop: Imported
) -> None:
    kept = run(person)
    person.click_card(wait_of(person))
    repaints = Repaints(person)
    slider = person.find(QSlider, "param.for.slider")
    hands.bring_into_sight(slider)
    start = handle(slider)
    hands.press(slider, start)
    for step in range(1, 6):
        before = person.session.summary  # a quick count is there when the mouse has moved
        hands.move(slider, start + QPoint(20 * step, 0))
        until_other(person, before)
    hands.release(slider, start + QPoint(100, 0))
    last = until_counted(person)
    person.qtbot.waitUntil(lambda: repaints.of_counts >= 5, timeout=PATIENCE_MS)
    assert last.nodes != kept.nodes
    assert len(runs_in(person)) == 1
    stored = rehearse(person.scenario, shop.dataset).summary
    assert (last.nodes, last.edges, last.goals) == (stored.nodes, stored.edges, stored.goals)
    person.click("run_keep")
    person.rest()
    workspace = person.bench.desk.workspace
    assert workspace is not None
    runs = runs_in(person)
    assert len(runs) == 2
    assert workspace.runs.load(runs[0]).summary.nodes == last.nodes


def test_that_what_was_counted_before_is_shown_without_counting_it_again(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(person)
    counted = [person.session.summary]
    for text in ("PT2H", "PT3H"):
        set_wait(person, text)
        until_other(person, counted[-1])
        counted.append(person.session.summary)
    counting = Mock(side_effect=AssertionError("it is counted again"))
    monkeypatch.setattr("app.runtime.rehearse.count_sound", counting)
    set_wait(person, "PT2H")
    until_other(person, counted[-1])
    assert person.session.summary is counted[1]
    counting.assert_not_called()


def test_that_each_changed_figure_is_shown_beside_the_kept_run(person: Person) -> None:
    kept = run(person)
    set_wait(person, "P3D")
    last = until_counted(person)
    assert person.session.kept is kept
    node_id = wait_of(person)
    change = last.nodes[node_id].left["out"] - kept.nodes[node_id].left["out"]
    assert change
    tip = person.view.canvas.nodes[node_id].tip
    assert "%" in tip
    assert ("−" if change < 0 else "+") in tip
    assert "not kept" in words(person)
    person.click("scenario_undo")
    person.qtbot.waitUntil(lambda: person.session.summary is kept, timeout=PATIENCE_MS)
    assert person.session.kept is None


def test_that_moving_a_card_counts_nothing(person: Person) -> None:
    shown = run(person)
    person.session.perform(MoveNodes({wait_of(person): (10.0, 900.0)}))
    person.rest()
    assert person.session.summary is shown
    assert person.bench.scenario.live.state is LiveState.IDLE


def test_that_the_switch_turns_it_off_and_is_remembered(person: Person, sit: Sit, workspace_path: Path) -> None:
    person.click("live_switch")
    assert words(person) == "Not counted yet: press Run."
    shown = run(person)
    set_wait(person, "P2D")
    person.rest()
    assert person.session.summary is shown
    assert person.session.summary_is_stale
    assert words(person).startswith("Stale")
    assert "→" in words(person)
    person.click("live_switch")
    until_counted(person)
    person.click("live_switch")
    assert not sit(None).bench.scenario.live.is_on


def test_that_larger_data_are_counted_after_a_rest_with_the_old_counts_greyed(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(person)
    monkeypatch.setattr(live, "SLOW_S", 0.0)
    for duration in ("PT5H", "P1D"):  # until it is known how long that takes, it is counted at once
        set_wait(person, duration)
        until_counted(person)
    before = person.session.summary
    set_wait(person, "P2D")
    assert person.session.summary is before
    assert person.session.summary_is_stale
    assert not person.bench.desk.live.is_busy
    after = until_counted(person)
    assert after is not before
    assert not person.session.summary_is_stale


def test_that_the_first_count_which_prepares_the_data_does_not_make_later_ones_wait(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(person)
    monkeypatch.setattr(live, "SLOW_S", 0.0)
    set_wait(person, "P1D")
    until_counted(person)
    assert person.bench.scenario.live.is_quick
    set_wait(person, "P2D")
    until_counted(person)
    assert not person.bench.scenario.live.is_quick


def test_that_several_counts_that_are_neither_quick_nor_slow_make_later_ones_wait(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(person)
    monkeypatch.setattr(live, "QUICK_S", 0.0)
    monkeypatch.setattr(live, "SLOW_S", PATIENCE_MS)
    for days in range(1, 7):  # the first prepares, five are judged
        assert person.bench.scenario.live.is_quick
        set_wait(person, f"P{days}D")
        until_counted(person)
    assert not person.bench.scenario.live.is_quick


def test_that_what_cannot_be_run_keeps_the_old_counts_greyed(person: Person) -> None:
    shown = run(person)
    entry = next(node for node in person.scenario.nodes if node.type == "entry_event")
    person.session.perform(SetParams(entry.id, make_params(KINDS["entry_event"], {"event": ""})))
    person.qtbot.waitUntil(lambda: person.bench.scenario.live.state is LiveState.REFUSED, timeout=PATIENCE_MS)
    assert person.session.summary is shown
    assert person.session.summary_is_stale
    assert "Not counted" in words(person)
    assert "those of “First run”" in words(person)
    assert not person.find(QPushButton, "run_keep").isEnabled()
    person.session.undo_stack.undo()
    set_wait(person, "P5D")
    until_counted(person)
    person.session.perform(SetParams(entry.id, make_params(KINDS["entry_event"], {"event": ""})))
    person.qtbot.waitUntil(lambda: person.bench.scenario.live.state is LiveState.REFUSED, timeout=PATIENCE_MS)
    assert "older, not kept, beside the run “First run”" in words(person)


def test_that_arrow_keys_on_the_switch_and_slider_do_what_the_mouse_does(person: Person) -> None:
    run(person)
    person.click_card(wait_of(person))
    slider = person.find(QSlider, "param.for.slider")
    slide(slider, 30)
    until_counted(person)
    before = person.session.summary
    person.key(Qt.Key.Key_Right)
    person.qtbot.waitUntil(lambda: person.session.summary is not before, timeout=PATIENCE_MS)
    switch = person.find(QCheckBox, "live_switch")
    switch.setFocus()
    person.key(Qt.Key.Key_Space)
    assert not person.bench.scenario.live.is_on


def test_that_a_run_is_named_by_what_changed_and_can_be_renamed(person: Person) -> None:
    run(person)
    assert "First run" in words(person)
    set_wait(person, "P3D")
    until_counted(person)
    person.click("run_keep")
    person.rest()
    listing = person.bench.desk.listing
    assert listing.run_names[listing.runs[0].id].endswith("→ 3 days")
    person.click("run_rename")
    person.write("text_answer", "Three days", stays=True)
    person.key(Qt.Key.Key_Return)
    person.qtbot.waitUntil(lambda: "Three days" in words(person), timeout=PATIENCE_MS)
    person.rest()
    listing = person.bench.desk.listing
    assert listing.run_names[listing.runs[0].id] == "Three days"


def test_that_running_an_earlier_version_again_stores_nothing_and_says_so(person: Person) -> None:
    first = run(person)
    set_wait(person, "P3D")
    run(person)
    person.session.undo_stack.undo()
    until_counted(person)
    again = run(person)
    assert again.nodes == first.nodes
    assert len(runs_in(person)) == 2
    assert "run before" in person.window.statusBar().currentMessage()
