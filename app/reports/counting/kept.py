"""What is kept with the data of one kind of question, so that a changed definition counts only what has changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from app.data.dataset import Dataset
from app.progress import pause

T = TypeVar("T")


def kept_among(dataset: Dataset, kind: str, key: Hashable, make: Callable[[], T], most: int = 2) -> T:
    """What `make` works out of the data for this key; of each kind so many are kept, those asked for last.

    It is shared: nobody writes to it.
    """
    known: dict[Hashable, T] = dataset.kept(kind, dict)
    found = known.pop(key, None)
    if found is None:
        pause()
    made = make() if found is None else found
    known[key] = made
    for oldest in list(known)[:-most]:
        known.pop(oldest, None)
    return made
