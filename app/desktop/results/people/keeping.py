"""A segment or a list made of the people behind a figure, of a report and of the canvas alike."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.data.dataset import Dataset
from app.desktop.data.saved_list import saving
from app.desktop.data.undoing import Change, DataUndo
from app.desktop.open_workspace import Desk
from app.desktop.results.people.panel import People, PeoplePanel
from app.desktop.results.undoing import ResultsUndo
from app.jobs.datasets.dataset_changes import replace_dataset
from app.jobs.datasets.segments import drop_segment_of_list, save_as_list, save_as_segment
from app.numbers import counted
from app.progress import Progress


class KeepingPeople(QObject):
    """Makes them in the background; undone in the panel, in Results and, as all that changes datasets, in Data."""

    said = Signal(str)

    def __init__(self, desk: Desk, undo: ResultsUndo, of_data: DataUndo) -> None:
        super().__init__(desk)
        self._desk, self._undo, self._of_data = desk, undo, of_data

    def attend(self, panel: PeoplePanel) -> None:
        """Keep whom this panel shows, as it asks for."""
        panel.segment_wanted.connect(partial(self._make_segment, panel))
        panel.list_wanted.connect(partial(self._save_list, panel))
        panel.saved.undo_wanted.connect(self._take_back)
        self._of_data.changed.connect(lambda: panel.saved.leave_if_past(self._of_data.words))

    def _make_segment(self, panel: PeoplePanel, people: People, name: str) -> None:
        """A list of the dataset under the segment's name; what is refused is said in a box, and changes nothing."""
        workspace, dataset = self._desk.workspace, people.dataset.name
        if workspace is not None:
            change = partial(save_as_segment, workspace, dataset, name, people.rows)
            take_back = partial(drop_segment_of_list, workspace, dataset, name)
            said = f"The segment “{name}” holds {counted(len(people.rows), 'customer', 'customers')}."
            self._keep(panel, f"making the segment “{name}”", said, change, take_back)

    def _save_list(self, panel: PeoplePanel, people: People, name: str) -> None:
        """In place of a list of that name, which is back once this is undone."""
        workspace, dataset = self._desk.workspace, people.dataset.name
        before: list[Dataset] = []
        if workspace is None:
            return

        def change(progress: Progress) -> None:
            before[:] = [workspace.datasets.load(dataset, progress)]
            save_as_list(workspace, dataset, name, people.rows, progress)

        def take_back(progress: Progress) -> None:
            replace_dataset(workspace, dataset, before[0], progress)

        many = counted(len(people.rows), "customer is", "customers are")
        said = f"{many} on the list “{name.strip()}” of {dataset}. Conditions can ask for it."
        self._keep(panel, saving(name), said, change, take_back)

    def _keep(self, panel: PeoplePanel, words: str, said: str, change: Change, take_back: Change) -> None:
        def tell(_nothing: object) -> None:
            self._of_data.push(words, take_back, change)
            self._undo.push(words, partial(self._take_back, words), partial(self._do_again, words))
            panel.saved.tell(said, words)
            self.said.emit(said)
            self._desk.look_again()

        self._desk.works.start(f"{words[:1].upper()}{words[1:]}", change, tell)

    def _take_back(self, words: str) -> None:
        if self._of_data.words == words:  # it was not taken back in Data meanwhile
            self._of_data.undo()

    def _do_again(self, words: str) -> None:
        if self._of_data.words_again == words:
            self._of_data.redo()
