"""How reports are composed, kept in the workspace for each scenario and dataset: the next report is made alike."""

from __future__ import annotations

import json

from app.errors import AppError
from app.reports.documents.composing.composition import USUAL, Composition, composition_document, read_composition
from app.workspace.settings.settings import Json
from app.workspace.sqlite.documents import damaged
from app.workspace.store import Workspace

_KEY = "compositions"


def of_scenario(scenario_id: str) -> str:
    """What the reports of a scenario's runs are kept under."""
    return f"scenario:{scenario_id}"


def of_dataset(name: str) -> str:
    """What the reports on a dataset are kept under."""
    return f"dataset:{name}"


def kept_composition(workspace: Workspace, of: str) -> Composition:
    """The composition that was kept, or the usual one; AppError where what is stored is none."""
    document = _checked(workspace.settings.get(_KEY, {})).get(of)
    if document is None:
        return USUAL
    try:
        return read_composition(json.dumps(document))
    except AppError as error:
        raise damaged("How the report is composed") from error


def keep_composition(workspace: Workspace, of: str, composition: Composition) -> None:
    """Keep it in place of any before; the usual one is not kept at all."""
    document = composition_document(composition)

    def change(stored: Json) -> Json:
        others = {key: each for key, each in _checked(stored).items() if key != of}
        return {**others, of: document} if document else others

    workspace.settings.change(_KEY, change, {})


def _checked(stored: Json) -> dict[str, Json]:
    if not isinstance(stored, dict):
        raise damaged("The list of composed reports")
    return stored
