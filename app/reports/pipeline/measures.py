"""What each measure of the pipeline comes to; what two definitions have in common is shared out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.reports.attribution_models.names import Model
from app.reports.counting.kept import kept_among
from app.reports.crm.opportunities import events_of, opportunities_of
from app.reports.crm.sources import Campaigns, Touches
from app.reports.crm.speaking import SPEAKING
from app.reports.crm.way import Longs, Way, firsts
from app.reports.pipeline.figures import MEASURES, Measure, Shared
from app.reports.pipeline.found import Found, Group, Sharing, one_model
from app.reports.pipeline.plainly import InColumns
from app.reports.pipeline.sharing import Conversions, Deals, deals_of, people_of

ENOUGH_TOUCHES = 200_000
"""From so many on the compiled loop is worth its loading, however few events were recorded."""
_MOST_KEPT = 32
_GROUP: Mapping[Measure, tuple[Group, bool]] = {
    "leads": ("leads", False), "mqls": ("mqls", False), "opportunities": ("opened", False),
    "pipeline": ("opened", True), "revenue": ("won", True),
}  # fmt: skip
Known = dict[Hashable, Any]
"""What is kept of a group: all and what had no touch, and what channels get under the models asked for so far."""


class How(NamedTuple):
    """How conversions are shared: the models, the measure they are compared for, and what sharing asks besides."""

    models: tuple[Model, ...]
    compare: Measure
    look_back_us: int
    half_life_us: int
    direct: str
    customers: int

    def shown(self, group: Group) -> tuple[Model, ...]:
        """The models that the table shows of a group; the others are for whoever asks."""
        return self.models if _GROUP[self.compare][0] == group else self.models[:1]


class _Kept(NamedTuple):
    """What is known of each group, and what a model looks at besides that others do not."""

    sharing: Sharing
    known: Mapping[Group, Known]
    models: tuple[Model, ...]
    beside: Mapping[Model, Hashable]

    def fill(self, asked: Mapping[Group, Sequence[Model]]) -> None:
        """Have it known what channels get under these models, in one pass over what is not."""
        missing = dict[Group, tuple[Model, ...]]()
        for group, models in asked.items():
            if new := tuple(model for model in models if not self._is_known(group, model)):
                missing[group] = new
        for group, found in self.sharing.found(missing).items() if missing else ():
            self._keep(group, found)

    def under(self, group: Group, in_cents: bool, name: str) -> NDArray[np.float64]:
        """What each channel gets under a model; where it is not known, all that were asked for are found with it."""
        (model,) = one_model(name)
        if not self._is_known(group, model):
            self.fill(
                {**dict.fromkeys(self.known, self.models), group: (*self.models, *{model}.difference(self.models))}
            )
        found: NDArray[np.float64] = self.known[group][self._key(model), in_cents]
        return found

    def shared(self, measure: Measure, models: Sequence[Model]) -> Shared:
        """A measure under these models, which are known; under another once somebody looks."""
        group, in_cents = _GROUP[measure]
        untouched, total = self.known[group][in_cents]
        shares = {str(model): self.under(group, in_cents, model) for model in models}
        return Shared(
            _Shares(partial(self.under, group, in_cents), shares), untouched, total, partial(self.sharing.who, group)
        )

    def _is_known(self, group: Group, model: Model) -> bool:
        return any((self._key(model), in_cents) in self.known[group] for in_cents in (False, True))

    def _keep(self, group: Group, found: Found) -> None:
        known = self.known[group]
        for in_cents, total in found.total.items():
            known[in_cents] = found.untouched[in_cents], total
        for (model, in_cents), row in found.shares.items():
            known[self._key(model), in_cents] = row

    def _key(self, model: Model) -> Hashable:
        return model, self.beside.get(model)


class _Shares(dict[str, NDArray[np.float64]]):
    """Shares by model; one that is missing is counted when it is asked for."""

    def __init__(self, under: Callable[[str], NDArray[np.float64]], known: dict[str, NDArray[np.float64]]) -> None:
        super().__init__(known)
        self._under = under

    def __missing__(self, model: str) -> NDArray[np.float64]:
        self[model] = found = self._under(model)
        return found


def shares_of(
    dataset: Dataset, way: Way, touched: Campaigns | Touches, met: Hashable | None, how: How
) -> dict[Measure, Shared]:  # fmt: skip
    """Every measure. `met` stands for who met which touch when; None where these are not of the dataset alone."""
    lead = way.step("lead").model_dump_json()
    beside: dict[Model, Hashable] = {
        "w_shaped": lead, "time_decay": how.half_life_us, "last_non_direct": how.direct,
    }  # fmt: skip
    kept = _Kept(_sharing(dataset, way, touched, how), _known(dataset, way, met, how), how.models, beside)
    kept.fill({group: how.shown(group) for group in ("leads", "mqls", "opened", "won")})
    return {measure: kept.shared(measure, how.shown(_GROUP[measure][0])) for measure in MEASURES}


def _known(dataset: Dataset, way: Way, met: Hashable | None, how: How) -> Mapping[Group, Known]:
    """What is kept of each group with the data, by what it follows from."""
    spoken = tuple(way.step(role).model_dump_json() for role in SPEAKING)
    deals = (spoken, way.opportunity_id, way.amount)
    lead, mql = (way.step(role).model_dump_json() for role in ("lead", "mql"))
    keys: dict[Group, Hashable] = {"leads": lead, "mqls": mql, "opened": deals, "won": deals}
    if met is None:
        return {group: {} for group in keys}

    def known(group: Group) -> Known:
        return kept_among(dataset, "shares", (group, keys[group], met, how.look_back_us), dict, _MOST_KEPT)

    return {group: known(group) for group in keys}


def _sharing(dataset: Dataset, way: Way, touched: Campaigns | Touches, how: How) -> Sharing:
    if isinstance(touched, Campaigns) or len(touched.channel) >= ENOUGH_TOUCHES:
        return _in_blocks(dataset, way, touched, how)
    conversions: dict[Group, Callable[[], Conversions]] = {
        "leads": lambda: people_of(dataset, way, "leads"),
        "mqls": lambda: people_of(dataset, way, "mqls"),
        "opened": lambda: _deals(dataset, way).opened,
        "won": lambda: _deals(dataset, way).won,
    }
    return InColumns(touched, conversions, *how[2:])


def _in_blocks(dataset: Dataset, way: Way, touched: Campaigns | Touches, how: How) -> Sharing:
    from app.reports.pipeline.adding import Window  # late: numba takes a while to import
    from app.reports.pipeline.block_readers import OfCampaigns, OfDeals, OfEvents, OfPeople, OfTouches, Source
    from app.reports.pipeline.in_blocks import InBlocks

    def first(role: str) -> Longs:
        return firsts(dataset, way.step(role))

    def deals() -> Source:
        has_ids = way.opportunity_id
        return OfDeals(_deals(dataset, way)) if has_ids else OfEvents(events_of(dataset, way), first("lead"))

    sources: dict[tuple[Group, ...], Callable[[], Source]] = {
        ("leads",): lambda: OfPeople("leads", first("lead"), first("lead")),
        ("mqls",): lambda: OfPeople("mqls", first("mql"), first("lead")),
        ("opened", "won"): deals,
    }
    direct = touched.names.index(how.direct) if how.direct in touched.names else -1
    touches = OfCampaigns(dataset, touched) if isinstance(touched, Campaigns) else OfTouches(touched)
    return InBlocks(dataset, touches, sources, Window(how.look_back_us, how.half_life_us, direct))


def _deals(dataset: Dataset, way: Way) -> Deals:
    steps = tuple(way.step(role).model_dump_json() for role in ("lead", *SPEAKING))
    return kept_among(
        dataset, "conversions", (steps, way.opportunity_id, way.amount),
        lambda: deals_of(dataset, way, opportunities_of(dataset, way)),
    )  # fmt: skip
