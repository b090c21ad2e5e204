"""Reports kept under a name: kept, renamed, changed, removed, in the background, and each of it taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.desktop.open_workspace import Desk
from app.desktop.results.undoing import ResultsUndo
from app.workspace.settings.kept_reports import KeptReport

Change = Callable[[], None]


class Keeping(QObject):
    """Changes the kept reports of the open workspace; what is refused is said in a box."""

    kept = Signal(str)  # the name of the one that was kept or renamed

    def __init__(self, desk: Desk, undo: ResultsUndo) -> None:
        super().__init__(desk)
        self._desk, self._undo = desk, undo

    def keep(self, report: KeptReport, name: str) -> None:
        """Keep a report under a name; one that is kept under it already is replaced."""
        workspace, wanted = self._desk.workspace, name.strip()
        if workspace is None:
            return
        store, before = workspace.kept_reports, self._desk.listing.kept.get(wanted)
        put = partial(store.put, wanted, report)
        back = partial(store.remove, wanted) if before is None else partial(store.put, wanted, before)
        self._change(f"keeping “{wanted}”", put, back, wanted)

    def rename(self, old: str, new: str) -> None:
        """Call a kept report something else."""
        workspace, wanted = self._desk.workspace, new.strip()
        if workspace is not None and wanted != old:
            store = workspace.kept_reports
            change, back = partial(store.rename, old, wanted), partial(store.rename, wanted, old)
            self._change(f"renaming “{old}”", change, back, wanted)

    def remove(self, name: str) -> None:
        """Keep a report no longer; taken back, it stands where it stood."""
        workspace = self._desk.workspace
        kept = dict(self._desk.listing.kept)
        if workspace is None or name not in kept:
            return
        store = workspace.kept_reports
        after = list(kept)[list(kept).index(name) + 1 :]

        def put_back() -> None:
            store.put(name, kept[name])
            for title in after:  # an entry that is put anew stands last
                if (report := store.all().get(title)) is not None:
                    store.remove(title)
                    store.put(title, report)

        self._change(f"removing “{name}”", partial(store.remove, name), put_back, "")

    def _change(self, words: str, change: Change, back: Change, chosen: str) -> None:
        def do(what: Change) -> None:
            self._desk.works.start(
                f"{words[:1].upper()}{words[1:]}", lambda _: what(), lambda _: self._desk.look_again()
            )

        def tell(_nothing: object) -> None:
            self._undo.push(words, partial(do, back), partial(do, change))
            self._desk.look_again(lambda: self.kept.emit(chosen) if chosen else None)

        self._desk.works.start(f"{words[:1].upper()}{words[1:]}", lambda _: change(), tell)
