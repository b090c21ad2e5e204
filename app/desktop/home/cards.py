"""The cards of Home: one for a recent workspace, one for a template."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.desktop.home.pictures import scenario_picture
from app.guides.templates import Template, load_template
from app.look.palette import Palette
from app.numbers import day
from app.ui.elided import ElidedLabel
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import CardButton, column, label, row

PICTURE_HEIGHT = 144


class RecentCard(CardButton):
    """A workspace file: its name, its folder and when it was last written."""

    def __init__(self, path: Path, palette: Palette) -> None:
        super().__init__(f"recent_{path.stem}", f"Open workspace {path.stem}")
        self._picture = QLabel()
        line = row(self, gap=2 * STEP)
        line.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        self.put(line, self._picture)
        words = column(gap=0)
        self.put(words, ElidedLabel(path.stem, "strong"))
        self.put(words, ElidedLabel(short(path.parent), "small"))
        line.addLayout(words, 1)
        self.put(line, label(_last_written(path), "faint"))
        self.show_palette(palette)

    def show_palette(self, palette: Palette) -> None:
        """The icon in other colours."""
        self._picture.setPixmap(icon("file-outline", palette.accent).pixmap(24, 24))


class TemplateCard(CardButton):
    """A template: a picture of its graph, its name and what it is for."""

    def __init__(self, template: Template) -> None:
        super().__init__(f"template_{template.id}", f"New scenario from the template {template.title}")
        self._scenario = load_template(template.id)
        self._picture = QLabel()
        self._picture.setFixedHeight(PICTURE_HEIGHT)
        self._picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # drawn at the card's width
        self._palette: Palette | None = None
        lines = column(self, gap=STEP // 2)
        lines.setContentsMargins(STEP, STEP, STEP, 2 * STEP)
        self.put(lines, self._picture)
        lines.addSpacing(STEP // 2)
        name = label(template.title, "strong")
        name.setContentsMargins(STEP, 0, STEP, 0)
        self.put(lines, name)
        about = label(template.summary, "small", wraps=True)
        about.setContentsMargins(STEP, 0, STEP, 0)
        about.setAlignment(Qt.AlignmentFlag.AlignTop)
        about.setMinimumHeight(4 * STEP)
        self.put(lines, about, 1)

    def draw(self, palette: Palette) -> None:
        """Draw the picture at the card's width."""
        self._palette = palette
        width = self.width() - 2 * STEP
        if width > 0:
            ratio = self.devicePixelRatioF()
            self._picture.setPixmap(scenario_picture(self._scenario, palette, width, PICTURE_HEIGHT, ratio))

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * STEP, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._palette is not None and event.size().width() != event.oldSize().width():
            self.draw(self._palette)


def short(folder: Path) -> str:
    """The folder's path, the user's own home as `~`."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)


def _last_written(path: Path) -> str:
    try:
        return day(datetime.fromtimestamp(path.stat().st_mtime))
    except OSError:
        return "not there any more"
