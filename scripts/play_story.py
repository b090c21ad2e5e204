"""The story of docs/two-exports.md played in the real window by the real mouse, and how long hands take for each step.

`python -m scripts.play_story` needs an X display with a window manager, and xdotool. The files are dragged out of a
window of another process. Between the steps it waits as long as somebody reads and finds what to press.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QTableWidget, QWidget

from app.desktop.data.import_page.heads import HEIGHT
from app.desktop.shell.appearance import Appearance, Mode
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.side_bar import PlaceName
from app.desktop.shell.window import MainWindow
from app.desktop.workbench.assembly import Workbench
from app.desktop.workbench.start import prepare_machine
from scripts.pictures import own_home
from tests.builders import two_exports

T = TypeVar("T")
PATIENCE_S = 300.0
SOURCE_PLACE = QPoint(75, 30)


class Files(QLabel):
    """The window of another application, out of which files are dragged."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__("\n".join(Path(path).name for path in paths))
        self._paths = paths
        self.setWindowFlags(Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint)
        self.setGeometry(0, 0, 2 * SOURCE_PLACE.x(), 2 * SOURCE_PLACE.y())

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        drag, data = QDrag(self), QMimeData()
        data.setUrls([QUrl.fromLocalFile(path) for path in self._paths])
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


class MainThread(QObject):
    """Where the window lives; others ask it."""

    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._asked.connect(lambda work: work())

    def ask(self, question: Callable[[], T]) -> T:
        """The answer of the window's thread."""
        answer: Future[T] = Future()

        def work() -> None:
            try:
                answer.set_result(question())
            except BaseException as error:  # noqa: BLE001  # it is raised again where the answer is waited for
                answer.set_exception(error)

        self._asked.emit(work)
        return answer.result(PATIENCE_S)


