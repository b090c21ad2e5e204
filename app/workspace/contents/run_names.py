"""What runs are called: by the difference to the run before, or as the user says."""

from __future__ import annotations

from collections.abc import Iterable

from app.errors import AppError
from app.workspace.contents.runs import RunInfo
from app.workspace.settings.settings import Json, SettingStore
from app.workspace.sqlite.documents import damaged

_KEY = "run_names"
_LONGEST_NAME = 200


class RunNames:
    """The names of runs; a run that was kept by an earlier version has none until it is given one."""

    def __init__(self, settings: SettingStore) -> None:
        self._settings = settings

    def of(self, runs: Iterable[RunInfo]) -> dict[int, str]:
        """The names of those runs that have one, by their ids."""
        stored = _checked(self._settings.get(_KEY, {}))
        return {info.id: name for info in runs if isinstance(name := stored.get(_key(info)), str)}

    def put(self, run: RunInfo, name: str) -> None:
        """Call a run so; AppError where that is no name."""
        wanted = " ".join(name.split())
        if not 0 < len(wanted) <= _LONGEST_NAME:
            raise AppError(f"A run needs a name of 1 to {_LONGEST_NAME} letters. Nothing was changed.")
        self._settings.change(_KEY, lambda stored: {**_checked(stored), _key(run): wanted}, {})


def _key(run: RunInfo) -> str:
    """Of one run alone, also in a copy of the workspace that holds no runs and begins to count anew."""
    return f"{run.id} {run.ran_at}"


def _checked(stored: Json) -> dict[str, Json]:
    if not isinstance(stored, dict):
        raise damaged("The list of run names")
    return stored
