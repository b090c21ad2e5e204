"""A workspace that may not be changed and cannot be read as it is, in a private copy that can: an earlier version's, or
one in which a save was cut short.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from platformdirs import user_cache_path

from app.files.leftovers import sweep, temporary_folder
from app.files.writing import told_in_words
from app.progress import Progress, silent
from app.workspace.opening.migrating import bring_copy_up_to_date
from app.workspace.sqlite.copying import copy_database

_COPY = "workspace"


@contextmanager
def read_aside(path: Path, progress: Progress = silent) -> Iterator[Path]:
    """A copy in this version's form, as it was last saved, for as long as it is read; the file itself is only read."""
    place = _place()
    with ExitStack() as stack:
        with told_in_words(place):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            copy = stack.enter_context(temporary_folder(place)) / _COPY
        with told_in_words(copy):
            copy.touch(mode=0o600)
        copy_database(path, copy, progress)
        bring_copy_up_to_date(copy, path, progress)
        yield copy


def sweep_aside() -> None:
    """Remove the copies that killed processes left."""
    sweep(_place())


def _place() -> Path:
    return user_cache_path("rehearse", appauthor=False) / "reading"
