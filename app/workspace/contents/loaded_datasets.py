"""Datasets of a workspace that are in memory, so that each of their revisions is read once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from app.data.dataset import Dataset
from app.progress import Progress, silent
from app.workspace.contents.datasets import DatasetStore

BYTES_AT_MOST = 1 << 30
_POLL_S = 0.05
_WAITING = "Reading the dataset"


class LoadedDatasets:
    """Reads datasets when they are first asked for, and keeps those asked for last, up to a number of bytes.

    The one asked for last is kept whatever its size. Usable from any thread; who asks while another reads waits for it.
    """

    def __init__(self, store: DatasetStore, bytes_at_most: int = BYTES_AT_MOST) -> None:
        self._store = store
        self._bytes_at_most = bytes_at_most
        self._lock = Lock()
        self._held: dict[str, tuple[str, Dataset]] = {}  # name: seal and dataset; the one asked for last stands last

    def get(self, name: str, progress: Progress = silent) -> Dataset:
        """The dataset as the workspace has it now; AppError if it has none of that name."""
        with self._alone(progress):
            seals = self._store.seals()
            for held in tuple(self._held):
                if seals.get(held) != self._held[held][0]:
                    del self._held[held]
            if name in self._held:
                seal, dataset = self._held.pop(name)
            else:
                dataset = self._store.load(name, progress)
                seal = seals.get(name, "")
            dataset.schema()  # worked out here, where nobody waits for it
            self._held[name] = (seal, dataset)
            self._make_room()
            return dataset

    def _make_room(self) -> None:
        """Let go of those that were not asked for for the longest time."""
        taken = sum(dataset.nbytes for _, dataset in self._held.values())
        for name in tuple(self._held)[:-1]:
            if taken <= self._bytes_at_most:
                return
            taken -= self._held.pop(name)[1].nbytes

    @contextmanager
    def _alone(self, progress: Progress) -> Iterator[None]:
        while not self._lock.acquire(timeout=_POLL_S):
            progress(0, 0, _WAITING)
        try:
            yield
        finally:
            self._lock.release()
