"""Reports over the customers of a segment alone: the data are narrowed before a report counts, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from app.data.dataset import Dataset
from app.data.part import of_customers
from app.errors import AppError
from app.nodes.conditions import Condition
from app.nodes.sentences import sentence as said
from app.reports.recorded_definition import RecordedDefinition, Segment
from app.reports.report import Definition, RecordedReport
from app.reports.sentence import Choice, Part, Sentence
from app.scenario.segments import looked_up

Counted = TypeVar("Counted")
SEGMENT_FIELD = "segment"
"""The part of a sentence that says whose customers count."""
_ALL = ""


class _Part(NamedTuple):
    """The customers of some data for whom a condition holds."""

    whole: Dataset
    condition: Condition
    dataset: Dataset


class Segments:
    """The segments of a workspace by name; the part of the data asked for last is kept. Usable from any thread."""

    def __init__(self, meant: Mapping[str, Condition]) -> None:
        self._meant = dict(meant)
        self._lock = Lock()
        self._last: _Part | None = None

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
                last = _Part(dataset, condition, of_customers(dataset, audience(condition, dataset)))
                self._last = last
            return last.dataset


NO_SEGMENTS = Segments({})


def counted_of(
    segments: Segments, dataset: Dataset, definition: Any, count: Callable[[Dataset, Any], Counted]
) -> Counted:
    """The figures of the definition over the customers of its segment, of all where it has none.

    What the segment means is looked up now, and stands in the definition of the figures.
    """
    if not isinstance(definition, RecordedDefinition) or definition.segment is None:
        return count(dataset, definition)
    name = definition.segment.name
    condition = segments.meaning(name)
    part = segments.part_of(dataset, condition)
    return count(part, replace(definition, segment=Segment(name, said(condition))))


def sentence_of(segments: Segments, report: RecordedReport, dataset: Dataset, definition: Definition) -> Sentence:
    """The report's sentence, and whose customers they are where there are segments to choose from."""
    words = report.sentence(dataset, definition)
    segment = definition.segment if isinstance(definition, RecordedDefinition) else None
    if segment is None and not segments.names:
        return words
    choices = (Choice("all customers", _ALL), *(Choice(f"customers in “{name}”", name) for name in segments.names))
    chosen = f"customers in “{segment.name}”" if segment else "all customers"
    return (*words, "; of", Part(SEGMENT_FIELD, chosen, choices))


def changed(report: RecordedReport, definition: Any, field: str, value: str) -> Definition:
    """The definition with a part of its sentence changed; AppError where that cannot be."""
    if field == SEGMENT_FIELD and isinstance(definition, RecordedDefinition):
        return replace(definition, segment=Segment(value) if value != _ALL else None)
    return report.changed(definition, field, value)
