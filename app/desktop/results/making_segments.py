"""A segment made of the people behind a figure: a list of the dataset under the segment's name."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.desktop.data.undoing import DataUndo
from app.desktop.open_workspace import Desk
from app.desktop.results.people_panel import People
from app.desktop.results.undoing import ResultsUndo
from app.jobs.segments import drop_segment_of_list, save_as_segment
from app.numbers import counted


class MakingSegments(QObject):
    """Makes them in the background. They are undone here and, as all that changes datasets, in Data."""

    said = Signal(str)

    def __init__(self, desk: Desk, undo: ResultsUndo, of_data: DataUndo) -> None:
        super().__init__(desk)
        self._desk, self._undo, self._of_data = desk, undo, of_data

    def make(self, people: People, name: str) -> None:
        """Make a segment of that name; what is refused is said in a box, and changes nothing."""
        workspace, dataset = self._desk.workspace, people.dataset.name
        if workspace is None:
            return
        change = partial(save_as_segment, workspace, dataset, name, people.rows)
        take_back = partial(drop_segment_of_list, workspace, dataset, name)
        words = f"making the segment “{name}”"

        def tell(_nothing: object) -> None:
            self._of_data.push(words, take_back, change)
            self._undo.push(words, partial(self._take_back, words), partial(self._do_again, words))
            self.said.emit(f"The segment “{name}” holds {counted(len(people.rows), 'customer', 'customers')}.")
            self._desk.look_again()

        self._desk.works.start(f"Making the segment “{name}”", change, tell)

    def _take_back(self, words: str) -> None:
        if self._of_data.words == words:  # it was not taken back in Data meanwhile
            self._of_data.undo()

    def _do_again(self, words: str) -> None:
        if self._of_data.words_again == words:
            self._of_data.redo()
