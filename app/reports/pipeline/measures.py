"""What each measure of the pipeline comes to; what two definitions have in common is shared out once."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from app.data.dataset import Dataset
from app.reports.attribution_models.names import Model
from app.reports.counting.kept import kept_among
from app.reports.crm.opportunities import opportunities_of
from app.reports.crm.sources import Touches
from app.reports.crm.speaking import SPEAKING
from app.reports.crm.way import Way
from app.reports.pipeline.figures import Measure, Shared
from app.reports.pipeline.sharing import Conversions, deals_of, people_of, share_out

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
    steps = tuple(way.step(role).model_dump_json() for role in ("lead", *SPEAKING))
    deals = (*steps, way.opportunity_id, way.amount)

    def made() -> tuple[Shared, Shared, Shared]:
        opened, won = kept_among(
            dataset, "conversions", deals, lambda: deals_of(dataset, way, opportunities_of(dataset, way))
        )
        return *_both(opened, touches, how), _shared(won, touches, how, "revenue")

    if met is None:
        return made()
    key = (deals, met, how.shown("opportunities", "pipeline"), how.shown("revenue"), *how[2:])
    return kept_among(dataset, "shares of deals", key, made)


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
