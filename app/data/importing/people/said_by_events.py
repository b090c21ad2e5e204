"""What events say of their customers: what they are named by, their addresses, and what was asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.assembling.rows import CustomerRows, EventRows
from app.data.columns.arrow import NO_WORDS, keep, numpy_of, pick
from app.data.columns.column import Column, ColumnType
from app.data.columns.cores import counted
from app.data.columns.selection import take
from app.data.columns.texts import Texts, encode, text_column
from app.data.dataset import Dataset
from app.data.importing.parts_of_plan import Part
from app.data.importing.recognition.looking import SAME
from app.data.importing.values.identifiers import EMAIL, PHONE, normal_texts
from app.data.importing.values.phones import Phones, normal_identifiers
from app.data.merged import RECORDED
from app.data.vocabulary.headers import COOKIES, plain


@dataclass(slots=True)
class SaidByEvents:
    """Rows of customers, the roles of their columns, and the rows of ids that became part of other customers."""

    rows: list[CustomerRows] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    of_recorded: list[CustomerRows] = field(default_factory=list)


def said_by_events(
    parts: Sequence[Part],
    events: Sequence[EventRows],
    dataset: Dataset | None,
    ids: pa.StringArray | None,
    roles: Mapping[str, str],
    phones: Phones,
) -> SaidByEvents:
    """What the parts that are events say of their customers; `roles` are those of the files of people beside them.

    `ids` are those of the dataset's customers, as they are known by now. Who has no event but rejected ones is nobody.

    Columns that say the same are called as the dataset, or the first of the files, calls them.
    """
    said = SaidByEvents()
    timed = [part for part in parts if not part.is_people]
    known = {**(dataset.roles.attributes if dataset else {}), **roles}
    for part in timed:
        if part.label not in part.origin.table.column_names:
            _add_keys(said, part, known, phones)
    if said.rows:  # to look for who is there takes a walk through all events
        said.rows = _only_of(said.rows, _there(events, dataset, ids))
    named = [part.label for part in timed if part.label in part.origin.table.column_names]
    if any(part.keys[0].identifies == EMAIL for part in timed if part.label in named):
        title = known.setdefault(EMAIL, named[0])
        said.roles[EMAIL] = title
        said.rows += (_addressed(rows.ids, title) for rows in events)
    asked = {name for part in timed for name in part.file.attributes}
    addresses = {name for part in timed if (name := part.address)}
    keys = {key.column for part in timed for key in part.keys if key.identifies == EMAIL}
    if addresses - keys:
        title = known.setdefault(EMAIL, min(addresses - keys))
        said.roles[EMAIL] = title
        for rows in events:
            said.rows += _with_addresses(rows, addresses - keys, title, dataset)
    said.rows += _latest(events, asked - addresses)
    for part in timed:
        others = part.roles.items() - {(EMAIL, part.address)}
        said.roles |= {role: name for role, name in others if name in part.file.attributes}
    return said


def _add_keys(said: SaidByEvents, part: Part, known: dict[str, str], phones: Phones) -> None:
    """The further keys of a part, addresses and phones in normal form."""
    ids = encode(part.table.column(part.label))
    for key in part.keys:
        role = key.identifies if key.identifies in (EMAIL, PHONE) else None
        title = known.get(role, key.column) if role else key.column
        if role and role not in known:
            known[role] = said.roles[role] = title
        is_id = key.identifies == SAME and plain(key.column) not in COOKIES
        if role or (len(part.keys) > 1 and not is_id):
            texts = encode(part.origin.table.column(key.column))
            texts = normal_identifiers(texts, role, phones) if role else texts
            said.rows.append(_filled_rows(ids, title, texts))
            if RECORDED in part.table.column_names:
                said.of_recorded.append(_filled_rows(encode(part.table.column(RECORDED)), title, texts))


def _there(events: Sequence[EventRows], dataset: Dataset | None, ids: pa.StringArray | None) -> pa.StringArray:
    """The ids of all who have an event, or are in the dataset."""
    known = ids if ids is not None else dataset.customer_ids if dataset is not None else NO_WORDS
    return pa.concat_arrays([known, *(_used(rows.ids) for rows in events)])


def _used(ids: Texts) -> pa.StringArray:
    return keep(ids.distinct, counted(ids.codes, len(ids.distinct)) > 0)


def _only_of(rows: Sequence[CustomerRows], there: pa.StringArray) -> list[CustomerRows]:
    """The rows of these customers."""
    kept = []
    for each in rows:
        known = numpy_of(pc.is_in(each.ids.distinct, value_set=there))
        if known.all():
            kept.append(each)
            continue
        places = np.flatnonzero(np.append(known, False)[each.ids.codes])
        moved = np.cumsum(known, dtype=np.int32) - np.int32(1)
        ids = Texts(keep(each.ids.distinct, known), moved[each.ids.codes[places]])
        kept.append(CustomerRows(ids, {name: take(column, places) for name, column in each.attributes.items()}))
    return kept


def _addressed(ids: Texts, title: str) -> CustomerRows:
    """The customers whose ids are addresses, with those."""
    distinct = _used(ids)
    every = Texts(distinct, np.arange(len(distinct), dtype=np.int32))
    addresses = normal_texts(every, EMAIL)
    there = np.flatnonzero(addresses.filled)
    column = text_column(Texts(addresses.distinct, addresses.codes[there]))
    return CustomerRows(Texts(distinct, every.codes[there]), {title: column})


def _with_addresses(rows: EventRows, names: Set[str], title: str, dataset: Dataset | None) -> Iterator[CustomerRows]:
    """The latest address of each customer of whom the dataset knows none."""
    known = _with_address(dataset)
    strangers = np.append(~numpy_of(pc.is_in(rows.ids.distinct, value_set=known)), False)[rows.ids.codes]
    for name in names & rows.properties.keys():
        column = rows.properties[name]
        if column.type is not ColumnType.TEXT:
            continue
        texts = normal_texts(Texts(column.words, column.values), EMAIL)
        there = np.flatnonzero(texts.filled & rows.ids.filled & strangers)
        order = there[np.argsort(rows.at[there], kind="stable")]
        last = order[len(order) - 1 - np.unique(rows.ids.codes[order][::-1], return_index=True)[1]]
        ids, addresses = (Texts(each.distinct, each.codes[last]) for each in (rows.ids, texts))
        yield CustomerRows(ids, {title: text_column(addresses)})


def _with_address(dataset: Dataset | None) -> pa.StringArray:
    """The customers of a dataset whose address it knows."""
    column: Column | None = dataset.attribute_of(EMAIL, ColumnType.TEXT) if dataset else None
    if dataset is None or column is None:
        return NO_WORDS
    return pick(dataset.customer_ids, np.flatnonzero(column.values >= 0))


def _latest(events: Sequence[EventRows], asked: Collection[str]) -> Iterator[CustomerRows]:
    """The columns that were asked for, in the order of their instants."""
    for rows in events:
        wanted = {name: column for name, column in rows.properties.items() if name in asked}
        if wanted:
            latest = np.argsort(rows.at, kind="stable")
            columns = {name: take(column, latest) for name, column in wanted.items()}
            yield CustomerRows(Texts(rows.ids.distinct, rows.ids.codes[latest]), columns)


def _filled_rows(ids: Texts, title: str, texts: Texts) -> CustomerRows:
    """One row for each customer and what names her there."""
    both = np.flatnonzero((ids.codes >= 0) & (texts.codes >= 0))
    pairs, first = np.unique(ids.codes[both].astype(np.int64) << 32 | texts.codes[both], return_index=True)
    rows = both[np.sort(first)] if len(pairs) else both
    column = text_column(Texts(texts.distinct, texts.codes[rows]))
    return CustomerRows(Texts(ids.distinct, ids.codes[rows]), {title: column})
