"""Experiments in a dataset: an attribute or a property of events names each customer's variant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.words.sentences import where_sentence
from app.numbers import exact, exact_percent
from app.reports.by_customer.counting import Wanted, Within, did, instants, of_step, with_text
from app.reports.counting.intervals import level
from app.reports.definition.matching import step_problems
from app.reports.definition.recorded_definition import RecordedDefinition
from app.reports.experiments.counting import Longs, Outcomes
from app.reports.experiments.figures import DAY_US, ExperimentFigures, experiment_figures

By = Literal["attribute", "property"]
MOST_VARIANTS = 300
_NEVER = int(np.iinfo(np.int64).min)


@dataclass(frozen=True, slots=True)
class ExperimentDefinition(RecordedDefinition):
    """Which column names the variant, and what converts.

    Customers convert by doing the `goal`, after the event that named their variant and `within` that time of it if it
    is an event's property; or, without a goal, by their attribute `outcome`: true, or above zero. `value` is a property
    of the goal or, without one, an attribute. `control` is the variant to compare with, the first if empty. `capped` is
    the share of the greatest amounts that is brought down, `uplift` the relative one that is worth finding.
    """

    variant: str
    by: By = "attribute"
    goal: Step | None = None
    outcome: str = ""
    value: str = ""
    within: Duration | None = None
    control: str = ""
    capped: float = 0.01
    uplift: float = 0.1
    weights: tuple[float, ...] = ()

    def _in_words(self) -> str:
        """The definition in sentences."""
        where = "an attribute" if self.by == "attribute" else "a property of their first event that has it"
        if self.goal is None:
            done = f"converted are those whose {self.outcome} is true, or more than zero"
        else:
            after = "" if self.by == "attribute" else " after that event"
            within = f" within {self.within.in_words()}" if self.within else ""
            done = f"converted are those who did “{self.goal.event}”{where_sentence(self.goal.where)}{after}{within}"
        worth = (
            f" Revenue is their {self.value}, 0 for who did not convert; intervals are Welch’s." if self.value else ""
        )
        capped = (
            f" Capped: the greatest {exact_percent(self.capped)} of the amounts are brought down to their quantile."
        )
        ratio = "equal sizes" if not self.weights else "sizes as given"
        return (
            f"Customers by {self.variant}, {where}; {done}. Of a rate the interval is Wilson’s, of a difference to the "
            f"control Newcombe’s, each at {level()} by itself. The sizes of the groups are tested first (chi-square, "
            f"{ratio})."
            f"{worth}{capped if worth and self.capped else ''} Power and what is still needed are for "
            f"{exact_percent(self.uplift)} more conversions than the control, found in 80 of 100 cases."
        )

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            "variant": self.variant,
            "by": self.by,
            "goal": self.goal and self.goal.model_dump(mode="json", exclude_defaults=True),
            "outcome": self.outcome,
            "value": self.value,
            "within": self.within and self.within.text,
            "control": self.control,
            "capped": self.capped,
            "uplift": self.uplift,
            "weights": list(self.weights),
        }


def experiment(dataset: Dataset, definition: ExperimentDefinition) -> ExperimentFigures:
    """Every variant's figures; AppError names all that is wrong with the definition."""
    if problems := list(_problems(dataset, definition)):
        raise AppError("The experiment cannot be counted.", problems)
    outcomes = _outcomes(dataset, definition)
    if len(outcomes.names) > MOST_VARIANTS:
        raise AppError(f"“{definition.variant}” has {len(outcomes.names)} values, too many to be variants.")
    if definition.control and definition.control not in outcomes.names:
        raise AppError(f"No customer is in a variant “{definition.control}”; there are: {', '.join(outcomes.names)}.")
    weights = definition.weights or (1.0,) * len(outcomes.names)
    if len(weights) != len(outcomes.names):
        raise AppError(f"There are {len(outcomes.names)} variants and {len(weights)} weights for them.")
    control = outcomes.names.index(definition.control) if definition.control else 0
    return experiment_figures(definition, outcomes, weights, control, definition.uplift, definition.capped)


def _problems(dataset: Dataset, definition: ExperimentDefinition) -> Iterator[Problem]:
    columns = dataset.attributes if definition.by == "attribute" else dataset.properties
    if definition.variant not in columns:
        where = "an attribute of customers" if definition.by == "attribute" else "a property of any event"
        yield Problem("experiment-variant", f"“{definition.variant}” is not {where}", "variant")
    if definition.goal is not None:
        yield from step_problems(dataset, (definition.goal,), ("goal",))
        if definition.within is not None and definition.within.months:
            yield Problem("experiment-within", "Months have no fixed length; write days, like P30D", "within")
    elif definition.outcome not in dataset.attributes:
        yield Problem("experiment-outcome", f"“{definition.outcome}” is not an attribute of customers", "outcome")
    elif dataset.attributes[definition.outcome].type not in (ColumnType.NUMBER, ColumnType.BOOLEAN):
        yield Problem("experiment-outcome", f"“{definition.outcome}” is neither a number nor true or false", "outcome")
    worth = (dataset.attributes if definition.goal is None else dataset.properties).get(definition.value)
    if definition.value and (worth is None or worth.type is not ColumnType.NUMBER):
        yield Problem("experiment-value", f"“{definition.value}” is not a number there", "value")


