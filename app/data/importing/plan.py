"""What an import will do, before it does it: the seam that the window and the command line share.

    plan = propose(paths, mapping, dataset)  # each file looked at, the joins measured
    plan.files[0].kind, plan.files[0].why  # "customers", "The header is that of an export: …"
    plan.files[0].columns, plan.files[0].rows  # what each column is taken for; the first rows as they are
    plan.joins, plan.chosen  # every pair of key columns with its match rate; those in use
    plan.doubts  # what to show; `must_be_answered` ones stop the import until they are
    plan = with_file(plan, 0, kind="events")  # one changed thing; what follows from it is looked at again
    plan = with_join(plan, plan.joins[2])  # another way to join
    plan = answered(plan, plan.doubts[0])  # "yes, I mean it"
    document = plan.mapping()  # the same as a mapping file; propose(paths, document) makes it again
    imported = import_plan(plan, name, dataset)  # app.data.importing.planned; stored: app.jobs.datasets.importing

A plan is frozen; changing it reads no file again, unless another sheet or encoding is said. With `heads_only` only the
beginning of each file is read, for a first picture at once, without joins. All of them belong into a background job.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any

from app.data.dataset import Dataset
from app.data.files.registry import Reading, read_source
from app.data.files.source_table import SourceTable
from app.data.importing.accounting.accounts import Account
from app.data.importing.file_names import called, names_apart
from app.data.importing.file_plan import Doubt, FilePlan, Key, ledger_of
from app.data.importing.keys.joined_files import JoinedFiles
from app.data.importing.keys.joining import DATASET, Join, measured, proposed
from app.data.importing.keys.names import fits, further_joins, said_keys
from app.data.importing.keys.of_files import columns_called, columns_of_files, phones_of
from app.data.importing.keys.stored import Cookies, cookies_of, keys_of_events, stored_keys
from app.data.importing.mapping import FileMapping, KeyMapping, MappingDocument, OnDuplicate
from app.data.importing.recognition.columns.labelled import unlabelled
from app.data.importing.recognition.looking import SAME, look
from app.data.importing.remembered import (
    MOST_NAMES,
    NOTHING_REMEMBERED,
    Remembered,
    header_key,
    header_of,
    look_again,
    of_header,
    worth_remembering,
)
from app.errors import AppError
from app.progress import Progress, silent

REPEATED = "known"
"""The code of a doubt that says that a file was imported before; `on_duplicate` answers it."""


@dataclass(frozen=True, slots=True)
class ImportPlan(JoinedFiles):
    """Files, what they are taken for, and how they join.

    `answers` are the doubts that the user has answered, by key. `timezone` is the zone of instants without one.
    `repeated` names for each file the one that said the same before, `on_duplicate` is what happens to such a file, and
    to events that are there. Columns that are missed are doubts where it `leaves_open` which they are, else errors.
    """

    timezone: str = "UTC"
    on_duplicate: OnDuplicate | None = None
    repeated: tuple[str | None, ...] = ()
    answers: frozenset[str] = frozenset()
    leaves_open: bool = False
    document: MappingDocument = field(default_factory=MappingDocument, compare=False, repr=False)
    cookies: Cookies | None = field(default=None, compare=False, repr=False)
    apart: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    known: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    before: MappingDocument | None = field(default=None, compare=False, repr=False)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What the user should know or must answer, file by file, then of the joins."""
        own = [doubt for file in self.files for doubt in file.doubts if self.is_complete or not doubt.offers]
        own += [
            _doubt_of_repeated(file, first)
            for file, first in zip(self.files, self.repeated, strict=False)
            if first is not None and self.on_duplicate is None
        ]
        return tuple(doubt for doubt in (*own, *self.doubts_of_joins()) if doubt.key not in self.answers)

    @property
    def unanswered(self) -> tuple[Doubt, ...]:
        """The doubts that stop the import."""
        return tuple(doubt for doubt in self.doubts if doubt.must_be_answered)

    def is_skipped(self, place: int) -> bool:
        """Whether a file is left out because it said the same before, or another of these files does."""
        first = self.repeated[place] if place < len(self.repeated) else None
        is_here = first is not None and first not in self.known.values()
        return first is not None and (self.on_duplicate == "skip" or (is_here and self.on_duplicate != "again"))

    def keys_before(self, place: int) -> tuple[Key, ...] | None:
        """What the columns that name the customer identified when the dataset got this very file, by the same ones."""
        first = self.repeated[place] if place < len(self.repeated) else None
        if first is None or first not in self.known.values() or self.before is None:
            return None
        file = self.files[place]
        said = self.before.of_file(PurePath(first), header_key(header_of(file)))
        keys = tuple(Key(key.column, key.identifies) for key in said.keys or ())
        is_same = {key.column for key in keys} == {key.column for key in self.keys_of(place)}
        return keys if said.kind == file.kind and is_same else None

    def said_again(self, dataset: str) -> MappingDocument:
        """The same for a mapping file of the user's, which the next files of these names are read by too."""
        files = [self._file_mapping(place) for place in range(len(self.files))]
        names = [file.event_names[:MOST_NAMES] for file in self.files]
        kept = [
            each.model_copy(update={"header": None, "sheet": file.given.sheet, "event_names": known})
            for each, file, known in zip(files, self.files, names, strict=True)
        ]
        return self.mapping().model_copy(
            update={
                "files": tuple(kept),
                "dataset": dataset,
                "unrelated": any(answer.startswith(("few-meet", "no-join")) for answer in self.answers),
                "on_duplicate": self.on_duplicate,
            }
        )

    def mapping(self) -> MappingDocument:
        """The document that says all of this."""
        files = tuple(self._file_mapping(place) for place in range(len(self.files)))
        return MappingDocument(files=files, timezone=self.timezone, apart=tuple(sorted(self.apart)))

    def _file_mapping(self, place: int) -> FileMapping:
        file = self.files[place]
        keys = tuple(KeyMapping(column=key.column, identifies=key.identifies) for key in self.keys_of(place))
        return FileMapping(
            **{"as": file.kind},
            file=file.name,
            header=header_key(header_of(file)),
            encoding=file.given.encoding,
            keys=keys,
            at=file.at,
            time=file.time,
            zone=file.zone,
            name=file.event,
            name_constant=file.constant,
            event_id=file.event_id,
            types=file.types,
            roles=None if file.kind == "products" else file.roles,
            product_roles=file.roles if file.kind == "products" else None,
            event_roles=file.event_roles,
            property_roles=file.property_roles,
            attributes=file.attributes,
            leave_out=file.leave_out,
            day_first=file.day_first,
            decimal=file.given.decimal,
            cents=file.given.cents,
            into=file.into,
        )


