"""Runs in the workspace: the scenarios as they were, the summary, the forecast, and the tables as Parquet parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, Protocol

import pyarrow as pa
from sqlalchemy import Row, delete, insert, select, update

from app.errors import AppError
from app.progress import Progress, silent
from app.runtime.summary import Summary
from app.scenario.combined import joined
from app.scenario.files import dump_scenario
from app.scenario.graph import Scenario
from app.workspace.contents.run_tables import LazyTables, table_from_parts, table_parts
from app.workspace.contents.scenarios import stored_scenario
from app.workspace.sqlite import cells
from app.workspace.sqlite.clock import now_us
from app.workspace.sqlite.database import Database
from app.workspace.sqlite.documents import StoredDocument, damaged, read, sealed
from app.workspace.sqlite.parts import PartEntries, PartEntry, proven, read_parts, store_parts
from app.workspace.sqlite.tables import run as table
from app.workspace.sqlite.tables import run_part

_UNFINISHED = ""  # the seal of a run whose parts are not all there
_STORING = "Storing the run"


class Finished(Protocol):
    """What is kept of a run; the runtime's `Run` and `Played` have it."""

    @property
    def summary(self) -> Summary: ...
    @property
    def row_count(self) -> int: ...
    def in_parts(self) -> Iterable[Mapping[str, pa.Table]]: ...


class RunInfo(StoredDocument):
    """What is known of a run without loading it; `ran_at` is microseconds UTC.

    Of several scenarios `scenario_id` is the first one's, `further_ids` are the others', and `scenario_name` names all.
    `forecast` tells whether a forecast is kept with it.
    """

    id: int
    scenario_id: str
    scenario_name: str
    dataset_name: str
    dataset_fingerprint: str
    ran_at: int
    seed: int
    customers: int
    instances: int
    visits: int
    further_ids: tuple[str, ...] = ()
    forecast: bool = False

    @property
    def scenario_ids(self) -> tuple[str, ...]:
        """The ids of all its scenarios, in the order they ran in."""
        return (self.scenario_id, *self.further_ids)


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run as it was; each table is read when it is first asked for, while the workspace is open."""

    info: RunInfo
    scenarios: tuple[Scenario, ...]
    summary: Summary
    tables: Mapping[str, pa.Table]
    forecast_json: str | None = None

    @property
    def scenario(self) -> Scenario:
        """Its scenario; several as one, with the ids that the tables have."""
        return joined(self.scenarios)


_LISTED = [column for column in table.columns if column.name != "document"]
_NOTHING_YET = RunInfo(
    id=0, scenario_id="", scenario_name="", dataset_name="", dataset_fingerprint="", ran_at=0, seed=0, customers=0,
    instances=0, visits=0,
)  # fmt: skip


class _Document(StoredDocument):
    info: RunInfo
    scenario: str
    further_scenarios: tuple[str, ...] = ()
    summary: str
    forecast: str | None = None
    parts: PartEntries


class RunStore:
    """The runs of one workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._storing: set[int] = set()

    def all(self, scenario_id: str | None = None) -> tuple[RunInfo, ...]:
        """What is known of each run, or of each of one scenario by itself, newest first."""
        chosen = select(*_LISTED).where(table.c.sha256 != _UNFINISHED).order_by(table.c.id.desc())
        if scenario_id is not None:
            chosen = chosen.where(table.c.scenario_id == scenario_id)
        with self._database.reading() as connection:
            infos = [_listed(row) for row in connection.execute(chosen)]
        return tuple(info for info in infos if scenario_id is None or not info.further_ids)

    def save(
        self,
        run: Finished,
        scenarios: Scenario | Sequence[Scenario],
        dataset_name: str,
        progress: Progress = silent,
        forecast_json: str | None = None,
    ) -> RunInfo:
        """Keep the run with its scenarios and its forecast; cancelled or killed, no run has come.

        Each part has a transaction of its own, so that nobody has to wait long for the file; the run is there with the
        last one.
        """
        together = (scenarios,) if isinstance(scenarios, Scenario) else tuple(scenarios)
        progress(0, run.row_count, _STORING)
        owner = self._begin()
        try:
            entries = self._store_parts(owner, run, progress)
            document = _Document(
                info=_info(owner, together, dataset_name, run.summary, forecast_json is not None),
                scenario=dump_scenario(together[0]),
                further_scenarios=tuple(map(dump_scenario, together[1:])),
                summary=run.summary.to_json(),
                forecast=forecast_json,
                parts=entries,
            )
            with self._database.writing() as connection:
                columns = {**_columns(document.info), **sealed(document.model_dump_json())}
                connection.execute(update(table).where(table.c.id == owner).values(columns))
        except BaseException:
            with suppress(AppError):  # what cannot be removed now is when the next run is stored
                self.remove(owner)
            raise
        finally:
            self._storing.discard(owner)
        return document.info

    def _begin(self) -> int:
        """A run that is not there yet; what a kill has left of earlier ones goes."""
        with self._database.writing() as connection:
            left = (table.c.sha256 == _UNFINISHED) & table.c.id.not_in(self._storing)
            connection.execute(delete(table).where(left))
            empty = insert(table).values(**_columns(_NOTHING_YET), document="", sha256=_UNFINISHED)
            owner: int = connection.execute(empty.returning(table.c.id)).scalar_one()
            self._storing.add(owner)
        return owner

    def _store_parts(self, owner: int, run: Finished, progress: Progress) -> tuple[PartEntry, ...]:
        """The entries of all parts, table by table."""
        entries: list[PartEntry] = []

        def pieces() -> Iterator[Mapping[str, pa.Table]]:
            for piece in run.in_parts():
                progress(sum(entry.rows for entry in entries), run.row_count, _STORING)
                yield piece

        for part in table_parts(pieces()):
            with self._database.writing() as connection:
                entries += store_parts(connection, run_part, owner, [part])
            progress(sum(entry.rows for entry in entries), run.row_count, _STORING)
        ends = {entry.kind: number for number, entry in enumerate(entries)}  # the tables end in their order
        return tuple(sorted(entries, key=lambda entry: (ends[entry.kind], entry.position)))

    def load(self, run_id: int) -> StoredRun:
        """The run, proven to be what was saved."""
        document = self._document(run_id)
        names = dict.fromkeys(entry.kind for entry in document.parts)
        return StoredRun(
            document.info,
            tuple(
                stored_scenario(text, f"The scenario of run {run_id}")
                for text in (document.scenario, *document.further_scenarios)
            ),
            _summary(document),
            LazyTables(names, partial(self._table, run_id)),
            document.forecast,
        )

    def columns(
        self, run_id: int, wanted: Mapping[str, Sequence[str]], progress: Progress = silent
    ) -> dict[str, pa.Table]:
        """These columns of these tables, as far as the run has them, proven to be what was saved."""
        document, done = self._document(run_id), count()
        entries = {name: [entry for entry in document.parts if entry.kind == name] for name in wanted}
        total = sum(map(len, entries.values()))

        def told(contents: Iterator[bytes]) -> Iterator[bytes]:
            for content in contents:
                progress(next(done), total, "Reading the run")
                yield content

        tables = {}
        for name, own in entries.items():
            what = f"The table '{name}' of run {run_id}"
            with self._database.reading() as connection:
                parts = read_parts(connection, run_part, run_id, own, what)
                if own:
                    tables[name] = table_from_parts(told(proven(parts, what)), what, wanted[name])
        return tables

    def remove(self, run_id: int) -> None:
        """Forget the run and overwrite its bytes."""
        with self._database.writing() as connection:
            connection.execute(delete(table).where(table.c.id == run_id))

    def _table(self, run_id: int, name: str) -> pa.Table:
        what = f"The table '{name}' of run {run_id}"
        entries = [entry for entry in self._document(run_id).parts if entry.kind == name]
        with self._database.reading() as connection:
            parts = read_parts(connection, run_part, run_id, entries, what)
            return table_from_parts(proven(parts, what), what)

    def _document(self, run_id: int) -> _Document:
        with self._database.reading() as connection:
            row = connection.execute(select(table).where(table.c.id == run_id)).one_or_none()
        if row is None or row.sha256 == _UNFINISHED:
            raise AppError(f"There is no run {run_id} in {self._database.path}.")
        return _read(row)