def _outcomes(dataset: Dataset, definition: ExperimentDefinition) -> Outcomes:
    """Who was in which variant, and what came of it."""
    left_out: tuple[tuple[str, int], ...] = ()
    begins: Longs | None = None
    row: Longs | None = None
    if definition.by == "attribute":
        names, codes = words_of(dataset.attributes[definition.variant])
    else:
        names, codes, row, left_out = _first_named(dataset, definition.variant)
        begins = instants(dataset, row, _NEVER)
    nobody = int((codes < 0).sum())
    left_out = (*left_out, *([("customers without a variant", nobody)] if nobody else []))
    done, worth = _done(dataset, definition, begins, row)
    inside = np.flatnonzero(codes >= 0)
    used = np.flatnonzero(np.bincount(codes[inside], minlength=1))
    place_of = np.zeros(len(names), np.int64)
    place_of[used] = np.arange(len(used))
    places = place_of[codes[inside]]
    currencies = dataset.roles.attribute_currencies if definition.goal is None else dataset.roles.property_currencies
    return Outcomes(
        names=tuple(names[code] for code in used.tolist()),
        ids=dataset.customer_ids,
        owner=inside,
        variant=places,
        converted=done[inside],
        value=None if worth is None else worth[inside],
        at=None if begins is None else begins[inside],
        left_out=(*left_out, *_open(dataset, definition, begins, inside)),
        currency=currencies.get(definition.value, ""),
    )


def _open(
    dataset: Dataset, definition: ExperimentDefinition, begins: Longs | None, inside: Longs
) -> list[tuple[str, int]]:
    """Who still has time to convert: counted, but said."""
    end = dataset.data_end
    if begins is None or definition.within is None or end is None:
        return []
    still = int((begins[inside] + length_us(definition.within) > end).sum())
    return [("customers, counted, whose time to convert reaches beyond the data", still)] if still else []


def words_of(column: Column) -> tuple[list[str], Longs]:
    """A column's distinct values as words, and each row's place among them, -1 for none."""
    if column.type is ColumnType.TEXT:
        return [str(word) for word in column.words.to_pylist()], column.values.astype(np.int64)
    filled = column.filled
    distinct, places = np.unique(column.values[filled], return_inverse=True)
    codes = np.full(len(column), -1, np.int64)
    codes[filled] = places
    if column.type is ColumnType.BOOLEAN:
        return [("false", "true")[int(value)] for value in distinct.tolist()], codes
    return [exact(value) for value in distinct.tolist()], codes


def _first_named(dataset: Dataset, name: str) -> tuple[list[str], Longs, Longs, tuple[tuple[str, int], ...]]:
    """Each customer's first event with the property; who has had several of its values belongs to none."""
    column = dataset.properties[name]
    if column.type is not ColumnType.TEXT:
        said, places = words_of(column)
        column = Column(ColumnType.TEXT, places.astype(np.int32), pa.array(said, pa.string()))
    names, codes = [str(word) for word in column.words.to_pylist()], column.values
    found = did(dataset, with_text(column), ("first", "mixed"))
    row, mixed = found.first, found.mixed > 0
    variant = np.where((row < 0) | mixed, -1, codes[row] if len(codes) else -1).astype(np.int64)
    many = int(mixed.sum())
    return names, variant, row, ((("customers with several variants", many),) if many else ())


def _done(
    dataset: Dataset, definition: ExperimentDefinition, begins: Longs | None, row: Longs | None
) -> tuple[NDArray[np.bool_], NDArray[np.float64] | None]:
    """Who converted, and what each customer was worth."""
    if definition.goal is None:
        outcome = dataset.attributes[definition.outcome]
        done: NDArray[np.bool_] = outcome.filled & (outcome.values > 0)
        if not definition.value:
            return done, None
        worth = np.nan_to_num(dataset.attributes[definition.value].values.astype(np.float64))
        return done, np.where(done, worth, 0.0)
    values = dataset.properties[definition.value].values if definition.value else None
    when = Within()
    if begins is not None and row is not None:
        length = None if definition.within is None else length_us(definition.within)
        when = Within(begins=begins, apart=row, length_us=length)
    wanted: tuple[Wanted, ...] = ("count",) if values is None else ("count", "total")
    found = did(dataset, of_step(dataset, definition.goal), wanted, values, when)
    return found.count > 0, None if values is None else found.total


def length_us(length: Duration) -> int:
    """Elapsed time; days have 24 hours."""
    return length.days * DAY_US + length.time_us
