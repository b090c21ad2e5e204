"""The cards of Home: one for a recent workspace, one for a template."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.desktop.home.pictures import scenario_picture
from app.guides.templates import STAGES, Template, load_template
from app.jobs.guides.template_choice import Readiness
from app.look.palette import Palette
from app.nodes.channel import CHANNELS
from app.numbers import day
from app.ui.elided import ElidedLabel
from app.ui.icons import icon
from app.ui.plain_text import tooltip
from app.ui.theme import STEP, with_words
from app.ui.widgets import CardButton, button, column, label, row

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
    """A template: a picture of its graph, its name, what it is for, and whether the data can serve it."""

    removal_wanted = Signal(str)  # the template's id
    export_wanted = Signal(str)

    def __init__(self, template: Template, palette: Palette, parent: QWidget) -> None:
        super().__init__(f"template_{template.id}", f"New scenario from the template {template.title}")
        self.setParent(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)  # all of a row are of one height
        self.template = template
        self._scenario = load_template(template.id)
        self._picture = QLabel()
        self._picture.setFixedHeight(PICTURE_HEIGHT)
        self._picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # drawn at the card's width
        self._palette = palette
        self._soon = QTimer(self)  # the layout tries several widths before it comes to rest
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._draw)
        lines = column(self, gap=STEP // 2)
        lines.setContentsMargins(STEP, STEP, STEP, 2 * STEP)
        self.put(lines, self._picture)
        lines.addSpacing(STEP // 2)
        name = label(template.title, "strong", wraps=True)
        name.setContentsMargins(STEP, 0, STEP, 0)
        self.put(lines, name)
        about = label(template.summary, "small", wraps=True)
        about.setContentsMargins(STEP, 0, STEP, 0)
        about.setAlignment(Qt.AlignmentFlag.AlignTop)
        about.setMinimumHeight(with_words(4 * STEP))
        self.put(lines, about, 1)
        kind = label(" · ".join((STAGES[template.stage], *_channel_words(template))), "faint", wraps=True)
        self._ready = label("", "small", wraps=True, name=f"template_{template.id}_ready")
        for words in (kind, self._ready):
            words.setContentsMargins(STEP, 0, STEP, 0)
            self.put(lines, words)
        if template.is_own:
            lines.addLayout(self._own_actions())
        self.setToolTip(tooltip("\n".join((template.goal, *template.why, *template.needs)).strip() or template.summary))
        self.show_readiness("", None)

    def show_readiness(self, dataset_name: str, readiness: Readiness | None) -> None:
        """Say whether it can be run over that dataset, what it needs, and what it does without."""
        self._ready.setVisible(readiness is not None)
        if readiness is None:
            return
        is_ready = readiness.is_ready
        self._ready.setText(f"Ready for “{dataset_name}”" if is_ready else readiness.words)
        self._ready.setStyleSheet(f"color: {self._palette.good}" if is_ready else "")
        self._ready.setToolTip(tooltip("\n".join(readiness.details)))

    def show_palette(self, palette: Palette) -> None:
        """The picture in other colours, a moment later."""
        self._palette = palette
        self._soon.start()

    def _own_actions(self) -> QHBoxLayout:
        """What can be done with a template of the user's."""
        line = row(gap=STEP)
        for text, wanted in (("Export…", self.export_wanted), ("Remove", self.removal_wanted)):
            name = f"template_{self.template.id}_{text.rstrip('…').lower()}"
            made = button(text, "quiet", name=name)
            made.clicked.connect(partial(wanted.emit, self.template.id))
            line.addWidget(made)
        line.addStretch(1)
        return line

    def _draw(self) -> None:
        """Draw the picture at the card's width."""
        width = self.width() - 2 * STEP
        if width > 0 and self.isVisible():
            ratio = self.devicePixelRatioF()
            self._picture.setPixmap(scenario_picture(self._scenario, self._palette, width, PICTURE_HEIGHT, ratio))

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * STEP, super().minimumSizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._soon.start()


def _channel_words(template: Template) -> list[str]:
    return [CHANNELS[key].word for key in template.channels]


def short(folder: Path) -> str:
    """The folder's path, the user's own home as `~`."""
    home = Path.home()
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)


def _last_written(path: Path) -> str:
    try:
        return day(datetime.fromtimestamp(path.stat().st_mtime))
    except OSError:
        return "not there any more"
