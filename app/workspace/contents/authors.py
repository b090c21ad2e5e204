"""Who saved which revision of a scenario: the user's name on their computer, kept beside the revisions."""

from __future__ import annotations

import getpass
import os

from sqlalchemy import Connection

from app.errors import AppError
from app.workspace.settings.settings import Json, put_setting, setting_in

KEY = "authors"
_VARIABLE = "REHEARSE_AUTHOR"
_LONGEST_NAME = 60


def author_here() -> str:
    """The name in REHEARSE_AUTHOR, else that of the user's account; empty where the system knows none."""
    try:
        name = os.environ.get(_VARIABLE) or getpass.getuser()
    except (KeyError, OSError):
        return ""
    return " ".join(name.encode(errors="replace").decode().split())[:_LONGEST_NAME]


def note_author(connection: Connection, scenario_id: str, revision: int) -> None:
    """Keep who saves that revision, in the transaction that is open."""
    name = author_here()
    if name:
        stored = _stored(connection)
        put_setting(connection, KEY, {**stored, scenario_id: {**_of(stored, scenario_id), f"{revision}": name}})


def authors_in(connection: Connection, scenario_id: str) -> dict[int, str]:
    """Who saved each revision, as far as that is known."""
    kept = _of(_stored(connection), scenario_id)
    return {int(number): name for number, name in kept.items() if number.isdecimal() and isinstance(name, str)}


def forget_authors(connection: Connection, scenario_id: str) -> None:
    """The scenario is gone, and who saved it with it."""
    stored = _stored(connection)
    if scenario_id in stored:
        put_setting(connection, KEY, {key: each for key, each in stored.items() if key != scenario_id})


def _stored(connection: Connection) -> dict[str, Json]:
    """What is kept; what is damaged begins anew, rather than keep a scenario from being saved."""
    try:
        stored = setting_in(connection, KEY)
    except AppError:
        return {}
    return stored if isinstance(stored, dict) else {}


def _of(stored: dict[str, Json], scenario_id: str) -> dict[str, Json]:
    found = stored.get(scenario_id)
    return found if isinstance(found, dict) else {}
