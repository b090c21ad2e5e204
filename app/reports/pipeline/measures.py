"""What each measure of the pipeline comes to; what two definitions have in common is shared out once."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NamedTuple

from app.data.dataset import Dataset
from app.reports.attribution_models.names import Model
from app.reports.by_customer.counting import ENOUGH_EVENTS
from app.reports.counting.kept import kept_among
from app.reports.crm.opportunities import events_of, opportunities_of
from app.reports.crm.sources import Touches
from app.reports.crm.speaking import SPEAKING
from app.reports.crm.way import Way, firsts
from app.reports.pipeline.figures import Measure, Shared
from app.reports.pipeline.sharing import Conversions, Deals, deals_of, people_of, share_out

ENOUGH_MOMENTS = 200_000
"""From so many touches and conversions on the compiled loop is worth its loading."""


class How(NamedTuple):
    """How conversions are shared: the models, the measure they are compared for, and what `share_out` asks besides."""

    models: tuple[Model, ...]
    compare: Measure
    look_back_us: int
    half_life_us: int
    direct: str
    customers: int

    def shown(self, *measures: Measure) -> tuple[Model, ...]:
        """The models that the table shows of a measure; the others are for whoever asks."""
        return self.models if self.compare in measures else self.models[:1]


def shares_of(
    dataset: Dataset, way: Way, touches: Touches, met: Hashable | None, how: How
) -> dict[Measure, Shared]:  # fmt: skip
    """Every measure. `met` stands for who met which touch when; None where these are not of the dataset alone."""
    opportunities, pipeline, revenue = _of_deals(dataset, way, touches, met, how)
    return {
        "leads": _of_people(dataset, way, touches, met, how, "leads"),
        "mqls": _of_people(dataset, way, touches, met, how, "mqls"),
        "opportunities": opportunities,
        "pipeline": pipeline,
        "revenue": revenue,
    }


def _of_deals(
    dataset: Dataset, way: Way, touches: Touches, met: Hashable | None, how: How
) -> tuple[Shared, Shared, Shared]:
    """Opportunities, what they are worth, and the revenue; kept where what they follow from is as it was before."""
    sharing = _InBlocks if dataset.event_count >= ENOUGH_EVENTS and not way.opportunity_id else _InColumns
    of = sharing(dataset, way, touches, how)
    if met is None:
        return of.all()
    steps = tuple(way.step(role).model_dump_json() for role in ("lead", *SPEAKING))
    key, found = (steps, way.opportunity_id, way.amount, met, *how[2:]), []

    def made() -> tuple[Shared, Shared]:
        opened, worth, revenue = of.all()
        found.append(revenue)  # what one pass yields beside them
        return opened, worth

    opened, worth = kept_among(
        dataset, "shares of opportunities", (key, how.shown("opportunities", "pipeline")), made
    )  # fmt: skip
    revenue = kept_among(
        dataset, "shares of revenue", (key, how.shown("revenue")), lambda: found[0] if found else of.revenue()
    )
    return opened, worth, revenue


class _InColumns(NamedTuple):
    """Opportunities that are put together first, as where they have ids that several customers may speak of."""

    dataset: Dataset
    way: Way
    touches: Touches
    how: How

    def all(self) -> tuple[Shared, Shared, Shared]:
        """Opportunities, what they are worth, and the revenue."""
        return *_both(self._deals().opened, self.touches, self.how), self.revenue()

    def revenue(self) -> Shared:
        """The revenue alone."""
        return _shared(self._deals().won, self.touches, self.how, "revenue")

    def _deals(self) -> Deals:
        way = self.way
        steps = tuple(way.step(role).model_dump_json() for role in ("lead", *SPEAKING))
        return kept_among(
            self.dataset, "conversions", (steps, way.opportunity_id, way.amount),
            lambda: deals_of(self.dataset, way, opportunities_of(self.dataset, way)),
        )  # fmt: skip


class _InBlocks(_InColumns):
    """The same of opportunities that are shared out where they are put together."""

    def all(self) -> tuple[Shared, Shared, Shared]:
        """Opportunities, what they are worth, and the revenue."""
        found: tuple[Shared, Shared, Shared] = self._blocks().shared(
            self.how.shown("opportunities", "pipeline"), self.how.shown("revenue")
        )
        return found

    def revenue(self) -> Shared:
        """The revenue alone."""
        found: Shared = self._blocks().revenue(self.how.shown("revenue"))
        return found

    def _blocks(self) -> Any:
        from app.reports.pipeline.adding import Window  # late: numba takes a while to import
        from app.reports.pipeline.in_blocks import InBlocks

        data, way = self.dataset, self.way
        return InBlocks(data, events_of(data, way), firsts(data, way.step("lead")), Window(self.touches, *self.how[2:]))


def _of_people(
    dataset: Dataset, way: Way, touches: Touches, met: Hashable | None, how: How, measure: Measure
) -> Shared:  # fmt: skip
    """Leads or MQLs, which no event of an opportunity changes: those of the definition before are kept."""

    def made() -> Shared:
        return _shared(people_of(dataset, way, measure), touches, how, measure)

    if met is None:
        return made()
    steps = tuple(way.step(role).model_dump_json() for role in ("lead", "mql"))
    key = (measure, steps, met, how.shown(measure), *how[2:])
    return kept_among(dataset, "shares of people", key, made)


def _is_long(conversions: Conversions, touches: Touches) -> bool:
    return len(touches.channel) + len(conversions.ends.at) >= ENOUGH_MOMENTS


def _shared(conversions: Conversions, touches: Touches, how: How, measure: Measure) -> Shared:
    """Many are shared out under so many models as the table shows, and under the others when they are asked for."""
    if not _is_long(conversions, touches):
        return share_out(conversions, touches, how.models, *how[2:])
    from app.reports.pipeline.at_once import AtOnce  # late: numba takes a while to import

    return AtOnce(conversions, touches, how.shown(measure), *how[2:]).shared()


def _both(opened: Conversions, touches: Touches, how: How) -> tuple[Shared, Shared]:
    """Opportunities as they are counted, and in what they are worth."""
    if not _is_long(opened, touches):
        in_cents = share_out(opened, touches, how.models, *how[2:])
        return share_out(opened.counted(), touches, how.models, *how[2:]), in_cents
    from app.reports.pipeline.at_once import AtOnce  # late: numba takes a while to import

    return AtOnce(opened, touches, how.shown("opportunities", "pipeline"), *how[2:]).shared_both()
