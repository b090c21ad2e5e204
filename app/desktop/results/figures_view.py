"""One kind of figures on the screen: chart or table, the definition under it, and ways to keep it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QStackedWidget, QTableWidget, QTableWidgetItem, QWidget

from app.desktop.open_workspace import Desk
from app.desktop.results.chart_view import ChartView, Drawing
from app.desktop.shell.dialogs import ask_save
from app.jobs.saving import save_figures
from app.look.palette import Palette
from app.reports.documents.formats import DocumentFormat, figure_formats
from app.reports.documents.pictures import picture
from app.reports.report import Figures, Measured
from app.ui.fields import ComboBox
from app.ui.icons import icon
from app.ui.theme import STEP
from app.ui.widgets import EmptyState, button, column, frame, label, row

CHOICE_LENGTH = 24  # letters of a heading that stand in the chooser at least; its tooltip has all


class FiguresView(QWidget):
    """Shows figures once they are there; of several, the chosen ones."""

    saved = Signal(object)  # Path

    def __init__(self, key: str, title: str, desk: Desk, palette: Palette, folder: Callable[[], Path]) -> None:
        super().__init__()
        self._key, self._title = key, title
        self._desk = desk
        self._folder = folder
        self._measured: Sequence[Measured] = ()
        self.chart = ChartView(desk.reads, palette, f"{key}_chart", title)
        self._table = _plain_table(f"{key}_table", title)
        self._nothing = EmptyState("chart-box-outline", f"No {_inside(title)}", "", name=f"{key}_nothing")
        self._faces = QStackedWidget()
        self._definition = label("", "small", wraps=True, name=f"{key}_definition")
        self._chooser = ComboBox()
        self._chooser.setObjectName(f"{key}_chooser")
        self._chooser.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._chooser.setMinimumContentsLength(CHOICE_LENGTH)
        self._chooser.setAccessibleName(f"Which {_inside(title)}")
        self._chooser.currentIndexChanged.connect(self._show_chosen)
        self._switch = button("Show table", "quiet", name=f"{key}_switch", on_click=self._turn)
        self._save = button("Save as", "quiet", name=f"{key}_save")
        menu = QMenu(self._save)
        for each in figure_formats():
            menu.addAction(f"{each.title}…", partial(self.save, each)).setObjectName(f"{key}_save_{each.suffixes[0]}")
        self._save.setMenu(menu)
        self._lay_out()
        self.show_palette(palette)
        self.wait()

    @property
    def figures(self) -> Figures | None:
        """The chosen figures."""
        at = self._chooser.currentIndex()
        return self._measured[at].figures if 0 <= at < len(self._measured) else None

    def show_figures(self, measured: Sequence[Measured], why_none: str = "") -> None:
        """Show the first of these; when there are none, say why."""
        self._measured = measured
        self._nothing.say(f"No {_inside(self._title)}", why_none)
        self._chooser.blockSignals(True)
        self._chooser.clear()
        self._chooser.addItems([each.heading for each in measured])
        self._chooser.blockSignals(False)
        self._chooser.setVisible(len(measured) > 1)
        self._show_chosen()

    def wait(self) -> None:
        """Show nothing until the figures are there."""
        self.show_figures(())
        self._nothing.say("One moment", "It is being counted.")

    def show_palette(self, palette: Palette) -> None:
        """Draw in other colours."""
        self.chart.show_palette(palette)
        self._nothing.show_palette(palette)
        self._save.setIcon(icon("tray-arrow-down", palette.text_quiet))
        self._switch.setIcon(icon("table", palette.text_quiet))

    def save(self, into: DocumentFormat) -> None:
        """Ask where to, and write the chart or its exact figures there; pictures are light, for paper and slides."""
        figures = self.figures
        if figures is None:
            return
        suggested = self._folder() / f"{self._key}.{into.suffixes[0]}"

        def write(path: Path) -> None:
            self._desk.reads.start("Saving", lambda _: save_figures(figures, path), self.saved.emit)

        ask_save(self, f"Save {_inside(self._title)}", into.filter, suggested, write)

    def _lay_out(self) -> None:
        head = row(gap=STEP)
        head.addWidget(self._chooser, 1)
        head.addStretch(1)
        head.addWidget(self._switch)
        head.addWidget(self._save)
        card = frame("card")
        column(card, margin=STEP).addWidget(self._faces)
        for face in (self.chart, self._table, self._nothing):
            self._faces.addWidget(face)
        lines = column(self, gap=STEP)
        lines.setContentsMargins(0, STEP, 0, STEP)
        lines.addLayout(head)
        lines.addWidget(card, 1)
        lines.addWidget(self._definition)

    def _show_chosen(self) -> None:
        figures = self.figures
        self._chooser.setToolTip(self._chooser.currentText())
        self._definition.setText(figures.definition.in_words() if figures else "")
        self._switch.setEnabled(figures is not None)
        self._save.setEnabled(figures is not None)
        self._fill_table(figures)
        self._faces.setCurrentWidget(self._face())
        self.chart.show_chart(partial(_draw, figures) if figures else None)

    def _face(self) -> QWidget:
        if self.figures is None:
            return self._nothing
        return self._table if self._switch.text() == "Show chart" else self.chart

    def _turn(self) -> None:
        self._switch.setText("Show chart" if self._switch.text() == "Show table" else "Show table")
        self._faces.setCurrentWidget(self._face())

    def _fill_table(self, figures: Figures | None) -> None:
        headers, rows = figures.table() if figures else ((), [])
        table = self._table
        table.clear()
        table.setColumnCount(len(headers))
        table.setRowCount(len(rows))
        table.setHorizontalHeaderLabels(list(headers))
        for at, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                table.setItem(at, place, QTableWidgetItem(cell))
        table.resizeColumnsToContents()


def _inside(title: str) -> str:
    """A title within a sentence: an abbreviation stays as it is."""
    return title if title.isupper() else title.lower()


def _plain_table(name: str, accessible_name: str) -> QTableWidget:
    made = QTableWidget()
    made.setObjectName(name)
    made.setAccessibleName(accessible_name)
    made.setProperty("kind", "plain")
    made.setShowGrid(False)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.verticalHeader().hide()
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made


def _draw(figures: Figures, drawing: Drawing) -> bytes:
    palette, scale = drawing.palette, drawing.scale
    return picture(figures, "png", drawing.width, drawing.height, palette=palette, scale=scale, with_definition=False)
