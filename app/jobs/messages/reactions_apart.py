"""How reactions differ: from segment to segment, and with the messages that a customer got in the days before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.jobs.messages.reactions import LEAST, Marks, MeasuredRate, Reactions
from app.nodes.conditions import Condition
from app.nodes.durations import Duration
from app.nodes.response import Fatigue, Override
from app.numbers import number, percent_range

WINDOW = Duration.parse("P7D")
_WINDOW_S = 7 * 86_400
_MOST_APART = 3  # messages before; more are told together
_SHARES = np.arange(0.01, 1.0001, 0.001)
_DROP = 1.92  # of the logarithm of the likelihood, within a 95 % interval of one value
_US = 1_000_000


@dataclass(frozen=True, slots=True)
class SegmentRates:
    """How the customers of a segment react."""

    name: str
    condition: Condition
    rates: Mapping[str, MeasuredRate]

    def override(self) -> Override:
        """These rates for whoever is in the segment when a message is sent."""
        return Override(condition=self.condition, **{key: rate.value for key, rate in self.rates.items()})

    def words(self) -> str:
        """`“Loyal”: open 21.8 – 23.1% (…), click …`."""
        return f"“{self.name}”: " + ", ".join(f"{key} {rate.in_brief}" for key, rate in self.rates.items())


@dataclass(frozen=True, slots=True)
class Tiring:
    """How many open after so many messages in the days before, and what each message leaves of the openings."""

    groups: Sequence[tuple[int, MeasuredRate]]  # messages before, the last group that many or more
    share: float
    low: float
    high: float

    @property
    def fresh(self) -> MeasuredRate:
        """How many open who got none in those days."""
        return self.groups[0][1]

    def fatigue(self) -> Fatigue:
        """The same for a forecast."""
        return Fatigue(per_message=round(self.share, 3), window=WINDOW)

    @property
    def words(self) -> str:
        """`measured: each leaves 88 – 93%`."""
        return f"measured: each leaves {percent_range(self.low, self.high)} of the openings"

    def lines(self) -> Iterator[str]:
        """A line for each number of messages."""
        for before, rate in self.groups:
            many = f"{number(before)} or more" if before == _MOST_APART else number(before)
            yield f"Opened with {many} in the 7 days before: {rate.in_brief}"


def by_segment(
    reactions: Reactions, segments: Mapping[str, tuple[Condition, NDArray[np.int64]]], of: Marks
) -> tuple[SegmentRates, ...]:
    """The rates of each segment, given with the rows of its customers, of which there are enough messages."""
    found = []
    for name, (condition, rows) in segments.items():
        own = of & np.isin(reactions.customers, rows)
        if (own & reactions.counts).sum() < LEAST:
            continue
        rates = {"open": reactions.rate(reactions.opened, own)}
        for key, had in (("click", reactions.clicked), ("unsubscribe", reactions.unsubscribed)):
            if had.any() and (own & reactions.opened & reactions.counts).sum() >= LEAST:
                rates[key] = reactions.rate(had, own & reactions.opened)
        found.append(SegmentRates(name, condition, rates))
    return tuple(found)


def messages_before(reactions: Reactions) -> NDArray[np.int64]:
    """How many each customer got in the 7 days before each e-mail, (n,)."""
    seconds = (reactions.at - reactions.at.min()) // _US
    line = reactions.customers.astype(np.int64) * (int(seconds.max()) + _WINDOW_S + 1) + seconds + _WINDOW_S
    first = np.searchsorted(line, line - _WINDOW_S, side="left")
    before: NDArray[np.int64] = np.arange(len(line), dtype=np.int64) - first
    return before


def tiring(reactions: Reactions, before: NDArray[np.int64]) -> Tiring | None:
    """What each message before leaves of the openings, by the greatest likelihood; None where too few tell."""
    groups = []
    for many in range(_MOST_APART + 1):
        own = before >= many if many == _MOST_APART else before == many
        if (own & reactions.counts).sum() >= LEAST:
            groups.append((many, reactions.rate(reactions.opened, own)))
    if len(groups) < 2 or groups[0][0] != 0 or not 0 < groups[0][1].count < groups[0][1].of:
        return None
    later = reactions.counts & (before > 0)
    loads, opened = before[later], reactions.opened[later]
    most = int(loads.max())
    sent = np.bincount(loads, minlength=most + 1)[1:, None]
    had = np.bincount(loads[opened], minlength=most + 1)[1:, None]
    shares = groups[0][1].count / groups[0][1].of * _SHARES[None, :] ** np.arange(1, most + 1)[:, None]
    likely = (had * np.log(shares) + (sent - had) * np.log1p(-shares)).sum(axis=0)
    best = int(likely.argmax())
    within = _SHARES[likely >= likely[best] - _DROP]
    return Tiring(tuple(groups), float(_SHARES[best]), float(within[0]), float(within[-1]))
