"""A trend's definition as a sentence, and with one of its parts changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import numpy as np

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Step
from app.numbers import day
from app.reports.counting.buckets import Period, local_days
from app.reports.counting.fitting_periods import periods_offered
from app.reports.definition.breakdown import Breakdown, breakdown_choices
from app.reports.definition.sentence import (
    WHERE,
    Choice,
    Part,
    Sentence,
    event_part,
    one_of,
    where_part,
    with_where,
    zone_of,
    zone_part,
)
from app.reports.trend.comparing import AGAINST, Against
from app.reports.trend.definition import Series, TrendDefinition
from app.reports.trend.formula import LETTERS, Formula

_NONE, _ANY, _REMOVE = "", "(any)", "(remove)"
_BACK = ((7, "a week"), (30, "30 days"), (90, "90 days"), (180, "180 days"), (365, "a year"))
_AGAINST: Mapping[str, Against] = {"": "", "yes": "before", "year": "year"}  # as kept reports name them
_ROLLING = (2, 3, 4, 7, 12, 28)
_TOP = (1, 3, 5, 8, 12, 20)
_WEEKDAYS = {
    "mon": "from Monday", "tue": "from Tuesday", "wed": "from Wednesday", "thu": "from Thursday", "fri": "from Friday",
    "sat": "from Saturday", "sun": "from Sunday",
}  # fmt: skip


_LAST = (Choice("the last day", _NONE),)


def sentence(dataset: Dataset, definition: TrendDefinition) -> Sentence:
    """`A: events of purchase, shown as they are, by month, not broken down, from the first day …`."""
    return (
        *_series(dataset, definition),
        "shown as",
        _formula(definition),
        "by",
        one_of("period", definition.period, periods_offered(dataset, definition.period)),
        *((one_of("week_start", definition.week_start, _WEEKDAYS),) if definition.period == "week" else ()),
        "of",
        zone_part("zone", definition.zone, dataset),
        "broken down by",
        Part("by", definition.by.in_words() if definition.by else "nothing", breakdown_choices(dataset, "nothing")),
        *_top(definition),
        "from",
        _since(dataset, definition),
        "until",
        Part("until", day(definition.until) if definition.until else "the last day", _LAST, "day"),
        "compared with",
        _compared(definition),
        "with",
        _rolling(definition),
    )


def _series(dataset: Dataset, definition: TrendDefinition) -> Iterator[str | Part]:
    for place, each in enumerate(definition.series):
        yield f"{LETTERS[place]}:"
        yield Part(f"measure {place}", each.amount or each.measure, tuple(_measures(dataset)))
        yield "of"
        more = [Choice("any event", _ANY)]
        if len(definition.series) > 1:
            more.append(Choice("Remove this series", _REMOVE))
        yield event_part(f"event {place}", each.step.event if each.step else "any event", dataset, more)
        if each.step:
            yield where_part(f"event {place}", each.step, dataset)
    if len(definition.series) < len(LETTERS):
        yield event_part("add", "+ series", dataset, [Choice("any event", _ANY)])


def _top(definition: TrendDefinition) -> Iterator[str | Part]:
    if definition.by:
        yield ", its"
        yield Part("top", f"{definition.top}", tuple(Choice(f"{many}", f"{many}") for many in _TOP))
        yield "most frequent values,"


def _measures(dataset: Dataset) -> Iterator[Choice]:
    yield Choice("events", "events")
    yield Choice("customers", "customers")
    for name in sorted(title for title, column in dataset.properties.items() if column.type is ColumnType.NUMBER):
        yield Choice(f"the sum of {name}", f"revenue:{name}")


def _formula(definition: TrendDefinition) -> Part:
    choices = [Choice("they are", _NONE)]
    if len(definition.series) > 1:
        choices += [Choice(text, text) for text in ("A/B", "B/A", "A-B", "A+B")]
    return Part("formula", definition.formula or "they are", tuple(choices), "formula")


def _since(dataset: Dataset, definition: TrendDefinition) -> Part:
    last = date.today()
    if dataset.reach is not None:
        last = local_days(np.array([dataset.reach[1]]), definition.zone or dataset.timezone)[0].item()
    days = [(last - timedelta(back - 1), words) for back, words in _BACK]
    words = day(definition.since) if definition.since else "the first day"
    choices = (Choice(f"{day(each)}, the last {said.removeprefix('a ')}", each.isoformat()) for each, said in days)
    return Part("since", words, (Choice("the first day", _NONE), *choices), "day")


def _compared(definition: TrendDefinition) -> Part:
    choices = (Choice(AGAINST[against], name) for name, against in _AGAINST.items())
    return Part("previous", AGAINST[definition.against], tuple(choices))


def _rolling(definition: TrendDefinition) -> Part:
    words = {0: "no mean"} | {many: f"the mean of {many}" for many in _ROLLING}
    shown = words.get(definition.rolling, f"the mean of {definition.rolling}")
    return Part("rolling", shown, tuple(Choice(said, f"{many}") for many, said in words.items()))


def changed(definition: TrendDefinition, field: str, value: str) -> TrendDefinition:
    """The definition with that part changed; AppError where a day or a formula is none."""
    kind, _, place = field.partition(" ")
    if kind == WHERE:
        return _with_conditions(definition, int(place.removeprefix("event ")), value)
    if kind in ("measure", "event"):
        return _with_series(definition, kind, int(place), value)
    if field == "add":
        added = Series("events", None if value == _ANY else Step(event=value))
        return replace(definition, series=(*definition.series, added))
    if field == "formula":
        if value.strip():
            Formula(value, LETTERS[: len(definition.series)])
        return replace(definition, formula=value.strip())
    if field == "since":
        is_left_alone = definition.against == "before" and not value
        return replace(definition, since=_day(value), against="" if is_left_alone else definition.against)
    if field == "previous":
        against = _AGAINST[value]
        if against == "before" and definition.since is None:
            raise AppError("Choose a first day before, so that there is something to compare with.")
        return replace(definition, against=against)
    if field == "period":
        return replace(definition, period=_period(value))
    if field in ("rolling", "top"):
        number: dict[str, Any] = {field: int(value)}
        return replace(definition, **number)
    if field in _OF_TIME:
        return replace(definition, **_OF_TIME[field](value))
    of, _, name = value.partition(".")
    return replace(definition, by=Breakdown("customer" if of == "customer" else "event", name) if value else None)


def _with_conditions(definition: TrendDefinition, place: int, value: str) -> TrendDefinition:
    series = list(definition.series)
    step = series[place].step
    if step is None:
        raise AppError("Choose an event before, so that it can have conditions.")
    series[place] = replace(series[place], step=with_where(step, value))
    return replace(definition, series=tuple(series))


def _with_series(definition: TrendDefinition, kind: str, place: int, value: str) -> TrendDefinition:
    before, each, after = definition.series[:place], definition.series[place], definition.series[place + 1 :]
    if value == _REMOVE:
        return replace(definition, series=(*before, *after), formula="")
    if kind == "event":
        each = replace(each, step=None if value == _ANY else Step(event=value))
    else:
        measure, _, amount = value.partition(":")
        new: dict[str, Any] = {"measure": measure, "amount": amount}
        each = replace(each, **new)
    return replace(definition, series=(*before, each, *after))


def _period(value: str) -> Period:
    return next(period for period in get_args(Period) if period == value)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()) if value.strip() else None
    except ValueError:
        raise AppError(f"“{value}” is not a day; write it like 2024-05-31. Nothing was changed.") from None


_OF_TIME: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "zone": lambda value: {"zone": zone_of(value)},
    "week_start": lambda value: {"week_start": value},
    "until": lambda value: {"until": _day(value)},
}
