"""Where files are imported to: which dataset, of which workspace, and in which zone their times are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from app.data.zones import zone_names
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import column, label, row

_ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Target:
    """Into which dataset, and in which zone times without one are; `place` is that of a workspace to be made for it."""

    dataset: str
    timezone: str
    place: Path | None = None

    @property
    def is_whole(self) -> bool:
        """Whether there is a name, and a zone that exists."""
        return bool(self.dataset) and self.timezone in zone_names()


class TargetFields(QWidget):
    """Three fields at the head of the page; `changed` also tells of one that is only left."""

    changed = Signal()
    elsewhere_wanted = Signal()  # ask where the new workspace is to be

    def __init__(self) -> None:
        super().__init__()
        self._dataset = self._editable("import_dataset", "Dataset")
        self._dataset.setCompleter(None)  # type: ignore[arg-type]  # a new name may begin as an old one does; stubs know no None
        self._workspace = ComboBox()
        self._workspace.setObjectName("import_workspace")
        self._workspace.setAccessibleName("Workspace")
        self._workspace.activated.connect(self._choose_workspace)
        self._zone = self._editable("import_zone", "Time zone")
        self._zone.addItems(["UTC", *sorted(zone_names() - {"UTC"})])
        self._suggested = ""
        self._stored: tuple[str, ...] = ()
        self._place: Path | None = None
        self.hint = label("", "small", wraps=True, name="import_hint")
        self.changed.connect(self._say_target)
        fields = row(self, gap=2 * STEP)
        for words, field in (
            ("Dataset", self._dataset),
            ("Workspace", self._workspace),
            ("Times without a zone are in", self._zone),
        ):
            field.setSizePolicy(field.sizePolicy().Policy.Expanding, field.sizePolicy().Policy.Fixed)
            field.setMinimumWidth(16 * STEP)
            lines = column(gap=STEP // 2)
            lines.addWidget(label(words, "small"))
            lines.addWidget(field)
            fields.addLayout(lines)
        self.setFocusProxy(self._dataset)

    @property
    def target(self) -> Target:
        """What is chosen."""
        return Target(self._dataset.currentText().strip(), self._zone.currentText().strip(), self._place)

    def begin(self, suggested: str, stored: Sequence[str], open_one: str, new: Path, *, is_new: bool) -> None:
        """Offer the open workspace, if there is one, with its datasets, and a new one in a place."""
        self._suggested, self._stored, self._place = suggested, tuple(stored), new if is_new else None
        with QSignalBlocker(self._workspace), QSignalBlocker(self._zone):
            self._zone.setCurrentText("UTC")
            self._workspace.clear()
            if open_one:
                self._workspace.addItem(open_one, None)
            self._add_place(new)
            self._workspace.addItem("New, elsewhere…", _ELSEWHERE)
            self._show_place()
        self._offer(suggested)

    def choose_dataset(self, name: str) -> None:
        """Into a dataset that is there."""
        self._place = None
        self._show_place()
        self._offer(name)

    def put_elsewhere(self, place: Path) -> None:
        """A new workspace in the place that was asked for."""
        self._workspace.removeItem(self._workspace.count() - 2)
        self._add_place(place)
        self._place = place
        self._show_place()
        self._offer(self.target.dataset)
        self.changed.emit()

    def _add_place(self, place: Path) -> None:
        at = self._workspace.findData(_ELSEWHERE)
        self._workspace.insertItem(at if at >= 0 else self._workspace.count(), f"New: {place.stem}", place)

    def _choose_workspace(self, at: int) -> None:
        chosen = self._workspace.itemData(at)
        if chosen == _ELSEWHERE:
            self._show_place()
            self.elsewhere_wanted.emit()
            return
        self._place = chosen
        self._offer(self._suggested)
        self.changed.emit()

    def _show_place(self) -> None:
        with QSignalBlocker(self._workspace):
            self._workspace.setCurrentIndex(self._row_of(self._place))

    def _row_of(self, place: Path | None) -> int:
        rows = range(self._workspace.count())
        return next((at for at in rows if self._workspace.itemData(at) == place), 0)

    def _offer(self, name: str) -> None:
        """The datasets of the workspace that is chosen; a new one has none."""
        stored = () if self._place is not None else self._stored
        with QSignalBlocker(self._dataset):
            self._dataset.clear()
            self._dataset.addItems(list(dict.fromkeys([self._suggested, *stored])))
            self._dataset.setCurrentText(name)
            self._show_beginning()
        self._say_target()

    def _show_beginning(self) -> None:
        """Where a name is longer than its field, its end is cut off, not its beginning."""
        line = self._dataset.lineEdit()
        if line is not None:
            line.setCursorPosition(0)

    def _say_target(self) -> None:
        """What becomes of the workspace and the dataset, in a sentence."""
        if self._place is not None:
            self.hint.setText(f"A new dataset in a new workspace, kept in {folder_words(self._place.parent)}.")
            return
        name = self.target.dataset
        is_there = name in self._stored
        self.hint.setText(f"“{name}” is there already: what is imported joins it." if is_there else "A new dataset.")

    def _editable(self, name: str, words: str) -> ComboBox:
        made = ComboBox()
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setEditable(True)
        made.activated.connect(lambda _at: self.changed.emit())
        line = made.lineEdit()
        if line is not None:
            line.editingFinished.connect(self.changed)
        return made


def folder_words(folder: Path) -> str:
    """A folder in few words, the user's own home as `~`."""
    home = Path.home()
    if folder == home:
        return "your home folder"
    return str(Path("~") / folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)


def fresh_name(name: str, taken: Sequence[str]) -> str:
    """The name, or with a number behind it that makes it new."""
    count = 2
    fresh = name
    while fresh in taken:
        fresh = f"{name} {count}"
        count += 1
    return fresh
