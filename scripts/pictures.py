"""Pictures of the five places, light and dark, from the demo workspace, for the README and the docs."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.builders import two_exports

if TYPE_CHECKING:
    from app.desktop.shell.window import MainWindow
    from app.desktop.workbench.assembly import Workbench

ROOT = Path(__file__).resolve().parents[1]
NOON = 1_767_614_400  # the instant at which all files and runs of the pictures were made
PATIENCE_S = 300.0
PLAYED_AT_US = 1_717_405_200_000_000  # 2024-06-03 09:00 UTC
SHOWN_NODE = "traffic"  # where the abandoned cart branches


@contextmanager
def own_home() -> Iterator[Path]:
    """A home of our own, so that no picture shows whose machine it was taken on."""
    os.environ.setdefault("XDG_CACHE_HOME", str(Path.home() / ".cache"))  # where the compiled machine is kept
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(HOME=folder, XDG_STATE_HOME=f"{folder}/.state", XDG_CONFIG_HOME=f"{folder}/.config", TZ="UTC")
        time.tzset()
        yield Path(folder)


def make_workspace(folder: Path) -> Path:
    """The demo workspace, made at noon."""
    from app.jobs.demo import demo_workspace

    folder.mkdir()
    time.time_ns = lambda: NOON * 1_000_000_000
    path, _ = demo_workspace(folder)
    os.utime(path, (NOON, NOON))
    return path


def take(workspace: Path, exports: Sequence[Path], out: Path, size: tuple[int, int]) -> None:
    """Take the pictures of a story with these files, then those of every place over the workspace."""
    from PySide6.QtWidgets import QApplication

    from app.desktop.shell.appearance import Appearance, Mode
    from app.desktop.shell.preferences import Preferences
    from app.desktop.shell.side_bar import PlaceName
    from app.desktop.shell.window import MainWindow
    from app.desktop.workbench.assembly import Workbench
    from app.scenario.graph import NodeId
    from scripts.story import Story

    app = QApplication(sys.argv[:1])
    preferences = Preferences()
    appearance = Appearance(app, preferences)
    window = MainWindow(preferences, appearance.palette)
    bench = Workbench(window, appearance, preferences)
    window.resize(*size)
    window.show()

    def is_at_rest() -> bool:
        app.processEvents()
        is_drawn = window.place is not PlaceName.RESULTS or bench.results.is_drawn
        return is_drawn and not bench.desk.reads.is_busy and not bench.desk.is_busy

    Story(bench, appearance, lambda: wait_until(is_at_rest), out).tell(exports)
    bench.open(workspace)
    wait_until(lambda: bench.desk.workspace is not None and is_at_rest())
    bench.data.choose("shop")
    wait_until(is_at_rest)
    wait_until(is_at_rest)
    area = bench.scenario.area
    assert area is not None
    area.session.select([NodeId(SHOWN_NODE)])
    wait_until(is_at_rest)
    area.view.camera.fit()
    for mode in (Mode.LIGHT, Mode.DARK):
        appearance.choose(mode)
        for place in PlaceName:
            window.show_place(place)
            wait_until(is_at_rest)
            window.statusBar().clearMessage()
            window.grab().save(str(out / f"{place.key}-{mode.value}.png"))
        take_playback(window, bench, out / f"playback-{mode.value}.png", lambda: wait_until(is_at_rest))
    from scripts.data_pictures import prepare, take_data

    assert bench.desk.workspace is not None
    prepare(bench.desk.workspace, exports[0].parent)
    take_data(window, bench, appearance, out, lambda: wait_until(lambda: is_at_rest() and bench.desk.is_at_rest))
    from scripts.forecast_pictures import take_forecast

    take_forecast(window, bench, appearance, out, lambda: wait_until(lambda: is_at_rest() and bench.desk.is_at_rest))
    bench.desk.shut_down()


def take_playback(window: MainWindow, bench: Workbench, target: Path, rest: Callable[[], None]) -> None:
    """The run played back, a week a second, at a busy moment."""
    from app.canvas.playback.speed import Speed
    from app.desktop.shell.side_bar import PlaceName

    window.show_place(PlaceName.SCENARIO)
    playback = bench.scenario.playback
    playback.toggle()
    rest()
    assert playback.player is not None
    playback.player.set_speed(Speed.WEEK)
    playback.player.seek(PLAYED_AT_US)
    rest()
    window.statusBar().clearMessage()
    window.grab().save(str(target))
    playback.end()


def wait_until(is_ready: Callable[[], bool]) -> None:
    """Wait until it has been ready for a while, so that whatever follows from it has been painted too."""
    end, ready = time.monotonic() + PATIENCE_S, 0
    while ready < 30:
        ready = ready + 1 if is_ready() else 0
        if time.monotonic() > end:
            raise SystemExit("The window did not come to rest.")
        time.sleep(0.01)


def main() -> None:
    """Write the pictures into docs/pictures, or where the argument says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--size", type=int, nargs=2, default=(1280, 800), metavar=("WIDTH", "HEIGHT"))
    arguments = parser.parse_args()
    out = arguments.out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with own_home() as home:
        size = (arguments.size[0], arguments.size[1])
        take(make_workspace(home / "Rehearse"), two_exports.write(home / "Downloads"), out, size)


if __name__ == "__main__":
    main()
