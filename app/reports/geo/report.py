"""Geo as a report: where customers are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.reports.definition.sentence import Sentence
from app.reports.geo.figures import GeoFigures
from app.reports.report import Definition

_HEIGHT = 460
_MOST_WORDS = 40


class GeoReport:
    """By country, on a map."""

    key = "geo"
    title = "Map"
    needs = "It needs the customers’ country, or their latitude and longitude."

    def proposed(self, dataset: Dataset) -> Definition | None:
        """By the customers' country."""
        from app.reports.geo.definition import proposed_geo

        return proposed_geo(dataset)

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """Where the messages of the run went."""
        from app.reports.geo.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> GeoFigures:
        """Customers, events and revenue by country."""
        from app.reports.geo.definition import geo

        return geo(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.geo.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.geo.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: GeoFigures, palette: Palette, *, with_definition: bool) -> Any:
        """The map."""
        from app.reports.geo.chart import draw_geo

        return draw_geo(figures, palette, with_definition=with_definition)

    def height_px(self, figures: GeoFigures) -> int:  # noqa: ARG002  # the world is as high with few countries
        """The world is twice as wide as high."""
        return _HEIGHT

    def words(self, figures: GeoFigures) -> Iterator[str]:
        """Each place with its customers."""
        yield self.title
        for place in figures.rows()[:_MOST_WORDS]:
            yield f"{place.name or 'without a country'}: {figures.share(place).in_words()} of the customers"
