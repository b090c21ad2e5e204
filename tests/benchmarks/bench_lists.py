"""How long the window's lists take: 1,000 scenarios, 200 runs, a dataset with 500,000 listed rows.

`python -m tests.benchmarks.bench_lists`: the first figure of a list is what it takes the store to read it, the second
what it takes the window to read and draw it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from PySide6.QtWidgets import QApplication

from app.data.importing.accounting.row_notes import RowNote
from app.desktop.data.dataset.accounting import AccountsView
from app.desktop.data.place import DataPlace
from app.desktop.open_workspace import Desk
from app.desktop.results.place import ResultsPlace
from app.desktop.scenario.place import ScenarioPlace
from app.desktop.shell.preferences import Preferences
from app.look.palette import LIGHT
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import ScenarioId
from app.ui.theme import apply_theme
from app.workspace.store import Workspace
from tests.builders.workspaces import ACCOUNTS, REMINDER, imported, workspace_at

SCENARIOS, RUNS, NOTES = 1_000, 200, 500_000
_TIMES = 9


def build(path: Path) -> None:
    """A workspace that holds so much."""
    why = "There is no customer."
    notes = [RowNote("events.csv", line, f"{line};;buy;;", why, "rejected") for line in range(NOTES)]
    data = replace(imported(), accounts=(replace(ACCOUNTS[0], notes=notes, rejected=NOTES),))
    run = rehearse(REMINDER, data.dataset, RunOptions(compiled=False))
    numbers = range(SCENARIOS)
    scenarios = [replace(REMINDER, id=ScenarioId(f"s{number}"), name=f"Scenario {number}") for number in numbers]
    with Workspace.open(workspace_at(path, *scenarios, datasets=[data])) as workspace:
        for _ in range(RUNS):
            workspace.runs.save(run, REMINDER, "shop")


def taken_ms(work: Callable[[], object]) -> float:
    """The middle of some times."""
    times = []
    for _ in range(_TIMES):
        started = perf_counter()
        work()
        QApplication.processEvents()
        times.append(perf_counter() - started)
    return 1_000 * median(times)


def main() -> None:
    """Print a line for each list."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, LIGHT)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lists.rehearse")
        build(path)
        desk = Desk()
        desk.open(path)
        while not desk.is_at_rest:
            app.processEvents()
        workspace = desk.workspace
        assert workspace is not None
        data = DataPlace(desk, LIGHT)
        results = ResultsPlace(desk, data.undo, LIGHT, data)
        scenarios = ScenarioPlace(desk, LIGHT, data, Preferences(Path(folder, "window.json")))
        accounts = AccountsView(desk.browsing, LIGHT)
        for place in (data, results, scenarios, accounts):
            place.resize(1280, 800)
            place.show()
        read_accounts = partial(workspace.datasets.accounts, "shop")  # in the background
        listed = read_accounts()
        lines = (
            (f"{SCENARIOS:,} scenarios", workspace.scenarios.all, desk.scenarios_changed.emit),
            (f"{RUNS} runs", workspace.runs.all, desk.runs_changed.emit),
            ("datasets", workspace.datasets.names, desk.datasets_changed.emit),
            (f"{NOTES:,} listed rows", read_accounts, lambda: accounts.show_accounts(listed)),
        )
        sys.stdout.write(f"{'':<22}{'read':>12}{'drawn':>15}\n")
        for name, read, draw in lines:
            sys.stdout.write(f"{name:<22}{taken_ms(read):>9.1f} ms{taken_ms(draw):>12.1f} ms\n")
        desk.shut_down()


if __name__ == "__main__":
    main()
