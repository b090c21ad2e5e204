"""The plan of the benchmark, with steps that only say what they were asked for."""

from __future__ import annotations

import pytest

from app.bench import measuring
from app.bench.figures import Line
from app.bench.measuring import NO_SIMPY, QUICK, Sizes, lines
from app.bench.steps import STEPS

SLOW = {"uncompiled": 100.0, "simpy": 100.0}


def take(step: str, /, **arguments: int) -> dict[str, float]:
    """Ten million visits, in a time that depends on the step alone."""
    assert step in STEPS
    of_all = {"visits": 1e7, "compile": 0.5, "kernel": 0.5, "counts": 0.1, "bytes": 1e8, "silence": 0.1, "stop": 0.3}
    on_cores = {"hundredth": 0.01, "tenth": 0.1, "all": 1.0, "kernel_on_two": 0.25}
    memory = {"peak": 4e8, "before": 3e8, "dataset": 1e8}
    return {"seconds": SLOW.get(step, 1.0), **of_all, **on_cores, **memory}


def by_name(sizes: Sizes) -> dict[str, Line]:
    return {line.name: line for line in lines(sizes, take)}


def test_that_the_whole_has_a_verdict_for_each_budget() -> None:
    measured = by_name(Sizes())
    assert measured["kernel, one core"].value == pytest.approx(20.0)
    assert measured["kernel : SimPy"].value == pytest.approx(200.0)
    verdicts = {name: line.is_met for name, line in measured.items() if line.budget is not None}
    assert verdicts["kernel, one core"]
    assert verdicts["kernel : SimPy"]
    assert verdicts["1,000,000 customers, click to counts"]
    assert verdicts["longest silence of a run to files"]
    assert verdicts["time for each customer, all : a hundredth of them"]
    assert not verdicts["longest from cancel to stop"]
    assert not verdicts["100,000 customers again after one change"]


def test_that_a_short_form_is_not_held_to_what_is_asked_of_the_whole() -> None:
    measured = by_name(QUICK)
    assert measured["kernel, one core"].budget is None
    assert measured["20,000 customers, click to counts"].budget is None
    assert measured["longest from cancel to stop"].budget == 0.2


def test_that_a_missing_simpy_is_said_and_its_line_left_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "find_spec", lambda _name: None)
    measured = by_name(QUICK)
    assert (measured["kernel : SimPy"].value, measured["kernel : SimPy"].remark) == (None, NO_SIMPY)
    assert "the same in SimPy" not in measured
