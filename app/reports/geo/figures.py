"""What geo yields: a row a country, then the texts that name none, then those without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import Rate, money, number
from app.reports.plot import Plot
from app.reports.report import Cell, Records, Table

Longs = NDArray[np.int64]
CUSTOMERS, EVENTS, REVENUE = 1, 3, 4
"""Columns of the table."""
COLUMN_OF = {"customers": CUSTOMERS, "events": EVENTS, "revenue": REVENUE}
NOT_RECOGNISED, MISSING = "not recognised", "(none)"


class Defined(Protocol):
    """What figures ask of their definition."""

    @property
    def measure(self) -> str: ...

    @property
    def amount(self) -> str: ...

    def in_words(self) -> str:
        """One sentence for people."""

    def to_document(self) -> dict[str, Any]:
        """For programs."""


@dataclass(frozen=True, slots=True)
class Place:
    """A country by its two letters; without letters a text that names none, without a name those without a text."""

    code: str
    name: str
    customers: NDArray[np.int32]
    events: int
    revenue: float

    def of(self, measure: str) -> float:
        """How much of it there is here."""
        return {"customers": len(self.customers), "events": self.events, "revenue": self.revenue}[measure]


@dataclass(frozen=True, slots=True)
class GeoFigures:
    """The places; `dots` (d, 2) are longitude and latitude of the customers of whom they are known."""

    key: ClassVar[str] = "geo"
    definition: Defined
    customer_ids: pa.StringArray
    places: tuple[Place, ...]
    dots: NDArray[np.float64]
    everybody: int
    currency: str

    def countries(self) -> tuple[Place, ...]:
        """The countries, the greatest first."""
        return tuple(self._sorted(place for place in self.places if place.code))

    def unmatched(self) -> tuple[Place, ...]:
        """The texts that name no country, the most frequent first."""
        return tuple(self._sorted(place for place in self.places if not place.code and place.name))

    def rows(self) -> tuple[Place, ...]:
        """Countries, then what was not recognised, then those without a text."""
        return (
            *self.countries(),
            *self.unmatched(),
            *(each for each in self.places if not each.code and not each.name),
        )

    def _sorted(self, places: Iterator[Place]) -> list[Place]:
        measure = self.definition.measure
        return sorted(places, key=lambda place: (-place.of(measure), place.name))

    def said(self, value: float) -> str:
        """A value of the measure in words."""
        return money(value, self.currency) if self.definition.measure == "revenue" else number(value)

    def share(self, place: Place) -> Rate:
        """Its customers of all."""
        return Rate(len(place.customers), self.everybody)

    def table(self) -> Table:
        """A row a place; an unknown text says so."""
        headers = ("Country", "Customers", "Of all", "Events", *(("Revenue",) if self.definition.amount else ()))
        return headers, [tuple(self._cells(place)) for place in self.rows()]

    def _cells(self, place: Place) -> Iterator[Cell]:
        share = self.share(place)
        if place.code:
            yield Cell(place.name, share=share.value)
        else:
            yield Cell(place.name or MISSING, NOT_RECOGNISED if place.name else "", "open", share.value)
        yield Cell(number(share.count), tone="" if share.count else "zero")
        yield Cell(share.percent(), share.fraction())
        yield Cell(number(place.events), tone="" if place.events else "zero")
        if self.definition.amount:
            yield Cell(money(place.revenue, self.currency), tone="" if place.revenue else "zero")

    def leading(self) -> str:
        """The country with most."""
        countries = self.countries()
        if not countries:
            return ""
        return f"{countries[0].name}: {self.said(countries[0].of(self.definition.measure))} {self.definition.measure}"

    def records(self) -> Records:
        """A row of exact values a place; a text that names no country has no code."""
        return ("code", "name", "customers", "of", "events", "revenue"), [
            (place.code, place.name, len(place.customers), self.everybody, place.events, place.revenue)
            for place in self.rows()
        ]

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "customers", "places", "dots"}` for programs."""
        headers, rows = self.records()
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "customers": self.everybody,
            "places": [dict(zip(headers, row, strict=True)) for row in rows],
            "dots": len(self.dots),
        }

    def plot(self) -> Plot:
        """The customers of each country; a map is a picture."""
        return Plot("bars", (CUSTOMERS,), beside=True)

    def people(self, row: int, column: int) -> pa.Array[Any] | None:  # noqa: ARG002  # every cell is of the row's people
        """The customers of a place."""
        return self.customer_ids.take(self.rows()[row].customers)
