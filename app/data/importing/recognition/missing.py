"""Columns that a file needs: named and not there, or not named, so that the user can say which one it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.errors import AppError


class MissingColumnError(AppError):
    """What is missing, and how it can be said: by an `entry` of the columns' menus, or by an `option`.

    `hint` says what else may be done about it.
    """

    def __init__(
        self, code: str, file: str, what: str, columns: Sequence[str], entry: str, option: str, hint: str = ""
    ) -> None:
        missing = f"Nothing in {file} looks like {what}.{f' {hint}' if hint else ''}"
        window = (
            f"Press the head of the column that is it, and choose “{entry}”; or choose at the right of the file's name "
            "what its rows are instead."
        )
        super().__init__(
            f"{missing} Its columns are: {', '.join(columns)}. Nothing was imported.",
            window=window,
            command=f"Say which one it is ({option} COLUMN).",
        )
        self.code = code
        self.question = f"{missing} {window}"


def require_columns(file: str, there: Sequence[str], wanted: Iterable[tuple[str, str]]) -> None:
    """An AppError in words unless all (what, column) are there."""
    absent = [f"“{column}” ({what})" for what, column in wanted if column not in there]
    if absent:
        columns = ", ".join(there)
        raise AppError(
            f"{file} has no column {' and no column '.join(absent)}. Its columns are: {columns}. Nothing was imported; "
            "name the right column, or choose another file."
        )
