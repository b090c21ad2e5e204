"""The ad audiences of a run saved as the lists of customers that platforms take."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_save
from app.files.writing import write_whole
from app.jobs.reports.run_reports import RunReports
from app.look.palette import Palette
from app.nodes.ad_platforms import PLATFORMS
from app.numbers import counted, number
from app.progress import Progress
from app.ui.icons import icon
from app.ui.widgets import button

_MOST = 20


class SavingAudiences(QObject):
    """A button with an entry for each audience and platform; hidden where the run changes none."""

    said = Signal(str)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.button = button("Audience…", "quiet", name="audience")
        self.button.setToolTip("Save an ad audience as the customer list that a platform takes")
        self._menu = QMenu(self.button)
        self._menu.setObjectName("audience_menu")
        self.button.setMenu(self._menu)
        self.button.hide()

    def show_palette(self, palette: Palette) -> None:
        """The icon in other colours."""
        self.button.setIcon(icon("bullhorn-outline", palette.text_quiet))

    def offer(self, reader: RunReports | None, names: tuple[str, ...], folder: Path) -> None:
        """Offer these audiences of the run."""
        self._menu.clear()
        self.button.setVisible(reader is not None and bool(names))
        if reader is None or not names:
            return
        from app.jobs.runs.ad_audiences import FORMS  # with all that reads phones, when the first run has an audience

        for name in names[:_MOST]:
            for platform in FORMS:
                words = f"“{name}” for {PLATFORMS[platform].word}…".replace("&", "&&")
                action = self._menu.addAction(words, partial(self._ask, reader, name, platform, folder))
                action.setObjectName(f"audience_{platform}_{name}")

    def _ask(self, reader: RunReports, name: str, platform: str, folder: Path) -> None:
        suggested = folder / f"{' '.join(name.split())} {platform}.csv"

        def write(path: Path) -> None:
            self._desk.works.start("Writing the audience", partial(_save, reader, name, platform, path), self.said.emit)

        ask_save(self._window, f"Save the audience for {PLATFORMS[platform].word}", "CSV (*.csv)", suggested, write)


def _save(reader: RunReports, name: str, platform: str, path: Path, progress: Progress) -> str:
    """Write the list, and say what it holds."""
    from app.jobs.runs.ad_audiences import audience_list

    made = audience_list(reader.subject(progress), name, platform)
    write_whole(path, made.text)
    left_out = ", ".join(f"{number(many)} {why}" for why, many in made.left_out.items())
    rest = f" Left out: {left_out}." if left_out else ""
    return f"Wrote {counted(made.written, 'customer', 'customers')} to {path}.{rest} It names people: handle it so."
