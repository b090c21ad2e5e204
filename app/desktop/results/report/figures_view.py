"""A report's figures on the screen: chart or table, the definition under it, and ways to keep it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QWidget

from app.desktop.open_workspace import Desk
from app.desktop.results.counting import Face, Found
from app.desktop.results.report.chart_view import LEAST_SIZE, ChartView
from app.desktop.results.report.drawn_pictures import DrawnPictures
from app.desktop.results.report.figures_table import FiguresTable
from app.desktop.shell.dialogs import ask_save
from app.jobs.reports.saving import save_figures
from app.look.palette import Palette
from app.reports.documents.formats import DocumentFormat, figure_formats
from app.ui.fields import ComboBox
from app.ui.icons import icon
from app.ui.theme import STEP, text_scale, with_words
from app.ui.widgets import EmptyState, button, column, frame, label, row

CHOICE_LENGTH = 16  # letters of a heading that stand in the chooser at least; its tooltip has all
_HIGHEST = 2400  # of a chart; what it then leaves out, the table has
_ROOM = 1.4  # how much higher than it needs to be a chart may stand
_ANY_HEIGHT = 16_777_215  # Qt's own
_HINT = "Click what is drawn to list its people"
_HINT_BESIDE = 48 * STEP  # the width from which it stands beside the chooser, at the usual size of texts
_SHOW_TABLE, _SHOW_CHART = "Show table", "Show chart"


class FiguresView(QWidget):
    """Shows figures once they are there; of several, the chosen ones."""

    saved = Signal(object)  # Path
    cell_chosen = Signal(object, int, int)  # Figures, row and column of their table
    cell_rested = Signal(object, int, int)  # where the mouse or the keyboard has come to rest

    def __init__(self, desk: Desk, palette: Palette, folder: Callable[[], Path]) -> None:
        super().__init__()
        self._desk = desk
        self._folder = folder
        self._title = ""
        self._key = ""
        self._found = Found()
        self._is_waiting = True
        self._pictures = DrawnPictures()
        self.chart = ChartView(desk.reads, palette, "report_chart")
        self.chart.cell_chosen.connect(self._tell_cell)
        self.chart.cell_rested.connect(self._tell_rest)
        self._hint = label(_HINT, "faint", wraps=True, name="report_hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._table = FiguresTable("report_table")
        self._table.setMinimumWidth(LEAST_SIZE.width())  # as the chart, in whose place it stands
        self._table.cellDoubleClicked.connect(self._tell_cell)
        self.mend = button("Look at the data", name="report_mend")
        self.mend.hide()
        self._nothing = EmptyState("chart-box-outline", "", "", self.mend, name="report_nothing")
        self._card = frame("card")
        self._definition = label("", "small", wraps=True, name="report_definition")
        self._chooser = ComboBox()
        self._chooser.setObjectName("report_chooser")
        self._chooser.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._chooser.setMinimumContentsLength(CHOICE_LENGTH)
        self._chooser.currentIndexChanged.connect(lambda _: self._show_face(is_other=True))
        self.switch = button(_SHOW_TABLE, "quiet", name="report_switch", on_click=self._turn)
        self.save = button("Save as", "quiet", name="report_save")
        menu = QMenu(self.save)
        for each in figure_formats():
            menu.addAction(f"{each.title}…", partial(self._save_as, each)).setObjectName(
                f"report_save_{each.suffixes[0]}"
            )
        self.save.setMenu(menu)
        self._choice = row(gap=STEP)
        self._lay_out()
        self.show_palette(palette)

    @property
    def face(self) -> Face | None:
        """What is shown."""
        at = self._chooser.currentIndex()
        return self._found.faces[at] if 0 <= at < len(self._found.faces) else None

    @property
    def is_drawn(self) -> bool:
        """Whether the chart, or why there is none, stands on the screen."""
        return self.chart.has_picture if self._shown() is self.chart else not self._is_waiting

    def name(self, key: str, title: str) -> None:
        """The report that is shown from now on."""
        self._key, self._title = key, title
        self.chart.setAccessibleName(title)
        self._table.setAccessibleName(title)
        self._chooser.setAccessibleName(f"Which {_inside(title)}")

    def show_found(self, found: Found, heading: str = "", *, is_other: bool) -> None:
        """Show these figures, or why there are none; `is_other` where what was shown before is another report's.

        Of several, those under that heading are shown first.
        """
        headings = [each.heading for each in found.faces]
        same = headings == [each.heading for each in self._found.faces] and not is_other
        at = self._chooser.currentIndex() if same else headings.index(heading) if heading in headings else 0
        self._found, self._is_waiting = found, False
        self._nothing.say(f"No {_inside(self._title)}", found.trouble)
        with QSignalBlocker(self._chooser):
            self._chooser.clear()
            self._chooser.addItems(headings)
            self._chooser.setCurrentIndex(at if headings else -1)
        self._chooser.setVisible(len(headings) > 1)
        self._show_face(is_other=is_other)

    def wait(self) -> None:
        """Show nothing until the figures are there."""
        self.show_found(Found(), is_other=True)
        self._is_waiting = True
        self._nothing.say("One moment", "It is being counted.")

    def show_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self.chart.show_palette(palette)
        self._nothing.show_palette(palette)
        self.save.setIcon(icon("tray-arrow-down", palette.text_quiet))
        self.switch.setIcon(icon("table", palette.text_quiet))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < with_words(_HINT_BESIDE)
        ways = QBoxLayout.Direction
        self._choice.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)

    def _save_as(self, into: DocumentFormat) -> None:
        """Ask where to, and write the chart or its exact figures there; pictures are light, for paper and slides."""
        face = self.face
        if face is None:
            return
        suggested = self._folder() / f"{self._key}.{into.suffixes[0]}"

        def write(path: Path) -> None:
            self._desk.reads.start("Saving", lambda _: save_figures(face.figures, path), self.saved.emit)

        ask_save(self, f"Save {_inside(self._title)}", into.filter, suggested, write)

    def _lay_out(self) -> None:
        inside = column(self._card, margin=STEP)
        for face in (self.chart, self._table, self._nothing):
            inside.addWidget(face)
        lines = column(self, gap=STEP)
        self._choice.addWidget(self._chooser)
        self._choice.addWidget(self._hint, 1)
        lines.addLayout(self._choice)
        lines.addWidget(self._card, 100)
        lines.addWidget(self._definition)
        lines.addStretch(1)

    def _show_face(self, *, is_other: bool) -> None:
        face = self.face
        self._chooser.setToolTip(self._chooser.currentText())
        self._definition.setText(face.figures.definition.in_words() if face else "")
        self._definition.setVisible(face is not None)
        self.switch.setEnabled(face is not None)
        self.save.setEnabled(face is not None)
        self._table.show_table(face.table if face else ((), []))
        high = min(round(face.height_px * text_scale()), _HIGHEST) if face else 0
        high = max(high, LEAST_SIZE.height())
        self.chart.setMinimumHeight(high)
        self._show_shown()
        self.chart.show_chart(
            partial(self._pictures.of, face) if face else None, face.table if face else ((), []), is_other=is_other
        )

    def _show_shown(self) -> None:
        """A chart in a card much higher than it would be lost there."""
        shown = self._shown()
        for face in (self.chart, self._table, self._nothing):
            face.setVisible(face is shown)
        self._hint.setVisible(shown is self.chart)
        limit = round(self.chart.minimumHeight() * _ROOM) + 2 * STEP if shown is self.chart else _ANY_HEIGHT
        self._card.setMaximumHeight(limit)

    def _shown(self) -> QWidget:
        if self.face is None:
            return self._nothing
        return self._table if self.switch.text() == _SHOW_CHART else self.chart

    def _turn(self) -> None:
        self.switch.setText(_SHOW_CHART if self.switch.text() == _SHOW_TABLE else _SHOW_TABLE)
        self._show_shown()

    def _tell_cell(self, at: int, column: int) -> None:
        if (face := self.face) is not None:
            self.cell_chosen.emit(face.figures, at, column)

    def _tell_rest(self, at: int, column: int) -> None:
        if (face := self.face) is not None:
            self.cell_rested.emit(face.figures, at, column)


def _inside(title: str) -> str:
    """A title within a sentence: an abbreviation stays as it is."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
