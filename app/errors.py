"""What can go wrong that a user can mend, said in words they can act on."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LONGEST_LINE = 1_000
"""Signs of a line that is said; names and values out of a file may be far longer."""


class Severity(StrEnum):
    """Whether a problem stops the work, or only says what is hardly meant."""

    STOPS = "stops"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a user can fix.

    `code` is stable and kebab-case, `message` is a sentence shown as it is, `where` is a JSON path or a file and line;
    `node` and `field` name the place on the canvas when there is one; `severity` is said here and nowhere else.
    """

    code: str
    message: str
    where: str = ""
    node: str = ""
    field: str = ""
    severity: Severity = Severity.STOPS

    @property
    def is_remark(self) -> bool:
        """Whether the work can go on: it is well defined, but hardly anybody means it."""
        return self.severity is Severity.REMARK

    def __str__(self) -> str:
        place = f"{self.where} (node '{self.node}')" if self.where and self.node else self.where or self.node
        return f"{place}: {self.message}" if place else self.message


class AppError(Exception):
    """Stops the work; its text says what happened, what is safe and what to do, and is shown as it is.

    What to do may differ: `window` is advice for who has the window before them and is part of `message`, `command` for
    who works by commands and is part of the text as a whole.
    """

    def __init__(self, message: str, problems: Iterable[Problem] = (), *, window: str = "", command: str = "") -> None:
        super().__init__(message)
        self.message = f"{message} {window}" if window else message
        self._told = f"{message} {command}" if command else message
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([self._told, *(f"  - {problem}" for problem in self.problems)])


class DamageError(AppError):
    """Something that is stored is not what was saved."""


def shortened(text: str, most: int = LONGEST_LINE) -> str:
    """The text as it is said: the middle is left out of each line that is longer than `most` signs.

    What a message begins with says what happened, and what it ends with says what to do.
    """
    return text if len(text) <= most else "\n".join(_short(line, most) for line in text.split("\n"))


def _short(line: str, most: int) -> str:
    if len(line) <= most:
        return line
    behind = most // 3
    return f"{line[: most - behind - 3]} … {line[len(line) - behind :]}"


class Cancelled(Exception):  # noqa: N818  # not an error: the user wanted it
    """The user asked for a long job to stop; nothing of it remains."""


_WORDS_OF_FULL_MEMORY = (
    "failed to launch worker thread",
    "can't start new thread",
    "cannot allocate memory",
    "failed to map segment",
    "could not find/load shared object file",
    "resource temporarily unavailable",
)
"""As libraries say it that have no exception of their own for it."""


def told_of_memory(error: BaseException) -> AppError | None:
    """What is said where the memory did not suffice; None for any other error."""
    words = str(error).casefold()
    is_full = isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM)
    if not is_full and not any(each in words for each in _WORDS_OF_FULL_MEMORY):
        return None
    return AppError(
        "There is not enough free memory for this. Nothing of it was kept, and what was saved before is safe. Close "
        "other programs and try again, or take less data at once."
    )


def refuse_full_memory(error: BaseException) -> None:
    """MemoryError where that is what the error comes from, so that what cannot be read now is not called damaged."""
    if told_of_memory(error):
        raise MemoryError from error
