"""The preview of one message: its recipients, what it says to each, and how well its placeholders are filled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QSplitter, QWidget

from app.desktop.background import Job
from app.desktop.open_workspace import Desk
from app.desktop.scenario.messages.message_view import MessageView
from app.desktop.scenario.messages.placeholders_table import PlaceholdersTable
from app.desktop.scenario.messages.recipient_bar import RecipientBar
from app.desktop.shell.dialogs import ask_save
from app.jobs.messages.message_previews import PreviewMaterial, save_message
from app.look.palette import Palette
from app.messages.filling import FilledMessage
from app.messages.lint.lint import remarks_of
from app.messages.rendering.templates import problems_of
from app.messages.sample import Sample
from app.messages.saving import Pictures
from app.progress import Progress
from app.scenario.graph import Node, Scenario
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row, scrolling

SIDE_PX = 32 * STEP
_KINDS = (
    ("eml", "This e-mail…", "E-mails (*.eml)"),
    ("html", "This e-mail as a page…", "Pages (*.html)"),
    ("mbox", "All of these as a mailbox…", "Mailboxes (*.mbox)"),
)
Load = Callable[[Progress], PreviewMaterial]


class MessagePreview(QWidget):
    """Fills the message in the background and shows one recipient after the other."""

    said = Signal(str)
    measured = Signal(object, object)  # Node, Sample: the message has been filled for recipients of a run

    def __init__(self, desk: Desk, palette: Palette, folder: Path) -> None:
        super().__init__()
        self.setObjectName("message_preview")
        self._desk, self._folder = desk, folder
        self._node: Node | None = None
        self._scenario: Scenario | None = None
        self._all: PreviewMaterial | None = None
        self._material: PreviewMaterial | None = None
        self._pictures: Pictures = {}
        self._order: list[int] = []
        self._at = 0
        self._job: Job | None = None
        self.sample: Sample | None = None
        self.view = MessageView()
        self.bar = RecipientBar()
        self.table = PlaceholdersTable(palette)
        self.waiting = label("Looking for recipients …", "quiet", wraps=True, name="preview_waiting")
        self._remarks = label("", "problem", wraps=True, name="preview_remarks")
        self._save = button("Save", name="preview_save")
        self._lay_out()
        self.bar.turned.connect(lambda by: self._go(self._at + by))
        self.bar.worst_wanted.connect(self._show_worst)
        self.bar.customer_wanted.connect(self._show_customer)
        self.bar.all_wanted.connect(self._show_all)

    @property
    def message(self) -> FilledMessage | None:
        """What is shown."""
        if self.sample is None or not self._order:
            return None
        return self.sample.messages[self._order[self._at]]

    @property
    def is_filled(self) -> bool:
        """Whether nothing is being looked for or filled any more."""
        return self._job is None and self.sample is not None

    def begin(self, scenario: Scenario, node: Node, load: Load, pictures: Pictures) -> None:
        """Look for the recipients, then fill the message of a node of the scenario as it stands."""
        self._scenario, self._node, self._pictures = scenario, node, pictures
        self._start("Looking for recipients", load, self._take)

    def show_node(self, scenario: Scenario, node: Node, pictures: Pictures) -> None:
        """Fill the message as it is now, for the same recipients."""
        self._scenario, self._node, self._pictures = scenario, node, pictures
        if self._material is not None:
            self._fill(self._material)

    def show_side(self, *, is_shown: bool) -> None:
        """Whether recipients and placeholders stand beside the message."""
        self._side.setVisible(is_shown)

    def leave(self) -> None:
        """Nothing is wanted any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _take(self, material: PreviewMaterial) -> None:
        self._all = material
        self._fill(material)

    def _fill(self, material: PreviewMaterial) -> None:
        self._material = material
        node = self._node
        if node is not None:
            self._start("Filling the message", lambda progress: material.sample(node, progress), self._show_sample)

    def _start(self, title: str, work: Callable[[Progress], object], then: Callable[..., None]) -> None:
        self.leave()
        self.waiting.setText(f"{title} …")
        job = self._job = self._desk.reads.start(title, work)

        def done(result: object) -> None:
            if job is self._job:
                self._job = None
                then(result)

        def stopped() -> None:
            if job is self._job:
                self._job = None
                self.waiting.setText("Not filled.")

        job.done.connect(done)
        for end in (job.stopped, job.failed, job.broken):
            end.connect(lambda *_: stopped())

    def _show_sample(self, sample: Sample) -> None:
        self.sample = sample
        if len(self._order) != len(sample.messages):
            self._order, self._at = list(range(len(sample.messages))), 0
        material = self._material
        is_of_run = material is not None and material.is_of_run
        self.waiting.setText("" if is_of_run else "No run has sent it yet: customers as they are now.")
        self.waiting.setVisible(not is_of_run)
        self.bar.show_is_one(is_one=material is not self._all)
        self.table.show_shares(sample.shares)
        self._show_remarks()
        self._go(self._at)
        if is_of_run and material is self._all:
            self.measured.emit(self._node, sample)

    def _go(self, at: int) -> None:
        sample, node = self.sample, self._node
        if sample is None or node is None:
            return
        self._at = max(0, min(at, len(self._order) - 1))
        message = self.message
        self.bar.show_place(message.to if message else None, self._at, len(self._order), sample.in_words())
        self.bar.show_has_worst(has_worst=sample.has_worst)
        self.view.show_message(node, message, self._pictures)
        self._save.setEnabled(message is not None and "body" in message.texts)

    def _show_worst(self) -> None:
        if self.sample is not None:
            self._order = self.sample.worst_first()
            self._go(0)

    def _show_customer(self, customer_id: str) -> None:
        everybody = self._all
        if everybody is not None:
            self._order = []
            self._start("Looking for the customer", lambda _: everybody.of_customer(customer_id), self._fill)

    def _show_all(self) -> None:
        if self._all is not None:
            self._order = []
            self._fill(self._all)

    def _show_remarks(self) -> None:
        node, sample, scenario = self._node, self.sample, self._scenario
        if node is None or sample is None or scenario is None:
            return
        found = [*problems_of(node), *remarks_of(node, scenario)]
        words = [f"• {each.message}" for each in found]
        words += [f"• {each.in_words()}" for each in sample.shares if each.is_often_empty]
        self._remarks.setText("\n".join(dict.fromkeys(words)))
        self._remarks.setVisible(bool(words))

    def _ask_path(self, suffix: str, kinds: str) -> None:
        sample, node = self.sample, self._node
        if sample is None or node is None or not self._order:
            return
        name = " ".join((node.label or node.id).replace("/", " ").split())[:60]
        messages = [sample.messages[place] for place in self._order]
        at, sender, pictures = self._at, getattr(node.params, "from_name", None) or "", self._pictures

        def write(path: Path) -> None:
            self._desk.works.start(
                "Saving the message",
                lambda _: save_message(path, messages, at, sender, pictures),
                lambda written: self.said.emit(f"Saved to {written}."),
            )

        ask_save(self.window(), "Save the message", kinds, self._folder / f"{name}.{suffix}", write)

    def _lay_out(self) -> None:
        menu = QMenu(self._save)
        menu.setObjectName("preview_save_menu")
        for suffix, words, kinds in _KINDS:
            made = menu.addAction(words, partial(self._ask_path, suffix, kinds))
            made.setObjectName(f"preview_as_{suffix}")
        self._save.setMenu(menu)
        self._remarks.hide()
        inside = QWidget()
        lines = column(inside, margin=STEP, gap=STEP)
        head = row(gap=STEP)
        head.addWidget(label("Recipient", "heading"), 1)
        head.addWidget(self._save)
        lines.addLayout(head)
        lines.addWidget(self.waiting)
        lines.addWidget(self.bar)
        lines.addWidget(label("Placeholders", "section"))
        self.table.setMinimumHeight(16 * STEP)
        lines.addWidget(self.table, 1)
        lines.addWidget(self._remarks)
        side = self._side = scrolling(inside, "preview_side")
        side.setMinimumWidth(SIDE_PX)
        both = QSplitter()
        both.setChildrenCollapsible(False)
        both.addWidget(self.view)
        both.addWidget(side)
        both.setStretchFactor(0, 1)
        column(self, gap=0).addWidget(both)
