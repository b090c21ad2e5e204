"""Counting that is cancelled: nobody waits for it, and what was on the screen stays, with its definition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from app.data.columns.cores import CORES
from app.data.importing.read import Source, import_files
from app.desktop.results import counting as counting_of_window
from app.desktop.shell import jobs_strip
from app.reports.cohorts import counting as cohorts
from app.reports.cohorts import kernel as cohorts_kernel
from app.reports.funnel.following import customers as funnel
from app.reports.funnel.following import kernel as funnel_kernel
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import counts, in_results, part_of, turn_to, until_drawn
from tests.person.person import Person, child

WEEKS = ("2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22")


class Held:
    """A step of counting that does not come to its end before it may."""

    def __init__(self, step: Any) -> None:
        self._step = step
        self.begun, self.may_end = Event(), Event()
        self.times = 0

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.times += 1
        self.begun.set()
        self.may_end.wait()
        return self._step(*given, **named)


@contextmanager
def held(module: ModuleType, name: str) -> Iterator[Held]:
    with pytest.MonkeyPatch.context() as patch:
        step = Held(getattr(module, name))
        patch.setattr(module, name, step)
        try:
            yield step
        finally:
            step.may_end.set()


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    rows = [
        f"{who},{day}T1{at}:00:00Z,{event}"
        for who in "abcd"
        for day in WEEKS
        for at, event in enumerate(("visit", "purchase"))
    ]
    events = tmp_path / "orders.csv"
    events.write_text("\n".join(("customer_id,timestamp,event", *rows)), encoding="utf-8")
    return in_results(
        sit, workspace_at(tmp_path / "office.rehearse", datasets=[import_files("orders", [Source(events, "events")])])
    )


def test_that_a_change_that_is_cancelled_leaves_figures_definition_and_undo_as_they_were(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_strip, "SLOW_MS", 0)
    monkeypatch.setattr(funnel, "_FEW_EVENTS", 0)
    for module in (funnel, cohorts):
        monkeypatch.setattr(module, "_EVENTS_AT_ONCE", 1)
    undo, redo = (child(person.window, QAbstractButton, f"results_{what}") for what in ("undo", "redo"))
    chart = person.find(QWidget, "report_chart")
    for report, field, choice, module, step, most in (
        ("funnel", "window", "7 days", funnel_kernel, "follow", CORES),
        ("cohorts", "counting", "in that period or later", cohorts_kernel, "count", 1),
        ("funnel", "window", "7 days", counting_of_window, "held_bytes", 1),  # the last there is to do
    ):
        turn_to(person, report)
        before = (person.find(QPushButton, f"report_sentence_{field}").text(), counts(person), chart.grab().toImage())
        with held(module, step) as counting:
            person.pick(part_of(person, field), choice)
            person.qtbot.waitUntil(counting.begun.is_set)
            person.click("job_cancel")
            person.qtbot.waitUntil(lambda: not person.window.strip.isVisible())  # while the step goes on
        until_drawn(person)
        assert counting.times <= most
        after = (person.find(QPushButton, f"report_sentence_{field}").text(), counts(person), chart.grab().toImage())
        assert after == before
        assert undo.toolTip() == "Nothing to undo"
    assert redo.toolTip() == "Redo the change of Funnel"
    person.click(redo)
    until_drawn(person)
    assert person.find(QPushButton, "report_sentence_window").text() == "7 days"
    assert undo.toolTip() == "Undo the change of Funnel"
