"""What attribution yields: for each channel what each model gives it, in conversions and in their worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pyarrow as pa

from app.numbers import Rate, amount_percent, counted, exact_percent, money, number
from app.reports.attribution_models.names import NO_TOUCH, TITLES
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """A channel: its touches on converting paths, and by model (conversions, worth).

    `removal` is which share of the conversions the Markov model loses without it.
    """

    name: str
    touches: int
    shares: Mapping[str, tuple[float, float]]
    removal: float | None = None


TOUCHES, FIRST_MODEL = 1, 2
"""Columns of the table."""


ALONE, EVERYBODY = -1, -2
"""Who may be asked for in place of a channel: who converted without any touch, and all who converted."""
ANY_TOUCH = ""
"""In place of a model: who had a touch of the channel before a conversion."""


@dataclass(frozen=True, slots=True)
class AttributionFigures:
    """Channels side by side; `untouched` are (conversions, worth) without any touch, in every model the same.

    `who` finds the customers whose conversions gave a channel (its place among `channels`) something under a model.
    """

    key: ClassVar[str] = "attribution"
    definition: Definition
    channels: tuple[ChannelFigures, ...]
    conversions: int
    worth: float
    untouched: tuple[int, float]
    currency: str
    who: Callable[[str, int], pa.Array[Any]] = field(repr=False, compare=False)

    @property
    def models(self) -> tuple[str, ...]:
        """The models that were asked for, in that order."""
        return tuple(self.definition.to_document()["models"])

    @property
    def is_worth(self) -> bool:
        """Whether conversions have a worth of their own."""
        return bool(self.definition.to_document()["value"])

    def share(self, channel: ChannelFigures, model: str) -> float:
        """What is shown of a channel: worth where there is one, else conversions."""
        return channel.shares[model][1 if self.is_worth else 0]

    def ranked(self) -> tuple[ChannelFigures, ...]:
        """The channel to which the first model gives most first."""
        if not self.models:
            return self.channels
        return tuple(sorted(self.channels, key=lambda each: (-self.share(each, self.models[0]), each.name)))

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "conversions", "worth", "channels": [{"name", "touches", model: {…}}], "no_touch"}`."""
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "conversions": self.conversions,
            "worth": self.worth,
            "channels": [
                {
                    "name": each.name,
                    "touches": each.touches,
                    "models": {
                        model: {"conversions": count, "worth": worth} for model, (count, worth) in each.shares.items()
                    },
                    **({} if each.removal is None else {"removal_effect": each.removal}),
                }
                for each in self.ranked()
            ],
            "no_touch": {"conversions": self.untouched[0], "worth": self.untouched[1]},
        }

    def table(self) -> Table:
        """A row a channel, one for what nobody touched, one for all; a column a model."""
        headers = ("Channel", "Touches", *(TITLES[model] for model in self.models))
        rows = [tuple(self._cells(each)) for each in self.ranked()]
        at = 1 if self.is_worth else 0
        nobody = [Cell(self._said(self.untouched[at]), asked=self._of_whole(*self.untouched)) for _ in self.models]
        total = (self.conversions, self.worth)[at]
        everything = [Cell(self._said(total), asked=self._of_whole(self.conversions, self.worth)) for _ in self.models]
        touches = sum(each.touches for each in self.channels)
        return headers, [
            *rows,
            (Cell(NO_TOUCH), Cell(number(0)), *nobody),
            (Cell("All conversions", tone="total"), Cell(number(touches)), *everything),
        ]

    def _cells(self, each: ChannelFigures) -> Iterator[Cell]:
        yield Cell(each.name)
        yield Cell(number(each.touches))
        for model in self.models:
            is_lost = model == "markov" and each.removal is not None
            note = f"removal effect {exact_percent(round(each.removal or 0.0, 3))}" if is_lost else ""
            asked = "; ".join(filter(None, (self._of_whole(*each.shares[model]), note)))
            yield Cell(self._said(self.share(each, model)), note, asked=asked)

    def _of_whole(self, conversions: float, worth: float) -> str:
        """`12% of €10,000.00; 12.5 of 120 conversions`; without a worth `10%, 12.5 of 120 conversions`."""
        of_all = f"{number(round(conversions, 2))} of {counted(self.conversions, 'conversion', 'conversions')}"
        if not self.is_worth or self.worth <= 0:
            return f"{amount_percent(conversions, self.conversions)}, {of_all}"
        return f"{amount_percent(worth, self.worth)} of {money(self.worth, self.currency)}; {of_all}"

    def _said(self, share: float) -> str:
        return money(share, self.currency) if self.is_worth else number(round(share, 2))

    def plot(self) -> Plot:
        """What each model gives to each channel."""
        return Plot("bars", tuple(range(FIRST_MODEL, FIRST_MODEL + len(self.models))))

    def records(self) -> Records:
        """A row a channel and model, exact."""
        rows: list[tuple[object, ...]] = [
            (each.name, model, count, worth) for each in self.ranked() for model, (count, worth) in each.shares.items()
        ]
        rows += [(NO_TOUCH, model, *self.untouched) for model in self.models]
        return ("channel", "model", "conversions", "worth"), rows

    def leading(self) -> str:
        """The channel to which the first model gives most."""
        ranked = self.ranked()
        if not ranked or not self.models:
            return ""
        return (
            f"{ranked[0].name}: {self._said(self.share(ranked[0], self.models[0]))}, {TITLES[self.models[0]].lower()}"
        )

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """Whose conversions gave the channel something under the model, or had a touch of it before."""
        ranked = self.ranked()
        if row >= len(ranked):
            return None if column == TOUCHES else self.who(ANY_TOUCH, ALONE if row == len(ranked) else EVERYBODY)
        model = self.models[column - FIRST_MODEL] if column >= FIRST_MODEL else ANY_TOUCH
        return self.who(model, self.channels.index(ranked[row]))

    def of_all(self, channel: ChannelFigures, model: str) -> Rate:
        """A channel's share of what every channel got, in thousandths of the whole."""
        whole = sum(self.share(each, model) for each in self.channels)
        return Rate(round(1000 * self.share(channel, model) / whole) if whole else 0, 1000 if whole else 0)
