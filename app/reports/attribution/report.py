"""Attribution as a report: channels under several models, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.reports.attribution.figures import AttributionFigures
from app.reports.attribution_models.names import TITLES
from app.reports.definition.sentence import Sentence
from app.reports.report import Definition

_MOST_WORDS = 30


class AttributionReport:
    """What brought the conversions."""

    key = "attribution"
    title = "Attribution"
    needs = "It needs purchases or deals won, and events that say where a visit came from, such as a utm_source."

    def proposed(self, dataset: Dataset) -> Definition | None:
        """Purchases by their sources."""
        from app.reports.attribution.definition import proposed_attribution

        return proposed_attribution(dataset)

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """With the messages of the run as touches."""
        from app.reports.attribution.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> AttributionFigures:
        """Every model's shares."""
        from app.reports.attribution.definition import attribution

        return attribution(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.attribution.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.attribution.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: AttributionFigures, palette: Palette, *, with_definition: bool) -> Any:
        """A group of bars a channel."""
        from app.reports.attribution.chart import draw_attribution

        return draw_attribution(figures, palette, with_definition=with_definition)

    def height_px(self, figures: AttributionFigures) -> int:
        """A row a channel."""
        return 150 + 40 * (len(figures.channels) + 1)

    def words(self, figures: AttributionFigures) -> Iterator[str]:
        """Each channel with its share by each model."""
        yield self.title
        for each in figures.ranked()[:_MOST_WORDS]:
            shares = ", ".join(f"{TITLES[model]} {figures.of_all(each, model).percent()}" for model in figures.models)
            yield f"{each.name}: {shares}"
