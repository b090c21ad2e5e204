"""What a run wrote down of some customers: journeys, visits that change what a template sees, codes, scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import whole
from app.nodes.catalogue import KINDS
from app.nodes.instructions import ChangeScore, Instruction, Recommend, SetAttribute, TakeVoucher, WaitForEvent
from app.scenario.graph import Scenario

NEEDED = ("instances", "visits", "messages", "scores", "vouchers", "recommendations")
"""The tables of a run that content is made of."""

_CHANGE_CONTENT = (SetAttribute, TakeVoucher, ChangeScore, WaitForEvent, Recommend)
_COLUMNS = {
    "instances": ("instance", "entry_node", "entered_at", "ended_at"),
    "visits": ("instance", "visit", "node", "arrived_at", "left_at", "port"),
    "scores": ("at", "score", "total"),
    "vouchers": ("instance", "visit", "code"),
    "recommendations": ("instance", "visit", "rank", "product"),
}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Journeys:
    """The rows of one customer, each table's in the run's order; instants in microseconds UTC.

    `visits` are those of the nodes that change what a template sees.
    """

    instances: Sequence[Row] = ()
    visits: Sequence[Row] = ()
    scores: Sequence[Row] = ()
    vouchers: Sequence[Row] = ()
    recommendations: Sequence[Row] = ()

    def instance(self, number: int) -> Row | None:
        """One journey; None where there is no such."""
        return next((row for row in self.instances if row["instance"] == number), None)

    def code(self, instance: int, visit: int) -> str | None:
        """The code that was taken at a visit."""
        found = (row["code"] for row in self.vouchers if (row["instance"], row["visit"]) == (instance, visit))
        return next(found, None)

    def products(self, instance: int, visit: int) -> tuple[str, ...]:
        """What was recommended at a visit, best first."""
        rows = [row for row in self.recommendations if (row["instance"], row["visit"]) == (instance, visit)]
        return tuple(row["product"] for row in sorted(rows, key=lambda row: int(row["rank"])))


def instructions_by_node(scenario: Scenario) -> dict[str, Instruction]:
    """What each node does, by its id."""
    return {str(node.id): KINDS[node.type].compile(node.params) for node in scenario.nodes}


def journeys_of(tables: Mapping[str, pa.Table], scenario: Scenario, customers: Sequence[str]) -> dict[str, Journeys]:
    """The rows of these customers, by customer."""
    wanted = pa.array(sorted(set(customers)), pa.string())
    telling = [id_ for id_, each in instructions_by_node(scenario).items() if isinstance(each, _CHANGE_CONTENT)]
    found: dict[str, dict[str, list[Row]]] = {str(customer): {} for customer in wanted.to_pylist()}
    for name, columns in _COLUMNS.items():
        if name not in tables:  # runs of earlier versions recommend nothing
            continue
        table = tables[name]
        if name == "visits":
            table = table.filter(_is_in(table, "node", pa.array(telling, pa.string())))
        table = table.filter(_is_in(table, "customer_id", wanted))
        for row in _plain(table, columns):
            found[row["customer_id"]].setdefault(name, []).append(row)
    return {customer: Journeys(**{name: tuple(rows) for name, rows in own.items()}) for customer, own in found.items()}


def _is_in(table: pa.Table, column: str, words: pa.StringArray) -> pa.BooleanArray:
    texts: pa.Array[Any] = whole(table.column(column)).cast(pa.string())
    return pc.is_in(texts, value_set=words)


def _plain(table: pa.Table, columns: Sequence[str]) -> list[Row]:
    """Rows with texts for dictionaries and whole numbers for instants."""
    chosen = table.select(["customer_id", *columns])
    for place, name in enumerate(chosen.column_names):
        column = cast(Any, chosen.column(place))
        if pa.types.is_timestamp(column.type):
            chosen = chosen.set_column(place, name, column.cast(pa.int64()))
    return cast(list[Row], chosen.to_pylist())
