"""What one compilation leaves to the next over the same dataset, so that a change costs hardly more than the play."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

from app.data.dataset import Dataset

T = TypeVar("T")
_MOST = 64


class Prepared:
    """Columns worked out for a dataset, by all that they depend on; those asked for last are kept.

    Whoever gets one only reads it. Usable by one thread at a time.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._held: OrderedDict[Hashable, object] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made under this key, or is made now."""
        if key in self._held:
            self._held.move_to_end(key)
        else:
            self._held[key] = make()
            if len(self._held) > _MOST:
                self._held.popitem(last=False)
        found: T = self._held[key]  # type: ignore[assignment]  # a key has values of one kind
        return found


class Unprepared(Prepared):
    """Keeps nothing: for whoever compiles once."""

    def get(self, key: Hashable, make: Callable[[], T]) -> T:  # noqa: ARG002  # nothing is looked up
        """Make it now."""
        return make()
