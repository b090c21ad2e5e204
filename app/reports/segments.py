"""Reports over the customers of a segment alone: the data are narrowed before a report counts, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Lock
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from app.data.changes.part import of_customers, up_to
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Condition
from app.nodes.words.sentences import sentence as said
from app.numbers import day
from app.progress import heeded
from app.reports.crm.way import carry_firsts
from app.reports.definition.recorded_definition import RecordedDefinition, Segment
from app.reports.definition.sentence import Choice, Part, Sentence
from app.reports.report import Definition, RecordedReport
from app.scenario.segments import looked_up

Counted = TypeVar("Counted")
SEGMENT_FIELD = "segment"
"""The part of a sentence that says whose customers count."""
DATA_END_FIELD = "data_end"
"""The part that says with which day the data shall end."""
_ALL = ""
_BACK = ((30, "30 days"), (90, "90 days"), (180, "180 days"), (365, "a year"))
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


class _Part(NamedTuple):
    """The customers of some data for whom a condition holds."""

    whole: Dataset
    condition: Condition
    dataset: Dataset


class _Earlier(NamedTuple):
    """The data as if they had ended with a day."""

    whole: Dataset
    day: date
    dataset: Dataset


class Segments:
    """The segments of a workspace by name; the parts of data asked for last are kept. Usable from any thread."""

    def __init__(self, meant: Mapping[str, Condition]) -> None:
        self._meant = dict(meant)
        self._lock = Lock()
        self._last: _Part | None = None
        self._last_end: _Earlier | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called."""
        return tuple(self._meant)

    def meaning(self, name: str) -> Condition:
        """What the segment means now; AppError names those there are."""
        if name not in self._meant:
            raise AppError(f"There is no segment {name!a}. The segments are: {', '.join(self._meant) or 'none'}.")
        return looked_up(self._meant[name], self._meant, name)

    def part_of(self, dataset: Dataset, condition: Condition) -> Dataset:
        """The customers for whom it holds at the data end, with all their events; AppError where data lack a name."""
        from app.runtime.audience import audience  # loads the machine, which most reports do not need

        with self._lock:
            last = self._last
            if last is None or last.whole is not dataset or last.condition != condition:
                last = _Part(dataset, condition, of_customers(dataset, audience(condition, dataset, progress=heeded())))
                self._last = last
            return last.dataset

    def up_to(self, dataset: Dataset, end: date) -> Dataset:
        """What the data would be had they ended with that day, in their time zone."""
        with self._lock:
            last = self._last_end
            if last is None or last.whole is not dataset or last.day != end:
                midnight = datetime.combine(end + timedelta(1), time(), ZoneInfo(dataset.timezone))
                end_us = (midnight - _EPOCH) // _MICROSECOND - 1
                last = _Earlier(dataset, end, up_to(dataset, end_us))
                if last.dataset is not dataset:
                    carry_firsts(dataset, last.dataset, end_us)
                self._last_end = last
            return last.dataset


NO_SEGMENTS = Segments({})


def counted_of(
    segments: Segments, dataset: Dataset, definition: Any, count: Callable[[Dataset, Any], Counted]
) -> Counted:
    """The figures of the definition over the customers of its segment, of all where it has none, up to its data end.

    What the segment means is looked up now, and stands in the definition of the figures.
    """
    if isinstance(definition, RecordedDefinition) and definition.data_end is not None:
        dataset = segments.up_to(dataset, definition.data_end)
    if not isinstance(definition, RecordedDefinition) or definition.segment is None:
        return count(dataset, definition)
    name = definition.segment.name
    condition = segments.meaning(name)
    part = segments.part_of(dataset, condition)
    return count(part, replace(definition, segment=Segment(name, said(condition))))


def sentence_of(segments: Segments, report: RecordedReport, dataset: Dataset, definition: Definition) -> Sentence:
    """The report's sentence, whose customers they are where there are segments to choose from, and the data end."""
    words = report.sentence(dataset, definition)
    if not isinstance(definition, RecordedDefinition):
        return words
    segment = definition.segment
    if segment is not None or segments.names:
        choices = (Choice("all customers", _ALL), *(Choice(f"customers in “{name}”", name) for name in segments.names))
        chosen = f"customers in “{segment.name}”" if segment else "all customers"
        words = (*words, "; of", Part(SEGMENT_FIELD, chosen, choices))
    if dataset.data_end is None or dataset.reach is None:
        return words
    first, last = (_day_of(at, dataset.timezone) for at in (dataset.reach[0], dataset.data_end))
    days = [Choice(f"{day(last)}, the last day of the data", _ALL)]
    for back, length in _BACK:
        earlier = last - timedelta(back)
        if earlier >= first:
            days.append(Choice(f"{day(earlier)}, {length} earlier", earlier.isoformat()))
    if definition.data_end is None:
        return (*words, Part(DATA_END_FIELD, "+ an earlier data end", tuple(days[1:]), "day"))
    return (*words, "; as if the data ended with", Part(DATA_END_FIELD, day(definition.data_end), tuple(days), "day"))


def _day_of(at_us: int, zone: str) -> date:
    return (_EPOCH + at_us * _MICROSECOND).astimezone(ZoneInfo(zone)).date()


def changed(report: RecordedReport, definition: Any, field: str, value: str) -> Definition:
    """The definition with a part of its sentence changed; AppError where that cannot be."""
    if field == SEGMENT_FIELD and isinstance(definition, RecordedDefinition):
        return replace(definition, segment=Segment(value) if value != _ALL else None)
    if field == DATA_END_FIELD and isinstance(definition, RecordedDefinition):
        return replace(definition, data_end=date.fromisoformat(value) if value != _ALL else None)
    return report.changed(definition, field, value)