def propose(
    paths: Sequence[Path],
    mapping: MappingDocument | None = None,
    dataset: Dataset | None = None,
    *,
    timezone: str | None = None,
    accounts: Sequence[Account] = (),
    before: MappingDocument | None = None,
    on_duplicate: OnDuplicate | None = None,
    remembered: Remembered = NOTHING_REMEMBERED,
    heads_only: bool = False,
    leaves_open: bool = False,
    progress: Progress = silent,
) -> ImportPlan:
    """What importing these files would do; the mapping decides where it says something, the rest is guessed.

    `dataset` is what they are to be joined with, `accounts` say which files it came from and `before` how those were
    read; `remembered` is what was said of headers before. An AppError in words for a file that cannot be read.
    """
    document = mapping or MappingDocument()
    zone = (dataset.timezone if dataset else None) or document.timezone or timezone or "UTC"
    given = [document.of_file(path) for path in paths]
    names = names_apart(paths)
    reads = zip(paths, names, given, strict=True)
    sources = [_read(path, name, each, progress, heads_only=heads_only) for path, name, each in reads]
    given = [of_header(document, *each) for each in zip(paths, sources, given, strict=True)]
    looks = zip(paths, sources, given, strict=True)
    looked = (look_again(*each, document, remembered, leaves_open=leaves_open) for each in looks)
    files = tuple(replace(file, called=name) for file, name in zip(looked, names, strict=True))
    cookies = cookies_of(dataset, before) if dataset else None
    phones = phones_of(files, sources, dataset, zone)
    plan = ImportPlan(
        files,
        timezone=zone,
        is_complete=not heads_only,
        leaves_open=leaves_open,
        document=document,
        sources=tuple(sources),
        stored=stored_keys(dataset, cookies, phones) if dataset else None,
        phones=phones,
        cookies=cookies,
        known={account.fingerprint: account.file for account in accounts if account.fingerprint},
        before=before,
        earlier_keys=keys_of_events(before) if before else frozenset(),
        id_columns=keys_of_events(before, SAME) if before else frozenset(),
        apart=frozenset(document.apart) | frozenset(before.apart if before else ()),
        on_duplicate=on_duplicate,
    )
    return plan if heads_only else _compared(_joined(plan), progress)


def with_file(plan: ImportPlan, place: int, progress: Progress = silent, **changes: Any) -> ImportPlan:
    """The plan with something else said of one file, in the terms of `FileMapping`.

    For example `kind="events"`, `at="Created"`, `name=None, name_constant="purchase"`, `roles={…}`, `leave_out=(…)`,
    `keys=(KeyMapping(column="Email", identifies="email"),)`; None lets it be guessed again. The file is read anew only
    where another `sheet` or `encoding` is said.
    """
    file = plan.files[place]
    given = FileMapping.model_validate({**file.given.model_dump(), **changes})
    sources = list(plan.sources)
    if (given.sheet, given.encoding) != (file.given.sheet, file.given.encoding):
        sources[place] = _read(file.path, file.name, given, progress, heads_only=not plan.is_complete)
    fresh = look(file.path, sources[place], given, plan.document, leaves_open=plan.leaves_open)
    is_remembered = file.is_remembered and bool(worth_remembering(given))
    fresh = replace(fresh, is_remembered=is_remembered, called=file.called)
    files = tuple(fresh if at == place else each for at, each in enumerate(plan.files))
    changed = replace(plan, files=files, sources=tuple(sources))
    return _compared(_joined(changed), progress) if plan.is_complete else changed


