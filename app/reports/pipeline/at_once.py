"""The pipeline by the compiled loop, in threads: every model of a measure in one pass over touches and conversions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.columns.cores import CORES, each
from app.reports.attribution_models.names import Model
from app.reports.crm.sources import Touches
from app.reports.crm.way import Longs
from app.reports.pipeline.adding import Adding, Asked, Told, Totals, Window, one_model, summed
from app.reports.pipeline.figures import Shared
from app.reports.pipeline.sharing import Conversions


class AtOnce(NamedTuple):
    """One measure: its conversions, the touches, and how they are shared."""

    conversions: Conversions
    touches: Touches
    models: Sequence[Model]
    look_back_us: int
    half_life_us: int
    direct: str
    customers: int

    def shared(self) -> Shared:
        """What each channel gets under each model; under one that was not asked for, once somebody looks."""
        cents = self.conversions.cents
        total = len(self.conversions.ends.at) if cents is None else int(cents.sum())
        return self._told(Asked(self.models)).shared(total, in_cents=cents is not None)

    def shared_both(self) -> tuple[Shared, Shared]:
        """The conversions as they are counted, and in the cents that they are worth, in one pass."""
        told, cents = self._told(Asked(self.models, is_both=True)), self.conversions.cents
        worth = 0 if cents is None else int(cents.sum())
        return told.shared(len(self.conversions.ends.at), in_cents=False), told.shared(worth, in_cents=True)

    def under(self, model: Model, in_cents: bool) -> NDArray[np.float64]:
        """What each channel gets under another model."""
        conversions = self.conversions if in_cents else self.conversions.counted()
        return self._replace(conversions=conversions, models=(model,)).shared().shares[model]

    def who(self, model: str, channel: int) -> Longs:
        """The customers (rows of the dataset) who gave a channel something; or of `Shared.who`'s others."""
        chosen = np.zeros(self.customers, np.uint8)
        self.added(Asked(one_model(model), chosen=chosen, who=channel))
        return np.flatnonzero(chosen)

    def _told(self, asked: Asked) -> Told:
        return Told(asked, self.added(asked), self.touches.names, self.under, self.who)

    def added(self, asked: Asked) -> Totals:
        """All conversions, in parts of whole customers; where people are asked for nothing is added up."""
        ends, moments = self.conversions.ends, self.touches.moments
        window = Window(self.touches, *self[3:])

        def part(cut: tuple[tuple[int, int], tuple[int, int]]) -> Totals:
            (touch, row), (touches, rows) = cut
            adding = Adding(window, self.conversions, asked, touches - touch)
            adding.add((touch, touches), (row, rows))
            return adding.totals

        inner = np.linspace(0, self.customers, CORES + 1).astype(int)
        cuts = [
            (int(np.searchsorted(moments.customer, at)), int(np.searchsorted(ends.customer, at)))
            for at in inner.tolist()
        ]
        return summed(each(part, list(pairwise(cuts))))
