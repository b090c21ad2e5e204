"""Cases of a lesson: a scenario that somebody drew, some made-up people, and what has to become of them.

The rows are those of worked cases; what is expected speaks of nodes by the lesson's names: the scenario is theirs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from app.data.importing.mapping import parse_mapping
from app.data.importing.rows import dataset_from_rows
from app.errors import AppError
from app.files.reading import read_document as read_file
from app.guides.lessons.work import Rehearsed, Work
from app.nodes.document import Document
from app.nodes.times import InstantField
from app.scenario.reading import read_document
from app.scenario.tree import read_tree


class _Expected(Document):
    """One thing that has to be so; `at` is when, to the second. What is not asked for is not looked at."""

    say: str
    customer: str
    sent: str | None = None
    not_sent: str | None = None
    at: InstantField | None = None
    ended: str | None = None
    in_audience: bool | None = None
    has_task: bool | None = None
    code: str | None = None


class _Case(Document):
    customers: tuple[dict[str, Any], ...]
    events: tuple[dict[str, Any], ...]
    mapping: dict[str, Any] = {}
    pools: dict[str, tuple[str, ...]] = {}
    until: InstantField | None = None
    expect: tuple[_Expected, ...]


def case_failures(path: Path, work: Work) -> tuple[str, ...]:
    """What is not as the case expects it, a sentence each; AppError where the scenario cannot run over these people."""
    from app.runtime.rehearse import RunOptions, rehearse  # the machine is loaded when it is first needed

    case, problems = read_document(_Case, read_tree(read_file(path), f"{path}"))
    if case is None:
        raise AppError(f"{path} is no case of a lesson:", problems)
    mapping = parse_mapping(json.dumps(case.mapping), "of the case")
    dataset = dataset_from_rows(path.stem, mapping, case.customers, case.events)
    dataset = replace(dataset, pools={name: pa.array(codes, pa.string()) for name, codes in case.pools.items()})
    until = case.until.us if case.until is not None else None
    ran = rehearse(work.drawn, dataset, RunOptions(until=until))
    run = Rehearsed(ran.tables, ran.summary)
    return tuple(each.say for each in case.expect if not _is_so(each, run, work))


def _is_so(wanted: _Expected, run: Rehearsed, work: Work) -> bool:
    return all(_tests(wanted, run, work))


def _tests(wanted: _Expected, run: Rehearsed, work: Work) -> Iterator[bool]:
    who = wanted.customer
    if wanted.sent is not None:
        at = wanted.at.us if wanted.at is not None else None
        yield any(at is None or at == sent for sent in _sent(run, who, work.nodes(wanted.sent)))
    if wanted.not_sent is not None:
        yield not _sent(run, who, work.nodes(wanted.not_sent))
    if wanted.ended is not None:
        yield wanted.ended in _column(run.tables["instances"], who, "end_reason")
    if wanted.in_audience is not None:
        outcomes = [out for out in _column(run.tables["audiences"], who, "outcome") if out in ("added", "removed")]
        yield (outcomes[-1:] == ["added"]) is wanted.in_audience
    if wanted.has_task is not None:
        yield bool(_column(run.tables["tasks"], who, "node")) is wanted.has_task
    if wanted.code is not None:
        yield wanted.code in _column(run.tables["vouchers"], who, "code")


def _sent(run: Rehearsed, who: str, nodes: frozenset[str]) -> list[int]:
    rows = run.tables["messages"].to_pylist()
    mine = (row for row in rows if row["customer_id"] == who and row["node"] in nodes and row["outcome"] == "sent")
    return [_us(row["at"]) for row in mine]


def _us(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def _column(table: pa.Table, who: str, name: str) -> list[Any]:
    return [row[name] for row in table.to_pylist() if row["customer_id"] == who]
