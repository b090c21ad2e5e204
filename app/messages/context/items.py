"""The customer's events that belong to the entry event: the lines of a cart, an order, a booking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

import numpy as np

from app.data.dataset import Dataset
from app.data.zones import utc_from_wall
from app.messages.context.cells import Plain, value_in, values_in
from app.messages.rendering.budget import LONGEST_LIST
from app.nodes.conditions import Where
from app.runtime.matching import part_of, passing

_DEPENDS_ON_NOW = ("in_last", "in_next")


class EventLines:
    """The events of a dataset as templates see them, each with the catalogue's columns of its product."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._names = {str(word): code for code, word in enumerate(dataset.names.words.to_pylist())}
        products = dataset.products
        self._products = {str(id_): row for row, id_ in enumerate(products.ids.to_pylist())} if len(products) else {}

    def rows_of(self, customer: int, event: str) -> list[int]:
        """The rows of a customer's events of that name, in order."""
        code = self._names.get(event)
        if code is None:
            return []
        first, end = int(self._dataset.offsets[customer]), int(self._dataset.offsets[customer + 1])
        return [first + int(at) for at in np.flatnonzero(self._dataset.names.values[first:end] == code)]

    def at(self, row: int) -> int:
        """When an event happened."""
        return int(self._dataset.at[row])

    def fits(self, row: int, where: Where, zone: ZoneInfo) -> bool:
        """Whether an event passes clauses, as far as they do not depend on now."""
        for clause in where:
            column = self._dataset.properties.get(clause.property)
            if column is None or clause.op in _DEPENDS_ON_NOW:
                continue
            one = part_of(column, np.array([row]))
            if not passing(one, clause, lambda wall: utc_from_wall(np.array([wall]), zone))[0]:
                return False
        return True

    def properties(self, row: int, zone: ZoneInfo) -> dict[str, Plain]:
        """What an event has."""
        return values_in(self._dataset.properties, row, zone)

    def belonging(self, entry: int, candidates: Sequence[int], key: str | None, zone: ZoneInfo) -> list[int]:
        """Of events of the same name, those with the entry event's order, else its key, else its instant."""
        order = self._dataset.roles.properties.get("order_id")
        for name in (order, key):
            value = self.property(entry, name, zone)
            if value is not None:
                return [row for row in candidates if self.property(row, name, zone) == value]
        return [row for row in candidates if self.at(row) == self.at(entry)]

    def items(self, rows: Sequence[int], zone: ZoneInfo) -> list[dict[str, Plain]]:
        """Each with its properties and its product's columns; roles stand in where nothing is called like them."""
        return [self._item(row, zone) for row in rows[:LONGEST_LIST]]

    def _item(self, row: int, zone: ZoneInfo) -> dict[str, Plain]:
        own = self.properties(row, zone)
        roles = self._dataset.roles.properties
        listed: dict[str, Plain] = {}
        by_role: dict[str, Plain] = {}
        product = self._products.get(str(own.get(roles.get("product", ""), "")))
        if product is not None:
            listed = values_in(self._dataset.products.columns, product, zone)
            by_role = dict(_by_role(self._dataset.products.roles, listed))
        return {**by_role, **dict(_by_role(roles, own)), **listed, **own}

    def product(self, id_: str, zone: ZoneInfo) -> dict[str, Plain]:
        """A product of the catalogue, by its columns and by their roles; of one that is not in it the id alone."""
        row = self._products.get(id_)
        if row is None:
            return {"product": id_}
        listed = values_in(self._dataset.products.columns, row, zone)
        return {"product": id_, **dict(_by_role(self._dataset.products.roles, listed)), **listed}

    def property(self, row: int, name: str | None, zone: ZoneInfo) -> Plain:
        """One property of an event."""
        column = self._dataset.properties.get(name) if name else None
        return None if column is None else value_in(column, row, zone)


def _by_role(roles: Mapping[str, str], values: Mapping[str, Plain]) -> Iterator[tuple[str, Plain]]:
    return ((role, values[column]) for role, column in roles.items() if column in values)
