"""An e-mail made without HTML: blocks in a list dragged into order, and the message beside them as it comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from app.canvas.session import ScenarioSession
from app.desktop.open_workspace import Desk
from app.desktop.scenario.messages.editor.block_form import BlockForm
from app.desktop.scenario.messages.editor.brand_dialog import BrandDialog
from app.desktop.scenario.messages.preview import Load, MessagePreview
from app.desktop.shell.dialogs import ask_open, ask_text, ask_yes
from app.files.reading import read_document
from app.jobs.messages.dressing import ChangedSnippet, dress_others, dressed
from app.jobs.messages.mail_kit import MailKit, keep_brand, keep_picture, keep_snippet, kept_kit
from app.look.palette import Palette
from app.messages.blocks.compiling import body_of
from app.messages.blocks.design import Brand, FooterBlock, TextBlock, blocks_of
from app.messages.blocks.fields import KINDS, title_of
from app.messages.mail_html import is_html, plain_text
from app.progress import Progress
from app.scenario.edits import SetParams, Several
from app.scenario.graph import Node, NodeId
from app.ui.flow_layout import FlowLayout
from app.ui.icons import icon
from app.ui.ordered_list import OrderedList
from app.ui.theme import STEP, beside_words
from app.ui.widgets import button, column, label, row, scrolling, tool_button
from app.workspace.store import Workspace

_SIDE = 40 * STEP
_FILL_AFTER_MS = 300
_AROUND = 2 * STEP
_BY_HAND = "This body is written by hand. Its text can be taken over; its layout cannot."
_NOTHING_YET = "Nothing is in it yet. Add a text, the items of the order, a button; then drag them into order."
_ROOM_FOR_ALL = 1_150
_WIDTH, _HEIGHT = 1_280, 760

_LONGEST_TITLE = 48  # in the list of blocks
_LONGEST_NAME = 24  # on a button
_KEEP = "Keep as snippet…"


class MailEditor(QDialog):
    """Edits the body of one e-mail of the open scenario; each change is an edit of the scenario like any other."""

    def __init__(
        self, desk: Desk, session: ScenarioSession, node_id: str, kit: MailKit, palette: Palette, window: QWidget
    ) -> None:
        super().__init__(window)
        self.setObjectName("mail_editor")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._session, self._id, self._kit = desk, session, NodeId(node_id), kit
        self.setWindowTitle(f"E-mail “{' '.join((self._node.label or node_id).split())}”")
        self._chosen = 0 if self.blocks else -1
        folder = desk.workspace.path.parent if desk.workspace is not None else Path.home()
        self.preview = MessagePreview(desk, palette, folder)
        self._list = OrderedList("mail_blocks", "Blocks of the e-mail, in order", _LONGEST_TITLE)
        self._list.chosen.connect(self._choose)
        self._list.ordered.connect(self._order)
        self._form = BlockForm()
        self._form.edited.connect(self._edit)
        self._form.picture_wanted.connect(lambda field: self._ask_picture(lambda name: self._form.tell(field, name)))
        self._by_hand = label("", "quiet", wraps=True, name="mail_by_hand")
        self._begin = button("Begin with blocks", "primary", name="mail_begin", on_click=self._begin_with_blocks)
        self._load: Load | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_FILL_AFTER_MS)
        self._later.timeout.connect(lambda: self.preview.show_node(session.scenario, self._node, self._kit.pictures))
        self._lay_out(palette)
        room = window.size()
        self.resize(min(_WIDTH, room.width() - _AROUND), min(_HEIGHT, room.height() - _AROUND))
        self.preview.show_side(is_shown=self.width() >= _ROOM_FOR_ALL)
        session.changed.connect(self._show)
        self._show()

    @property
    def blocks(self) -> tuple[Any, ...]:
        """What the body is made of; nothing where it is written by hand."""
        return blocks_of(self._node.params.body) or ()  # type: ignore[attr-defined]  # an e-mail has a body

    def begin(self, load: Load) -> None:
        """Show the message beside the blocks."""
        self._load = load
        self.preview.begin(self._session.scenario, self._node, load, self._kit.pictures)

    def done(self, result: int) -> None:
        """What is being filled is given up; what was written stays."""
        self._session.changed.disconnect(self._show)
        stack = self._session.undo_stack
        stack.canUndoChanged.disconnect(self._undo.setEnabled)
        stack.canRedoChanged.disconnect(self._redo.setEnabled)
        self._later.stop()
        self.preview.leave()
        super().done(result)

    @property
    def _node(self) -> Node:
        return self._session.scenario.node(self._id)

    @property
    def _body(self) -> str:
        return str(self._node.params.body)  # type: ignore[attr-defined]

    def _show(self) -> None:
        """The blocks as they stand now, and soon the message."""
        if all(node.id != self._id for node in self._session.scenario.nodes):
            return
        blocks = self.blocks
        is_by_hand = not blocks and bool(self._body.strip())
        self._chosen = max(min(self._chosen, len(blocks) - 1), 0 if blocks else -1)
        self._list.show_rows([title_of(block) for block in blocks], self._chosen)
        self._list.setVisible(not is_by_hand)
        self._by_hand.setText(_BY_HAND if is_by_hand else _NOTHING_YET)
        self._by_hand.setVisible(not blocks)
        self._begin.setVisible(is_by_hand)
        self._add.setEnabled(not is_by_hand)
        self._show_chosen()
        self._later.start()

    def _show_chosen(self) -> None:
        blocks = self.blocks
        block = blocks[self._chosen] if 0 <= self._chosen < len(blocks) else None
        self._form.show_block(block, list(self._kit.pictures))
        self._remove.setEnabled(block is not None)
        self._keep.setEnabled(isinstance(block, TextBlock) and bool(block.text.strip()))
        self._keep.setText(_KEEP)
        if block is not None and self._is_changed(block):
            self._keep.setText(f"Change “{_cut(block.snippet)}” everywhere")

    def _perform(self, blocks: tuple[Any, ...], merge: str = "") -> None:
        body = body_of(blocks, self._kit.brand) if blocks else ""
        params = self._node.params.model_copy(update={"body": body})
        if not merge:
            self._session.settle()
        self._session.perform(SetParams(self._id, params), merge=merge)

    def _choose(self, at: int) -> None:
        self._chosen = at
        self._session.settle()
        self._show_chosen()

    def _order(self, places: list[int]) -> None:
        blocks = self.blocks
        self._chosen = places.index(self._chosen) if self._chosen >= 0 else -1
        self._perform(tuple(blocks[place] for place in places))

    def _edit(self, block: Any, field: str) -> None:
        blocks, at = self.blocks, self._chosen
        if 0 <= at < len(blocks):
            self._perform((*blocks[:at], block, *blocks[at + 1 :]), merge=f"{self._id}.block.{at}.{field}")

    def _add_block(self, block: Any) -> None:
        """Behind the chosen one, but never behind a footer."""
        blocks = self.blocks
        at = self._chosen + 1 if self._chosen >= 0 else len(blocks)
        if at and at == len(blocks) and isinstance(blocks[-1], FooterBlock):
            at -= 1
        self._chosen = at
        self._perform((*blocks[:at], block, *blocks[at:]))
        self._form.take_keyboard()

    def _drop(self) -> None:
        blocks, at = self.blocks, self._chosen
        if 0 <= at < len(blocks):
            self._perform((*blocks[:at], *blocks[at + 1 :]))

    def _begin_with_blocks(self) -> None:
        """The words of what was written by hand, and a footer under them, which has the way out."""
        text = plain_text(self._body) if is_html(self._body) else self._body
        text = "\n".join(line for line in text.split("\n") if "unsubscribe_url" not in line).strip()
        self._chosen = 0
        self._perform((TextBlock(text=text), FooterBlock()))

    def _work(self, title: str, work: Callable[[Any], object], then: Callable[[Any], object]) -> None:
        """Keep something in the workspace, and read anew what it has for e-mails."""
        workspace = self._desk.workspace
        if workspace is None or workspace.read_only:
            return

        def kept(_progress: Progress) -> tuple[object, MailKit]:
            return work(workspace), kept_kit(workspace)

        def show(came: tuple[object, MailKit]) -> None:
            self._kit = came[1]
            self._fill_menu()
            then(came[0])
            self._show()

        self._desk.saving.start(title, kept, show)

    def _ask_picture(self, tell: Callable[[str], object]) -> None:
        """Ask for a picture, keep it among those of the workspace, and tell its name."""

        def take(paths: list[Path]) -> None:
            path = paths[0]
            self._work(
                "Taking in the picture",
                lambda workspace: keep_picture(workspace, path.stem, read_document(path)),
                tell,
            )

        ask_open(self, "Add a picture", "Pictures (*.png *.jpg *.jpeg *.gif)", Path.home(), take)

    def _ask_brand(self) -> None:
        BrandDialog(self._kit.brand, list(self._kit.pictures), self._keep_brand, self._ask_picture, self).open()

    def _keep_brand(self, brand: Brand) -> None:
        before, open_id = self._kit.brand.language, self._session.scenario.id

        def keep(workspace: Workspace) -> tuple[str, ...]:
            keep_brand(workspace, brand)
            return dress_others(workspace, brand, open_id)

        def follow(others: tuple[str, ...]) -> None:
            self._take_over(dressed(self._session.scenario, brand), others)
            if self._load is not None and brand.language != before:  # its numbers are written in another way
                self.begin(self._load)

        self._work("Keeping the brand", keep, follow)

    def _keep_snippet(self) -> None:
        """Keep the chosen text: for the snippet that it is where it says something else now, else by a name."""
        block = self.blocks[self._chosen]
        if self._is_changed(block):
            self._change_snippet(block.snippet)
        else:
            ask_text(self, "Keep as a snippet", "What is this text called?", self._change_snippet)

    def _change_snippet(self, name: str) -> None:
        """The chosen text is that snippet from now on; so is every other that said what it said before."""
        block, open_id, brand = self.blocks[self._chosen], self._session.scenario.id, self._kit.brand
        changed = ChangedSnippet(name, self._kit.snippets.get(name, ""), block.text)
        if block.snippet != name:
            self._edit(block.model_copy(update={"snippet": name}), "snippet")

        def keep(workspace: Workspace) -> tuple[str, ...]:
            keep_snippet(workspace, name, changed.after)
            return dress_others(workspace, brand, open_id, changed)

        def follow(others: tuple[str, ...]) -> None:
            self._take_over(dressed(self._session.scenario, brand, changed), others)

        self._work("Keeping the snippet", keep, follow)

    def _is_changed(self, block: Any) -> bool:
        """Whether it is a snippet that says something else here."""
        if not isinstance(block, TextBlock):
            return False
        return self._kit.snippets.get(block.snippet, block.text) != block.text

    def _take_over(self, edit: Several | None, others: tuple[str, ...]) -> None:
        """What was changed in the workspace is seen here, and in the scenarios of those names."""
        if edit is not None:
            self._session.settle()
            self._session.perform(edit)
        if others:
            self._desk.look_again()

    def _ask_remove_snippet(self, name: str) -> None:
        details = "E-mails that it was added to keep their text."
        ask_yes(
            self,
            "Remove snippet",
            f"Remove the snippet “{name}”?",
            details,
            "Remove",
            lambda: self._work("Removing the snippet", lambda workspace: keep_snippet(workspace, name, ""), _nothing),
        )

    def _fill_menu(self) -> None:
        menu = self._add.menu()
        menu.clear()
        for kind in KINDS:
            made = menu.addAction(kind.title, partial(self._add_block, kind.fresh))
            made.setObjectName(f"mail_add_{kind.key}")
        menu.addSeparator()
        for name, text in self._kit.snippets.items():
            block = TextBlock(text=text, snippet=name)
            menu.addAction(f"Snippet: {name.replace('&', '&&')}", partial(self._add_block, block))
        if self._kit.snippets:
            removing = menu.addMenu("Remove a snippet")
            removing.setObjectName("mail_remove_snippet")
            for name in self._kit.snippets:
                removing.addAction(name.replace("&", "&&"), partial(self._ask_remove_snippet, name))

    def _lay_out(self, palette: Palette) -> None:
        stack = self._session.undo_stack
        self._undo = tool_button("Undo", name="mail_undo", on_click=stack.undo)
        self._redo = tool_button("Redo", name="mail_redo", on_click=stack.redo)
        self._undo.setIcon(icon("undo", palette.text_quiet))
        self._redo.setIcon(icon("redo", palette.text_quiet))
        self._undo.setEnabled(stack.canUndo())
        self._redo.setEnabled(stack.canRedo())
        stack.canUndoChanged.connect(self._undo.setEnabled)
        stack.canRedoChanged.connect(self._redo.setEnabled)
        head = row(gap=STEP)
        head.addWidget(label("Blocks", "heading"), 1)
        head.addWidget(button("Brand…", "quiet", name="mail_brand", on_click=self._ask_brand))
        for made in (self._undo, self._redo):
            head.addWidget(made)
        inside = QWidget()
        lines = column(inside, gap=STEP)
        lines.setContentsMargins(0, 0, STEP, 0)
        lines.addLayout(head)
        lines.addWidget(self._by_hand)
        lines.addWidget(self._begin)
        lines.addWidget(self._actions())  # over the list: below it they would move with the height of the form
        self._list.setMinimumHeight(18 * STEP)
        lines.addWidget(self._list, 1)
        lines.addWidget(self._form)
        lines.addStretch(0)
        side = scrolling(inside, "mail_side")
        side.setMinimumWidth(_SIDE)
        side.setMaximumWidth(beside_words(_SIDE))
        both = row(self, margin=_AROUND, gap=_AROUND)
        both.addWidget(side)
        both.addWidget(self.preview, 1)
        for keys, do in (
            (QKeySequence.StandardKey.Undo, stack.undo),
            (QKeySequence.StandardKey.Redo, stack.redo),
            (QKeySequence("Alt+Up"), partial(self._list.move_chosen, -1)),
            (QKeySequence("Alt+Down"), partial(self._list.move_chosen, 1)),
        ):
            QShortcut(keys, self, do)

    def _actions(self) -> QWidget:
        self._add = button("Add", name="mail_add")
        menu = QMenu(self._add)
        menu.setObjectName("mail_add_menu")
        self._add.setMenu(menu)
        self._remove = button("Remove", "quiet", name="mail_remove", on_click=self._drop)
        self._keep = button(_KEEP, "quiet", name="mail_keep_snippet", on_click=self._keep_snippet)
        self._fill_menu()
        actions = QWidget()
        line = FlowLayout(actions)
        for made in (self._add, self._remove, self._keep):
            line.addWidget(made)
        return actions


def _cut(name: str) -> str:
    """A name for a button, which takes `&` for the sign of a key."""
    words = " ".join(name.split())
    return (words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 1]}…").replace("&", "&&")


def _nothing(_: object) -> None:
    """Nothing is left to do."""