def with_join(plan: ImportPlan, join: Join) -> ImportPlan:
    """The plan with these two files joined in this way, which counts as an answer."""
    pair = {join.first.file, join.second.file}
    kept = [each for each in plan.chosen if {each.first.file, each.second.file} != pair]
    replaced = len(kept) < len(plan.chosen)
    if not replaced:
        kept = [each for each in kept if join.second.file not in (each.second.file,)]
    chosen = replace(plan, chosen=(*kept, join))
    chosen = _with_further(chosen)
    return replace(chosen, answers=chosen.answers | {f"few-meet {chosen.name_of(join.second.file)}"})


def joined_by(plan: ImportPlan, first: str, second: str) -> ImportPlan:
    """The plan joined by columns of these names wherever two files have them; AppError where none do."""
    known = [join for join in plan.joins if {join.first.column, join.second.column} == {first, second}]
    wanted = known or [join for join in _measured_by(plan, first, second) if join.met]
    if not wanted:
        ways = "; ".join(join.sentence() for join in plan.joins[:5]) or "there are none"
        raise AppError(
            f"No two files have the columns “{first}” and “{second}” with comparable values. Ways to join: {ways}."
        )
    for join in wanted:
        plan = with_join(plan, join)
    return plan


def met_in(plan: ImportPlan, dataset: Dataset) -> tuple[Join, ...]:
    """How many of each file's customers a dataset has, by each pair of columns."""
    columns = [stored_keys(dataset), *columns_of_files(plan.files, plan.sources)]
    return tuple(join for join in measured(columns) if join.first.file == DATASET)


def _measured_by(plan: ImportPlan, first: str, second: str) -> list[Join]:
    """Joins by columns that nothing says are keys."""
    columns = columns_called(plan.files, plan.sources, (first, second))
    columns += [plan.stored] if plan.stored else []
    joins = measured(columns)
    return [join for join in joins if {join.first.column, join.second.column} == {first, second}]


def answered(plan: ImportPlan, doubt: Doubt) -> ImportPlan:
    """The plan with a doubt answered: it is meant."""
    return replace(plan, answers=plan.answers | {doubt.key})


def _joined(plan: ImportPlan) -> ImportPlan:
    """The plan with its joins measured and the best of them chosen."""
    columns = [plan.stored] if plan.stored else []
    if len(plan.files) > 1 or plan.stored:
        columns += columns_of_files(plan.files, plan.sources, plan.phones)
    joins = measured(columns)
    said = said_keys(plan.files)
    fitting = [join for join in joins if fits(join, said)]
    chosen = proposed(columns, fitting)
    return _with_further(replace(plan, joins=joins, chosen=chosen, columns=tuple(columns)))


def _with_further(plan: ImportPlan) -> ImportPlan:
    """The plan with what else of the joined files is compared."""
    return replace(plan, further=further_joins(plan.joins, plan.chosen, plan.files, plan.id_columns, plan.columns))


def _compared(plan: ImportPlan, progress: Progress) -> ImportPlan:
    """The plan with the files that say what another, or one of the dataset's, said before."""
    if not plan.known and len(plan.files) == 1:
        return plan
    known = dict(plan.known)
    repeated: list[str | None] = []
    for file, source in zip(plan.files, plan.sources, strict=True):
        if source is None or file.kind == "pool" or file.is_open:
            repeated.append(None)
            continue
        fingerprint = ledger_of(file, source).fingerprint(progress)
        repeated.append(known.get(fingerprint))
        known.setdefault(fingerprint, file.name)
    return replace(plan, repeated=tuple(repeated))


def _doubt_of_repeated(file: FilePlan, first: str) -> Doubt:
    what = "its values would count as the last"
    if file.kind in ("events", "orders"):
        what = "every event would count twice"
    text = f"{file.name} holds what was imported from {first} already. Imported again, {what}."
    return Doubt(REPEATED, file.name, text, must_be_answered=True)


def _read(path: Path, name: str, given: FileMapping, progress: Progress, *, heads_only: bool) -> SourceTable | None:
    if given.kind == "pool":
        return None
    how = Reading(given.encoding, given.sheet, head_only=heads_only, progress=progress)
    return unlabelled(called(read_source(path, how), name))
