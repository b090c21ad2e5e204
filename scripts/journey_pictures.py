"""Pictures of the journeys of docs/stories after their runs, light and dark: each as its lesson is solved.

python -m scripts.journey_pictures [OUT]
"""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.data.samples import load_sample
from app.desktop.shell.side_bar import PlaceName
from app.guides.lessons.lesson import lesson_of
from app.progress import silent
from app.scenario.files import parse_scenario
from app.workspace.store import Workspace
from scripts.own_window import ROOT, OwnWindow, main

SIZE = (1280, 560)
SOLUTIONS = ROOT / "tests" / "guides" / "lessons" / "solutions"
STORIES = ("lead_nurture", "abandoned_cart", "tour")


def take(home: Path, out: Path) -> None:
    """The pictures, into this folder."""
    for story in STORIES:
        _take_one(home, out, story)


def _take_one(home: Path, out: Path, story: str) -> None:
    path = home / f"{story}.rehearse"
    read = json.loads((SOLUTIONS / f"{story}.json").read_text(encoding="utf-8"))
    with Workspace.create(path) as workspace:
        workspace.datasets.save(load_sample(lesson_of(story).dataset, silent))
        workspace.scenarios.save(parse_scenario(json.dumps(read["scenario"]), story))
    own = OwnWindow(home, path, SIZE)
    scenario = own.bench.scenario
    own.window.show_place(PlaceName.SCENARIO)
    own.until(lambda: scenario.area is not None)
    scenario.runner.run()
    own.until(lambda: scenario.editor.session is not None and scenario.editor.session.summary is not None)
    area = scenario.area
    assert area is not None
    for panel in ("palette", "inspector"):
        area.show_panel(panel, is_open=False)
    area.problems.hide()
    QApplication.processEvents()  # the canvas has the room of the panels
    area.view.camera.fit()
    own.save(out, f"journey-{story}")
    own.leave()


if __name__ == "__main__":
    main(take)