class Hands:
    """Moves the mouse as a hand does, and presses."""

    def __init__(self, window: MainWindow, thread: MainThread) -> None:
        self._window, self._thread = window, thread

    def click(self, widget: Callable[[], QWidget], at: Callable[[QWidget], QPoint] | None = None) -> None:
        """Move to a place of a widget that is there, and click."""
        place = self._thread.ask(lambda: _spot(widget(), at))
        self._glide(place)
        _xdotool("click", "1")

    def drop(self) -> None:
        """Drag from the other application into the middle of the window, and let go."""
        middle = self._thread.ask(lambda: self._window.mapToGlobal(self._window.rect().center()))
        self._glide(SOURCE_PLACE)
        _xdotool("mousedown", "1")
        self._glide(middle)
        time.sleep(0.5)
        _xdotool("mouseup", "1")

    def wait(self, until: Callable[[], bool]) -> None:
        """Until the window shows it."""
        end = time.monotonic() + PATIENCE_S
        while not self._thread.ask(until):
            if time.monotonic() > end:
                raise SystemExit("The window did not come so far.")
            time.sleep(0.05)

    def named(self, kind: type[T], name: str) -> Callable[[], T]:
        """Where a widget of that name is."""

        def find() -> T:
            found = self._window.findChild(kind, name)  # type: ignore[type-var]  # every T here is a widget
            assert found is not None, name
            return found

        return find

    def _glide(self, to: QPoint) -> None:
        here = dict(part.split("=") for part in _xdotool("getmouselocation", "--shell").split())
        x, y = int(here["X"]), int(here["Y"])
        for step in range(1, 13):
            _xdotool("mousemove", str(x + (to.x() - x) * step // 12), str(y + (to.y() - y) * step // 12))
            time.sleep(0.04)
        time.sleep(0.25)


def _spot(widget: QWidget, at: Callable[[QWidget], QPoint] | None) -> QPoint:
    return widget.mapToGlobal(at(widget) if at is not None else widget.rect().center())


def _xdotool(*words: str) -> str:
    return subprocess.run(["xdotool", *words], check=True, capture_output=True, text=True).stdout


def other_application(exports: list[Path]) -> subprocess.Popen[bytes]:
    """Have the window with the files there, as a file manager is before anything is done."""
    words = [sys.executable, "-m", "scripts.play_story", "--source", *map(str, exports)]
    source = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert source.stdout is not None
    source.stdout.readline()
    return source


def steps(bench: Workbench, hands: Hands) -> Iterator[tuple[str, float, Callable[[], None]]]:
    """What is done, how long somebody looks before, and the doing; the next begins once the window has answered."""
    window, imports = bench.window, bench.imports

    def drop() -> None:
        hands.drop()
        hands.wait(lambda: imports.is_counted)

    def head_of_value(table: QWidget) -> QPoint:
        assert isinstance(table, QTableWidget)
        return QPoint(table.horizontalHeader().sectionViewportPosition(3) + 30, HEIGHT - 16)

    def look_at_chip() -> None:
        hands.click(hands.named(QTableWidget, "import_rows_1"), head_of_value)
        hands.wait(lambda: window.findChild(QMenu, "column_menu") is not None)
        time.sleep(3)
        _xdotool("key", "Escape")

    def press(name: str) -> None:
        hands.click(hands.named(QPushButton, name))

    def import_them() -> None:
        press("import_accept")
        hands.wait(lambda: imports.done_page.isVisible())

    def open_template() -> None:
        press("import_template")
        hands.wait(lambda: bench.scenario.area is not None and bench.desk.is_at_rest)

    def run() -> None:
        press("scenario_run")
        session = bench.scenario.editor.session
        assert session is not None
        hands.wait(lambda: session.summary is not None)

    def save_and_see_results() -> None:
        press("scenario_save")
        hands.wait(lambda: not bench.scenario.editor.is_modified)
        hands.click(hands.named(QWidget, f"go_{PlaceName.RESULTS.key}"))
        hands.wait(lambda: bench.results.is_drawn)

    yield "find the files and drop them", 4, drop
    yield "read the page, look what a column is taken for", 12, look_at_chip
    yield "import", 4, import_them
    yield "read what came of it, open the template", 6, open_template
    yield "look at the journey, run it", 10, run
    yield "read the counts, save, go to the results", 12, save_and_see_results
    yield "read the results", 10, lambda: None


def play(bench: Workbench, thread: MainThread, exports: list[Path]) -> None:
    """All steps, each with its seconds; the window is closed in the end."""
    source = other_application(exports)
    hands, begin = Hands(bench.window, thread), time.monotonic()
    for words, looking_s, do in steps(bench, hands):
        start = time.monotonic()
        time.sleep(looking_s)
        do()
        _say(time.monotonic() - start, words)
    _say(time.monotonic() - begin, "in all; three minutes are 180 s")
    source.terminate()
    thread.ask(QApplication.quit)


def _say(seconds: float, words: str) -> None:
    sys.stdout.write(f"{seconds:6.1f} s  {words}\n")
    sys.stdout.flush()


def main() -> None:
    """Play it, or be the other application."""
    app = QApplication(sys.argv[:1])
    if sys.argv[1:2] == ["--source"]:
        files = Files(sys.argv[2:])
        files.show()
        QTimer.singleShot(500, lambda: _say(0, "the files are there"))
        app.exec()
        return
    with own_home() as home:
        exports = list(two_exports.write(home / "Downloads"))
        preferences = Preferences()
        appearance = Appearance(app, preferences)
        appearance.choose(Mode.LIGHT)
        window = MainWindow(preferences, appearance.palette)
        bench = Workbench(window, appearance, preferences)
        window.show()
        prepare_machine()
        thread = MainThread()
        player = threading.Thread(target=play, args=(bench, thread, exports), daemon=True)
        player.start()
        app.exec()
        player.join(PATIENCE_S)
        bench.desk.shut_down()


if __name__ == "__main__":
    main()
