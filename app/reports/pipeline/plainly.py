"""Everything shared out in columns, without the compiled loops, as few conversions are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from app.reports.attribution_models.names import Model
from app.reports.crm.sources import Touches
from app.reports.crm.way import Longs
from app.reports.pipeline.figures import Shared
from app.reports.pipeline.found import WORTH, Found, Group, one_model
from app.reports.pipeline.sharing import Conversions, share_out


class InColumns(NamedTuple):
    """The touches, and the conversions that are shared among them."""

    touches: Touches
    conversions: Mapping[Group, Callable[[], Conversions]]
    look_back_us: int
    half_life_us: int
    direct: str
    customers: int

    def found(self, asked: Mapping[Group, Sequence[Model]]) -> Mapping[Group, Found]:
        """What each channel gets of these conversions under these models."""
        return {group: self._found(group, models) for group, models in asked.items()}

    def who(self, group: Group, model: str, channel: int) -> Longs:
        """The customers (rows of the dataset) who gave a channel something; or of `Shared.who`'s others."""
        return self._shared(group, one_model(model), in_cents=WORTH[group][0]).who(model, channel)

    def _found(self, group: Group, models: Sequence[Model]) -> Found:
        made = {in_cents: self._shared(group, models, in_cents=in_cents) for in_cents in WORTH[group]}
        return Found(
            {in_cents: shared.total for in_cents, shared in made.items()},
            {in_cents: shared.untouched for in_cents, shared in made.items()},
            {(model, in_cents): shared.shares[model] for in_cents, shared in made.items() for model in models},
        )

    def _shared(self, group: Group, models: Sequence[Model], *, in_cents: bool) -> Shared:
        of = self.conversions[group]()
        return share_out(of if in_cents else of.counted(), self.touches, models, *self[2:])
