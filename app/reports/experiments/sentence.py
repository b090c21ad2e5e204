"""An experiment's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

import re
from dataclasses import replace

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Step
from app.numbers import exact_percent, parsed, typed
from app.reports.definition.outcome_columns import outcomes
from app.reports.definition.sentence import WHERE, Choice, Part, Sentence, event_part, length_of, where_part, with_where
from app.reports.experiments.definition import ExperimentDefinition, words_of
from app.reports.experiments.proposing import variants

_NONE = ""
_EQUAL = "one size"
_LENGTHS = (1, 3, 7, 14, 30, 90)
_CAPS = (0.0, 0.005, 0.01, 0.05)
_UPLIFTS = (0.02, 0.05, 0.1, 0.2, 0.5)


def sentence(dataset: Dataset, definition: ExperimentDefinition) -> Sentence:
    """`Customers by variant who did purchase within 7 days, by their amount, against A; worth finding: 10 % more`."""
    goal = definition.goal
    done = event_part("goal", goal.event, dataset, _outcomes(dataset)) if goal else _outcome(dataset, definition)
    words: list[str | Part] = ["Customers by", _variant(dataset, definition), "who did" if goal else "whose outcome is"]
    words.append(done)
    if goal:
        words.append(where_part("goal", goal, dataset))
    if goal and definition.by == "property":
        words += ["within", _within(definition)]
    words += ["by their", _value(dataset, definition), "against", _control(dataset, definition)]
    words += ["with", _sizes(definition)]
    if definition.value:
        words += ["and amounts capped at", _share("capped", definition.capped, _CAPS, "no cap")]
    return (*words, "worth finding:", _share("uplift", definition.uplift, _UPLIFTS, ""), "more")


def _variant(dataset: Dataset, definition: ExperimentDefinition) -> Part:
    choices = [
        Choice(name if by == "attribute" else f"{name} of events", f"{by} {name}") for name, by in variants(dataset)
    ]
    return Part("variant", definition.variant, tuple(choices))


def _outcomes(dataset: Dataset) -> list[Choice]:
    return [Choice(f"{name}, an attribute", f"={name}") for name in outcomes(dataset)]


def _outcome(dataset: Dataset, definition: ExperimentDefinition) -> Part:
    known = event_part("goal", definition.outcome, dataset).choices
    return Part("goal", definition.outcome, (*_outcomes(dataset), *known))


def _within(definition: ExperimentDefinition) -> Part:
    words = definition.within.in_words() if definition.within else "any time"
    days = [Choice(f"{n} days" if n > 1 else "1 day", f"{n}") for n in _LENGTHS]
    return Part("within", words, (Choice("any time", _NONE), *days), "days")


def _value(dataset: Dataset, definition: ExperimentDefinition) -> Part:
    columns = dataset.attributes if definition.goal is None else dataset.properties
    names = sorted(name for name, column in columns.items() if column.type is ColumnType.NUMBER)
    return Part(
        "value",
        definition.value or "number alone",
        (Choice("number alone", _NONE), *(Choice(name, name) for name in names)),
    )


def _control(dataset: Dataset, definition: ExperimentDefinition) -> Part:
    columns = dataset.attributes if definition.by == "attribute" else dataset.properties
    column = columns.get(definition.variant)
    names = words_of(column)[0] if column is not None else []
    first = names[0] if names else ""
    return Part("control", definition.control or first, tuple(Choice(name, name) for name in names))


def _sizes(definition: ExperimentDefinition) -> Part:
    words = " to ".join(typed(each) for each in definition.weights) if definition.weights else _EQUAL
    return Part("weights", f"groups of {words}", (Choice(f"groups of {_EQUAL}", _NONE),), "sizes")


def _weights(value: str) -> tuple[float, ...]:
    """The sizes that were typed; AppError where they are no numbers above zero."""
    try:
        sizes = tuple(float(parsed(each)) for each in re.split(r"[,;:/\s]+|to", value) if each.strip())
    except ValueError:
        sizes = (0.0,)
    if any(size <= 0 for size in sizes):
        raise AppError(f"“{value}” are no sizes of groups; write them like 90, 10. Nothing was changed.")
    return sizes


def _share(field: str, share: float, offered: tuple[float, ...], none: str) -> Part:
    def said(value: float) -> str:
        return exact_percent(value) if value or not none else none

    return Part(field, said(share), tuple(Choice(said(value), f"{value}") for value in offered))


def changed(definition: ExperimentDefinition, field: str, value: str) -> ExperimentDefinition:
    """The definition with that part changed; another variant forgets the control and the weights."""
    if field == "variant":
        by, _, name = value.partition(" ")
        is_property = by == "property"
        return replace(definition, by="property" if is_property else "attribute", variant=name, control="", weights=())
    if field == "goal":
        if value.startswith("="):
            return replace(definition, goal=None, outcome=value[1:], value="")
        return replace(
            definition, goal=Step(event=value), outcome="", value=definition.value if definition.goal else ""
        )
    if field == f"{WHERE} goal" and definition.goal:
        return replace(definition, goal=with_where(definition.goal, value))
    if field == "within":
        return replace(definition, within=length_of(value) if value else None)
    if field == "weights":
        return replace(definition, weights=_weights(value))
    if field == "capped":
        return replace(definition, capped=float(value))
    if field == "uplift":
        return replace(definition, uplift=float(value))
    return replace(definition, value=value) if field == "value" else replace(definition, control=value)
