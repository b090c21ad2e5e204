"""Pictures of a lesson beside the canvas, light and dark, for the docs: the tour, with a wrong turn and a hint.

python -m scripts.lesson_pictures [OUT]
"""

from __future__ import annotations

from pathlib import Path

from app.desktop.shell.side_bar import PlaceName
from app.desktop.workbench.assembly import Workbench
from app.nodes.durations import Duration
from app.scenario.edits import SetParams
from app.workspace.store import Workspace
from scripts.own_window import OwnWindow, main

SIZE = (1280, 800)


def take(home: Path, out: Path) -> None:
    """The pictures, into this folder."""
    path = home / "class.rehearse"
    Workspace.create(path).close()
    own = OwnWindow(home, path, SIZE)
    bench, lessons = own.bench, own.bench.lessons
    bench.learn.show_lesson("drop_off")
    own.window.show_place(PlaceName.LEARN)
    own.save(out, "learn")
    lessons.begin("tour")
    own.until(lambda: lessons.lesson is not None and bench.scenario.area is not None)
    lessons.player.turned.emit(1)
    _shorten(bench)
    own.until(lambda: lessons.player.view is not None and lessons.player.view.is_answered)
    assert lessons.player.view is not None
    lessons.player.view.hint.click()
    own.save(out, "lesson")
    own.leave()


def _shorten(bench: Workbench) -> None:
    """The wrong turn: ten minutes in place of an hour."""
    session = bench.scenario.editor.session
    assert session is not None
    hour = session.scenario.node("hour")
    session.perform(SetParams(hour.id, hour.params.model_copy(update={"for_": Duration.parse("PT10M")})))


if __name__ == "__main__":
    main(take)
