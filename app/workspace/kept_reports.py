"""Reports kept under a name: what they report on, and which parts of their definition were changed."""

from __future__ import annotations

import json
from collections.abc import Callable

from pydantic import ValidationError

from app.errors import AppError
from app.workspace.documents import StoredDocument, damaged
from app.workspace.settings import Json, SettingStore

Stored = dict[str, Json]
_KEY = "kept_reports"
_LONGEST_NAME = 200


class KeptReport(StoredDocument):
    """A report over a dataset, over the latest run of a scenario, or over one run; of the three, two are empty.

    `changes` are the parts of its sentence that differ from what the report proposes, as (field, value), in that order.
    Of a run's report with several figures, `heading` names those that were in sight.
    """

    report: str
    dataset: str = ""
    scenario: str = ""
    run: int = 0
    changes: tuple[tuple[str, str], ...] = ()
    heading: str = ""


class KeptReportStore:
    """The kept reports by name, in the order in which they were kept."""

    def __init__(self, settings: SettingStore) -> None:
        self._settings = settings

    def all(self) -> dict[str, KeptReport]:
        """Every kept report; AppError where what is stored is none."""
        return {name: _read(name, document) for name, document in _checked(self._settings.get(_KEY, {})).items()}

    def put(self, name: str, report: KeptReport) -> None:
        """Keep a report under a name, in place of any before."""
        wanted = name.strip()
        if not wanted or len(wanted) > _LONGEST_NAME:
            raise AppError(f"A kept report needs a name of 1 to {_LONGEST_NAME} letters. Nothing was changed.")
        document = report.model_dump(mode="json", exclude_defaults=True)
        self._change(lambda stored: {**stored, wanted: document})

    def rename(self, old: str, new: str) -> None:
        """Call a kept report something else, in its place; AppError if there is none, or one of the new name."""

        def renamed(stored: Stored) -> Stored:
            wanted = new.strip()
            if old not in stored or wanted in stored or not 0 < len(wanted) <= _LONGEST_NAME:
                raise AppError(f"The kept report {old!a} cannot be called {new!a}. Nothing was changed.")
            return {wanted if title == old else title: each for title, each in stored.items()}

        self._change(renamed)

    def remove(self, name: str) -> None:
        """Forget the kept report; AppError if there is none of that name."""

        def without(stored: Stored) -> Stored:
            if name not in stored:
                raise AppError(f"There is no kept report {name!a} in this workspace. Nothing was changed.")
            return {title: document for title, document in stored.items() if title != name}

        self._change(without)

    def _change(self, change: Callable[[Stored], Stored]) -> None:
        self._settings.change(_KEY, lambda stored: change(_checked(stored)), {})


def _checked(stored: Json) -> Stored:
    if not isinstance(stored, dict):
        raise damaged("The list of kept reports")
    return stored


def _read(name: str, document: Json) -> KeptReport:
    try:
        return KeptReport.model_validate_json(json.dumps(document))
    except (ValidationError, RecursionError) as error:
        raise damaged(f"The kept report {name!a}") from error
