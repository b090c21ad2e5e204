"""What is tested: a way to recommend, over the months that are past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.data.products import event_of_products
from app.errors import AppError, Problem
from app.nodes.delays import median_us
from app.nodes.durations import Duration
from app.numbers import exact
from app.progress import Progress, silent
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.recommendations.figures import RecommendationFigures
from app.reports.recommendations.testing import tested
from app.runtime.recommending import Wanted

_USUALLY = Duration.parse("P60D")
BASES = {"next": "was bought after it", "together": "was bought in the same order"}
MOST_SHOWN = 5
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class RecommendationsDefinition(RecordedDefinition):
    """The parameters of the node *Recommend* that matter for likelihood; `event` is the one on a product."""

    event: str
    basis: Literal["next", "together"] = "next"
    within: Duration = _USUALLY
    overstock: float = 0.0
    min_support: int = 5

    def _in_words(self) -> str:
        """The definition in sentences."""
        how = f" within {self.within.in_words()}" if self.basis == "next" else ""
        goes = f" What has to go counts {exact(self.overstock)} of it." if self.overstock else ""
        return (
            f"Of each month (UTC) the customers whose last “{self.event}” before it was on a product, and who in that "
            "month had one on a product they had not: was that among the first 1, 3 and 5 recommended on the first of "
            f"the month, from what {BASES[self.basis]}{how} by at least {self.min_support} customers before it? Of new "
            "products at one instant any counts. Popular: the same customers, offered what most customers had in the "
            f"90 days before.{goes}"
        )

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "event": self.event,
            "basis": self.basis,
            "within": self.within.text,
            "overstock": self.overstock,
            "min_support": self.min_support,
        }


def proposed_recommendations(dataset: Dataset) -> RecommendationsDefinition | None:
    """What was bought next by those who bought; None where no event names a product."""
    event = event_of_products(dataset.roles.events)
    is_known = event in dataset.schema().events and dataset.roles.properties.get("product", "") in dataset.properties
    return RecommendationsDefinition(event) if is_known else None


def recommendations(
    dataset: Dataset, definition: RecommendationsDefinition, progress: Progress = silent
) -> RecommendationFigures:
    """Recommend as of each month, and see what was bought; AppError names all that is wrong with the definition."""
    if problems := list(_problems(dataset, definition)):
        raise AppError("Recommendations cannot be tested.", problems)
    wanted = Wanted(
        event=definition.event,
        basis=definition.basis,
        within_us=int(median_us(definition.within)),
        overstock=definition.overstock,
        in_stock=False,
        min_support=definition.min_support,
        count=MOST_SHOWN,
    )
    return RecommendationFigures(definition, dataset.customer_ids, tested(dataset, wanted, progress))


def _problems(dataset: Dataset, definition: RecommendationsDefinition) -> list[Problem]:
    problems = []
    if definition.event not in dataset.schema().events:
        problems.append(Problem("recommend-event", f"No event is called “{definition.event}”", "event"))
    column = dataset.properties.get(dataset.roles.properties.get("product", ""))
    if column is None or column.type not in (ColumnType.TEXT, ColumnType.NUMBER):
        words = "No event names a product; give a property the role “product” in Data"
        problems.append(Problem("recommend-product", words, "event"))
    elif not problems and (words := _without_products(dataset, definition.event, column)):
        problems.append(Problem("recommend-event", words, "event"))
    if not 0 <= definition.overstock <= 1:
        problems.append(Problem("recommend-overstock", "What has to go counts from 0 to 1", "overstock"))
    if definition.min_support < 1:
        problems.append(Problem("recommend-support", "At least one customer stands behind a pair", "min_support"))
    if definition.within.is_negative:
        problems.append(Problem("recommend-within", "The time in which the next is bought is negative", "within"))
    return problems


def _without_products(dataset: Dataset, event: str, products: Column) -> str:
    """What to say where no event of that name names a product, and which do; "" where one does."""
    named = np.bincount(dataset.names.values[products.filled], minlength=len(dataset.names.words))
    often = {str(name): int(many) for name, many in zip(dataset.names.words.to_pylist(), named.tolist(), strict=True)}
    if often[event] or not dataset.event_count:
        return ""
    there = [name for name in sorted(often, key=lambda name: (-often[name], name)) if often[name]][:_MOST_NAMED]
    return f"No “{event}” names a product" + (f"; these events do: {', '.join(there)}" if there else "")
