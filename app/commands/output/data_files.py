"""Data in files of customers and events, instead of a workspace's dataset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.commands.output.plan_answers import joined_as_said
from app.commands.output.pool_files import pool_sources
from app.commands.output.terminal import complain
from app.data.changes.pools import read_pool, with_pools
from app.data.dataset import Dataset
from app.data.importing.file_names import shown
from app.data.importing.mapping import FileMapping, Kind, MappingDocument, read_mapping
from app.data.importing.plan import ImportPlan, propose, with_file
from app.data.importing.planned import import_plan
from app.data.importing.recognition.kinds import kind_of
from app.data.importing.remembered import NOTHING_REMEMBERED
from app.jobs.datasets.corrections import Corrections
from app.numbers import stored_number
from app.progress import Progress


@dataclass(frozen=True, slots=True)
class DataFiles:
    """The files that options name, and how they are read."""

    customers: Path | None
    events: Path | None
    mapping: Path | None
    pools: Sequence[str]
    joins: Sequence[str]
    unrelated: bool
    forget: bool = False
    """Whether what was said of files with such headers before is to be forgotten."""

    @property
    def are_given(self) -> bool:
        """Whether any file of data is named."""
        return self.customers is not None or self.events is not None

    def dataset(self, progress: Progress) -> Dataset:
        """What importing them would give; rows that cannot be read are counted on stderr."""
        said = self._said()
        plan = joined_as_said(self._plan(progress), self.joins, said.joins, unrelated=self.unrelated or said.unrelated)
        imported = import_plan(plan, "files")
        for account in imported.accounts:
            if account.rejected:
                complain(
                    f"Note: {shown(account.file)}: {stored_number(account.rejected)} of "
                    f"{stored_number(account.read)} rows were not read; `rehearse import` into a workspace lists them."
                )
        codes = [(source.pool, read_pool(source.path, progress)) for source in pool_sources(self.pools)]
        return with_pools(imported.dataset, codes)[0]

    def _said(self) -> MappingDocument:
        return read_mapping(self.mapping) if self.mapping else MappingDocument()

    def _plan(self, progress: Progress) -> ImportPlan:
        named = list(self._named())
        document = self._said()
        said = [_of_kind(document, path, kind) for path, kind in named]
        known = document.model_copy(update={"files": (*said, *document.files)})
        corrections = Corrections()
        remembered = NOTHING_REMEMBERED if self.forget else corrections.remembered()
        plan = propose([path for path, _ in named], known, remembered=remembered, progress=progress)
        if self.forget:
            corrections.forget(plan.files)
        for file in plan.files:
            if file.is_remembered:
                complain(f"Note: {file.name}: {file.why} With --forget it is guessed.")
        for place, (_, kind) in enumerate(named):
            if plan.files[place].kind != kind and said[place].kind == kind:  # one file for both
                plan = with_file(plan, place, kind=kind)
            if kind == "events" and _are_orders(plan, place, document):
                plan = with_file(plan, place, kind="orders")
        return plan

    def _named(self) -> Iterator[tuple[Path, Kind]]:
        if self.customers is not None:
            yield self.customers, "customers"
        if self.events is not None:
            yield self.events, "events"


def _of_kind(document: MappingDocument, path: Path, kind: Kind) -> FileMapping:
    """What the mapping says of the file, which is of that kind unless it says otherwise."""
    known = document.of_file(path)
    return known.model_copy(update={"file": str(path), "kind": known.kind or kind})


def _are_orders(plan: ImportPlan, place: int, document: MappingDocument) -> bool:
    """Whether a file of events has lines of orders, and nothing was said of what its events are called."""
    file, source, said = plan.files[place], plan.sources[place], document.events
    named = (file.given.name, file.given.name_constant, said and said.name, said and said.name_constant)
    return file.kind == "events" and source is not None and not any(named) and kind_of(source.table).kind == "orders"
