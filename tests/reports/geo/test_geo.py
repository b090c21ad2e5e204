"""Geo against a naive count; the map is whole, and every hit is within it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

import numpy as np
import pytest
from matplotlib.path import Path

from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import DARK, LIGHT
from app.nodes.conditions import Step
from app.reports.definition.breakdown import Breakdown
from app.reports.documents.figures.pictures import picture
from app.reports.geo.chart import draw_geo
from app.reports.geo.definition import GeoDefinition, geo, proposed_geo
from app.reports.geo.figures import GeoFigures
from app.reports.geo.projection import extent, outlines, projected
from app.reports.geo.report import GeoReport
from tests.builders.datasets import from_rows

NAMES = ("Deutschland", "DE", "日本", "JPN", "usa", "Narnia", "", "Singapore", "Donaudampfschifffahrtsrepublik")
MAPPING = {
    "customers": {
        "key": "id",
        "types": {"land": "text", "lat": "number", "lon": "number"},
        "roles": {"country": "land", "latitude": "lat", "longitude": "lon"},
    },
    "events": {
        "key": "id",
        "types": {"amount": "number", "ship": "text"},
        "roles": {"purchase": "buy"},
        "property_roles": {"amount": "amount"},
    },
}


def shop(customers: int = 27, names: tuple[str, ...] = NAMES) -> Dataset:
    people = [
        {
            "id": f"c{who:04}",
            "land": names[who % len(names)],
            "lat": str(who % 80),
            "lon": str(who % 170) if who % 4 else "",
        }
        for who in range(customers)
    ]
    events = [
        {"id": f"c{who:04}", "timestamp": f"2024-05-0{1 + step}T10:00:00Z", "event": "buy" if step % 2 else "see",
         "amount": str(who + step), "ship": names[(who + step) % len(names)]}
        for who in range(customers)
        for step in range(who % 4)
    ]  # fmt: skip
    return from_rows(people, events, MAPPING, "shop")


def measured(definition: GeoDefinition | None = None, data: Dataset | None = None) -> GeoFigures:
    data = data or shop()
    definition = definition or proposed_geo(data)
    assert definition is not None
    return geo(data, definition)


def test_that_customers_events_and_revenue_are_those_of_a_naive_count() -> None:
    known = {"Deutschland": "DE", "DE": "DE", "日本": "JP", "JPN": "JP", "usa": "US", "Singapore": "SG"}
    customers: Counter[tuple[str, str]] = Counter()
    events: Counter[tuple[str, str]] = Counter()
    revenue: Counter[tuple[str, str]] = Counter()
    for who in range(27):
        name = NAMES[who % len(NAMES)]
        at = (known.get(name, ""), "" if name in known else name)
        customers[at] += 1
        for step in range(who % 4):
            if step % 2:
                events[at] += 1
                revenue[at] += who + step
    figures = measured()
    for place in figures.places:
        key = (place.code, "" if place.code else place.name)
        assert (len(place.customers), place.events, place.revenue) == (customers[key], events[key], revenue[key])
    assert {(place.code, "" if place.code else place.name) for place in figures.places} == set(customers)
    assert sum(len(place.customers) for place in figures.rows()) == figures.everybody


def test_that_texts_that_name_no_country_are_named_after_the_countries() -> None:
    figures = measured()
    table = figures.table()[1]
    assert [str(row[0]) for row in table] == [
        "Germany", "Japan", "Singapore", "United States", "Donaudampfschifffahrtsrepublik", "Narnia", "(none)",
    ]  # fmt: skip
    assert [row[0].note for row in table][4:6] == ["not recognised"] * 2
    assert (str(table[0][2]), table[0][2].note) == ("22%", "6 of 27")
    words = picture(figures, "svg", 900, 460).decode()
    assert "Not recognised: Donaudampfschifffahrtsrepublik (3), Narnia (3); too small for the map: Singapore" in words


def test_that_the_people_of_a_place_are_as_many_as_it_counts() -> None:
    figures = measured()
    for at, place in enumerate(figures.rows()):
        ids = figures.people(at, 1)
        assert ids is not None
        assert len(ids) == len(place.customers)
    germans = figures.people(0, 1)
    assert germans is not None
    assert germans.to_pylist() == ["c0000", "c0001", "c0009", "c0010", "c0018", "c0019"]


def test_that_a_property_of_events_counts_a_customer_in_each_country() -> None:
    data = shop()
    figures = measured(GeoDefinition(Breakdown("event", "ship"), "events"), data)
    assert sum(place.events for place in figures.places) == data.event_count
    pairs = {(f"c{who:04}", NAMES[(who + step) % 9]) for who in range(27) for step in range(who % 4)}
    narnia = next(at for at, place in enumerate(figures.rows()) if place.name == "Narnia")
    ids = figures.people(narnia, 1)
    assert ids is not None
    assert set(ids.to_pylist()) == {who for who, name in pairs if name == "Narnia"}


def test_that_everything_wrong_with_a_definition_is_named() -> None:
    with pytest.raises(AppError) as caught:
        measured(GeoDefinition(Breakdown("customer", "lat"), "revenue", latitude="land"))
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {"geo-country", "geo-revenue", "geo-place"}
    with pytest.raises(AppError):
        measured(GeoDefinition(None))
    assert proposed_geo(from_rows([{"id": "a"}], [], MAPPING | {"customers": {"key": "id"}})) is None


def test_that_a_column_of_too_many_texts_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.reports.geo.definition._MOST_WORDS", 7)
    with pytest.raises(AppError, match="“land” has 8 values, too many to be countries"):
        measured(GeoDefinition(Breakdown("customer", "land")))


def test_that_every_choice_of_its_sentence_gives_figures() -> None:
    data, report = shop(), GeoReport()
    begun = proposed_geo(data)
    assert begun is not None
    for definition in (begun, replace(begun, measure="revenue")):
        for part in report.sentence(data, definition):
            for choice in () if isinstance(part, str) else part.choices:
                changed = report.changed(definition, part.field, choice.value)  # type: ignore[union-attr]
                assert report.count(data, changed).to_document()["definition"]["words"]


def test_that_the_projection_is_the_published_one() -> None:
    x, y = projected(np.array([0.0, 180.0, 0.0]), np.array([0.0, 0.0, 90.0]))
    assert x == pytest.approx([0, 2.7066297, 0], abs=1e-6)
    assert y == pytest.approx([0, 0, 1.3173627], abs=1e-6)


def test_that_the_projection_keeps_areas_true() -> None:
    def area(south: float, north: float) -> float:
        """Of a band around the earth, by the trapezoids between its edges."""
        latitudes = np.linspace(south, north, 400)
        x, y = projected(np.full(400, 180.0), latitudes)
        return float(np.sum((x[1:] + x[:-1]) * np.diff(y)))

    for south, north in ((0, 10), (30, 60), (70, 90), (-50, 20)):
        on_the_sphere = 2 * np.pi * (np.sin(np.radians(north)) - np.sin(np.radians(south)))
        assert area(south, north) == pytest.approx(on_the_sphere, rel=1e-3)


def test_that_the_map_has_the_countries_within_the_world() -> None:
    assert len(outlines()) > 170
    assert {"DE", "JP", "US", "RU", "XK", "FJ"} <= outlines().keys()
    west, east, south, north = extent()
    assert -2.71 < west < -2.3
    assert 2.3 < east < 2.71
    assert (south > -1.1, north < 1.32) == (True, True)
    places = projected(np.array([139.0, 13.4]), np.array([36.0, 52.5]))
    tokyo, berlin = zip(*(each.tolist() for each in places), strict=True)
    assert outlines()["JP"].contains_point(tokyo)
    assert outlines()["DE"].contains_point(berlin)
    assert not outlines()["DE"].contains_point(tokyo)


def test_that_no_border_runs_across_the_whole_map() -> None:
    for code, path in outlines().items():
        steps = np.abs(np.diff(path.vertices[:, 0]))[path.codes[1:] == Path.LINETO]  # type: ignore[index]
        assert steps.max() < 0.5, code


def test_that_the_stored_map_is_what_the_script_makes(tmp_path: FilePath) -> None:
    from scripts import make_map

    if not make_map.SOURCE.exists():
        pytest.skip("the atlas is not here")
    make_map.main(target=tmp_path / "countries.json")
    assert (tmp_path / "countries.json").read_bytes() == make_map.TARGET.read_bytes()


@pytest.mark.parametrize("size", [(900, 460), (400, 320), (1200, 700)])
@pytest.mark.parametrize("names", [("日本",), ("DE", "JP", "US"), tuple(outlines())[1:31], tuple(outlines())[1:]])
def test_that_every_country_is_hit_within_the_picture(names: tuple[str, ...], size: tuple[int, int]) -> None:
    figures = measured(data=shop(max(len(names), 3), names))
    chart = draw_geo(figures, DARK)
    chart.lay_out(*size)
    boxes = [hit.path.get_extents() for hit in chart.hits]
    assert all(0 <= box.x0 < box.x1 <= size[0] and 0 <= box.y0 < box.y1 <= size[1] for box in boxes)
    drawn = {at for at, place in enumerate(figures.countries()) if place.code in outlines()}
    assert drawn <= {hit.row for hit in chart.hits}


def test_that_places_alone_make_dots_and_nothing_at_all_a_sentence() -> None:
    data = shop()
    figures = measured(GeoDefinition(None, latitude="lat", longitude="lon"), data)
    assert len(figures.dots) == sum(who % 4 != 0 for who in range(27))
    assert len(picture(figures, "png", 700, 400, palette=LIGHT)) > 5_000
    empty: Any = from_rows([], [], MAPPING)
    assert "country is known" in picture(measured(data=empty), "svg", 700, 400).decode()


def test_that_events_of_one_kind_count_alone() -> None:
    figures = measured(replace(GeoDefinition(Breakdown("customer", "land"), "events"), step=Step(event="see")))
    assert sum(place.events for place in figures.places) == sum((who % 4 + 1) // 2 for who in range(27))


def test_that_it_leads_with_the_greatest_country() -> None:
    assert measured().leading() == "Germany: 6 customers"


def test_that_it_says_in_words_what_a_place_is_taken_from() -> None:
    by_customer = GeoDefinition(Breakdown("customer", "land")).in_words()
    by_event = GeoDefinition(Breakdown("event", "ship")).in_words()
    assert by_customer.startswith("Customers stand where their land says, by ISO 3166")
    assert by_event.startswith("Customers stand in each country that an event of theirs names in ship, by ISO 3166")
