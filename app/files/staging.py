"""New files for a folder, all of them or none."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from app.files.writing import checked_target, keep_names, new_file, told_in_words

PREFIX = ".writing-"


class StagedFolder:
    """Files are written aside, and take their names in `finish`; without that the folder stays as it was.

    Used in a `with`, which makes the folder if need be.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> StagedFolder:
        with told_in_words(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._aside = tempfile.TemporaryDirectory(prefix=PREFIX, dir=self._folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._aside.cleanup()
        if isinstance(error, OSError):
            with told_in_words(self._folder):
                raise error

    def open(self, name: str) -> BinaryIO:
        """A new file of this name, open for writing; to be closed before `finish`."""
        return new_file(Path(self._aside.name, name))

    def write(self, name: str, text: str) -> None:
        """A new file of this name with this text."""
        with self.open(name) as stream:
            stream.write(text.encode())

    def finish(self) -> None:
        """Flush all files, then give them their names."""
        files = sorted(Path(self._aside.name).iterdir())
        targets = [checked_target(self._folder / file.name) for file in files]
        for file in files:
            with file.open("rb+") as stream:
                os.fsync(stream.fileno())
        for file, target in zip(files, targets, strict=True):
            file.replace(target)
        keep_names(self._folder)
