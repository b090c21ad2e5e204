"""A dataset as Parquet parts of about 8 MB with a sha256 each, and back.

Rows stand as columns hold them: texts as codes, their words in parts of their own, so that opening ten million events
hashes no text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.data.awaiting import WORTH_A_THREAD, awaited
from app.data.columns.arrow import NO_WORDS, numpy_of, whole
from app.data.columns.column import MISSING, Column, ColumnType
from app.data.dataset import Dataset, Roles
from app.data.list_versions import ListVersions
from app.data.merged import Merged
from app.data.products import Products
from app.data.storing.cutting import cut
from app.data.storing.parquet import Allowance, read_bounded
from app.data.storing.soundness import is_sound, offsets_of
from app.errors import DamageError, refuse_full_memory

Kind = Literal["customers", "events", "pools", "products", "merged"]
_READERS = 2  # one hashes while the other unpacks
_WORDS = ["column", "word"]
_WAY_BACK = "If the window has made a backup of the workspace, Restore a backup… in its menu File brings that back."
_MOST_ROWS = 1 << 40  # beyond what any file holds, and far from where sums wrap around
_Count = Annotated[int, Field(ge=0, le=_MOST_ROWS)]


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file of a dataset: its place among the parts of its kind, its rows, and its sha256 in hex."""

    kind: Kind
    index: int
    content: bytes
    rows: int
    sha256: str


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _ColumnHead(_Strict):
    name: str
    type: ColumnType
    words: _Count


class _PoolHead(_Strict):
    name: str
    codes: _Count


class _RolesHead(_Strict):
    attributes: dict[str, str]
    events: dict[str, str]
    properties: dict[str, str]
    attribute_currencies: dict[str, str] = {}
    property_currencies: dict[str, str] = {}


class _Head(_Strict):
    """What of a dataset is not rows; `event_names` counts the distinct event names."""

    format: Literal["rehearse/dataset"] = "rehearse/dataset"
    version: Literal[1] = 1
    name: str
    timezone: str
    fingerprint: str
    customers: _Count
    events: _Count
    event_names: _Count
    attributes: tuple[_ColumnHead, ...]
    properties: tuple[_ColumnHead, ...]
    lists: tuple[str, ...]
    roles: _RolesHead
    pools: tuple[_PoolHead, ...] = ()
    products: _Count = 0
    product_columns: tuple[_ColumnHead, ...] = ()
    product_roles: dict[str, str] = {}
    merged: _Count = 0
    merged_columns: tuple[_ColumnHead, ...] = ()
    list_versions: dict[str, dict[str, str]] = {}

    @model_validator(mode="after")
    def _unlike_names(self) -> _Head:
        for named in (self.attributes, self.properties, self.pools, self.product_columns, self.merged_columns):
            if len({each.name for each in named}) < len(named):
                raise ValueError("a name stands for two")
        if len(set(self.lists)) < len(self.lists):
            raise ValueError("a list's name stands for two")
        return self


def dataset_document(dataset: Dataset) -> dict[str, Any]:
    """Everything but the rows, as JSON values."""
    head = _Head(
        name=dataset.name,
        timezone=dataset.timezone,
        fingerprint=dataset.fingerprint,
        customers=dataset.customer_count,
        events=dataset.event_count,
        event_names=len(dataset.names.words),
        attributes=_heads(dataset.attributes),
        properties=_heads(dataset.properties),
        lists=tuple(dataset.lists),
        roles=_RolesHead.model_validate(asdict(dataset.roles)),
        pools=tuple(_PoolHead(name=name, codes=len(codes)) for name, codes in dataset.pools.items()),
        products=len(dataset.products),
        product_columns=_heads(dataset.products.columns),
        product_roles=dict(dataset.products.roles),
        merged=len(dataset.merged),
        merged_columns=_heads(dataset.merged.columns),
        list_versions={each: dict(lists) for each, lists in dataset.list_versions.lists.items()},
    )
    return head.model_dump(mode="json")


def dataset_parts(dataset: Dataset, look: Callable[[], None] = lambda: None) -> Iterator[Part]:
    """The rows, then the words, of customers and of events; then the codes of all pools, one pool's after another's.

    While a part is being packed, `look` is called several times a second; what it raises ends the packing.
    """
    for kind, index, packed in cut(list(_tables(dataset)), look):
        yield Part(kind, index, packed.content, packed.rows, packed.sha256)


