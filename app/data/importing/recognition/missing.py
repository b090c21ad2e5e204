"""A column that a file needs and nothing looks like: the user can say which one it is."""

from __future__ import annotations

from collections.abc import Sequence

from app.errors import AppError


class MissingColumnError(AppError):
    """What is missing, and how it can be said: by an `entry` of the columns' menus, or by an `option`.

    `hint` says what else may be done about it.
    """

    def __init__(
        self, code: str, file: str, what: str, columns: Sequence[str], entry: str, option: str, hint: str = ""
    ) -> None:
        missing = f"Nothing in {file} looks like {what}.{f' {hint}' if hint else ''}"
        window = f"Press the head of the column that is it, and choose “{entry}”."
        super().__init__(
            f"{missing} Its columns are: {', '.join(columns)}. Nothing was imported.",
            window=window,
            command=f"Say which one it is ({option} COLUMN).",
        )
        self.code = code
        self.question = f"{missing} {window}"
