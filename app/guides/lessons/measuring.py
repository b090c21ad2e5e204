"""Figures of a lesson, measured: of the scenario's run, of recorded events, of reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.dataset import Dataset
from app.errors import AppError
from app.guides.lessons import figures as f
from app.guides.lessons.work import Work
from app.reports.report import Adjustable, Figures, Subject
from app.runtime.summary import GoalCounts, NodeCounts

_ANY: Any = pc  # its stubs know no plain values beside columns
_LOW, _HIGH = 10, 90
_PER_CENT = 100.0


def measured(figure: f.Figure, work: Work) -> float:
    """The figure; AppError says what it lacks."""
    measure: Callable[[Any, Work], float] = _MEASURES[type(figure)]
    return float(measure(figure, work))


def _entered(figure: f.Entered, work: Work) -> float:
    summary = work.run().summary
    return summary.customers if figure.entered == "customers" else summary.instances


def _ended(figure: f.Ended, work: Work) -> float:
    reasons = _texts(work.run().tables["instances"], "end_reason")
    return _sum(_ANY.equal(reasons, figure.ended))


def _at_node(figure: f.AtNode, work: Work) -> float:
    counts = work.run().summary.nodes
    return sum(_of_node(figure, counts[id_]) for id_ in work.nodes(figure.at) if id_ in counts)


def _of_node(figure: f.AtNode, counts: NodeCounts) -> int:
    if figure.count == "skipped":
        return sum(many for why, many in counts.skipped.items() if figure.why in ("", why))
    if figure.count == "left":
        return sum(many for port, many in counts.left.items() if figure.port in ("", port))
    plain = {"arrived": counts.arrived, "sent": counts.sent, "waiting": counts.waiting, "ended": counts.ended}
    return plain[figure.count]


def _converted(figure: f.Converted, work: Work) -> float:
    goals = work.run().summary.goals
    chosen = [counts for id_, counts in goals.items() if figure.converted in ("", id_)]
    return sum(_of_goal(figure, counts) for counts in chosen)


def _of_goal(figure: f.Converted, counts: GoalCounts) -> float:
    if figure.modelled is not None:
        counts = counts.modelled if figure.modelled else counts.observed
    amounts: Mapping[str, float] = {
        "customers": counts.customers,
        "journeys": counts.instances,
        "events": counts.instances,
        "value": counts.value,
    }
    return amounts[figure.counted]


def _got_both(figure: f.GotBoth, work: Work) -> float:
    people = [set(_sent(work, name)["customer_id"].to_pylist()) for name in figure.got]
    return len(set.intersection(*people)) if people else 0


def _sent_after(figure: f.SentAfter, work: Work) -> float:
    """Customers who got a message of a journey in which they had done this before, or at that very instant."""
    run, data = work.run(), work.data
    entered = _instances(run.tables["instances"])
    code = {str(word): at for at, word in enumerate(data.names.words.to_pylist())}.get(figure.after_event)
    if code is None:
        return 0
    rows = {str(id_): row for row, id_ in enumerate(data.customer_ids.to_pylist())}
    people = set()
    sent = _sent(work, figure.sent)
    for who, journey, at in _triples(sent, "at"):
        row = rows[who]
        here = slice(int(data.offsets[row]), int(data.offsets[row + 1]))
        done = data.at[here][np.asarray(data.names.values[here]) == code]
        if bool(((done > entered[who, journey]) & (done <= at)).any()):
            people.add(who)
    return len(people)


def _scored(figure: f.Scored, work: Work) -> float:
    scores: Any = work.run().tables["scores"]
    is_there = pc.and_(
        _ANY.equal(_texts(scores, "score"), figure.scored), _ANY.greater_equal(scores["total"], figure.reaches)
    )
    return len(pc.unique(scores.filter(is_there)["customer_id"]))


def _tasks(figure: f.Tasks, work: Work) -> float:
    tasks: Any = work.run().tables["tasks"]
    if figure.due is None:
        return float(tasks.num_rows)
    due, at = (tasks[name].cast(pa.int64()) for name in ("due_at", "at"))
    wanted = figure.due.days * 86_400_000_000 + figure.due.time_us
    return _sum(pc.fill_null(_ANY.equal(pc.subtract(due, at), wanted), False))


def _codes(figure: f.Codes, work: Work) -> float:
    given: Any = work.run().tables["vouchers"]
    if figure.codes:
        given = given.filter(_ANY.equal(_texts(given, "pool"), figure.codes))
    codes = given["code"].drop_null()
    return len(pc.unique(codes)) if figure.different else len(codes)


def _in_audience(figure: f.InAudience, work: Work) -> float:
    changes = work.run().tables["audiences"].sort_by([("at", "ascending")])
    inside: dict[tuple[str, str], bool] = {}
    columns = (_texts(changes, name).to_pylist() for name in ("customer_id", "audience", "outcome"))
    for who, audience, outcome in zip(*columns, strict=True):
        if outcome in ("added", "removed") and figure.in_audience in ("", audience):
            inside[who, audience] = outcome == "added"
    return len({who for (who, _), is_in in inside.items() if is_in})


def _recorded(figure: f.Recorded, work: Work) -> float:
    data = work.data
    if not figure.recorded:
        return data.customer_count
    words = [str(word) for word in data.names.words.to_pylist()]
    if figure.recorded not in words:
        return 0
    did = np.asarray(data.names.values) == words.index(figure.recorded)
    return int(did.sum()) if figure.counted == "events" else len(np.unique(data.event_customers()[did]))


def _recommended(figure: f.Recommended, work: Work) -> float:
    table: Any = work.run().tables["recommendations"]
    data = work.data
    is_it = _ANY.and_(_ANY.equal(table["rank"], 1), _ANY.equal(_texts(table, "product"), figure.recommended))
    if figure.after:
        is_it = _ANY.and_(is_it, _ANY.equal(_texts(table, "anchor"), figure.after))
    rows = {str(id_): row for row, id_ in enumerate(data.customer_ids.to_pylist())}
    people = _texts(table.filter(is_it), "customer_id").to_pylist()
    return sum(_is_called(data, rows[who], figure.to) for who in people)


def _is_called(data: Dataset, row: int, values: Mapping[str, str]) -> bool:
    """Whether a customer has these values in the columns of these names."""
    columns = ((data.attributes.get(name), value) for name, value in values.items())
    return all(c is not None and bool(c.filled[row]) and str(c.words[int(c.values[row])]) == v for c, v in columns)


def _share(figure: f.ShareOf, work: Work) -> float:
    whole = measured(figure.of, work)
    return _PER_CENT * measured(figure.share, work) / whole if whole else 0.0


def _difference(figure: f.Difference, work: Work) -> float:
    return measured(figure.difference, work) - measured(figure.less, work)


def _at_start(figure: f.AtStart, work: Work) -> float:
    return measured(figure.start, work.at_start())


def _changed(figure: f.Changed, work: Work) -> float:
    return measured(figure.figure, work.with_settings(figure.with_))


def _forecasted(figure: f.Forecasted, work: Work) -> float:
    replications = (replace(work, replication=1 + number) for number in range(figure.replications))
    drawn = [measured(figure.forecast, each) for each in replications]
    if figure.measure == "mean":
        return float(np.mean(drawn))
    return float(np.percentile(drawn, _LOW if figure.measure == "low" else _HIGH))


def _reported(figure: f.Reported, work: Work) -> float:
    headers, rows = _report_figures(figure, work).records()
    if figure.column not in headers:
        raise AppError(f"The report “{figure.report}” has no column “{figure.column}”; it has {', '.join(headers)}.")
    at = headers.index(figure.column)
    chosen = [row for row in rows if _is_row(headers, row, figure)]
    return float(sum(_number(row[at]) for row in chosen))


def _report_figures(figure: f.Reported, work: Work) -> Figures:
    from app.reports.catalogue import recorded_reports, reports

    if figure.of == "data":
        report = next(each for each in recorded_reports() if each.key == figure.report)
        definition = report.proposed(work.data)
        if definition is None:
            raise AppError(report.needs)
        for field, value in figure.chosen.items():
            definition = report.changed(definition, field, value)
        return report.count(work.data, definition)
    run = work.run()
    subject = Subject(work.drawn, run.summary, run.tables, work.data)
    of_run = next(each for each in reports() if each.key == figure.report)
    if figure.chosen and isinstance(of_run, Adjustable):
        found = list(of_run.adjusted(subject, figure.chosen))
    else:
        found = list(of_run.measure(subject))
    fitting = [each.figures for each in found if figure.heading in ("", each.heading)]
    if not fitting:
        raise AppError(of_run.why_none)
    return fitting[0]


def _is_row(headers: Sequence[str], row: Sequence[object], figure: f.Reported) -> bool:
    if not figure.row:
        return str(row[0]) not in figure.without
    return all(str(row[headers.index(name)]) == value for name, value in figure.row.items() if name in headers)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float(str(value or 0))


def _sent(work: Work, name: str) -> Any:
    messages: Any = work.run().tables["messages"]
    nodes = pa.array(sorted(work.nodes(name)), pa.string())
    is_sent = _ANY.equal(_texts(messages, "outcome"), "sent")
    return messages.filter(pc.and_(is_sent, pc.is_in(_texts(messages, "node"), nodes)))


def _instances(table: pa.Table) -> dict[tuple[str, int], int]:
    return {(who, journey): at for who, journey, at in _triples(table, "entered_at")}


def _triples(table: Any, instant: str) -> Iterable[tuple[str, int, int]]:
    at = table[instant].cast(pa.int64()).to_pylist()
    return zip(_texts(table, "customer_id").to_pylist(), table["instance"].to_pylist(), at, strict=True)


def _texts(table: pa.Table, column: str) -> Any:
    """A column of words, of which there may be few."""
    return table[column].cast(pa.string())


def _sum(flags: Any) -> float:
    return float(pc.sum(flags).as_py() or 0)


_MEASURES: Mapping[type, Callable[[Any, Work], float]] = {
    f.Entered: _entered,
    f.Ended: _ended,
    f.AtNode: _at_node,
    f.Converted: _converted,
    f.GotBoth: _got_both,
    f.SentAfter: _sent_after,
    f.Scored: _scored,
    f.Tasks: _tasks,
    f.Codes: _codes,
    f.InAudience: _in_audience,
    f.Recorded: _recorded,
    f.Recommended: _recommended,
    f.ShareOf: _share,
    f.Difference: _difference,
    f.AtStart: _at_start,
    f.Changed: _changed,
    f.Forecasted: _forecasted,
    f.Reported: _reported,
}
