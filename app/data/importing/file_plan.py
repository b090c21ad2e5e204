"""What one file is taken for, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from app.data.columns.column import ColumnType
from app.data.columns.texts import KnownTexts
from app.data.files.source_table import SourceTable
from app.data.importing.accounting.accounts import Ledger, Role
from app.data.importing.mapping import FileMapping, Kind
from app.data.importing.presets import Consent
from app.data.importing.values.moments import DayFirst
from app.files.reading import name_of

Use = Literal["key", "at", "name", "attribute", "property", "left out"]


class Offer(NamedTuple):
    """An answer to a doubt: its words, and the field of the file's mapping that gets a value by it."""

    words: str
    field: str
    value: bool | str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to tell before a file is imported; one that `must_be_answered` stops the import until it is.

    Of `offers` one can be taken as the answer.
    """

    code: str
    file: str
    text: str
    must_be_answered: bool = False
    offers: tuple[Offer, ...] = ()

    @property
    def key(self) -> str:
        """By what an answer is known."""
        return f"{self.code} {self.file}"


@dataclass(frozen=True, slots=True)
class Key:
    """A column that names the customer; columns whose values `identify` the same are compared."""

    column: str
    identifies: str


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column: what it is used for, its role, a few values, and the type that the first rows have.

    `type` is None in the far columns of a wide file; the import decides over all rows anyway.
    """

    name: str
    use: Use
    type: ColumnType | None
    role: str | None
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A file, what its rows are taken for and `why`, and what its columns mean.

    `keys` stand best first; for products the first is the product's id. `event` is the column with the event's name,
    `constant` the one name of all events, `event_names` those that were seen, the most frequent first. `roles` are
    those of attributes, `property_roles` those of properties, `event_roles` those of event names. `into` names the list
    or pool that the file fills. `given` is what was said of the file, against what was guessed. `sheets` are the filled
    ones of a workbook, `sheet` is the one that is read; `encoding` is the one in which a delimited text is read.
    """

    path: Path
    kind: Kind
    why: str
    preset: str | None
    form: str
    columns: tuple[ColumnPlan, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[Key, ...]
    at: str | None
    event: str | None
    constant: str | None
    event_names: tuple[str, ...]
    event_id: str | None
    types: Mapping[str, ColumnType]
    roles: Mapping[str, str]
    event_roles: Mapping[str, str] | None
    property_roles: Mapping[str, str]
    attributes: tuple[str, ...]
    leave_out: tuple[str, ...]
    day_first: DayFirst | None
    into: str | None
    doubts: tuple[Doubt, ...]
    given: FileMapping = field(repr=False)
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str | None = None
    is_given_key: bool = False
    is_remembered: bool = False
    """Whether what was said of an earlier file with this header holds for it."""
    time: str | None = None
    """The column with the time of day, where that of the instants has days alone."""
    names: KnownTexts | None = field(default=None, compare=False, repr=False)
    """The column of the events' names with its texts."""
    zone: str | None = None
    """The column with the zone of each row's instant, where the instants name none; "" where it is said to be none."""
    cents: tuple[str, ...] = ()
    """Columns of money that are counted in hundredths."""
    consents: Mapping[str, Consent] = field(default_factory=dict)
    """For each role how the file speaks of it, where no column says simply yes or no."""

    called: str = ""
    """What tells it from others of its name that are imported with it, where there are any."""

    @property
    def name(self) -> str:
        """The file's name."""
        return self.called or name_of(self.path.name)

    @property
    def is_open(self) -> bool:
        """Whether a column that it needs has still to be said."""
        return any(doubt.must_be_answered for doubt in self.doubts)


def without_left_out(file: FilePlan) -> FilePlan:
    """A column that is left out has no meaning, whoever gave it one; brought back, it has it again."""

    def kept(meant: Mapping[str, str]) -> dict[str, str]:
        return {role: name for role, name in meant.items() if name not in file.leave_out}

    if not file.leave_out:
        return file
    return replace(
        file,
        types={name: type_ for name, type_ in file.types.items() if name not in file.leave_out},
        roles=kept(file.roles),
        property_roles=kept(file.property_roles),
        attributes=tuple(name for name in file.attributes if name not in file.leave_out),
        event_id=None if file.event_id in file.leave_out else file.event_id,
    )


def ledger_of(file: FilePlan, source: SourceTable) -> Ledger:
    """A ledger over the rows of a file, by which it is known again."""
    role, columns = known_by(file)
    ledger = Ledger(role, source)
    ledger.read_by(*columns)
    return ledger


def known_by(file: FilePlan) -> tuple[Role, tuple[str | None, ...]]:
    """The role in which a file is read, and the columns by which: with its text they are what it is known again by."""
    key = file.keys[0].column
    if file.kind in ("events", "orders"):
        return "events", (key, file.at, file.event, file.constant)
    into = ("list", file.into or file.name) if file.kind == "list" else ()
    return "products" if file.kind == "products" else "customers", (key, *into)


def pool_plan(path: Path, given: FileMapping, why: str, form: str) -> FilePlan:
    """The plan of a file of voucher codes, whose columns are not looked at."""
    name = given.into or path.name.split(".")[0]
    return FilePlan(
        path=path,
        kind="pool",
        why=why,
        preset=None,
        form=form,
        columns=(),
        rows=(),
        keys=(),
        at=None,
        event=None,
        constant=None,
        event_names=(),
        event_id=None,
        types={},
        roles={},
        event_roles=None,
        property_roles={},
        attributes=(),
        leave_out=(),
        day_first=None,
        into=name,
        doubts=(),
        given=given,
    )
