"""Geo: customers, events and revenue by country, and where on earth customers are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.words.sentences import where_sentence
from app.numbers import number
from app.reports.by_customer.counting import any_event, of_step
from app.reports.definition.breakdown import Breakdown, breakdown_problem
from app.reports.definition.matching import step_problems
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.geo.countries import countries_of, country_names
from app.reports.geo.figures import GeoFigures, Place
from app.reports.geo.placing import by_customers, by_events
from app.reports.over_runs.conversion import amount_of, proposed_conversion

Measure = Literal["customers", "events", "revenue"]
MEASURES: tuple[Measure, ...] = ("customers", "events", "revenue")
_MOST_WORDS = 20_000  # countries in all their spellings are fewer, and so many rows nobody reads


@dataclass(frozen=True, slots=True)
class GeoDefinition(RecordedDefinition):
    """Which column names the country, which events count, and what colours the map.

    Without a step all events count. `amount` is the property that revenue adds up, "" for none. `latitude` and
    `longitude` are attributes, "" for none; without a country there are only dots.
    """

    country: Breakdown | None
    measure: Measure = "customers"
    step: Step | None = None
    amount: str = ""
    latitude: str = ""
    longitude: str = ""

    def _in_words(self) -> str:
        """The definition in sentences."""
        which = f"“{self.step.event}”{where_sentence(self.step.where)}" if self.step else "any event"
        said: list[str] = []
        if self.country:
            whose = (
                "Customers stand where their"
                if self.country.of == "customer"
                else "Customers stand in each country that an event of theirs names in"
            )
            says = " says" if self.country.of == "customer" else ""
            worth = f"; revenue is the sum of their {self.amount}" if self.amount else ""
            said.append(
                f"{whose} {self.country.name}{says}, by ISO 3166 letters or numbers or by name. Events are those "
                f"of {which}{worth}. The map is coloured by {self.measure}; areas are true to scale (Equal Earth)."
            )
        if self.latitude and self.longitude:
            said.append(f"A dot is where customers are, by {self.latitude} and {self.longitude}.")
        return " ".join(said)

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "country": self.country.written() if self.country else "",
            "measure": self.measure,
            "event": self.step.model_dump(mode="json", exclude_defaults=True) if self.step else None,
            "amount": self.amount,
            "latitude": self.latitude,
            "longitude": self.longitude,
        }


def proposed_geo(dataset: Dataset) -> GeoDefinition | None:
    """By the customers' country and place as far as the data has them; None where it has neither."""
    roles = dataset.roles
    country = roles.attributes.get("country")
    latitude, longitude = roles.attributes.get("latitude", ""), roles.attributes.get("longitude", "")
    if not (latitude and longitude):
        latitude = longitude = ""
    if country is None and not latitude:
        return None
    purchase, amount = proposed_conversion(dataset), amount_of(dataset)
    return GeoDefinition(
        Breakdown("customer", country) if country is not None else None, "customers",
        purchase, amount if purchase else "", latitude, longitude,
    )  # fmt: skip


def geo(dataset: Dataset, definition: GeoDefinition) -> GeoFigures:
    """The figures by country; AppError names all that is wrong with the definition."""
    if problems := _problems(dataset, definition):
        raise AppError("The countries cannot be counted.", problems)
    dots = _dots(dataset, definition)
    currency = dataset.roles.property_currencies.get(definition.amount, "")
    if definition.country is None:
        return GeoFigures(definition, dataset.customer_ids, (), dots, dataset.customer_count, currency)
    which = of_step(dataset, definition.step) if definition.step else any_event(dataset)
    amounts = dataset.properties[definition.amount].values if definition.amount else np.zeros(0)
    column = _column(dataset, definition.country)
    if len(column.words) > _MOST_WORDS:
        many = f"“{definition.country.name}” has {number(len(column.words))} values, too many to be countries"
        raise AppError(f"{many}. Choose another column.")
    places, place_of = _places(column)
    if definition.country.of == "customer":
        placed = by_customers(dataset, which, place_of[column.values + 1], len(places), amounts)
    else:
        placed = by_events(dataset, which, column.values, place_of, len(places), amounts)
    found = tuple(
        Place(code, name, placed.members[at], int(placed.events[at]), float(placed.revenue[at]))
        for at, (code, name) in enumerate(places)
        if len(placed.members[at]) or placed.events[at]
    )
    return GeoFigures(definition, dataset.customer_ids, found, dots, dataset.customer_count, currency)


def _problems(dataset: Dataset, definition: GeoDefinition) -> list[Problem]:
    problems = step_problems(dataset, [definition.step], ["event"]) if definition.step else []
    problems += breakdown_problem(dataset, definition.country, "country")
    if not problems and definition.country and _column(dataset, definition.country).type is not ColumnType.TEXT:
        problems.append(Problem("geo-country", f"“{definition.country.name}” is not a text", "country"))
    column = dataset.properties.get(definition.amount)
    if definition.amount and (column is None or column.type is not ColumnType.NUMBER):
        problems.append(Problem("geo-amount", f"“{definition.amount}” is not a number of any event", "amount"))
    if definition.measure == "revenue" and not definition.amount:
        problems.append(Problem("geo-revenue", "Name the property that is revenue", "amount"))
    for name in filter(None, (definition.latitude, definition.longitude)):
        place = dataset.attributes.get(name)
        if place is None or place.type is not ColumnType.NUMBER:
            problems.append(Problem("geo-place", f"“{name}” is not a number of the customers", "place"))
    if bool(definition.latitude) != bool(definition.longitude):
        problems.append(Problem("geo-place", "A place has a latitude and a longitude", "place"))
    if definition.country is None and not definition.latitude:
        problems.append(Problem("geo-nothing", "Name a country, or latitude and longitude", "country"))
    return problems


def _column(dataset: Dataset, by: Breakdown) -> Any:
    return (dataset.attributes if by.of == "customer" else dataset.properties)[by.name]


def _places(column: Column) -> tuple[list[tuple[str, str]], NDArray[np.int32]]:
    """The places there are, as (code, name), and that of each text, the first for none.

    First the countries, then texts that name none, then the place of a missing text.
    """
    words = [str(word) for word in column.words.to_pylist()]
    used = (np.flatnonzero(np.bincount(column.values + 1, minlength=1)[1:])).tolist()
    codes = dict(zip(used, countries_of([words[each] for each in used]), strict=True))
    names = country_names()
    places = [(code, names[code]) for code in sorted(set(codes.values()) - {""})]
    at = {code: index for index, (code, _) in enumerate(places)}
    place_of = np.full(len(words) + 1, -1, np.int32)
    for word, code in codes.items():
        if code:
            place_of[word + 1] = at[code]
            continue
        place_of[word + 1] = len(places)
        places.append(("", words[word]))
    place_of[0] = len(places)
    places.append(("", ""))
    return places, place_of


def _dots(dataset: Dataset, definition: GeoDefinition) -> NDArray[np.float64]:
    """Longitude and latitude of the customers who have both, shape (d, 2); what is off the earth is left out."""
    if not definition.latitude:
        return np.zeros((0, 2))
    latitude = dataset.attributes[definition.latitude].values
    longitude = dataset.attributes[definition.longitude].values
    on_earth = (np.abs(latitude) <= 90) & (np.abs(longitude) <= 180) & ((latitude != 0) | (longitude != 0))
    return np.column_stack([longitude[on_earth], latitude[on_earth]])
