"""Everything shared out block by block of customers, by the compiled loops in threads.

Touches and opportunities that are gathered or put together on the way stay in the processor's cache: all of them at
once would be columns of millions of rows that nobody needs afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from app.data.columns.cores import CORES, each
from app.data.dataset import Dataset
from app.progress import pause
from app.reports.attribution_models.names import Model
from app.reports.by_customer.counting import customer_cuts
from app.reports.crm.way import Longs
from app.reports.pipeline.adding import Added, Adding, Asked, Window, summed
from app.reports.pipeline.block_readers import Source, Touched
from app.reports.pipeline.found import WORTH, Found, Group, one_model

_EVENTS_AT_ONCE = 1 << 16


class InBlocks(NamedTuple):
    """The touches, and the conversions that are shared among them."""

    dataset: Dataset
    touched: Touched
    sources: Mapping[tuple[Group, ...], Callable[[], Source]]
    window: Window

    def found(self, asked: Mapping[Group, Sequence[Model]]) -> Mapping[Group, Found]:
        """What each channel gets of these conversions under these models."""
        wanted = {group: Asked(models, is_both=len(WORTH[group]) > 1) for group, models in asked.items()}
        return {group: _found(asked[group], added, group) for group, added in self._added(wanted).items()}

    def who(self, group: Group, model: str, channel: int) -> Longs:
        """The customers (rows of the dataset) who gave a channel something; or of `Shared.who`'s others."""
        chosen = np.zeros(self.dataset.customer_count, np.uint8)
        self._added({group: Asked(one_model(model), chosen=chosen, who=channel)})
        return np.flatnonzero(chosen)

    def _added(self, asked: Mapping[Group, Asked]) -> Mapping[Group, Added]:
        """All customers."""
        cuts = customer_cuts(self.dataset, max(1, self.dataset.event_count // _EVENTS_AT_ONCE))
        blocks = list(pairwise(cuts))
        bounds = np.linspace(0, len(blocks), CORES + 1).astype(int).tolist()
        sources = [source() for groups, source in self.sources.items() if not asked.keys().isdisjoint(groups)]
        parts = each(lambda part: self._part(blocks[slice(*part)], sources, asked), list(pairwise(bounds)))
        return {group: summed([part[group] for part in parts]) for group in asked}

    def _part(
        self, blocks: Sequence[tuple[int, int]], sources: Sequence[Source], asked: Mapping[Group, Asked]
    ) -> Mapping[Group, Added]:
        offsets = self.dataset.offsets
        most = max((int(offsets[stop] - offsets[first]) for first, stop in blocks), default=0)
        touches = self.touched.reader(most)
        readers = [each.reader(most, asked) for each in sources]
        adding = {
            group: Adding(self.window, touches.touches, of, asked[group], touches.longest)
            for reader in readers
            for group, of in reader.conversions.items()
            if group in asked
        }
        for block in blocks:
            pause()
            met = touches.read(*block)
            for reader in readers:
                for group, rows in reader.read(*block):
                    if group in adding:
                        adding[group].add(met, rows)
        return {group: each.added for group, each in adding.items()}


def _found(models: Sequence[Model], added: Added, group: Group) -> Found:
    return Found(
        {in_cents: added.total(in_cents=in_cents) for in_cents in WORTH[group]},
        {in_cents: added.untouched(in_cents=in_cents) for in_cents in WORTH[group]},
        {
            (model, in_cents): row
            for in_cents in WORTH[group]
            for model, row in added.portions(models, in_cents=in_cents)
        },
    )
