"""What scores yield: bands with their conversions, how well they rank and foretell, the threshold, MQL to won."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import NOTHING, Rate, counted, exact, length, number, percent_range, three_digits
from app.reports.counting.intervals import Interval, level, wilson
from app.reports.counting.ranking import Auc, Flags, Floats, Ranked, auc_of, expected, roc
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

Longs = NDArray[np.int64]
_PARTS = 1_000_000
BAND, CUSTOMERS, SHARE, CONVERTED, RATE = range(5)


class Passage(NamedTuple):
    """From one event of a customer to another: how many did the first, and the seconds of those who did both."""

    first: str
    last: str
    many: int
    seconds: Floats

    def in_words(self) -> str:
        """`12 of 40 came from mql to won, in the middle after 9 d`."""
        done = Rate(len(self.seconds), self.many)
        if not self.many:
            return f"Nobody did {self.first}."
        if not len(self.seconds):
            return f"None of {number(self.many)} came from {self.first} to {self.last} yet."
        middle = length(float(np.median(self.seconds)))
        return (
            f"{done.percent()} ({done.fraction()}) came from {self.first} to {self.last}, half of them within {middle}."
        )


class BandFigures(NamedTuple):
    """Scores from `low` to `high`, both of somebody; `expected` is the mean of the foretold rates, None without any."""

    low: float
    high: float
    converted: Rate
    interval: Interval | None
    expected: float | None

    @property
    def name(self) -> str:
        """`20 – 29`."""
        return exact(self.low, 6) if self.low == self.high else f"{exact(self.low, 6)} – {exact(self.high, 6)}"


@dataclass(frozen=True, slots=True)
class Scored:
    """c customers with a score as of a day: `owner` are places in `ids`.

    `crossed_s` are the seconds from crossing the threshold to converting, NaN where they did not do both.
    """

    ids: pa.StringArray | pa.LargeStringArray
    owner: Longs
    score: Floats
    converted: Flags
    crossed_s: Floats
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """Bands from the highest; `band` (c,) is that of each customer. `caution` says what makes the figures doubtful.

    `ranks` are the scores by their distinct values.
    """

    key: ClassVar[str] = "scores"
    definition: Definition
    scored: Scored
    ranks: Ranked
    bands: tuple[BandFigures, ...]
    band: Longs
    auc: Auc | None
    is_fitted: bool
    brier: float | None
    miscalibration: float | None
    threshold: float | None
    passages: tuple[Passage, ...]
    caution: str = ""

    @property
    def everybody(self) -> Rate:
        """Who converted, of all with a score."""
        return Rate(int(self.ranks.yes.sum()), len(self.scored.score))

    def above(self) -> Rate | None:
        """Who converted, of those at the threshold or above; its share of all who converted is the recall."""
        if self.threshold is None:
            return None
        over = self.ranks.values >= self.threshold
        return Rate(int(self.ranks.yes[over].sum()), int(self.ranks.counts[over].sum()))

    def curve(self) -> tuple[Floats, Floats]:
        """The ROC curve."""
        return roc(self.ranks)

    def lift(self, each: BandFigures) -> float | None:
        """How many times the rate of all."""
        whole, own = self.everybody.value, each.converted.value
        return own / whole if whole and own is not None else None

    def leading(self) -> str:
        """How well the score ranks."""
        return f"AUC {three_digits(self.auc.value)}" if self.auc else self.everybody.in_words()

    def sentences(self) -> Iterator[str]:
        """What is to be known beside the bands."""
        if self.caution:
            yield self.caution
        if self.auc:
            low, high = (three_digits(end) for end in self.auc.interval)
            yield f"ROC-AUC {three_digits(self.auc.value)} ({level()} {low} – {high}); 0.5 ranks no better than chance."
        elif len(self.scored.score):
            all_or_none = "Everybody" if self.everybody.count else "Nobody"
            yield f"{all_or_none} converted, so there is nothing to rank."
        over = self.above()
        if over is not None and self.threshold is not None:
            found = Rate(over.count, self.everybody.count)
            of_all = f", {found.percent()} of all who did" if found.of else ""
            yield f"At {exact(self.threshold, 6)} or above {over.in_words()} converted{of_all}."
            known = self.scored.crossed_s[~np.isnan(self.scored.crossed_s)]
            if len(known):
                yield f"Half of those who crossed it and converted did so within {length(float(np.median(known)))}."
        yield from (each.in_words() for each in self.passages)
        if self.miscalibration is not None:
            origin = "a logistic curve of the scores" if self.is_fitted else "the scores themselves"
            yield f"Rates differ from {origin} by {_percent(self.miscalibration)} on average."
        if self.scored.left_out:
            yield f"{counted(self.scored.left_out, 'customer', 'customers')} left out, who had converted before."

    def table(self) -> Table:
        """A row a band, the highest first, and one for all."""
        headers = ("Score", "Customers", "Share", "Converted", "Rate", f"Rate, {level()}", "Expected", "Lift",
                   "Of all who converted, down to here")  # fmt: skip
        rows = [tuple(self._cells(index, each)) for index, each in enumerate(self.bands)]
        whole = self.everybody
        interval = wilson(whole.count, whole.of)
        total = (
            Cell("All with a score", tone="total"), Cell(number(whole.of)), Cell(Rate(whole.of, whole.of).percent()),
            Cell(number(whole.count)), Cell(whole.percent(), whole.fraction()),
            Cell(percent_range(*interval) if interval else NOTHING), Cell(NOTHING), Cell(NOTHING),
            Cell(Rate(whole.count, whole.count).percent()),
        )  # fmt: skip
        return headers, [*rows, total] if rows else []

    def _cells(self, index: int, each: BandFigures) -> Iterator[Cell]:
        share = Rate(each.converted.of, self.everybody.of)
        down = Rate(sum(other.converted.count for other in self.bands[: index + 1]), self.everybody.count)
        lift = self.lift(each)
        yield Cell(each.name)
        yield Cell(number(each.converted.of))
        yield Cell(share.percent(), share.fraction())
        yield Cell(number(each.converted.count), tone="" if each.converted.count else "zero")
        yield Cell(each.converted.percent(), each.converted.fraction(), share=each.converted.value)
        yield Cell(percent_range(*each.interval) if each.interval else NOTHING)
        yield Cell(NOTHING if each.expected is None else _percent(each.expected), tone="modelled")
        yield Cell(NOTHING if lift is None else number(round(lift, 2)))
        yield Cell(down.percent(), down.fraction())

    def plot(self) -> Plot:
        """The customers of each band, and who of them converted."""
        return Plot("columns", (1, 3))

    def records(self) -> Records:
        """A row of exact values a band."""
        headers = ("low", "high", "customers", "converted", "rate", "rate_low", "rate_high", "expected", "lift")
        return headers, [
            (each.low, each.high, each.converted.of, each.converted.count, each.converted.value,
             *(each.interval or (None, None)), each.expected, self.lift(each))
            for each in self.bands
        ]  # fmt: skip

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "customers", "converted", "auc", "brier", "threshold", "passages", "bands"}`."""
        headers, rows = self.records()
        over = self.above()
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "customers": self.everybody.of,
            "converted": self.everybody.count,
            "auc": self.auc and {"value": self.auc.value, "low": self.auc.interval.low, "high": self.auc.interval.high},
            "brier": self.brier,
            "calibration_error": self.miscalibration,
            "threshold": over and {"score": self.threshold, "customers": over.of, "converted": over.count},
            "passages": [
                {"from": each.first, "to": each.last, "count": len(each.seconds), "of": each.many,
                 "median_s": float(np.median(each.seconds)) if len(each.seconds) else None}
                for each in self.passages
            ],
            "bands": [dict(zip(headers, row, strict=True)) for row in rows],
            "notes": list(self.sentences()),
        }  # fmt: skip

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """The customers of a band, of the last row all; in the columns of conversions those who converted."""
        inside = self.band == row if row < len(self.bands) else np.ones(len(self.band), np.bool_)
        if column in (CONVERTED, RATE):
            inside = inside & self.scored.converted
        elif column > SHARE:
            return None
        return self.scored.ids.take(np.unique(self.scored.owner[inside]))