def _tables(dataset: Dataset) -> Iterator[tuple[Kind, pa.Table]]:
    """The tables in which a dataset is kept."""
    customers: dict[str, Any] = {"id": dataset.customer_ids, "events": np.diff(dataset.offsets)}
    customers |= {f"attribute.{name}": column.values for name, column in dataset.attributes.items()}
    yield "customers", pa.table({**customers, **{f"list.{name}": each for name, each in dataset.lists.items()}})
    yield "customers", _words_table(list(dataset.attributes.values()))
    events = {"at": dataset.at, "name": dataset.names.values}
    events |= {f"property.{name}": column.values for name, column in dataset.properties.items()}
    yield "events", pa.table(events)
    yield "events", _words_table([dataset.names, *dataset.properties.values()])
    yield "pools", pa.table({"code": pa.chunked_array(list(dataset.pools.values()), pa.string())})
    yield from _beside("products", {"id": dataset.products.ids}, dataset.products.columns)
    yield from _beside("merged", {"id": dataset.merged.ids, "kept": dataset.merged.kept}, dataset.merged.columns)


def _beside(kind: Kind, texts: Mapping[str, Any], columns: Mapping[str, Column]) -> Iterator[tuple[Kind, pa.Table]]:
    """A table beside customers and events."""
    yield kind, pa.table({**texts, **{f"column.{name}": column.values for name, column in columns.items()}})
    yield kind, _words_table(list(columns.values()))


def list_versions_in(document: Mapping[str, Any]) -> ListVersions:
    """What a dataset's document remembers of its earlier lists; one of an earlier version remembers none."""
    return ListVersions(_head(document).list_versions)


def dataset_from_parts(
    document: Mapping[str, Any], parts: Iterable[Part], look: Callable[[], None] = lambda: None
) -> Dataset:
    """The dataset of a document and all its parts, in any order; a DamageError when anything is missing or changed.

    While a long one is being proven, `look` is called several times a second; what it raises ends the waiting.
    """
    head = _head(document)
    allowance = Allowance()
    with ThreadPoolExecutor(_READERS) as readers:
        tables = readers.map(lambda part: (part.kind, part.index, _table(part, head, allowance)), parts)
        read = sorted(tables, key=lambda part: part[:2])
    customers = _Rows(head, [table for kind, _, table in read if kind == "customers"], head.customers)
    events = _Rows(head, [table for kind, _, table in read if kind == "events"], head.events)
    attributes = customers.columns([(f"attribute.{part.name}", part) for part in head.attributes])
    name_head = _ColumnHead(name="name", type=ColumnType.TEXT, words=head.event_names)
    names, *properties = events.columns([("name", name_head), *((f"property.{p.name}", p) for p in head.properties)])
    offsets = offsets_of(customers.values("events", np.int64), head.events)
    if offsets is None:
        raise _damaged(head)
    dataset = Dataset(
        head.name,
        customers.texts("id"),
        dict(zip((part.name for part in head.attributes), attributes, strict=True)),
        offsets,
        events.values("at", np.int64),
        names,
        dict(zip((part.name for part in head.properties), properties, strict=True)),
        {name: customers.values(f"list.{name}", np.bool_) for name in head.lists},
        Roles(**head.roles.model_dump()),
        head.timezone,
        head.fingerprint,
        _pools(head, [table for kind, _, table in read if kind == "pools"]),
        _products(head, [table for kind, _, table in read if kind == "products"]),
        _merged(head, [table for kind, _, table in read if kind == "merged"]),
        list_versions=ListVersions(head.list_versions),
    )
    if not _is_proven(dataset, look):
        raise _damaged(head)
    return dataset


def _is_proven(dataset: Dataset, look: Callable[[], None]) -> bool:
    if dataset.customer_count + dataset.event_count < WORTH_A_THREAD:
        return is_sound(dataset)
    threads = ThreadPoolExecutor(1)
    try:
        return awaited(threads.submit(is_sound, dataset), look)
    finally:
        threads.shutdown(wait=False)


def _head(document: Mapping[str, Any]) -> _Head:
    try:
        return _Head.model_validate(document)
    except ValidationError as error:
        raise DamageError(f"The description of a dataset in this workspace is damaged. {_WAY_BACK}") from error


