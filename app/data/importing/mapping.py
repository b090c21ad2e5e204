"""The mapping document: what the columns of the files mean, as JSON at the border."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.data.columns.column import ColumnType
from app.data.importing.values.moments import DayFirst
from app.data.vocabulary.roles import ATTRIBUTE_ROLES, EVENT_ROLES, PRODUCT_ROLES, PROPERTY_ROLES, Role
from app.data.zones import named_zone
from app.errors import AppError, Problem
from app.files.reading import name_of, read_document
from app.registry import Registry

OnDuplicate = Literal["replace", "append", "skip", "again"]
"""What becomes of what is there: events are replaced, only new ones added, such files left out, or all is added."""
Kind = Literal["customers", "events", "orders", "products", "list", "pool"]
"""What the rows of a file are."""


def _known_zone(name: str | None) -> str | None:
    if name is not None:
        named_zone(name)
    return name


def _known_encoding(name: str | None) -> str | None:
    try:
        is_of_texts = name is None or getattr(codecs.lookup(name), "_is_text_encoding", True)
    except LookupError:
        is_of_texts = False
    if not is_of_texts:
        raise ValueError(f"“{name}” is not an encoding; write a name such as utf-8, cp1252 or utf-16")
    return name


def _known_roles(known: Registry[Role]) -> AfterValidator:
    def check(roles: dict[str, str] | None) -> dict[str, str] | None:
        for role in roles or ():
            if role not in known:
                raise ValueError(f"there is no role “{role}”; the roles are {', '.join(known)}")
        return roles

    return AfterValidator(check)


class _MappingPart(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _refuse_two_names(name: str | None, constant: str | None) -> None:
    if name is not None and constant is not None:
        raise ValueError("give either name (a column) or name_constant (one name for all events), not both")


class CustomersMapping(_MappingPart):
    """What the columns of a customers file mean; whatever is None or not named is guessed."""

    key: str | None = None
    """The column that names the customer."""
    types: dict[str, ColumnType] = {}
    roles: Annotated[dict[str, str] | None, _known_roles(ATTRIBUTE_ROLES)] = None
    """Role of an attribute -> column; given, it is taken as it stands, and no further role is guessed."""
    day_first: DayFirst | None = None
    """Whether 03/04/2024 is 3 April, "year" where 03-04-05 is 2003-04-05; None: the values of each column decide."""
    decimal: Literal[".", ","] | None = None
    """The decimal sign; None: the values of each column, then those of the file decide."""
    currencies: dict[str, str] = {}
    """The currency of a column's amounts, where one stands beside them."""


class EventsMapping(_MappingPart):
    """What the columns of an events file mean; whatever is None or not named is guessed."""

    key: str | None = None
    at: str | None = None
    """The column with the instant."""
    name: str | None = None
    """The column with the event's name."""
    name_constant: str | None = None
    """The name of every event of the file, where no column has it."""
    types: dict[str, ColumnType] = {}
    roles: Annotated[dict[str, str] | None, _known_roles(EVENT_ROLES)] = None
    """Role of an event -> event name; given, it is taken as it stands."""
    property_roles: Annotated[dict[str, str] | None, _known_roles(PROPERTY_ROLES)] = None
    """Role of a property -> column; given, it is taken as it stands."""
    day_first: DayFirst | None = None
    decimal: Literal[".", ","] | None = None
    currencies: dict[str, str] = {}

    @model_validator(mode="after")
    def _one_name(self) -> EventsMapping:
        _refuse_two_names(self.name, self.name_constant)
        return self


class KeyMapping(_MappingPart):
    """A column whose values name customers, and what they are."""

    column: str
    identifies: str
    """`email`, `phone`, or a name of one's own such as `loyalty_card`: columns of one name are compared."""


