"""Pictures of the plan of the demo, light and dark, for the docs.

python scripts/plan_pictures.py [OUT]
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from scripts.pictures import own_home

ROOT = Path(__file__).resolve().parents[1]
SIZE = (1280, 1180)
PATIENCE_S = 120.0


def take(home: Path, out: Path) -> None:
    """The pictures, into this folder."""
    from PySide6.QtWidgets import QApplication

    from app.desktop.shell.appearance import Appearance, Mode
    from app.desktop.shell.assembly import Workbench
    from app.desktop.shell.preferences import Preferences
    from app.desktop.shell.window import MainWindow
    from app.jobs.demo import demo_workspace

    path, _ = demo_workspace(home)
    _write(path)
    qt = QApplication([])
    preferences = Preferences(home / "window.json")
    preferences.put("appearance", Mode.LIGHT.value)
    appearance = Appearance(qt, preferences)
    window = MainWindow(preferences, appearance.palette)
    bench = Workbench(window, appearance, preferences)
    window.resize(*SIZE)
    window.show()

    def until(holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE_S
        while not holds() or not bench.desk.is_at_rest:
            assert time.monotonic() < end, "it took too long"
            qt.processEvents()

    bench.open(path)
    until(lambda: bench.desk.workspace is not None)
    bench.show_plan()
    for mode in ("light", "dark"):
        until(lambda: bench.home.plan.keeping.ground is not None)
        qt.processEvents()
        window.grab().save(str(out / f"plan-{mode}.png"))
        appearance.toggle()
    bench.desk.shut_down()


def _write(path: Path) -> None:
    """What a marketer has written into it so far."""
    from app.guides.plan.changing import with_card, with_dataset, with_goal, with_naming, with_review_day
    from app.jobs.planning import ground_of, measured_baseline
    from app.workspace.plan import PlanGoal, ScenarioCard
    from app.workspace.store import Workspace

    today = date.today()
    with Workspace.open(path) as workspace:
        plan = with_dataset(workspace.plan.get(), "store")
        ground = ground_of(workspace, plan, today)
        goals = (("came_back", 0.45), ("revenue", 12_000.0))
        for key, target in goals:
            by = today.replace(year=today.year + 1, month=6, day=30)
            plan = with_goal(plan, PlanGoal(kpi=key, baseline=measured_baseline(ground, key), target=target, by=by))
        plan = with_card(plan, "welcome", ScenarioCard(folder="Onboarding", owner="Anna", status="live"))
        plan = with_naming(plan, "{stage}-{channel}-{yyyymm}")
        workspace.plan.put(with_review_day(plan, 5, today))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with own_home() as folder:
        take(folder, Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