def _pools(head: _Head, tables: list[pa.Table]) -> dict[str, pa.StringArray]:
    """The codes of each pool."""
    ends = np.cumsum([0, *(pool.codes for pool in head.pools)]).tolist()
    codes = _Rows(head, tables, ends[-1]).texts("code")
    return {pool.name: codes.slice(start, pool.codes) for pool, start in zip(head.pools, ends[:-1], strict=True)}


def _products(head: _Head, tables: list[pa.Table]) -> Products:
    """The catalogue."""
    rows = _Rows(head, tables, head.products)
    return Products(rows.texts("id"), _columns_beside(rows, head.product_columns), head.product_roles)


def _merged(head: _Head, tables: list[pa.Table]) -> Merged:
    """The customers that became one."""
    rows = _Rows(head, tables, head.merged)
    return Merged(rows.texts("id"), rows.texts("kept"), _columns_beside(rows, head.merged_columns))


def _columns_beside(rows: _Rows, heads: tuple[_ColumnHead, ...]) -> dict[str, Column]:
    columns = rows.columns([(f"column.{part.name}", part) for part in heads])
    return dict(zip((part.name for part in heads), columns, strict=True))


class _Rows:
    """The parts of one kind put together again."""

    def __init__(self, head: _Head, tables: list[pa.Table], count: int) -> None:
        self._head = head
        self._count = count
        try:
            self._rows = pa.concat_tables([table for table in tables if table.column_names != _WORDS] or [pa.table({})])
            words = pa.concat_tables([table for table in tables if table.column_names == _WORDS] or [_no_words()])
        except pa.ArrowInvalid as error:
            raise _damaged(head) from error
        if self._rows.num_rows != count or words.schema.types != _no_words().schema.types:
            raise _damaged(head)
        names = self._rows.column_names  # made anew by each call: once, for tables of thousands of columns
        self._places = {name: place for place, name in enumerate(names)} if len(set(names)) == len(names) else {}
        self._words = whole(words.column("word"))
        self._owners = numpy_of(words.column("column"))

    def texts(self, name: str) -> pa.StringArray:
        """A column of texts."""
        if not self._count:
            return NO_WORDS
        column = self._column(name)
        if column.type != pa.string():
            raise _damaged(self._head)
        return whole(column)

    def values(self, name: str, dtype: type[np.generic]) -> NDArray[Any]:
        """A column's values as they were stored."""
        if not self._count:
            return np.array([], dtype)
        values = numpy_of(self._column(name))
        if values.dtype != dtype:
            raise _damaged(self._head)
        return values

    def columns(self, heads: list[tuple[str, _ColumnHead]]) -> list[Column]:
        """Typed columns, each with words of its own and none left over."""
        columns, used = [], 0
        for place, (name, head) in enumerate(heads):
            values = self.values(name, type(MISSING[head.type]))
            words = self._words.slice(used, head.words)
            inside = bool((self._owners[used : used + head.words] == place).all()) and len(words) == head.words
            if not inside:
                raise _damaged(self._head)
            columns.append(Column(head.type, values, words if head.words else NO_WORDS))
            used += head.words
        if used != len(self._words):
            raise _damaged(self._head)
        return columns

    def _column(self, name: str) -> pa.ChunkedArray[Any]:
        if name not in self._places:
            raise _damaged(self._head)
        return self._rows.column(self._places[name])


def _heads(columns: Mapping[str, Column]) -> tuple[_ColumnHead, ...]:
    return tuple(_ColumnHead(name=name, type=column.type, words=len(column.words)) for name, column in columns.items())


def _words_table(columns: list[Column]) -> pa.Table:
    """All words, one column's after another's."""
    owners = np.repeat(np.arange(len(columns), dtype=np.int32), [len(column.words) for column in columns])
    words = pa.chunked_array([column.words for column in columns], pa.string())
    return pa.table({"column": owners, "word": words})


def _no_words() -> pa.Table:
    return _words_table([])


def _table(part: Part, head: _Head, allowance: Allowance) -> pa.Table:
    if hashlib.sha256(part.content).hexdigest() != part.sha256:
        raise _damaged(head)
    try:
        return read_bounded(part.content, part.rows, allowance)
    except (pa.ArrowException, OSError) as error:
        refuse_full_memory(error)
        raise _damaged(head) from error


def _damaged(head: _Head) -> DamageError:
    return DamageError(
        f"The dataset “{head.name}” is damaged in this workspace and was not opened; whatever else is in it is checked "
        f"by itself. Import its files again. {_WAY_BACK}"
    )
