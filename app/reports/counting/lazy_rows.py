"""Rows that are made when somebody looks at them: of a table of tens of thousands a screenful is seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

Row = TypeVar("Row")


class LazyRows(Sequence[Row]):
    """So many rows; `make` makes the one at a place, each once."""

    def __init__(self, many: int, make: Callable[[int], Row]) -> None:
        self._many, self._make = many, make
        self._made: dict[int, Row] = {}

    def __len__(self) -> int:
        return self._many

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # as a list, which it stands for

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(self._many))]
        place = at + self._many if at < 0 else at
        if not 0 <= place < self._many:
            raise IndexError(at)
        if place not in self._made:
            self._made[place] = self._make(place)
        return self._made[place]
