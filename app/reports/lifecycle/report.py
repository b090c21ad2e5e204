"""The lifecycle as a report: from a first visit to revenue, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.numbers import length, number
from app.reports.crm.way import STAGE_WORDS
from app.reports.definition.sentence import Sentence
from app.reports.lifecycle.figures import LifecycleFigures
from app.reports.report import Definition


class LifecycleReport:
    """Where leads are on their way to revenue, and for how long."""

    key = "lifecycle"
    title = "Lifecycle"
    needs = "It needs events that are stages of a lead: lead, MQL, SQL, opportunity, won."

    def proposed(self, dataset: Dataset) -> Definition | None:
        """The stages that the data records."""
        from app.reports.lifecycle.definition import proposed_lifecycle

        return proposed_lifecycle(dataset)

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """The stages of those who got a message apart from the others."""
        from app.reports.lifecycle.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> LifecycleFigures:
        """Everybody's stages."""
        from app.reports.lifecycle.definition import lifecycle

        return lifecycle(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.lifecycle.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.lifecycle.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: LifecycleFigures, palette: Palette, *, with_definition: bool) -> Any:
        """A table of bars."""
        from app.reports.lifecycle.chart import draw_lifecycle

        return draw_lifecycle(figures, palette, with_definition=with_definition)

    def height_px(self, figures: LifecycleFigures) -> int:
        """A row a stage, or a group."""
        rows = len(figures.stages) if len(figures.groups) == 1 else len(figures.groups)
        return min(140 + 36 * rows, 900)

    def words(self, figures: LifecycleFigures) -> Iterator[str]:
        """Each stage with who came and who is there."""
        yield self.title
        for each in figures.rows():
            name = f"{each.group}, {STAGE_WORDS[each.stage]}" if each.group else STAGE_WORDS[each.stage]
            waiting = f"{number(each.waiting.of)} here now, half of them for {length(each.waiting.median)} or less"
            yield f"{name}: {each.reached.in_words()}; {waiting}"
