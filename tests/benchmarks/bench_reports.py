"""Measures reports over ten million events beside ClickHouse and DuckDB, which answer the same questions in one run.

Run it with `python -m tests.benchmarks.bench_reports [customers]`; each has ten events. Each question is asked of all
three in turn, several times; the best time of each counts, and the answers have to be the same. Nothing is kept from
one turn to the next: a copy of the data knows no answers.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from chdb import session

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.attribution.definition import AttributionDefinition, attribution
from app.reports.cohorts.definition import CohortDefinition, cohorts
from app.reports.counting.buckets import Period
from app.reports.documents.figures.pictures import picture
from app.reports.funnel.definition import FunnelDefinition
from app.reports.funnel.steps import funnel
from app.reports.trend.definition import Series, TrendDefinition, trend
from tests.benchmarks.apart import Line, say
from tests.benchmarks.report_changes import CHANNELS, asides, dataset_of, every_report, with_everything

_TURNS = 5
_DAY_US = 86_400_000_000
_VIEW, _CART, _BUY = (Step(event=name) for name in ("page_view", "cart_update", "purchase"))
Rows = list[tuple[float, ...]]
Ask = Callable[[str], Rows]


@dataclass(frozen=True, slots=True)
class Question:
    """One question in three tongues; `{…}` in the queries are the codes of events. `budget_s` is ours to reach."""

    name: str
    ours: Callable[[Dataset], Rows]
    clickhouse: str
    duckdb: str
    budget_s: float | None = None


def _funnel(data: Dataset) -> Rows:
    steps = funnel(data, FunnelDefinition((_VIEW, _CART, _BUY), Duration.parse("P7D"))).steps
    return [tuple(float(step.count) for step in steps)]


def _retention(data: Dataset) -> Rows:
    figures = cohorts(data, CohortDefinition(_VIEW, _BUY, "week", "UTC"))
    return [(float(figures.sizes.sum()), float(figures.counts.sum()))]


def _trend(data: Dataset) -> Rows:
    figures = trend(data, TrendDefinition((Series("events", _BUY), Series("revenue", _BUY, "amount"))))
    values = [float(str(row[2])) for row in figures.records()[1]]
    days = len(values) // 2
    return [(days, sum(values[:days]), sum(values[days:]))]


def _attribution(data: Dataset) -> Rows:
    definition = AttributionDefinition(
        _BUY, "channel", touch=("page_view",), look_back=Duration.parse("P30D"), models=("first", "last", "linear")
    )
    figures = attribution(data, definition)
    by_name = {each.name: each for each in figures.channels}
    return [tuple(by_name[name].shares[model][0] for model in figures.models) for name in CHANNELS]


QUESTIONS = (
    Question(
        "ordered funnel of three steps within 7 days",
        _funnel,
        f"""SELECT countIf(l >= 1), countIf(l >= 2), countIf(l >= 3) FROM (SELECT windowFunnel({7 * _DAY_US})(
            toUInt64(instant), code = {{page_view}}, code = {{cart_update}}, code = {{purchase}}) AS l
            FROM events GROUP BY c)""",
        f"""WITH a AS (SELECT c, instant, code, max(instant) FILTER (code = {{page_view}}) OVER w AS s FROM events
                WINDOW w AS (PARTITION BY c ORDER BY instant ROWS UNBOUNDED PRECEDING)),
            b AS (SELECT c, instant, code, s,
                max(s) FILTER (code = {{cart_update}} AND instant - s <= {7 * _DAY_US}) OVER w AS t FROM a
                WINDOW w AS (PARTITION BY c ORDER BY instant ROWS UNBOUNDED PRECEDING)),
            d AS (SELECT c, max(CASE WHEN code = {{purchase}} AND instant - t <= {7 * _DAY_US} THEN 3
                WHEN t IS NOT NULL THEN 2 WHEN s IS NOT NULL THEN 1 ELSE 0 END) AS l FROM b GROUP BY c)
            SELECT count(*) FILTER (l >= 1), count(*) FILTER (l >= 2), count(*) FILTER (l >= 3) FROM d""",
        budget_s=0.15,
    ),
    Question(
        "retention by week",
        _retention,
        f"""SELECT (SELECT uniqExact(c) FROM events WHERE code = {{page_view}}), sum(length(arrayDistinct(arrayMap(
            x -> intDiv(x - {4 * _DAY_US}, {7 * _DAY_US}), arrayFilter(x -> x >= first, back))))) FROM (
            SELECT c, minIf(instant, code = {{page_view}}) AS first, countIf(code = {{page_view}}) AS n,
            groupArrayIf(instant, code = {{purchase}}) AS back FROM events GROUP BY c HAVING n > 0)""",
        f"""WITH f AS (SELECT c, min(instant) AS m FROM events WHERE code = {{page_view}} GROUP BY c),
            r AS (SELECT DISTINCT e.c, (e.instant - {4 * _DAY_US}) // {7 * _DAY_US} FROM events e JOIN f USING (c)
                WHERE code = {{purchase}} AND e.instant >= m)
            SELECT (SELECT count(*) FROM f), (SELECT count(*) FROM r)""",
    ),
    Question(
        "trend of purchases and revenue by day",
        _trend,
        f"""SELECT count(), sum(n), sum(money) FROM (
            SELECT intDiv(instant, {_DAY_US}) AS d, count() AS n, sum(amount) AS money FROM events
            WHERE code = {{purchase}} GROUP BY d)""",
        f"""SELECT count(*), sum(n), sum(money) FROM (
            SELECT instant // {_DAY_US} AS d, count(*) AS n, sum(amount) AS money FROM events
            WHERE code = {{purchase}} GROUP BY d)""",
    ),
    Question(
        "attribution by first, last and linear touch",
        _attribution,
        f"""SELECT sum(i = 1), sum(i = n), sum(1 / n) FROM (SELECT arrayFilter(
                x -> x.1 <= sold AND x.1 >= sold - {30 * _DAY_US}, touches) AS path, length(path) AS n FROM (
                SELECT arraySort(groupArrayIf((instant, channel), code = {{page_view}})) AS touches,
                groupArrayIf(instant, code = {{purchase}}) AS sales FROM events GROUP BY c) ARRAY JOIN sales AS sold)
            ARRAY JOIN path AS touch, arrayEnumerate(path) AS i GROUP BY touch.2 ORDER BY touch.2""",
        f"""WITH p AS (SELECT c, instant, row_number() OVER () AS id FROM events WHERE code = {{purchase}}),
            m AS (SELECT channel, row_number() OVER w AS i, count(*) OVER (PARTITION BY id) AS n FROM p
                JOIN events t ON t.c = p.c AND t.code = {{page_view}}
                AND t.instant BETWEEN p.instant - {30 * _DAY_US} AND p.instant
                WINDOW w AS (PARTITION BY id ORDER BY t.instant))
            SELECT sum((i = 1)::INT), sum((i = n)::INT), sum(1.0 / n) FROM m GROUP BY channel ORDER BY channel""",
    ),
)


def engines(data: Dataset) -> tuple[Ask, Ask]:
    """ClickHouse and DuckDB with the events in their own tables, sorted as ours are."""
    events = pa.table(
        {
            "c": data.event_customers(),
            "instant": data.at,
            "code": data.names.values,
            "amount": data.properties["amount"].values,
            "channel": data.properties["channel"].values,
        }
    )
    clickhouse: Any = session.Session()  # type: ignore[no-untyped-call]  # it has no types
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.parquet"
        pq.write_table(events, file, compression="none")
        clickhouse.query("CREATE DATABASE IF NOT EXISTS bench ENGINE = Atomic")
        columns = "c Int32, instant Int64, code Int32, amount Float64, channel Int32"
        clickhouse.query(f"CREATE TABLE bench.events ({columns}) ENGINE = MergeTree ORDER BY (c, instant)")
        clickhouse.query(f"INSERT INTO bench.events SELECT * FROM file('{file}', Parquet)")
    connection = duckdb.connect()
    connection.register("given", events)
    connection.execute("CREATE TABLE events AS SELECT * FROM given ORDER BY c, instant")

    def of_clickhouse(query: str) -> Rows:
        answer = str(clickhouse.query(query.replace("FROM events", "FROM bench.events"), "CSV"))
        return [tuple(float(value) for value in line.split(",")) for line in answer.splitlines()]

    def of_duckdb(query: str) -> Rows:
        return [tuple(float(value) for value in row) for row in connection.execute(query).fetchall()]

    return of_clickhouse, of_duckdb


def times(asks: Sequence[Callable[[], Rows]]) -> list[tuple[float, float]]:
    """The best time of each and the least processor time, asked in turn; the answers of all are the same."""
    best = [(float("inf"), float("inf"))] * len(asks)
    for _ in range(_TURNS):
        answers: list[Any] = []
        for place, ask in enumerate(asks):
            begun, worked = time.perf_counter(), time.process_time()
            answers.append(ask())
            taken, work = time.perf_counter() - begun, time.process_time() - worked
            best[place] = min(best[place][0], taken), min(best[place][1], work)
        for answer in answers[1:]:
            if not np.allclose(answer, answers[0]):
                raise SystemExit(f"The answers differ: {answers}")
    return best


def measured(data: Dataset) -> Iterator[Line]:
    """The figures of each question."""
    codes = {str(name): code for code, name in enumerate(data.names.words.to_pylist())}
    of_clickhouse, of_duckdb = engines(data)
    for question in QUESTIONS:
        theirs = question.clickhouse.format(**codes), question.duckdb.format(**codes)
        ours, clickhouse, duck = times(
            [
                lambda question=question: question.ours(replace(data)),  # type: ignore[misc]  # what it is at that time
                lambda query=theirs[0]: of_clickhouse(query),  # type: ignore[misc]  # the same
                lambda query=theirs[1]: of_duckdb(query),  # type: ignore[misc]  # the same
            ]
        )
        yield Line(question.name, ours[0], "s", question.budget_s)
        yield Line("  processor time of all threads", ours[1], "s")
        for name, (taken, work) in (("ClickHouse", clickhouse), ("DuckDB", duck)):
            yield Line(f"  of the time of {name} ({taken:.2f} s)", ours[0] / taken, "×", 1)
            yield Line(f"  of its processor time ({work:.2f} s)", ours[1] / work, "×")


def changed(data: Dataset) -> Iterator[Line]:
    """How long a changed definition takes until its picture is there, after the first."""
    for days in (7, 8, 9):
        begun = time.perf_counter()
        figures = funnel(data, FunnelDefinition((_VIEW, _CART, _BUY), Duration.parse(f"P{days}D")))
        picture(figures, "png", 1120)
        taken = time.perf_counter() - begun
    yield Line("a funnel with another window, to its picture", taken, "s", 0.3)
    periods: tuple[Period, ...] = ("week", "month", "week")
    for period in periods:
        begun = time.perf_counter()
        picture(cohorts(data, CohortDefinition(_VIEW, _BUY, period, "UTC")), "png", 1120)
        taken = time.perf_counter() - begun
    yield Line("cohorts of another period, to their picture", taken, "s", 0.3)


def main() -> None:
    """Print a line for each figure."""
    data = dataset_of(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    say(measured(data))
    say(changed(data))
    everything = with_everything(data)
    say(every_report(everything))
    say(asides(everything))


if __name__ == "__main__":
    main()
