"""The recorded events together with what a run did: who entered, its messages and how they were received, what was
modelled, and where it is asked for the scores that it gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.column import MISSING_BOOLEAN, MISSING_CODE, MISSING_DATE, MISSING_INSTANT, Column, ColumnType
from app.data.dataset import Dataset
from app.reports.report import Subject
from app.scenario.names import label_of

ENTERED, SENT = "run: entered", "run: sent"
OPENED, CLICKED, UNSUBSCRIBED = "run: opened", "run: clicked", "run: unsubscribed"
CONVERTED = "run: converted"
"""Modelled conversions only: observed ones are recorded events."""
SCORED = "run: scored"
MESSAGE, CHANNEL, COST, VALUE = "run: message", "run: channel", "run: cost", "run: value"
SCORE = "run: score "
"""How the property begins that holds the total of a score; its name follows."""
_REACTIONS = ("delivered", "bounced", "opened", "clicked", "unsubscribed")
_MISSING: dict[ColumnType, Any] = {
    ColumnType.TEXT: MISSING_CODE, ColumnType.NUMBER: np.nan, ColumnType.BOOLEAN: MISSING_BOOLEAN,
    ColumnType.DATE: MISSING_DATE, ColumnType.INSTANT: MISSING_INSTANT,
}  # fmt: skip
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Events of one name: whose and when, with the message, its channel, what it cost, and what it was worth.

    Those of a score have its name, and the total after each of them as their `value`.
    """

    name: str
    customer: pa.Array[Any]
    at: Longs
    message: pa.Array[Any]
    channel: pa.Array[Any]
    cost: NDArray[np.float64]
    value: NDArray[np.float64]
    score: str = ""


def with_messages(subject: Subject, *, scored: bool = False) -> Dataset | None:
    """The dataset of the run with what it did as events of its own; None where either is not at hand.

    With `scored` each change of a score is one too. What the run did after the last recorded event is left out, as
    nothing is known of that time. At one instant the recorded events come first.
    """
    dataset, tables = subject.dataset, subject.tables
    if dataset is None or "messages" not in tables:
        return None
    # the tables are kept beside, so that their identity stays theirs
    key = ("with messages", scored, id(tables))
    return dataset.kept(key, lambda: (tables, _merged(dataset, subject, scored=scored)))[1]


def _merged(dataset: Dataset, subject: Subject, *, scored: bool) -> Dataset:
    batches = [*_entries(subject), *_messages(subject), *_conversions(subject), *(_scores(subject) if scored else ())]
    whose = _one([pc.index_in(each.customer, value_set=dataset.customer_ids).fill_null(-1) for each in batches])
    owners = np.asarray(whose.to_numpy(zero_copy_only=False), np.int64)
    at = np.concatenate([each.at for each in batches])
    known = (owners >= 0) & (at <= (dataset.data_end or 0))
    order = np.lexsort(
        (np.concatenate([dataset.at, at[known]]), np.concatenate([dataset.event_customers(), owners[known]]))
    )
    many = np.diff(dataset.offsets) + np.bincount(owners[known], minlength=dataset.customer_count)
    names = pa.array([each.name for each in batches for _ in range(len(each.at))], pa.string())
    new = {
        MESSAGE: _texts(_one([each.message for each in batches])),
        CHANNEL: _texts(_one([each.channel for each in batches])),
        COST: _numbers([each.cost for each in batches]),
        VALUE: _numbers([_of_score(each, "") for each in batches]),
    }
    scores = dict.fromkeys(each.score for each in batches if each.score)
    new |= {SCORE + name: _numbers([_of_score(each, name) for each in batches]) for name in scores}
    properties = {
        name: _below(column, _nothing(column, len(at)), known, order) for name, column in dataset.properties.items()
    }
    properties |= {
        name: _below(_nothing(column, dataset.event_count), column, known, order) for name, column in new.items()
    }
    return replace(
        dataset,
        offsets=np.concatenate([[0], np.cumsum(many)]).astype(np.int64),
        at=np.concatenate([dataset.at, at[known]])[order],
        names=_below(dataset.names, _texts(names), known, order),
        properties=properties,
        known_until=dataset.data_end,
    )


def _entries(subject: Subject) -> Iterator[_Batch]:
    """Each journey that somebody began."""
    table = subject.tables.get("instances")
    if table is not None:
        nothing = np.full(table.num_rows, np.nan)
        yield _without_message(ENTERED, table, "entered_at", nothing)


