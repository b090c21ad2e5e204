"""What names the customers that a dataset has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, numpy_of, pick, whole
from app.data.columns.column import MISSING_CODE, Column, ColumnType
from app.data.columns.selection import codes_in, places
from app.data.columns.texts import Texts, text_column
from app.data.dataset import Dataset
from app.data.importing.keys.joining import DATASET, DATASET_ID, KeyColumns, key_columns
from app.data.importing.keys.own_titles import kind_of_title, titled_keys
from app.data.importing.mapping import MappingDocument
from app.data.importing.prepared import with_columns
from app.data.importing.values.phones import NOWHERE, Phones
from app.data.vocabulary.headers import COOKIES, KEYS, plain, ranked

_OF_CUSTOMERS = ("customers", "events", "orders", "list")


class Cookies(NamedTuple):
    """The customers of a dataset who are known by a cookie alone: its column, and whether each is one of them."""

    column: str
    are: NDArray[np.bool_]


def cookies_of(dataset: Dataset, before: MappingDocument | None) -> Cookies | None:
    """Who is known by a cookie alone: everybody where no file named them otherwise, else whose id is their cookie."""
    columns = [name for name in ranked(dataset.attributes, COOKIES) if dataset.attributes[name].type is ColumnType.TEXT]
    if columns:
        texts = texts_of(dataset.attributes[columns[0]])
        same: Any = pc.equal(texts, dataset.customer_ids)
        are = numpy_of(same)
        return Cookies(columns[0], are) if are.any() and not _merely_read_alike(texts, are, dataset) else None
    told = [each for each in before.files if each.kind in _OF_CUSTOMERS and each.keys] if before else []
    keys = {key.column for each in told for key in each.keys or ()}
    if not keys or not all(plain(key) in COOKIES for key in keys):
        return None
    return Cookies(min(keys), np.ones(dataset.customer_count, np.bool_))


def _merely_read_alike(texts: pa.StringArray, are: NDArray[np.bool_], dataset: Dataset) -> bool:
    """Whether more customers have a cookie that reads as the id of another one: 1, 2, 3 … are counted in both.

    A cookie that is an id stands for nobody else, since a row with both would have made them one customer.
    """
    others = numpy_of(pc.is_in(texts, value_set=dataset.customer_ids)) & ~are
    return int(np.count_nonzero(others)) > int(np.count_nonzero(are))


def with_cookies(dataset: Dataset, cookies: Cookies) -> Dataset:
    """The dataset in which the cookies that are ids stand as an attribute and on events, so that they stay known."""
    codes = np.where(cookies.are, np.arange(dataset.customer_count), MISSING_CODE).astype(np.int32)
    attributes, properties = dict(dataset.attributes), dict(dataset.properties)
    if cookies.column not in attributes:
        attributes[cookies.column] = text_column(Texts(dataset.customer_ids, codes))
    if cookies.column not in properties and dataset.event_count:
        properties[cookies.column] = text_column(Texts(dataset.customer_ids, codes[dataset.event_customers()]))
    return replace(dataset, attributes=attributes, properties=properties)


def stored_keys(dataset: Dataset, cookies: Cookies | None = None, phones: Phones = NOWHERE) -> KeyColumns:
    """What names the customers of a dataset: their ids, addresses and other identifiers that were kept."""
    ids = dataset.customer_ids
    if cookies is not None:
        blank = pa.scalar("", pa.string())
        kept_ids: Any = pc.if_else(pa.array(cookies.are), blank, ids)
        dataset, ids = with_cookies(dataset, cookies), kept_ids
    roles = [dataset.roles.attributes[role] for role in ("email", "phone") if role in dataset.roles.attributes]
    kept = [*roles, *ranked(dataset.attributes, KEYS), *titled_keys(dataset.attributes)]
    table = {DATASET_ID: ids}
    for name in dict.fromkeys(kept):
        column = dataset.attributes.get(name)
        if column is not None and column.type is ColumnType.TEXT:
            table[name] = texts_of(column)
    owners, table = _with_further_cookies(dataset, table)
    country = dataset.attribute_of("country", ColumnType.TEXT)
    whole_table, of_country = pa.table(table), None
    if country is not None and "phone" in dataset.roles.attributes:
        of_country = dataset.roles.attributes["country"]
        rows = np.concatenate([np.arange(dataset.customer_count), owners])
        whole_table = with_columns(whole_table, {of_country: pick(texts_of(country), rows)})
    found = key_columns(DATASET, whole_table, table, is_people=True, phones=phones, country=of_country)
    columns = {name: (kind_of_title(name) or what, texts) for name, (what, texts) in found.columns.items()}
    return replace(found, columns=columns, further=owners)


def _with_further_cookies(
    dataset: Dataset, table: Mapping[str, pa.StringArray]
) -> tuple[NDArray[np.int64], dict[str, pa.StringArray]]:
    """A table of customers with a row more for each cookie of theirs beside their latest, and whose those are.

    Who comes with another device has another cookie: the attribute holds the latest, the events and the records of
    merged ids hold all.
    """
    owners, wider = np.zeros(0, np.int64), dict(table)
    for name in table:
        for rows, words in (_cookies_of_events(dataset, name), _cookies_of_records(dataset, name)):
            blank = pick(pa.array([""], pa.string()), np.zeros(len(rows), np.int64))
            added = {DATASET_ID: pick(table[DATASET_ID], rows), name: words}
            wider = {title: pa.concat_arrays([texts, added.get(title, blank)]) for title, texts in wider.items()}
            owners = np.concatenate([owners, rows])
    return owners, wider


def _cookies_of_events(dataset: Dataset, name: str) -> tuple[NDArray[np.int64], pa.StringArray]:
    """The customers' rows and the cookies that their events have; a device that several share names none of them."""
    column = dataset.properties.get(name)
    if column is None or column.type is not ColumnType.TEXT or plain(name) not in COOKIES:
        return np.zeros(0, np.int64), NO_WORDS
    filled = np.flatnonzero(column.filled)
    pairs = dataset.event_customers()[filled].astype(np.int64) << 32 | column.values[filled]
    pairs = np.unique(pairs)
    alone = np.bincount(pairs & 0xFFFFFFFF, minlength=len(column.words)) == 1
    pairs = pairs[alone[pairs & 0xFFFFFFFF]]
    return pairs >> 32, pick(column.words, pairs & 0xFFFFFFFF)