def score_figures(
    definition: Definition,
    scored: Scored,
    ranks: Ranked,
    cuts: Floats,
    threshold: float | None,
    passages: tuple[Passage, ...] = (),
    caution: str = "",
) -> ScoreFigures:
    """The bands between the cuts, of which the empty ones are left out, and all the rest; `ranks` are of the scores."""
    place = np.searchsorted(cuts, ranks.values, side="right")
    used = np.unique(place)[::-1]
    band = (len(used) - 1 - np.searchsorted(used[::-1], place)).astype(np.int64)
    foretold = expected(ranks)
    rates = foretold[0] if foretold else None
    bands = tuple(_band(ranks, band == index, rates) for index in range(len(used)))
    whole = len(scored.score)
    errors = [
        each.converted.of / whole * abs((each.converted.value or 0.0) - each.expected)
        for each in bands
        if each.expected is not None
    ]
    return ScoreFigures(
        definition, scored, ranks, bands, band[ranks.place], auc_of(ranks), bool(foretold and foretold[1]),
        None if rates is None else float((ranks.yes * (rates - 1) ** 2 + ranks.no * rates**2).sum() / whole),
        sum(errors) if errors else None, threshold, passages, caution,
    )  # fmt: skip


def _band(ranks: Ranked, inside: Flags, rates: Floats | None) -> BandFigures:
    values, counts = ranks.values[inside], ranks.counts[inside]
    rate = Rate(int(ranks.yes[inside].sum()), int(counts.sum()))
    foretold = None if rates is None else float((rates[inside] * counts).sum() / rate.of)
    return BandFigures(float(values[0]), float(values[-1]), rate, wilson(rate.count, rate.of), foretold)


def _percent(share: float) -> str:
    """A share that is no quotient of counts, printed as if it were."""
    return Rate(round(share * _PARTS), _PARTS).percent()
