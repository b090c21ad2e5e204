"""Opens the preview of a message of the open scenario, over the counts that stand on the canvas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.open_workspace import Desk
from app.desktop.scenario.customers.people import CanvasPeople, tables_of
from app.desktop.scenario.editor import Editor
from app.desktop.scenario.messages.editor.mail_editor import MailEditor
from app.desktop.scenario.messages.preview import Load
from app.desktop.scenario.messages.preview_dialog import PreviewDialog
from app.jobs.messages.mail_kit import MailKit, kept_kit, message_customs
from app.jobs.messages.message_lint import remarks_of_sample
from app.jobs.messages.message_previews import NEEDED, PreviewMaterial, material_of
from app.look.palette import Palette
from app.messages.sample import Sample
from app.nodes.catalogue import KINDS
from app.progress import Progress
from app.scenario.graph import Node, NodeId


class MessagePreviews(QObject):
    """One preview at a time."""

    said = Signal(str)

    def __init__(self, desk: Desk, editor: Editor, people: CanvasPeople, palette: Palette, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._editor, self._people = desk, editor, people
        self._palette, self._window = palette, window
        self.open: PreviewDialog | MailEditor | None = None
        editor.opened.connect(self._attend)
        desk.workspace_changed.connect(self._close)

    def show_palette(self, palette: Palette) -> None:
        """The colours of the next one."""
        self._palette = palette

    def preview_selected(self) -> None:
        """Preview the message that is selected, or the first of the scenario."""
        session = self._editor.session
        if session is None:
            return
        messages = [str(node.id) for node in session.scenario.nodes if KINDS[node.type].is_message]
        selected = [node for node in session.selection.nodes if node in messages]
        chosen = next(iter(selected or messages), None)
        if chosen is None:
            self.said.emit("The scenario has no message to preview.")
        else:
            self.preview(chosen)

    def preview(self, node_id: str) -> None:
        """Preview the message of a node."""
        session = self._editor.session
        if session is None or self.open is not None:
            return
        load = self.load_for(node_id)
        if load is None:
            self.said.emit("Choose a dataset first: a preview needs customers.")
            return

        def show(kit: MailKit) -> None:
            if session is not self._editor.session or self.open is not None:
                return
            made = self.open = PreviewDialog(self._desk, self._palette, self._folder(), self._window)
            made.preview.said.connect(self.said)
            made.preview.measured.connect(self._note)
            made.finished.connect(self._forget)
            scenario = session.scenario
            made.begin(scenario, scenario.node(NodeId(node_id)), load, kit.pictures)
            made.open()

        self._with_kit(show)

    def edit(self, node_id: str) -> None:
        """Edit the e-mail of a node in blocks."""
        session, load = self._editor.session, self.load_for(node_id)
        if session is None or self.open is not None:
            return

        def show(kit: MailKit) -> None:
            if session is not self._editor.session or self.open is not None:
                return
            made = self.open = MailEditor(self._desk, session, node_id, kit, self._palette, self._window)
            made.preview.said.connect(self.said)
            made.preview.measured.connect(self._note)
            made.finished.connect(self._forget)
            if load is not None:
                made.begin(load)
            made.open()

        self._with_kit(show)

    def _with_kit(self, then: Callable[[MailKit], None]) -> None:
        workspace = self._desk.workspace
        if workspace is not None:
            self._desk.reads.start("Reading the pictures", lambda _: kept_kit(workspace), then)

    def load_for(self, node_id: str) -> Load | None:
        """What finds the recipients of a node's message; None without data."""
        session, counted = self._editor.session, self._people.counted()
        workspace = self._desk.workspace
        if session is None or counted is None or workspace is None:
            return None
        has_run = session.summary is not None

        def load(progress: Progress) -> PreviewMaterial:
            dataset = counted.datasets.get(counted.dataset_name, progress)
            tables = (lambda: tables_of(counted, progress, NEEDED)) if has_run else None
            return material_of(counted.scenario, dataset, node_id, tables, message_customs(workspace), progress)

        return load

    def _note(self, node: Node, sample: Sample) -> None:
        """What is empty for many stands among the problems too."""
        self._editor.measured.emit(node, tuple(remarks_of_sample(node, sample, self._place(node))))

    def _place(self, node: Node) -> int:
        session = self._editor.session
        ids = [each.id for each in session.scenario.nodes] if session is not None else []
        return ids.index(node.id) if node.id in ids else 0

    def _attend(self) -> None:
        session = self._editor.session
        if session is not None:
            session.preview_wanted.connect(self.preview)
            session.mail_editing_wanted.connect(self.edit)

    def _folder(self) -> Path:
        return self._desk.workspace.path.parent if self._desk.workspace is not None else Path.home()

    def _forget(self) -> None:
        self.open = None

    def _close(self) -> None:
        if self.open is not None:
            self.open.reject()