class FileMapping(_MappingPart):
    """What one file is and what its columns mean, beyond what holds for all files of its kind."""

    file: str
    """The file's name, its path where several are called so, or a pattern such as `orders-*.csv`."""
    header: str | None = None
    """By what its header is known: tells files of one name apart that were imported one after another."""
    kind: Annotated[Kind | None, Field(alias="as")] = None
    encoding: Annotated[str | None, AfterValidator(_known_encoding)] = None
    sheet: str | None = None
    """The sheet of a workbook; the first that is filled if none is named."""
    keys: tuple[KeyMapping, ...] | None = None
    """The columns that name the customer, the first before the others; a product's id in a file of products."""
    at: str | None = None
    time: str | None = None
    """The column with the time of day, where that of the instants has days alone."""
    zone: str | None = None
    """The column with the zone of each row's instant, where that names none; "" where no column says it."""
    name: str | None = None
    name_constant: str | None = None
    event_id: str | None = None
    """A column with another value for each event, by which one that comes again is known."""
    types: dict[str, ColumnType] = {}
    roles: Annotated[dict[str, str] | None, _known_roles(ATTRIBUTE_ROLES)] = None
    """Role of an attribute -> column; in a file of events, of a column that becomes an attribute."""
    event_roles: Annotated[dict[str, str] | None, _known_roles(EVENT_ROLES)] = None
    event_names: tuple[str, ...] = ()
    """The names of events that `event_roles` were said of; what others mean is guessed."""
    property_roles: Annotated[dict[str, str] | None, _known_roles(PROPERTY_ROLES)] = None
    product_roles: Annotated[dict[str, str] | None, _known_roles(PRODUCT_ROLES)] = None
    """Role of a product's column -> column."""
    attributes: tuple[str, ...] = ()
    """Columns on events that say something of the customer: the latest value becomes an attribute."""
    leave_out: tuple[str, ...] = ()
    """Columns that are not imported."""
    day_first: DayFirst | None = None
    decimal: Literal[".", ","] | None = None
    cents: bool | None = None
    """Whether whole numbers of money are hundredths; None: those of columns that say so by their names."""
    into: str | None = None
    """The list or the voucher pool that the file fills."""

    model_config = ConfigDict(populate_by_name=True)

    @property
    def _pattern(self) -> str:
        return self.file.replace("\\", "/").lower()

    def fits(self, path: PurePath) -> bool:
        """Whether a file is called so, by its name or with its folders."""
        whole, name = path.as_posix().lower(), path.name.lower()
        is_called_so = any(self._pattern == text or fnmatch(text, self._pattern) for text in (whole, name))
        return is_called_so or self.is_path_of(path)

    def is_path_of(self, path: PurePath) -> bool:
        """Whether it says in which folder the file is."""
        return "/" in self._pattern and f"/{path.as_posix().lower()}".endswith(f"/{self._pattern.lstrip('/')}")

    @model_validator(mode="after")
    def _one_name(self) -> FileMapping:
        _refuse_two_names(self.name, self.name_constant)
        return self


class MappingDocument(_MappingPart):
    """What `--mapping FILE` holds; the workspace keeps the completed one beside the dataset."""

    files: tuple[FileMapping, ...] = ()
    """What holds for single files; the first whose name fits is taken."""
    apart: tuple[str, ...] = ()
    """Ids that nothing else makes one with another: merges that were undone."""
    dataset: str | None = None
    """The name of the dataset, where the command names none."""
    joins: tuple[tuple[str, str], ...] = ()
    """Pairs of columns by which files are joined."""
    unrelated: bool = False
    """Whether files come in together though few of their customers meet."""
    on_duplicate: OnDuplicate | None = None
    """What becomes of a file, or of events, that are there already."""
    forget: bool = False
    """Whether what was said of files with such headers before is forgotten."""

    customers: CustomersMapping | None = None
    events: EventsMapping | None = None
    timezone: Annotated[str | None, AfterValidator(_known_zone)] = None
    """The zone of instants that are written without one."""

    def of_file(self, path: PurePath, header: str | None = None) -> FileMapping:
        """What is said of this very file, else of one of its name, capitals aside; `header` is its own, once known."""
        known = [each for each in self.files if header is None or each.header in (None, header)]
        exact = (each for each in known if each.is_path_of(path))
        fitting = (each for each in known if each.fits(path))
        return next(exact, None) or next(fitting, None) or FileMapping(file=path.name)

    def of_other_files(self, paths: Sequence[PurePath]) -> list[str]:
        """The files and patterns that none of these files is called by."""
        return [each.file for each in self.files if not any(each.fits(path) for path in paths)]


def read_mapping(path: Path) -> MappingDocument:
    """The mapping in a JSON file; an AppError lists everything that is wrong with it."""
    return parse_mapping(read_document(path, advice="Nothing was imported."), name_of(path.name))


def parse_mapping(text: str | bytes, name: str) -> MappingDocument:
    """The mapping that JSON holds; an AppError lists everything that is wrong with it, and repeats none of it."""
    try:
        return MappingDocument.model_validate_json(text)
    except ValidationError as error:
        problems = [_problem(details) for details in error.errors(include_url=False)]
        raise AppError(f"The mapping {name} is not right. Nothing was imported.", problems) from error


def _problem(details: Any) -> Problem:
    where = ".".join(str(step) for step in details["loc"])
    words = {"extra_forbidden": "is not a key of a mapping", "json_invalid": f"is not JSON: {details['msg']}"}
    message = words.get(details["type"], details["msg"].removeprefix("Value error, "))
    return Problem("bad-mapping", message, where or "file")
