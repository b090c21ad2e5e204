"""Pictures of the stage for docs/stage.md: windows and screens of two sizes, few nodes and many, two languages."""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from app.data.samples import load_sample
from app.progress import silent
from scripts.pictures import NOON, ROOT, own_home, wait_until
from scripts.stage_scenarios import COUNTS, LANGUAGES, stage_scenario
from tests.builders.workspaces import workspace_at

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from app.desktop.workbench.assembly import Workbench

SIZES = ((1280, 800), (1920, 1080))
SCALES = (1, 2)
TEXT_SCALE = "QT_SCALE_FACTOR"


def name_of(count: int, language: str, size: tuple[int, int], scale: int, mode: str) -> str:
    """The file of a picture."""
    return f"{count}-{language}-{size[0]}x{size[1]}-{scale}x-{mode}.webp"


def take_all(out: Path, counts: Sequence[int], languages: Sequence[str]) -> None:
    """Every picture; a process for each language and scale, since both hold for a whole process."""
    for language, scale in product(languages, SCALES):
        command = [sys.executable, "-m", "scripts.stage_pictures", "--out", str(out), "--one", language, str(scale)]
        surroundings = {**os.environ, "REHEARSE_LOCALE": language, TEXT_SCALE: str(scale)}
        subprocess.run([*command, "--counts", *map(str, counts)], check=True, cwd=ROOT, env=surroundings)


def take_one(folder: Path, out: Path, language: str, scale: int, counts: Sequence[int]) -> None:
    """The pictures of one language at one scale, of live counts over the web shop."""
    import time

    from PySide6.QtWidgets import QApplication

    from app.desktop.shell.appearance import Appearance, Mode
    from app.desktop.shell.preferences import Preferences
    from app.desktop.shell.side_bar import PlaceName
    from app.desktop.shell.window import MainWindow
    from app.desktop.workbench.assembly import Workbench

    time.time_ns = lambda: NOON * 1_000_000_000
    scenarios = [stage_scenario(count, language) for count in counts]
    path = workspace_at(folder / "Rehearse.rehearse", *scenarios, datasets=[load_sample("shop", silent)])
    app = QApplication(sys.argv[:1])
    preferences = Preferences()
    appearance = Appearance(app, preferences)
    window = MainWindow(preferences, appearance.palette)
    bench = Workbench(window, appearance, preferences)
    window.show()

    def rest() -> None:
        def is_at_rest() -> bool:
            app.processEvents()
            area = (
                bench.scenario.area
            )  # what is remarked takes room below the canvas, and has to come before it is framed
            return bench.desk.is_at_rest and area is not None and not area.session.is_check_due

        wait_until(is_at_rest)

    bench.open(path)
    for count, scenario in zip(counts, scenarios, strict=True):
        bench.scenario.open(str(scenario.id))
        window.show_place(PlaceName.SCENARIO)
        rest()
        for size, mode in product(SIZES, (Mode.LIGHT, Mode.DARK)):
            window.resize(*size)
            appearance.choose(mode)
            take_window(bench, rest, out / name_of(count, language, size, scale, mode.value))
    bench.desk.shut_down()


def take_window(bench: Workbench, rest: Callable[[], None], target: Path) -> None:
    """The window with all of the scenario in sight, counted."""
    area = bench.scenario.area
    assert area is not None
    rest()  # in its new size
    bench.scenario.live.switch(is_on=True)
    bench.window.statusBar().clearMessage()
    area.view.camera.fit()
    area.view.setFocus()
    rest()
    save(bench.window.grab(), target)


def save(picture: QPixmap, target: Path) -> None:
    """As small as a picture of flat colours can be without a loss that could be seen."""
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    image = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
    image.save(target, "WEBP", quality=72, method=6)


def main() -> None:
    """Write the pictures into docs/pictures/stage, or where the argument says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures" / "stage")
    parser.add_argument("--counts", type=int, nargs="*", default=COUNTS)
    parser.add_argument("--languages", nargs="*", default=LANGUAGES)
    parser.add_argument("--one", nargs=2, metavar=("LANGUAGE", "SCALE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    out = arguments.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if arguments.one is None:
        take_all(out, arguments.counts, arguments.languages)
        return
    language, scale = arguments.one
    with own_home() as home:
        take_one(home, out, language, int(scale), arguments.counts)


if __name__ == "__main__":
    main()
