"""What a run's tables say beyond the counts of its summary: whom messages reached, what they cost, what came after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Bits = NDArray[np.bool_]
Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """m messages and c conversions of a run, in columns.

    `customer` and `journey` are codes, those of a conversion -1 where no message has them; `node` and `outcome` are
    codes into `nodes` and `outcomes`. `reactions` (m,) say of each message whether there was one.
    """

    customers: pa.Array[Any]
    nodes: tuple[str, ...]
    outcomes: tuple[str, ...]
    customer: Longs
    journey: Longs
    node: Longs
    outcome: Longs
    at: Longs
    cost: NDArray[np.float64]
    reactions: Mapping[str, Bits]
    converted: Longs
    converted_at: Longs
    value: NDArray[np.float64]
    observed: Bits

    def of_nodes(self, names: frozenset[str]) -> Bits:
        """The messages of these nodes."""
        is_named: Bits = np.array([name in names for name in (*self.nodes, "")], np.bool_)
        chosen: Bits = is_named[self.node]
        return chosen

    def with_outcome(self, name: str) -> Bits:
        """The messages that ended so."""
        found: Bits = self.outcome == (self.outcomes.index(name) if name in self.outcomes else -2)
        return found

    def after(self, instant_us: int | None) -> Bits:
        """The messages later than that instant; none where there is no such instant."""
        late: Bits = np.zeros(len(self.at), np.bool_) if instant_us is None else self.at > instant_us
        return late

    def conversions_after(self, sent: Bits) -> Bits:
        """The conversions on a journey in which one of these messages had gone out by then."""
        journeys, at = self.journey[sent], self.at[sent]
        order = np.lexsort((at, journeys))
        first_of, where = np.unique(journeys[order], return_index=True)
        if not len(first_of):
            return np.zeros(len(self.converted), np.bool_)
        first_at = at[order][where]
        place = np.minimum(np.searchsorted(first_of, self.converted), len(first_of) - 1)
        after: Bits = (first_of[place] == self.converted) & (self.converted_at >= first_at[place])
        return after


def outcomes_of(tables: Tables, goals: frozenset[str]) -> Outcomes | None:
    """What the tables hold of messages and of these goals; None where a run kept no messages."""
    messages, conversions = tables.get("messages"), tables.get("conversions")
    if messages is None:
        return None
    customers = pc.unique(_flat(messages, "customer_id").cast(pa.string()))
    whose = _codes(_flat(messages, "customer_id"), customers)
    node, nodes = _words(messages, "node")
    outcome, outcomes = _words(messages, "outcome")
    scenarios = sorted({_scenario(name) for name in nodes})
    of_scenario = np.array([scenarios.index(_scenario(name)) for name in nodes] + [-1], np.int64)
    instances = _longs(messages, "instance")
    many = int(instances.max(initial=0)) + 1
    sent_names = ("delivered", "bounced", "opened", "clicked", "unsubscribed")
    end = _conversions(conversions, goals, customers, scenarios, many)
    return Outcomes(
        customers, nodes, outcomes, whose, _journeys(whose, of_scenario[node], instances, len(scenarios), many), node,
        outcome, _longs(messages, "at"), _floats(messages, "cost"),
        {name: _is_there(messages, f"{name}_at") for name in sent_names}, *end,
    )  # fmt: skip


def _conversions(
    table: pa.Table | None, goals: frozenset[str], customers: pa.Array[Any], scenarios: list[str], many: int
) -> tuple[Longs, Longs, NDArray[np.float64], Bits]:
    """Of the conversions of these goals the journey, the instant, the value and whether they were observed."""
    none = np.zeros(0, np.int64)
    if table is None:
        return none, none, np.zeros(0), np.zeros(0, np.bool_)
    goal, names = _words(table, "goal")
    rows = np.array([name in goals for name in (*names, "")], np.bool_)[goal]
    of_scenario = np.array([_place(scenarios, _scenario(name)) for name in (*names, "")], np.int64)
    whose, scenario, instance = (
        _codes(_flat(table, "customer_id"), customers),
        of_scenario[goal],
        _longs(table, "instance"),
    )
    known = (whose >= 0) & (scenario >= 0) & (instance < many)
    journey = np.where(known, _journeys(whose, scenario, instance, len(scenarios), many), -1)
    observed = np.asarray(
        _flat(table, "observed").cast(pa.bool_()).fill_null(True).to_numpy(zero_copy_only=False), np.bool_
    )
    return journey[rows], _longs(table, "at")[rows], _floats(table, "value")[rows], observed[rows]


def _journeys(customer: Longs, scenario: Longs, instance: Longs, scenarios: int, instances: int) -> Longs:
    """One number for a journey: an instance of a scenario is one of a customer."""
    return (customer * scenarios + scenario) * instances + instance


def _scenario(name: str) -> str:
    """Of several scenarios the one that an id like `welcome/mail1` is of; "" where there is just one."""
    return name.rpartition("/")[0]


def _place(names: list[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _flat(table: pa.Table, name: str) -> pa.Array[Any]:
    column = table.column(name).combine_chunks()
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _words(table: pa.Table, name: str) -> tuple[Longs, tuple[str, ...]]:
    """A column of texts as codes, -1 for none, and the texts."""
    texts = _flat(table, name).cast(pa.string())
    words = pc.unique(texts).drop_null()
    return _codes(texts, words), tuple(str(word) for word in words.to_pylist())


def _codes(texts: pa.Array[Any], words: pa.Array[Any]) -> Longs:
    found = pc.index_in(texts.cast(pa.string()), value_set=words)
    return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)


def _longs(table: pa.Table, name: str) -> Longs:
    return np.asarray(_flat(table, name).cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False), np.int64)


def _floats(table: pa.Table, name: str) -> NDArray[np.float64]:
    if name not in table.column_names:
        return np.zeros(table.num_rows)
    values = _flat(table, name).cast(pa.float64()).fill_null(0.0).to_numpy(zero_copy_only=False)
    return np.nan_to_num(np.asarray(values, np.float64))


def _is_there(table: pa.Table, name: str) -> Bits:
    if name not in table.column_names:
        return np.zeros(table.num_rows, np.bool_)
    return np.asarray(pc.is_valid(_flat(table, name)).to_numpy(zero_copy_only=False), np.bool_)
