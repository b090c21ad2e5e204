"""How long each report takes from a changed definition to its picture in the window, part by part of its sentence.

Run it with `python -m tests.benchmarks.report_changes [customers] [report …]`, which tells every change by itself. Each
customer has ten events. Every part is changed to the first and to the last that it can become, and so are the parts
that only a change brings up.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from app.bench.job import synthetic_dataset
from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset, Roles
from app.desktop.results.people.panel import people_behind
from app.errors import AppError
from app.look.palette import LIGHT
from app.nodes.conditions import EventTest
from app.progress import Progress, silent
from app.reports.catalogue import recorded_reports
from app.reports.definition.sentence import Clauses, Part
from app.reports.documents.figures.pictures import screen_picture
from app.reports.report import Definition, RecordedReport
from app.reports.segments import Segments
from tests.benchmarks.apart import Line, say

Value = TypeVar("Value")
CHANNELS = ("ads", "direct", "mail", "organic", "referral", "social")
VIEW, BUY = "page_view", "purchase"
BUDGET_S = 0.3
_OF_PRODUCTS = ("recommendations",)
"""Reports over a catalogue, which these data have none of."""
_WIDE, _HIGH = 900, 560
_TYPED = {"days": ("45",), "day": ("2024-02-15",), "formula": ("A / 2",), "zone": ("Asia/Tokyo",)}
_WHERE = {
    ColumnType.TEXT: '[{"property": "NAME", "op": "ne", "value": "mail"}]',
    ColumnType.NUMBER: '[{"property": "NAME", "op": "gt", "value": 30}]',
}


def dataset_of(customers: int) -> Dataset:
    """The synthetic customers, with a channel for each page that was viewed."""
    data = synthetic_dataset(customers, 1)
    views = data.names.values == data.names.words.to_pylist().index(VIEW)
    channel = np.random.default_rng(2).integers(0, len(CHANNELS), data.event_count).astype(np.int32)
    column = Column(ColumnType.TEXT, np.where(views, channel, -1).astype(np.int32), pa.array(CHANNELS))
    return replace(data, properties={**data.properties, "channel": column})


def with_everything(data: Dataset) -> Dataset:
    """The same with what every report asks for: countries, consent, variants, companies, scores, stages of a lead."""
    rng, customers = np.random.default_rng(3), data.customer_count
    none = pa.array([], pa.string())

    def texts(*words: str) -> Column:
        return Column(ColumnType.TEXT, rng.integers(0, len(words), customers).astype(np.int32), pa.array(words))

    mails = pa.array([f"name{at:07d}@firm{at % 30_000}.example" for at in range(customers)])
    attributes = {
        "email": Column(ColumnType.TEXT, np.arange(customers, dtype=np.int32), mails),
        "country": texts("CZ", "DE", "FR", "JP", "US"),
        "city": texts(*(f"town {place:03d}" for place in range(300))),
        "company": texts(*(f"company {place:04d}" for place in range(2_000))),
        "variant": texts("control", "variant"),
        "source": texts("ads", "fair", "web"),
        "agreed": Column(ColumnType.BOOLEAN, rng.integers(0, 2, customers).astype(np.int8), none),
        "created": Column(ColumnType.DATE, rng.integers(19_700, 19_800, customers).astype(np.int32), none),
        "lat": Column(ColumnType.NUMBER, rng.uniform(-50, 60, customers), none),
        "lon": Column(ColumnType.NUMBER, rng.uniform(-150, 150, customers), none),
    }
    score = Column(ColumnType.NUMBER, rng.integers(0, 100, data.event_count).astype(np.float64), none)
    roles = Roles(
        {"email": "email", "country": "country", "email_consent": "agreed", "created_at": "created",
         "lead_source": "source", "company": "company", "latitude": "lat", "longitude": "lon"},
        {"visit": VIEW, "lead": "signup", "opportunity": "cart_update", "won": BUY, "purchase": BUY},
        {"amount": "amount", "utm_source": "channel", "score": "score"},
    )  # fmt: skip
    properties = {**data.properties, "score": score}
    return replace(data, attributes={**data.attributes, **attributes}, properties=properties, roles=roles)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a changed part cost by the clock and of all threads' processors, and the drawing's share of both.

    `alone_s` is about what the clock would show with nothing else on the processors: the thread that asks works, and
    what others do for it is spread over all cores.
    """

    part: str
    wall_s: float
    work_s: float
    alone_s: float
    drawing_s: float
    drawing_work_s: float


def changes(report: RecordedReport, data: Dataset) -> Iterator[Taken]:
    """Each part of the report's sentence changed; the first picture, which is not among them, has been seen before."""
    begun = report.proposed(data)
    if begun is None:
        return
    _drawn(report, data, begun, "")
    seen: set[str] = set()
    waiting = [begun]
    while waiting:
        definition = waiting.pop()
        fresh = [
            part for part in report.sentence(data, definition) if isinstance(part, Part) and part.field not in seen
        ]
        seen.update(part.field for part in fresh)
        for part in fresh:
            for changed in _changed(report, definition, part):
                try:
                    taken = _drawn(report, data, changed, part.field)
                except AppError:
                    continue
                yield taken
                waiting.append(changed)
    yield _drawn(report, data, begun, "what it was")


