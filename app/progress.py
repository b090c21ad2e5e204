"""Progress of long work, and the way to cancel it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Progress(Protocol):
    """Told by long work how far it is, at least every 0.2 s; raises `app.errors.Cancelled` to stop it."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Report `done` of `total` units (`total` 0: not known) of the step named by `what`, e.g. "Reading rows"."""


def silent(done: int, total: int, what: str) -> None:
    """A progress that nobody watches."""


class _Heeded:
    """A progress that can be told again what it was told last, by who only wants to know whether to go on."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = (0, 0, "")

    def __call__(self, done: int, total: int, what: str) -> None:
        self._last = (done, total, what)
        self._progress(done, total, what)

    def again(self) -> None:
        self._progress(*self._last)


_HEEDED: ContextVar[_Heeded | None] = ContextVar("heeded", default=None)


@contextmanager
def heeding(progress: Progress) -> Iterator[Progress]:
    """What is worked out within can be cancelled wherever it pauses, also where no progress is handed down to.

    It is for what leaves nothing behind when it is given up, such as counting. The progress it gives is to be told in
    place of the other.
    """
    heeded = _Heeded(progress)
    token = _HEEDED.set(heeded)
    try:
        yield heeded
    finally:
        _HEEDED.reset(token)


def heeded() -> Progress:
    """What is heeded here, for what tells a progress how far it is."""
    return _HEEDED.get() or silent


def pause() -> None:
    """A place at which work can be given up: raises `app.errors.Cancelled` where whoever heeds wants that."""
    heeded = _HEEDED.get()
    if heeded is not None:
        heeded.again()


def pausing(work: Callable[[_In], _Out]) -> Callable[[_In], _Out]:
    """The work with a pause before it, for other threads, in which its pauses are heeded as they are here."""
    heeded = _HEEDED.get()
    if heeded is None:
        return work

    def after_a_pause(item: _In) -> _Out:
        heeded.again()
        token = _HEEDED.set(heeded)
        try:
            return work(item)
        finally:
            _HEEDED.reset(token)

    return after_a_pause
