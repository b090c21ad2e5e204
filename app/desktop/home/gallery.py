"""The templates on Home: cards that can be narrowed down, each saying whether the chosen data can serve it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.desktop.home.cards import TemplateCard
from app.desktop.shell.removed_bar import RemovedBar
from app.guides.templates import STAGES, all_templates, unreadable_templates
from app.jobs.guides.template_choice import Readiness
from app.look.palette import Palette
from app.nodes.channel import CHANNELS
from app.numbers import counted
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

_IN_ROW = 3
_READY = "ready"


class TemplateGallery(QWidget):
    """By stage of a customer's life, by channel, and by what is ready; the user's own stand last."""

    chosen = Signal(str)  # the template's id
    removal_wanted = Signal(str)
    export_wanted = Signal(str)
    import_wanted = Signal()

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._dataset, self._readiness = "", dict[str, Readiness]()
        self._stage = _chooser("templates_stage", "Stage", "Every stage", STAGES)
        words = {key: f"{channel.word[:1].upper()}{channel.word[1:]}" for key, channel in CHANNELS.items()}
        self._channel = _chooser("templates_channel", "Channel", "Every channel", words)
        self._ready = _chooser("templates_ready", "Data", "Ready or not", {_READY: "Ready for the data"})
        self._said = label("", "quiet", name="templates_said")
        self._grid = QGridLayout()
        self._grid.setSpacing(2 * STEP)
        for at in range(_IN_ROW):
            self._grid.setColumnStretch(at, 1)
        filters = row(gap=STEP)
        for field in (self._stage, self._channel, self._ready):
            filters.addWidget(field)
            field.currentIndexChanged.connect(self._arrange)
        filters.addWidget(self._said)
        filters.addStretch(1)
        taking = button("Import template…", "quiet", name="templates_import", on_click=self.import_wanted.emit)
        filters.addWidget(taking)
        self.removed = RemovedBar("template")
        self._unreadable = label("", "problem", wraps=True, name="templates_unreadable")
        lines = column(self, gap=2 * STEP)
        lines.addLayout(filters)
        lines.addLayout(self._grid)
        lines.addWidget(self._unreadable)
        lines.addWidget(self.removed)  # beside the user's own, which stand last
        self._cards: list[TemplateCard] = []

    def fill(self) -> None:
        """The cards are made when somebody first looks."""
        if not self._cards:
            self._make_cards()

    def show_templates(self) -> None:
        """Show the templates that there are now, where some were shown."""
        if self._cards:
            self._make_cards()

    def card(self, template_id: str) -> TemplateCard | None:
        """The card of that template, where one is shown."""
        return next((card for card in self._cards if card.template.id == template_id and card.isVisibleTo(self)), None)

    def _make_cards(self) -> None:
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [TemplateCard(template, self._palette, self) for template in all_templates()]
        for card in self._cards:
            card.clicked.connect(lambda _checked=False, chosen=card.template.id: self.chosen.emit(chosen))
            card.removal_wanted.connect(self.removal_wanted)
            card.export_wanted.connect(self.export_wanted)
        self._unreadable.setText("\n".join(unreadable_templates().values()))
        self._unreadable.setVisible(bool(self._unreadable.text()))
        self._show_ready()

    def show_readiness(self, dataset_name: str, readiness: Mapping[str, Readiness]) -> None:
        """Say what each comes to over that dataset; without one nothing is said."""
        self._dataset, self._readiness = dataset_name, dict(readiness)
        self._show_ready()

    def show_palette(self, palette: Palette) -> None:
        """The pictures in other colours, a moment later."""
        self._palette = palette
        for card in self._cards:
            card.show_palette(palette)

    def _show_ready(self) -> None:
        self._ready.setVisible(bool(self._readiness))
        if not self._readiness:
            self._ready.setCurrentIndex(0)
        for card in self._cards:
            card.show_readiness(self._dataset, self._readiness.get(card.template.id))
        self._arrange()

    def _arrange(self) -> None:
        """The cards that are asked for, in rows; each has its place before anybody sees it."""
        shown = [card for card in self._cards if self._is_asked_for(card)]
        for card in self._cards:
            self._grid.removeWidget(card)
            card.setVisible(card in shown)
        for at, card in enumerate(shown):
            self._grid.addWidget(card, at // _IN_ROW, at % _IN_ROW)
        if self.isVisible():
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        every = len(shown) == len(self._cards)
        self._said.setText("" if every else counted(len(shown), "template", "templates"))

    def _is_asked_for(self, card: TemplateCard) -> bool:
        stage, channel = self._stage.currentData(), self._channel.currentData()
        readiness = self._readiness.get(card.template.id)
        is_ready = self._ready.currentData() != _READY or (readiness is not None and readiness.is_ready)
        return stage in ("", card.template.stage) and (not channel or channel in card.template.channels) and is_ready


def _chooser(name: str, asks: str, every: str, words: Mapping[str, str]) -> ComboBox:
    made = ComboBox()
    made.setObjectName(name)
    made.setAccessibleName(asks)
    made.addItem(every, "")
    for key, text in words.items():
        made.addItem(text, key)
    return made
