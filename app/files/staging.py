"""New files for a folder, all of them or none."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from app.errors import AppError
from app.files.leftovers import being_written, folder_name, sweep
from app.files.reading import name_of
from app.files.writing import checked_target, keep_names, new_file, told_in_words, why_not
from app.numbers import number


class StagedFolder:
    """Files are written aside, and take their names in `finish`; without that the folder stays as it was.

    Used in a `with`, which makes the folder if need be, and removes what a killed process left half-written in it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> StagedFolder:
        with told_in_words(self._folder), ExitStack() as until:
            until.callback(_remove_empty, _missing(self._folder))
            self._folder.mkdir(parents=True, exist_ok=True)
            sweep(self._folder)
            self._aside = until.enter_context(being_written(self._new_aside))
            until.callback(shutil.rmtree, self._aside, ignore_errors=True)
            self._until = until.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._until.close()
        if isinstance(error, OSError):
            with told_in_words(self._folder):
                raise error

    def open(self, name: str) -> BinaryIO:
        """A new file of this name, open for writing; to be closed before `finish`."""
        return new_file(self._aside / name)

    def write(self, name: str, text: str) -> None:
        """A new file of this name with this text."""
        with self.open(name) as stream:
            stream.write(text.encode())

    def finish(self) -> None:
        """Flush all files, then give them their names."""
        files = sorted(self._aside.iterdir())
        targets = [checked_target(self._folder / file.name) for file in files]
        for file in files:
            with file.open("rb+") as stream:
                os.fsync(stream.fileno())
        for count, (file, target) in enumerate(zip(files, targets, strict=True)):
            try:
                file.replace(target)
            except OSError as error:
                if not count:
                    raise
                raise AppError(
                    f"{name_of(target)} could not be put in its place: {why_not(error)[0]}. Of the files in "
                    f"{name_of(self._folder)} {number(count)} of {number(len(files))} are new and the others are as "
                    "they were; write them once more."
                ) from error
        keep_names(self._folder)

    def _new_aside(self) -> Path:
        aside = self._folder / folder_name()
        aside.mkdir(mode=0o700)
        return aside


def _missing(folder: Path) -> list[Path]:
    """The folders that are still to be made, the innermost first."""
    return [step for step in (folder, *folder.parents) if not os.path.lexists(step)]


def _remove_empty(made: list[Path]) -> None:
    """Remove folders that were made for nothing."""
    for folder in made:
        with suppress(OSError):  # it holds something, or was never made
            folder.rmdir()
