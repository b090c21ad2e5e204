"""Progress of long work, and the way to cancel it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told by long work how far it is, at least every 0.2 s; raises `app.errors.Cancelled` to stop it."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Report `done` of `total` units (`total` 0: not known) of the step named by `what`, e.g. "Reading rows"."""


def silent(done: int, total: int, what: str) -> None:
    """A progress that nobody watches."""