def _read(row: Row[Any]) -> _Document:
    what = f"Run {cells.number(row.id)}"
    document = read(_Document, row.document, row.sha256, what)
    columns = {"id": document.info.id, **_columns(document.info)}
    if columns != {name: row._mapping[name] for name in columns}:
        raise damaged(what)
    return document


def _listed(row: Row[Any]) -> RunInfo:
    return RunInfo(
        id=cells.number(row.id),
        scenario_id=cells.text(row.scenario_id),
        scenario_name=cells.text(row.scenario_name),
        dataset_name=cells.text(row.dataset_name),
        dataset_fingerprint=cells.text(row.dataset_fingerprint),
        ran_at=cells.instant(row.ran_at_us),
        seed=cells.digits(row.seed),
        customers=cells.number(row.customers),
        instances=cells.number(row.instances),
        visits=cells.number(row.visits),
        further_ids=tuple(cells.text(row.further_ids).split()),
        forecast=bool(cells.number(row.is_forecast)),
    )


def _columns(info: RunInfo) -> dict[str, object]:
    """What the document says of itself, in the columns that lists read."""
    return {
        "scenario_id": info.scenario_id,
        "further_ids": " ".join(info.further_ids),
        "scenario_name": info.scenario_name,
        "dataset_name": info.dataset_name,
        "dataset_fingerprint": info.dataset_fingerprint,
        "ran_at_us": info.ran_at,
        "seed": str(info.seed),
        "customers": info.customers,
        "instances": info.instances,
        "visits": info.visits,
        "is_forecast": int(info.forecast),
    }


def _summary(document: _Document) -> Summary:
    try:
        return Summary.from_json(document.summary)
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(f"The summary of run {document.info.id}") from error


def _info(
    run_id: int, scenarios: Sequence[Scenario], dataset_name: str, summary: Summary, is_forecast: bool
) -> RunInfo:
    return RunInfo(
        id=run_id,
        scenario_id=scenarios[0].id,
        scenario_name=joined(scenarios).name,
        dataset_name=dataset_name,
        dataset_fingerprint=summary.fingerprint,
        ran_at=now_us(),
        seed=summary.seed,
        customers=summary.customers,
        instances=summary.instances,
        visits=summary.visits,
        further_ids=tuple(scenario.id for scenario in scenarios[1:]),
        forecast=is_forecast,
    )
