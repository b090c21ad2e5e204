"""Scenarios in the workspace: every save is a revision, and every revision stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from app.errors import AppError
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Scenario, ScenarioId
from app.workspace.contents.authors import authors_in, forget_authors, note_author
from app.workspace.sqlite import cells
from app.workspace.sqlite.clock import now_us
from app.workspace.sqlite.database import Database
from app.workspace.sqlite.documents import damaged, sealed, shown, unsealed
from app.workspace.sqlite.tables import scenario_revision as table

_SMALL = [column for column in table.columns if column.name != "document"]
_REVISIONS = select(*_SMALL)


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state of a scenario; `number` counts from 1, `sha256` is that of its document.

    `by` is who saved it, empty where nobody is known.
    """

    scenario_id: ScenarioId
    number: int
    saved_at_us: int
    message: str
    sha256: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class ScenarioInfo:
    """A scenario as its newest revision has it."""

    id: ScenarioId
    name: str
    description: str
    revision: int
    saved_at_us: int
    message: str


def stored_scenario(text: str, what: str) -> Scenario:
    """The scenario of a stored document; AppError that names `what` it is, and repeats nothing of it."""
    try:
        return parse_scenario(text, what)
    except AppError as error:
        raise damaged(what) from error


class ScenarioStore:
    """The scenarios of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[ScenarioInfo, ...]:
        """The newest revision of each scenario, by name."""
        newest = select(table.c.scenario_id, func.max(table.c.number)).group_by(table.c.scenario_id).subquery()
        chosen = _REVISIONS.join(newest, (table.c.scenario_id == newest.c[0]) & (table.c.number == newest.c[1]))
        with self._database.reading() as connection:
            rows = connection.execute(chosen).all()
        return tuple(sorted(map(_info, rows), key=lambda info: (info.name.casefold(), info.id)))

    def save(self, scenario: Scenario, message: str = "") -> Revision:
        """Keep the scenario as a new revision; unchanged and without a message, the newest one is enough."""
        columns = sealed(dump_scenario(scenario))
        with self._database.writing() as connection:
            newest = _newest(connection, scenario.id)
            if newest is not None and newest.sha256 == columns["sha256"] and not message:
                return newest
            revision = Revision(scenario.id, newest.number + 1 if newest else 1, now_us(), message, columns["sha256"])
            connection.execute(
                insert(table).values(
                    scenario_id=scenario.id,
                    number=revision.number,
                    saved_at_us=revision.saved_at_us,
                    message=message,
                    name=scenario.name,
                    description=scenario.description,
                    **columns,
                )
            )
            note_author(connection, scenario.id, revision.number)
        return revision

    def load(self, scenario_id: str, revision: int | None = None) -> Scenario:
        """The scenario as of that revision, or as of the newest."""
        chosen = select(table).where(table.c.scenario_id == scenario_id).order_by(table.c.number.desc()).limit(1)
        if revision is not None:
            chosen = chosen.where(table.c.number == revision)
        with self._database.reading() as connection:
            row = connection.execute(chosen).one_or_none()
        if row is None:
            which = "" if revision is None else f" revision {revision} of"
            raise AppError(f"There is no{which} scenario '{scenario_id}' in {self._database.path}.")
        return _read(row)

    def revisions(self, scenario_id: str) -> tuple[Revision, ...]:
        """Every revision, oldest first."""
        chosen = _REVISIONS.where(table.c.scenario_id == scenario_id).order_by(table.c.number)
        with self._database.reading() as connection:
            found = tuple(map(_revision, connection.execute(chosen).all()))
            authors = authors_in(connection, scenario_id)
        return tuple(replace(each, by=authors.get(each.number, "")) for each in found)

    def remove(self, scenario_id: str) -> None:
        """Forget the scenario with all its revisions; its runs keep the one they were made with."""
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.scenario_id == scenario_id))
            forget_authors(connection, scenario_id)


def _newest(connection: Connection, scenario_id: str) -> Revision | None:
    chosen = _REVISIONS.where(table.c.scenario_id == scenario_id).order_by(table.c.number.desc()).limit(1)
    row = connection.execute(chosen).one_or_none()
    return None if row is None else _revision(row)


def _revision(row: Row[Any]) -> Revision:
    return Revision(
        ScenarioId(cells.text(row.scenario_id)),
        cells.number(row.number),
        cells.instant(row.saved_at_us),
        cells.text(row.message),
        cells.text(row.sha256),
    )


def _info(row: Row[Any]) -> ScenarioInfo:
    return ScenarioInfo(
        ScenarioId(cells.text(row.scenario_id)),
        cells.text(row.name),
        cells.text(row.description),
        cells.number(row.number),
        cells.instant(row.saved_at_us),
        cells.text(row.message),
    )


def _read(row: Row[Any]) -> Scenario:
    what = f"Revision {cells.number(row.number)} of the scenario '{shown(row.scenario_id)}'"
    scenario = stored_scenario(unsealed(row.document, row.sha256, what), what)
    if (scenario.id, scenario.name, scenario.description) != (row.scenario_id, row.name, row.description):
        raise damaged(what)
    return scenario