def _cookies_of_records(dataset: Dataset, name: str) -> tuple[NDArray[np.int64], pa.StringArray]:
    """The customers' rows and the cookies of a column that are kept as records of merged ids."""
    merged = dataset.merged
    column = merged.columns.get(name)
    if column is None or column.type is not ColumnType.TEXT or plain(name) not in COOKIES:
        return np.zeros(0, np.int64), NO_WORDS
    own = codes_in(merged.ids, column.words)
    is_there = numpy_of(pc.is_in(merged.kept, value_set=dataset.customer_ids))
    records = np.flatnonzero((own >= 0) & (own == column.values) & is_there)
    owners = places(pick(merged.kept, records), dataset.customer_ids).astype(np.int64)
    return owners, pick(merged.ids, records)


def keys_of_events(document: MappingDocument, identifies: str | None = None) -> frozenset[str]:
    """The columns that named the customer in earlier files of events; with `identifies` those that are this."""
    timed = [each for each in document.files if each.kind in ("events", "orders")]
    named = [key for each in timed for key in each.keys or ()]
    keys = {key.column for key in named if identifies in (None, key.identifies)}
    if identifies is not None:
        return frozenset(keys)
    return frozenset(keys | ({document.events.key} if document.events and document.events.key else set()))


def texts_of(column: Column) -> pa.StringArray:
    """A column of texts as plain ones, "" where there is none."""
    words = whole(pa.chunked_array([column.words, pa.array([""], pa.string())], pa.string()))
    return pick(words, np.where(column.values >= 0, column.values, len(column.words)))
