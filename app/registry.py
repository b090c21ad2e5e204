"""What the product knows by name, in order: its node kinds, channels, file formats and column roles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Mapping[str, T], Generic[T]):
    """A table whose rows name themselves; one from outside is added for as long as a context lasts."""

    def __init__(self, rows: Iterable[T], name: Callable[[T], str]) -> None:
        self._name = name
        self._rows: dict[str, T] = {}
        for row in rows:
            self._add(row)

    def __getitem__(self, name: str) -> T:
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @contextmanager
    def including(self, *rows: T) -> Iterator[None]:
        """Know these rows too, behind the others, until the context ends."""
        before = dict(self._rows)
        try:
            for row in rows:
                self._add(row)
            yield
        finally:
            self._rows = before

    def _add(self, row: T) -> None:
        name = self._name(row)
        if name in self._rows:
            raise ValueError(f"'{name}' is there already")
        self._rows[name] = row