def _changed(report: RecordedReport, definition: Definition, part: Part) -> list[Definition]:
    """The definition with the part changed to the first and to the last that differs."""
    choices = [choice.value for choice in part.choices]
    typed = chain(_TYPED.get(part.typed, ()), _put_together(part.clauses))
    found: list[Definition] = [*_others(report, definition, part.field, [*choices, *typed])]
    return [*found[:1], *found[1:][-1:]]


def _others(report: RecordedReport, definition: Definition, field: str, values: list[str]) -> Iterator[Definition]:
    for value in values:
        try:
            changed = report.changed(definition, field, value)
        except AppError:
            continue
        if changed != definition:
            yield changed


def _put_together(clauses: Clauses | None) -> Iterator[str]:
    for name, type_ in (clauses.columns if clauses else {}).items():
        if type_ in _WHERE:
            yield _WHERE[type_].replace("NAME", name)


def _drawn(report: RecordedReport, data: Dataset, definition: Definition, part: str) -> Taken:
    begun, worked, itself = time.perf_counter(), time.process_time(), time.thread_time()
    figures: Any = report.count(data, definition)
    figures.table()
    counted, count_work = time.perf_counter(), time.process_time()
    screen_picture(figures, _WIDE, _HIGH, palette=LIGHT, scale=1, unit=1.0)
    ended, work, own = time.perf_counter(), time.process_time(), time.thread_time() - itself
    alone = own + max(work - worked - own, 0) / (os.cpu_count() or 1)
    return Taken(part, ended - begun, work - worked, alone, ended - counted, work - count_work)


def measured_reports() -> tuple[RecordedReport, ...]:
    """All reports over events that these data have something for."""
    return tuple(report for report in recorded_reports() if report.key not in _OF_PRODUCTS)


def every_report(data: Dataset) -> Iterator[Line]:
    """The slowest change of each report."""
    for report in measured_reports():
        taken = list(changes(report, data))
        if not taken:
            raise SystemExit(f"{report.title} was not reached.")
        worst = max(taken, key=lambda each: each.wall_s)
        yield Line(f"{report.title}: {worst.part} changed, to its picture", worst.wall_s, "s", BUDGET_S)
        yield Line("  processor time", worst.work_s, "s")
        yield Line("  the worst with nothing else on the processors, about", max(each.alone_s for each in taken), "s")
        yield Line(f"  drawing it, of {len(taken)} changes", worst.drawing_s, "s")


def asides(data: Dataset) -> Iterator[Line]:
    """What else is asked of a report: whose events count, groups of 300 values, and the people behind a figure."""
    bought = EventTest.model_validate({"event": BUY, "aggregate": "count", "op": "ge", "value": 2})
    segments = Segments({"Loyal": bought})
    worked = time.process_time()
    took, part = _timed(lambda: segments.part_of(data, bought))
    yield Line(f"narrowing to a segment of {part.customer_count:,} customers", took, "s")
    yield Line("  processor time", time.process_time() - worked, "s")
    by_key = {report.key: report for report in recorded_reports()}
    for report in (by_key["trend"], by_key["funnel"]):
        begun: Any = report.proposed(data)
        parts = (part for part in report.sentence(data, begun) if isinstance(part, Part) and part.field == "by")
        by_city = next(choice.value for choice in next(parts).choices if "city" in choice.value)
        changed = report.changed(begun, "by", by_city)
        _drawn(report, data, begun, "")
        taken = _drawn(report, data, changed, "by")
        yield Line(f"{report.title} by 300 values, to its picture", taken.wall_s, "s", BUDGET_S)
        yield Line("  processor time", taken.work_s, "s")
    yield from _people(data)


def _people(data: Dataset) -> Iterator[Line]:
    """How long it takes at most until the rows of those behind a cell of the first row or the last are known."""
    for report in measured_reports():
        figures: Any = report.count(data, report.proposed(data))
        headers, rows = figures.table()
        cells = [(row, column) for row in {0, len(rows) - 1} for column in range(len(headers))]
        taken = [_timed(partial(people_behind, figures, cell, "", _Given(data), "", silent)) for cell in cells]  # type: ignore[arg-type]  # what it asks of them
        yield Line(f"{report.title}: the people behind a cell", max(took for took, _ in taken), "s", BUDGET_S)


class _Given(NamedTuple):
    """Datasets of which there is one."""

    data: Dataset

    def get(self, _name: str, _progress: Progress) -> Dataset:
        return self.data


def _timed(work: Callable[[], Value]) -> tuple[float, Value]:
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


def main() -> None:
    """Print a line for each change of each report, or of those named; `asides` are no report."""
    arguments = sys.argv[1:]
    customers = int(arguments.pop(0)) if arguments and arguments[0].isdecimal() else 1_000_000
    data = with_everything(dataset_of(customers))
    for report in recorded_reports():
        if not arguments or report.key in arguments:
            for each in changes(report, data):
                work = f"processors {each.work_s:.2f}, alone {each.alone_s:.2f}, drawing {each.drawing_work_s:.2f}"
                name = f"{report.key}: {each.part} ({work})"
                say([Line(name, each.wall_s, "s", BUDGET_S)])
    if not arguments or "asides" in arguments:
        say(asides(data))


if __name__ == "__main__":
    main()