def _messages(subject: Subject) -> Iterator[_Batch]:
    """What was sent, and each reaction to it that came."""
    table = subject.tables["messages"]
    table = table.filter(pc.equal(_text(table, "outcome"), pa.scalar("sent")))
    labels = {str(node.id): label_of(node) for node in subject.scenario.nodes}
    nodes = _text(table, "node")
    words = pc.unique(nodes)
    called = pa.array([labels.get(str(word), str(word)) for word in words.to_pylist()], pa.string())
    message = called.take(pc.index_in(nodes, value_set=words))
    channel, customer = _text(table, "channel"), _text(table, "customer_id")
    cost = np.nan_to_num(_flat(table, "cost").cast(pa.float64()).fill_null(0.0).to_numpy(zero_copy_only=False))
    nothing = np.full(len(cost), np.nan)
    yield _Batch(SENT, customer, _instants(table, "at"), message, channel, cost, nothing)
    for reaction in _REACTIONS:
        if f"{reaction}_at" not in table.column_names:
            continue
        there = _flat(table, f"{reaction}_at").is_valid()
        came = np.asarray(there.to_numpy(zero_copy_only=False), np.bool_)
        at = _instants(table, f"{reaction}_at")[came]
        yield _Batch(
            f"run: {reaction}", customer.filter(there), at, message.filter(there), channel.filter(there),
            nothing[came], nothing[came],
        )  # fmt: skip


def _conversions(subject: Subject) -> Iterator[_Batch]:
    table = subject.tables.get("conversions")
    if table is None:
        return
    table = table.filter(pc.equal(table.column("observed"), pa.scalar(False)))
    worth = np.asarray(_flat(table, "value").cast(pa.float64()).to_numpy(zero_copy_only=False), np.float64)
    yield _without_message(CONVERTED, table, "at", worth)


def _scores(subject: Subject) -> Iterator[_Batch]:
    """Each score by itself, by name."""
    table = subject.tables.get("scores")
    for name in [] if table is None else sorted(str(word) for word in pc.unique(_text(table, "score")).to_pylist()):
        assert table is not None
        of_score = table.filter(pc.equal(_text(table, "score"), pa.scalar(name)))
        totals = np.asarray(_flat(of_score, "total").cast(pa.float64()).to_numpy(zero_copy_only=False), np.float64)
        yield replace(_without_message(SCORED, of_score, "at", totals), score=name)


def _without_message(name: str, table: pa.Table, at: str, value: NDArray[np.float64]) -> _Batch:
    none, nothing = pa.nulls(table.num_rows, pa.string()), np.full(table.num_rows, np.nan)
    return _Batch(name, _text(table, "customer_id"), _instants(table, at), none, none, nothing, value)


def _of_score(batch: _Batch, score: str) -> NDArray[np.float64]:
    """The values of the events of that score, of "" those of events of none; others have none."""
    return batch.value if batch.score == score else np.full(len(batch.at), np.nan)


def _below(first: Column, second: Column, known: NDArray[np.bool_], order: Longs) -> Column:
    """One column below another, of which only some rows are taken, in another order."""
    if first.type is not ColumnType.TEXT:
        values = np.concatenate([first.values, second.values[known]])[order]
        return Column(first.type, values, first.words)
    words = pa.array(sorted({*map(str, first.words.to_pylist()), *map(str, second.words.to_pylist())}), pa.string())
    codes = [_recoded(column, words) for column in (first, second)]
    return Column(first.type, np.concatenate([codes[0], codes[1][known]])[order], words)


def _recoded(column: Column, words: pa.StringArray) -> NDArray[np.int32]:
    places = pc.index_in(column.words, value_set=words).to_numpy(zero_copy_only=False)
    recoded: NDArray[np.int32] = np.append(places, MISSING_CODE).astype(np.int32)[column.values]
    return recoded


def _nothing(column: Column, many: int) -> Column:
    """A column of that type in which all values are missing."""
    return Column(column.type, np.full(many, _MISSING[column.type], column.values.dtype), pa.array([], pa.string()))


def _texts(texts: pa.Array[Any]) -> Column:
    words = pa.array(sorted(str(word) for word in pc.unique(texts).drop_null().to_pylist()), pa.string())
    codes = pc.index_in(texts, value_set=words).fill_null(MISSING_CODE).to_numpy(zero_copy_only=False)
    return Column(ColumnType.TEXT, codes.astype(np.int32), words)


def _numbers(parts: list[NDArray[np.float64]]) -> Column:
    return Column(ColumnType.NUMBER, np.concatenate(parts), pa.array([], pa.string()))


def _one(parts: list[pa.Array[Any]]) -> pa.Array[Any]:
    return pa.concat_arrays(parts)


def _text(table: pa.Table, name: str) -> pa.Array[Any]:
    return _flat(table, name).cast(pa.string())


def _instants(table: pa.Table, name: str) -> Longs:
    return np.asarray(_flat(table, name).cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False), np.int64)


def _flat(table: pa.Table, name: str) -> pa.Array[Any]:
    column = table.column(name).combine_chunks()
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
