"""Segments: conditions under a name, in the builder of the canvas, with how many customers each holds now."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from app.canvas.beside import Beside
from app.canvas.forms.conditions.builder import ConditionEditor
from app.canvas.forms.editors.editor import Json, Manner
from app.canvas.forms.offers import Offers, offers_of
from app.data.dataset import Dataset
from app.desktop.background import Job
from app.desktop.data.read_only import CANNOT_ADD
from app.desktop.data.saved_list import saving
from app.desktop.data.undoing import Change, DataUndo
from app.desktop.open_workspace import Desk
from app.desktop.shell.dialogs import ask_text, ask_yes
from app.errors import AppError
from app.jobs.datasets.dataset_changes import replace_dataset
from app.jobs.datasets.segments import remove_segment, rename_segment, save_as_list
from app.look.palette import Palette
from app.nodes.checking.journeys import asked_of_journeys
from app.nodes.conditions import Condition
from app.numbers import NOTHING, Rate, number
from app.progress import Progress
from app.scenario.graph import Scenario, ScenarioId
from app.scenario.segments import looked_up
from app.ui.fields import LineField
from app.ui.theme import STEP
from app.ui.two_lines import TwoLineList
from app.ui.widgets import EmptyState, button, column, label, row, scrolling

_READER: TypeAdapter[Any] = TypeAdapter(Condition)
_REST_MS = 150
_NO_SEGMENTS = (
    "A segment is a condition with a name: “bought twice”, “in Vienna”. Its count follows the data. What is missing "
    "for one can be added to the data: drop a file here."
)


class SegmentsView(QWidget):
    """The list of segments at the left, the chosen one's condition at the right; what is changed is stored at once."""

    people_wanted = Signal(object, str)  # rows, words
    list_saved = Signal(str, str, object)  # its name, that of the dataset, rows

    def __init__(self, desk: Desk, undo: DataUndo, palette: Palette) -> None:
        super().__init__()
        self.setObjectName("segments_view")
        self._desk, self._undo = desk, undo
        self._dataset: Dataset | None = None
        self._is_read = False
        self._segments: dict[str, Condition] = {}
        self._rows: NDArray[np.int64] | None = None
        self._before: Condition | None = None
        self._written: tuple[str, Condition] | None = None
        self._counting: Job | None = None
        self._problem: QLabel = label("", "problem", wraps=True, name="segment_problem")
        self._list = TwoLineList("segment_list", "Segments", palette)
        self._list.currentItemChanged.connect(lambda *_: self._open())
        self._new = button("New segment…", name="segment_new", on_click=self._ask_new)
        self._first = button("New segment…", "primary", name="segment_first", on_click=self._ask_new)
        self._name = LineField()
        self._name.setObjectName("segment_name")
        self._name.setAccessibleName("Name of the segment")
        self._name.editingFinished.connect(self._rename)
        self._editor = ConditionEditor(self._offers)
        self._editor.name("segment_condition", "Who is in the segment")
        self._editor.edited.connect(self._edit)
        self._count = label("", "figure", name="segment_count")
        self._editor.refused.connect(self._say)
        self._people = button("Show them", name="segment_people", on_click=self._show_people)
        self._as_list = button("Save as list…", name="segment_save_list", on_click=self._ask_list)
        self._drop = button("Remove…", "quiet", name="segment_remove", on_click=self._ask_remove)
        self._empty = EmptyState("filter-outline", "No segments yet", _NO_SEGMENTS, self._first, name="segments_empty")
        self._pages = QStackedWidget()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_REST_MS)
        self._clock.timeout.connect(self._keep_and_count)
        undo.undone.connect(self._read)
        self._lay_out()
        self.show_palette(palette)

    def show_dataset(self, dataset: Dataset) -> None:
        """Count in this dataset from now on, once the view is in sight."""
        self._dataset = dataset
        self._is_read = False
        if self.isVisible():
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_read:
            self._read()

    def show_palette(self, palette: Palette) -> None:
        """Icons in other colours."""
        self._list.show_palette(palette)
        self._empty.show_palette(palette)

    def _lay_out(self) -> None:
        side = column(gap=STEP)
        side.addWidget(self._list, 1)
        side.addWidget(self._new)
        left = QWidget()
        left.setLayout(side)
        left.setFixedWidth(30 * STEP)
        inside = QWidget()
        lines = column(inside, gap=2 * STEP)
        lines.setContentsMargins(2 * STEP, 0, STEP, 2 * STEP)
        lines.addWidget(self._name)
        lines.addWidget(self._count)
        lines.addWidget(self._problem)
        lines.addWidget(self._editor)
        actions = row(gap=STEP)
        for each in (self._people, self._as_list, self._drop):
            actions.addWidget(each)
        actions.addStretch(1)
        lines.addLayout(actions)
        lines.addStretch(1)
        both = QWidget()
        sides = row(both, gap=0)
        sides.setContentsMargins(0, 2 * STEP, 0, 0)
        sides.addWidget(left)
        sides.addWidget(scrolling(inside, "segment_scroll"), 1)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(both)
        column(self, gap=0).addWidget(self._pages)

    def _offers(self) -> Offers:
        schema = self._dataset.schema() if self._dataset is not None else None
        others = {name: meant for name, meant in self._segments.items() if name != self._list.key()}
        made = offers_of(Scenario(ScenarioId("segment"), ""), schema, Beside(others))
        return replace(made, is_in_journey=False)

    def _read(self, chosen: str = "") -> None:
        """Read the segments again, in the background, and go on with the chosen one."""
        workspace, dataset = self._desk.workspace, self._dataset
        if workspace is None or dataset is None:
            return
        wanted = chosen or str(self._list.key() or "")

        def work(progress: Progress) -> tuple[dict[str, Condition], dict[str, str]]:
            segments = workspace.segments.all()
            counts = {}
            for name, condition in segments.items():
                counts[name] = _share_words(looked_up(condition, segments, name), dataset, progress)
            return segments, counts

        def show(found: tuple[dict[str, Condition], dict[str, str]]) -> None:
            if dataset is self._dataset:
                self._show(*found, wanted)

        self._desk.checks.start("Counting segments", work, show)

    def _show(self, segments: dict[str, Condition], counts: dict[str, str], wanted: str) -> None:
        self._is_read = True
        self._segments = {**segments, self._written[0]: self._written[1]} if self._written else segments
        self._list.clear()
        for name in segments:
            self._list.add(name, name, counts[name])
        may_change = self._desk.workspace is not None and not self._desk.workspace.read_only
        for each in (self._new, self._first, self._name, self._editor, self._as_list, self._drop):
            each.setEnabled(may_change)
        self._empty.take_files(may_change, CANNOT_ADD)
        self._pages.setCurrentIndex(bool(segments))
        if segments:
            self._list.choose(wanted if wanted in segments else next(iter(segments)))

    def _open(self) -> None:
        self._keep()  # what was written last is of the segment that was chosen before
        name = str(self._list.key() or "")
        condition = self._segments.get(name)
        if condition is None:
            return
        self._before = condition
        self._name.setText(name)
        self._say("")
        self._editor.show_value(_document(condition))
        self._count_again()

    def _edit(self, value: Json, _manner: Manner) -> None:
        name = str(self._list.key() or "")
        condition = _READER.validate_json(json.dumps(value if value is not None else {"all": []}))
        if asked := asked_of_journeys(condition):
            self._say(f"Not applied yet: {asked}")
            return
        self._segments[name], self._written = condition, (name, condition)
        self._clock.start()

    def _keep_and_count(self) -> None:
        self._keep()
        self._count_again()

    def _keep(self) -> None:
        """Keep what was written and is not kept yet; what is changed in a row is one step."""
        workspace, before, written = self._desk.workspace, self._before, self._written
        self._written = None
        self._clock.stop()
        if workspace is None or workspace.read_only or before is None or written is None or written[1] == before:
            return
        name, condition = written
        self._before = condition

        def put(_progress: Progress) -> None:
            workspace.segments.put(name, condition)

        def take_back(_progress: Progress) -> None:
            workspace.segments.put(name, before)

        self._undo.push(f"the change of “{name}”", take_back, put, is_one_step=True)
        self._desk.checks.start("Keeping the segment", put, lambda _: self._desk.look_again())

    def _count_again(self) -> None:
        """Say how many it holds."""
        name, dataset = str(self._list.key() or ""), self._dataset
        condition = self._segments.get(name)
        if condition is None or dataset is None:
            return
        asked = looked_up(condition, self._segments, name)

        def work(progress: Progress) -> tuple[NDArray[np.int64] | AppError, str]:
            try:
                return _audience(asked, dataset, progress), _remarks(asked, dataset)
            except AppError as error:  # it asks for what this dataset does not hold; another may
                return error, ""

        def show(found: tuple[NDArray[np.int64] | AppError, str]) -> None:
            if name == self._list.key() and dataset is self._dataset:
                self._show_count(*found, dataset)

        if self._counting is not None:
            self._counting.cancel()
        self._counting = self._desk.checks.start("Counting the segment", work, show)

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    def _show_count(self, found: NDArray[np.int64] | AppError, remarks: str, dataset: Dataset) -> None:
        self._rows = None if isinstance(found, AppError) else found
        self._people.setEnabled(self._rows is not None and bool(len(self._rows)))
        self._as_list.setEnabled(self._people.isEnabled() and self._drop.isEnabled())
        if isinstance(found, AppError):
            self._count.setText(NOTHING)
            self._say("\n".join((found.message, *(problem.message for problem in found.problems))))
            self._list.set_detail(self._list.key(), NOTHING)
            return
        self._say(remarks)
        self._count.setText(_count_words(len(found), dataset.customer_count))
        self._list.set_detail(self._list.key(), _count_words(len(found), dataset.customer_count))

    def _ask_new(self) -> None:
        ask_text(self.window(), "New segment", "What is the segment called?", lambda name: self._put(name, {"all": []}))

    def _put(self, name: str, document: Json) -> None:
        workspace = self._desk.workspace
        if workspace is None:
            return
        wanted = name.strip()
        if wanted in self._segments:
            self._list.choose(wanted)
            return
        condition = _READER.validate_json(json.dumps(document))

        def put(_progress: Progress) -> None:
            workspace.segments.put(wanted, condition)

        self._change(f"making “{wanted}”", put, lambda _: remove_segment(workspace, wanted), wanted)

    def _change(self, words: str, change: Change, take_back: Change, chosen: str = "") -> None:
        """Change the segments, and go on with the chosen one; what is refused is said in a box, and changes nothing."""
        self._keep()

        def tell(_nothing: object) -> None:
            self._undo.push(words, take_back, change)
            self._read(chosen)
            self._desk.look_again()

        self._desk.works.start(f"{words[:1].upper()}{words[1:]}", change, tell).ended.connect(self._show_name)

    def _show_name(self) -> None:
        """A new name that was refused is not left there."""
        self._name.setText(str(self._list.key() or ""))

    def _rename(self) -> None:
        workspace, old, new = self._desk.workspace, str(self._list.key() or ""), self._name.text().strip()
        if workspace is None or not new or new == old or new in self._segments or old not in self._segments:
            self._name.setText(old)
            return
        self._change(
            f"renaming “{old}”",
            lambda _: rename_segment(workspace, old, new),
            lambda _: rename_segment(workspace, new, old),
            new,
        )

    def _ask_remove(self) -> None:
        name = str(self._list.key() or "")
        question = f"Remove the segment “{name}”?"
        ask_yes(
            self.window(), "Remove segment", question, "Lists made of it stay.", "Remove", partial(self._remove, name)
        )

    def _remove(self, name: str) -> None:
        workspace, condition = self._desk.workspace, self._segments.get(name)
        if workspace is None or condition is None:
            return
        self._change(
            f"removing “{name}”",
            lambda _: remove_segment(workspace, name),
            lambda _: workspace.segments.put(name, condition),
        )

    def _show_people(self) -> None:
        if self._rows is not None:
            self.people_wanted.emit(self._rows, str(self._list.key() or ""))

    def _ask_list(self) -> None:
        ask_text(self.window(), "Save as list", "What is the list called?", self._save_list)

    def _save_list(self, list_name: str) -> None:
        workspace, dataset, rows = self._desk.workspace, self._dataset, self._rows
        if workspace is None or dataset is None or rows is None:
            return

        def take_back(progress: Progress) -> None:
            replace_dataset(workspace, dataset.name, dataset, progress)

        def save(progress: Progress) -> None:
            save_as_list(workspace, dataset.name, list_name, rows, progress)

        def tell(_nothing: object) -> None:
            self._undo.push(saving(list_name), take_back, save)
            self.list_saved.emit(list_name, dataset.name, rows)
            self._desk.look_again()

        self._desk.works.start(f"Saving the list “{list_name}”", save, tell)


def _document(condition: Condition) -> Json:
    return _READER.dump_python(condition, mode="json", by_alias=True, exclude_unset=True, exclude_none=True)


def _share_words(condition: Condition, dataset: Dataset, progress: Progress) -> str:
    from app.runtime.audience import audience_problems  # loads the machine, as below

    if audience_problems(condition, dataset):
        return "Not in these data"
    return _count_words(len(_audience(condition, dataset, progress)), dataset.customer_count)


def _count_words(count: int, of: int) -> str:
    return f"{number(count)} of {number(of)} ({Rate(count, of).percent()})" if of else NOTHING


def _remarks(condition: Condition, dataset: Dataset) -> str:
    from app.runtime.audience import audience_remarks  # loads the machine, as above

    return "\n".join(remark.message for remark in audience_remarks(condition, dataset))


def _audience(condition: Condition, dataset: Dataset, progress: Progress) -> NDArray[np.int64]:
    """The rows of the customers whom it holds."""
    from app.runtime.audience import audience  # loads the machine, which a window without segments does not need

    return audience(condition, dataset, progress=progress)
