"""Pictures of the plan of the demo, light and dark, for the docs.

python -m scripts.plan_pictures [OUT]
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.guides.plan.changing import with_card, with_dataset, with_goal, with_naming, with_review_day
from app.jobs.demo import demo_workspace
from app.jobs.guides.planning import ground_of, measured_baseline
from app.workspace.settings.plan import PlanGoal, ScenarioCard
from app.workspace.store import Workspace
from scripts.own_window import OwnWindow, main

SIZE = (1280, 1180)


def take(home: Path, out: Path) -> None:
    """The pictures, into this folder."""
    path, _ = demo_workspace(home)
    _write(path)
    own = OwnWindow(home, path, SIZE)
    own.bench.show_plan()
    own.save(out, "plan", lambda: own.bench.home.plan.keeping.ground is not None)
    own.leave()


def _write(path: Path) -> None:
    """What a marketer has written into it so far."""
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
    main(take)
