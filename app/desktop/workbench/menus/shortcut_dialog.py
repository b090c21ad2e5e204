"""The list of keyboard shortcuts, where each can be given other keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QWidget

from app.desktop.workbench.menus.command_search import ranked
from app.desktop.workbench.menus.commands import BETWEEN, Command
from app.desktop.workbench.menus.key_bindings import KeyBindings
from app.ui.theme import STEP, text_scale
from app.ui.widgets import button, column, label, row

_NAME = Qt.ItemDataRole.UserRole
_NATIVE = QKeySequence.SequenceFormat.NativeText
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)
_ROW = 32


class KeyField(QLineEdit):
    """Shows the keys that are pressed in it; Tab and Escape leave it, as everywhere."""

    pressed = Signal(object)  # QKeySequence

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText("Press the new keys")
        self.setAccessibleName("New keys for the command")

    def event(self, event: QEvent) -> bool:
        """No command is called by keys that are pressed here."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _LEAVING and not held & ~Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
        elif key not in _MODIFIERS and key != Qt.Key.Key_unknown:
            self.pressed.emit(QKeySequence(event.keyCombination().toCombined()))


class ShortcutDialog(QDialog):
    """Every command with its keys; what is changed holds at once."""

    def __init__(self, bindings: KeyBindings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        self._bindings = bindings
        self._commands = {command.name: command for command in bindings.commands}
        self._pressed: QKeySequence | None = None
        self._search = QLineEdit()
        self._search.setObjectName("shortcut_search")
        self._search.setProperty("kind", "search")
        self._search.setPlaceholderText("Search commands")
        self._search.setAccessibleName("Search commands")
        self._list = QTreeWidget()
        self._dress_list()
        self._field = KeyField()
        self._field.setObjectName("shortcut_keys")
        self._said = label("", "small", wraps=True, name="shortcut_said")
        self._set = button("Set", "primary", name="shortcut_set", on_click=self._bind)
        self._clear = button("Remove keys", name="shortcut_clear", on_click=self._unbind)
        self._reset = button("Usual keys", name="shortcut_reset", on_click=self._reset_one)
        self._lay_out()
        self._search.textChanged.connect(self._fill)
        self._list.currentItemChanged.connect(lambda *_: self._show_command())
        self._field.pressed.connect(self._show_pressed)
        self._fill()
        self.resize(min(round(80 * STEP * text_scale()), parent.width()), min(70 * STEP, parent.height()))

    def _dress_list(self) -> None:
        self._list.setObjectName("shortcut_list")
        self._list.setAccessibleName("Commands and their keys")
        self._list.setHeaderLabels(["Command", "Keys"])
        self._list.setRootIsDecorated(False)
        self._list.header().setStretchLastSection(False)
        self._list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _lay_out(self) -> None:
        lines = column(self, margin=2 * STEP, gap=STEP)
        lines.addWidget(self._search)
        lines.addWidget(self._list, 1)
        lines.addWidget(self._said)
        keys = row()
        keys.addWidget(self._field, 1)
        for made in (self._set, self._clear, self._reset):
            keys.addWidget(made)
        lines.addLayout(keys)
        foot = row()
        foot.addWidget(button("Usual keys for all", "quiet", name="shortcut_reset_all", on_click=self._reset_all))
        foot.addStretch(1)
        foot.addWidget(button("Close", name="shortcut_close", on_click=self.accept))
        lines.addLayout(foot)

    @property
    def _command(self) -> Command | None:
        item = self._list.currentItem()
        return self._commands[item.data(0, _NAME)] if item is not None else None

    def _fill(self) -> None:
        chosen = self._command.name if self._command is not None else ""
        self._list.clear()
        entries = [(command, command.name, command.title, command.menu) for command in self._commands.values()]
        for command in ranked(entries, self._search.text()):
            keys = self._bindings.keys(command.name)
            words = ", ".join(sequence.toString(_NATIVE) for sequence in keys)
            item = QTreeWidgetItem([f"{command.menu}{BETWEEN}{command.title}", words])
            item.setData(0, _NAME, command.name)
            item.setSizeHint(0, QSize(0, round(_ROW * text_scale())))
            self._list.addTopLevelItem(item)
            if command.name == chosen:
                self._list.setCurrentItem(item)
        first = self._list.topLevelItem(0)
        if self._list.currentItem() is None and first is not None:
            self._list.setCurrentItem(first)
        self._show_command()

    def _show_command(self) -> None:
        self._pressed = None
        self._field.clear()
        command = self._command
        self._set.setEnabled(False)
        self._set.setText("Set")
        self._field.setEnabled(command is not None)
        self._clear.setEnabled(command is not None and bool(self._bindings.keys(command.name)))
        self._reset.setEnabled(command is not None and self._bindings.is_chosen(command.name))
        self._said.setText("")

    def _show_pressed(self, keys: QKeySequence) -> None:
        command = self._command
        if command is None:
            return
        self._field.setText(keys.toString(_NATIVE))
        reason, owner = self._bindings.why_not(command, keys), self._bindings.owner(keys)
        taken = self._commands.get(owner)
        if not reason and taken is not None:
            whose = "this command already" if taken is command else f"“{taken.title}”, which would lose them"
            words = f"{keys.toString(_NATIVE)} belong to {whose}."
        else:
            words = reason
        self._said.setText(words)
        self._field.setAccessibleDescription(words)
        self._pressed = keys if not reason and taken is not command else None
        self._set.setEnabled(self._pressed is not None)
        self._set.setText("Take over" if taken is not None and taken is not command else "Set")

    def _bind(self) -> None:
        command, pressed = self._command, self._pressed
        if command is not None and pressed is not None:
            self._bindings.bind(command.name, [pressed])
            self._fill()
            self._list.setFocus()

    def _unbind(self) -> None:
        if self._command is not None:
            self._bindings.bind(self._command.name, [])
            self._fill()
            self._list.setFocus()

    def _reset_one(self) -> None:
        if self._command is not None:
            self._bindings.reset(self._command.name)
            self._fill()
            self._list.setFocus()

    def _reset_all(self) -> None:
        self._bindings.reset_all()
        self._fill()
