"""What an experiment yields: each variant's customers, conversions and revenue, and how far it is from the control."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.numbers import (
    NOTHING,
    Rate,
    counted,
    exact_percent,
    money,
    number,
    percent_range,
    points,
    probability,
    signed_money,
    signed_rounded,
)
from app.reports.counting.intervals import (
    Interval,
    level,
    mean_interval,
    needed_for_shares,
    newcombe,
    power_of_shares,
    sample_ratio,
    shares_p,
    welch,
    welch_p,
    wilson,
)
from app.reports.experiments.counting import Outcomes, Samples, samples_of
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

UNFIT = 0.001  # a ratio that is less likely than that is no chance
VARIANT, CUSTOMERS, CONVERTED, RATE = range(4)
DIFFERENCE, REVENUE, REVENUE_DIFFERENCE = 5, 8, 10
DAY_US = 86_400_000_000
_MOST_SAID = 30


@dataclass(frozen=True, slots=True)
class VariantFigures:
    """A variant; differences are to the control, None for itself and where numbers are too small to tell.

    `more` are the conversions and `more_value` the money that came beyond what the control's rate or mean would have
    given. `p` and `value_p` are how likely a difference as great is by chance. `needed` is how many customers this and
    the control each need to show the wanted uplift.
    """

    name: str
    due: float
    rate: Rate
    interval: Interval | None
    is_control: bool
    difference: float | None
    difference_interval: Interval | None
    samples: Samples | None
    value_interval: Interval | None
    value_difference: Interval | None
    capped_difference: Interval | None
    power: float | None
    needed: int | None
    p: float | None = None
    value_p: float | None = None

    @property
    def is_known(self) -> bool:
        """Whether it differs from the control by more than chance."""
        return self.difference_interval is not None and self.difference_interval.is_clear


@dataclass(frozen=True, slots=True)
class ExperimentFigures:
    """Variants in their order; `outcomes` are what was counted, `left_out` why some were not, with how many."""

    key: ClassVar[str] = "experiments"
    definition: Definition
    variants: tuple[VariantFigures, ...]
    outcomes: Outcomes
    uplift: float
    capped: float

    @property
    def control(self) -> VariantFigures | None:
        """The variant that the others are compared with; None where there is no variant at all."""
        return next((each for each in self.variants if each.is_control), None)

    @property
    def others(self) -> tuple[VariantFigures, ...]:
        """All but the control."""
        return tuple(each for each in self.variants if not each.is_control)

    @property
    def ratio(self) -> float | None:
        """How likely the sizes of the groups are by chance; None where too few to tell."""
        sized = [each for each in self.variants if each.due or each.rate.of]
        return sample_ratio([each.rate.of for each in sized], [each.due for each in sized])

    def leading(self) -> str:
        """The variant that is furthest from the control."""
        told = [each for each in self.others if each.difference is not None]
        most = max(told, key=lambda each: abs(each.difference or 0.0), default=None)
        if most is None or most.difference is None:
            return counted(len(self.variants), "variant", "variants")
        return (
            f"{points(most.difference)} {most.name}, {'more than chance' if most.is_known else 'not told from chance'}"
        )

    @property
    def of_all_p(self) -> float | None:
        """How likely rates so unlike are by chance if no variant does anything, over all of them at once."""
        sized = [each.rate for each in self.variants if each.rate.of]
        return shares_p([rate.count for rate in sized], [rate.of for rate in sized])

    def ratio_in_words(self) -> str:
        """What the sample ratio says, which comes before everything else."""
        if len(self.variants) < 2:
            return "There is one variant alone, so there is nothing to compare it with."
        p = self.ratio
        if p is None:
            return "Too few customers to tell whether the groups have the sizes they should."
        if p < UNFIT:
            return (
                f"The groups do not have the sizes they should (p {_of(p)}). Something sorts customers into them, so "
                "that the differences below do not count."
            )
        return f"The groups have the sizes they should (p {_of(p)})."

    def sentences(self) -> Iterator[str]:
        """The sizes of the groups first, then each variant, and who was left out."""
        yield self.ratio_in_words()
        if len(self.others) > 1 and self.of_all_p is not None:
            yield f"All rates together: p {_of(self.of_all_p)} (chi-square) if no variant did anything."
        yield from map(self.verdict, self.variants[:_MOST_SAID])
        for why, count in self.outcomes.left_out:
            yield f"{number(count)} {why}"

    def verdict(self, each: VariantFigures) -> str:
        """What is known of a variant's conversions, in a sentence."""
        if each.is_control:
            return f"{each.name}: {each.rate.in_words()}, the control"
        words = f"{each.name}: {each.rate.in_words()}"
        if each.difference is None or each.difference_interval is None:
            return f"{words}, nothing to compare"
        told = "more than chance" if each.is_known else "not told from chance"
        likely = f", p {_of(each.p)}" if each.p is not None else ""
        return f"{words}, {points(each.difference)} ({range_of(each.difference_interval)}){likely}, {told}"

    def still_needed(self, each: VariantFigures) -> Cell:
        """How many customers, and days at the pace so far, a variant and the control still need."""
        control = self.control
        if each.is_control or each.needed is None or control is None:
            return Cell(NOTHING, "" if each.is_control else "nobody of the control converted")
        missing = each.needed - min(each.rate.of, control.rate.of)
        note = f"{number(each.needed)} each to see {exact_percent(self.uplift)} more"
        if missing <= 0:
            return Cell("enough", note)
        pace = min(self._a_day(each.name), self._a_day(control.name))
        if pace <= 0:
            return Cell(f"{number(missing)} more each", note)
        return Cell(counted(int(np.ceil(missing / pace)), "day", "days"), f"{number(missing)} more each; {note}")

    def _a_day(self, name: str) -> float:
        """How many came to that variant a day, from the first to the last of all; 0 where no days are known."""
        at = self.outcomes.at
        if at is None or len(at) < 2:
            return 0.0
        days = (int(at.max()) - int(at.min())) / DAY_US
        index = self.outcomes.names.index(name)
        return float((self.outcomes.variant == index).sum() / days) if days else 0.0

    def table(self) -> Table:
        """A row a variant; columns of money where conversions have a worth."""
        headers = [
            "Variant",
            "Customers",
            "Converted",
            "Rate",
            f"Rate, {level()}",
            "Difference",
            f"Difference, {level()}",
        ]
        headers.append("More conversions")
        if self.outcomes.value is not None:
            headers += [
                "Revenue a customer",
                f"Revenue, {level()}",
                "Revenue difference",
                f"Revenue difference, {level()}",
            ]
            headers += [f"The same, greatest {exact_percent(self.capped)} capped"] if self.capped else []
            headers.append("More revenue")
        headers += ["Power", "Still needed"]
        return tuple(headers), [tuple(self._cells(each)) for each in self.variants]

    def _cells(self, each: VariantFigures) -> Iterator[Cell]:
        everybody = Rate(each.rate.of, sum(other.rate.of for other in self.variants))
        tone = "modelled" if self.outcomes.modelled else ""
        yield Cell(each.name, "control" if each.is_control else "")
        yield Cell(number(each.rate.of), f"{everybody.percent()} of all; {self._due(each)} due")
        yield Cell(number(each.rate.count), tone=tone if each.rate.count else "zero")
        yield Cell(each.rate.percent(), each.rate.fraction(), tone)
        yield Cell(percent_range(*each.interval) if each.interval else NOTHING)
        likely = "" if each.p is None else f"p {_of(each.p)}"
        yield Cell(NOTHING if each.difference is None else points(each.difference), likely)
        yield Cell(range_of(each.difference_interval))
        yield Cell(NOTHING if each.difference is None else signed_rounded(round(each.difference * each.rate.of, 1)))
        if self.outcomes.value is not None:
            yield from self._money(each)
        yield Cell(NOTHING if each.power is None else Rate(round(each.power * 1000), 1000).percent())
        yield self.still_needed(each)

    def _due(self, each: VariantFigures) -> str:
        whole = sum(other.due for other in self.variants)
        return exact_percent(round(each.due / whole, 3)) if whole else NOTHING

    def _money(self, each: VariantFigures) -> Iterator[Cell]:
        currency, samples, control = self.outcomes.currency, each.samples, self.control
        known = samples is not None and samples.plain.many > 0
        yield Cell(money(round(samples.plain.mean, 2), currency) if samples and known else NOTHING)
        yield Cell(_money_range(each.value_interval, currency, signed=False))
        of = control.samples if control and control.samples and control.samples.plain.many else None
        more = samples.plain.mean - of.plain.mean if samples and known and of and not each.is_control else None
        likely = "" if each.value_p is None else f"p {_of(each.value_p)}"
        yield Cell(NOTHING if more is None else signed_money(more, currency), likely)
        yield Cell(_money_range(each.value_difference, currency))
        if self.capped:
            yield Cell(_money_range(each.capped_difference, currency))
        yield Cell(NOTHING if more is None else signed_money(more * each.rate.of, currency))

    def plot(self) -> Plot:
        """The rate of each variant."""
        return Plot("columns", (3,))

    def records(self) -> Records:
        """A row a variant, exact."""
        headers = (
            "variant", "control", "customers", "converted", "rate", "rate_low", "rate_high", "difference",
            "difference_low", "difference_high", "value", "value_low", "value_high", "value_difference_low",
            "value_difference_high", "capped_difference_low", "capped_difference_high", "power", "needed", "p",
            "value_p",
        )  # fmt: skip
        return headers, [
            (
                each.name, each.is_control, each.rate.of, each.rate.count, each.rate.value, *_ends(each.interval),
                each.difference, *_ends(each.difference_interval), _mean(each.samples), *_ends(each.value_interval),
                *_ends(each.value_difference), *_ends(each.capped_difference), each.power, each.needed,
                each.p, each.value_p,
            )
            for each in self.variants
        ]  # fmt: skip

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "sample_ratio", "left_out", "variants"}` for programs."""
        headers, rows = self.records()
        p = self.ratio
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "sample_ratio": {"p": p, "fits": None if p is None else p >= UNFIT, "words": self.ratio_in_words()},
            "all_rates": {"p": self.of_all_p},
            "left_out": [{"why": why, "count": count} for why, count in self.outcomes.left_out],
            "modelled": self.outcomes.modelled,
            "variants": [
                dict(zip(headers, row, strict=True))
                | {"words": self.verdict(each), "still_needed": str(self.still_needed(each))}
                for row, each in zip(rows, self.variants, strict=True)
            ],
        }

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """The customers of a variant, with the control's where it is compared; of conversions those who converted."""
        inside = self.outcomes.variant == row
        if column in (CONVERTED, RATE):
            inside = inside & self.outcomes.converted
        elif column in (DIFFERENCE, REVENUE_DIFFERENCE):
            control = next(index for index, each in enumerate(self.variants) if each.is_control)
            inside = inside | (self.outcomes.variant == control)
        elif column not in (VARIANT, CUSTOMERS):
            return None
        return self.outcomes.ids.take(np.unique(self.outcomes.owner[inside]))


def experiment_figures(
    definition: Definition, outcomes: Outcomes, weights: Sequence[float], control: int, uplift: float, capped: float
) -> ExperimentFigures:
    """The variants of what was counted; `weights` are their shares as they should be."""
    counts = [_rate(outcomes, index) for index in range(len(outcomes.names))]
    samples = samples_of(outcomes, capped)
    variants = tuple(
        _variant(name, weights[index], (counts[index], counts[control]), (samples[index], samples[control]),
                 index == control, uplift)
        for index, name in enumerate(outcomes.names)
    )  # fmt: skip
    return ExperimentFigures(definition, variants, outcomes, uplift, capped)


def _rate(outcomes: Outcomes, index: int) -> Rate:
    inside: NDArray[np.bool_] = outcomes.variant == index
    return Rate(int((inside & outcomes.converted).sum()), int(inside.sum()))


def _variant(
    name: str,
    due: float,
    rates: tuple[Rate, Rate],
    samples: tuple[Samples | None, Samples | None],
    is_control: bool,
    uplift: float,
) -> VariantFigures:
    (rate, control), (own, other) = rates, samples
    share, against = rate.value, control.value
    is_compared = not is_control and share is not None and against is not None
    wanted = None if against is None else min(against * (1 + uplift), 1.0)
    can_plan = is_compared and against and wanted is not None
    return VariantFigures(
        name=name,
        due=due,
        rate=rate,
        interval=wilson(rate.count, rate.of),
        is_control=is_control,
        difference=share - against if is_compared and share is not None and against is not None else None,
        difference_interval=newcombe(rate.count, rate.of, control.count, control.of) if is_compared else None,
        samples=own,
        value_interval=mean_interval(own.plain) if own else None,
        value_difference=welch(own.plain, other.plain) if own and other and is_compared else None,
        capped_difference=welch(own.capped, other.capped) if own and other and is_compared else None,
        power=power_of_shares(wanted, against, rate.of, control.of) if can_plan and against and wanted else None,
        p=shares_p((rate.count, control.count), (rate.of, control.of)) if is_compared else None,
        value_p=welch_p(own.plain, other.plain) if own and other and is_compared else None,
        needed=needed_for_shares(against, wanted) if can_plan and against and wanted else None,
    )


def range_of(interval: Interval | None) -> str:
    """`−0.2 pp to +1.4 pp`; a dash where nothing can be told."""
    return f"{points(interval.low)} to {points(interval.high)}" if interval else NOTHING


def _money_range(interval: Interval | None, currency: str, *, signed: bool = True) -> str:
    if interval is None:
        return NOTHING
    if not signed:
        return " – ".join(money(round(end, 2), currency) for end in interval)
    return " to ".join(signed_money(end, currency) for end in interval)


def _of(p: float) -> str:
    said = probability(p)
    return said if said.startswith("<") else f"= {said}"


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (interval.low, interval.high) if interval else (None, None)


def _mean(samples: Samples | None) -> float | None:
    return samples.plain.mean if samples and samples.plain.many else None
