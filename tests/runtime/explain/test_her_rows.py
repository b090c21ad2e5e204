"""Whoever is explained alone goes exactly the way she goes among all: her rows are those of the whole run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, reject, settings

from app.data.dataset import Dataset
from app.data.samples import load_sample
from app.guides.templates import load_template
from app.nodes.times import Moment
from app.runtime.explaining import explain
from app.runtime.explanation import Clause, Explanation, Step, StepKind
from app.runtime.program.opcodes import REACTIONS
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.scenario.files import parse_scenario
from tests.conftest import SHARED
from tests.reference.state import Json
from tests.runtime.played_cases import dataset_of, machine_plays, options_of, parsed
from tests.runtime.random_cases import cases

MOST_VISITS = 2_000
CASES = sorted(SHARED.glob("cases/*.json"))
DECIDED = (StepKind.SENT, StepKind.SKIPPED)


def _rows_of(run: Run, customer: str) -> dict[str, list[Json]]:
    return {
        name: table.filter(pc.equal(table.column("customer_id"), pa.scalar(customer))).to_pylist()
        for name, table in run.tables.items()
    }


def _rows_told(explanation: Explanation) -> dict[str, list[Json]]:
    return {name: table.to_pylist() for name, table in explanation.tables.items()}


def _steps(explanation: Explanation, *kinds: StepKind) -> list[Step]:
    return [step for step in explanation.steps if step.kind in kinds]


def _leaves(clause: Clause) -> Iterator[Clause]:
    if not clause.parts:
        yield clause
    for part in clause.parts:
        yield from _leaves(part)


def assert_that_story_and_tables_agree(explanation: Explanation) -> None:
    """Nothing that the tables have is left out of the story, and it tells nothing else."""
    tables = _rows_told(explanation)
    assert [step.at for step in explanation.steps] == sorted(step.at for step in explanation.steps)
    assert len(_steps(explanation, StepKind.ENTERED)) == len(tables["instances"])
    assert sum(entrance.entered for entrance in explanation.entrances) == len(tables["instances"])
    assert [step.reason for step in _steps(explanation, *DECIDED)] == [row["outcome"] for row in tables["messages"]]
    assert len(_steps(explanation, StepKind.CONVERTED)) == len(tables["conversions"])
    ended = sorted(row["end_reason"] for row in tables["instances"] if row["ended_at"] is not None)
    assert sorted(step.reason for step in _steps(explanation, StepKind.ENDED)) == ended
    refused = [row for row in tables["audiences"] if row["outcome"] not in ("added", "removed")]
    notes = [*tables["tasks"], *tables["webhooks"], *tables["vouchers"], *refused]
    noted = [step for step in _steps(explanation, StepKind.NOTED) if step.reason != "nothing_fits"]
    assert len(noted) == len(notes)
    reactions = [row[f"{name}_at"] for row in tables["messages"] for name in REACTIONS]
    told = [step for step in _steps(explanation, StepKind.REACTED) if step.reason.startswith("message_")]
    assert len(told) == sum(at is not None for at in reactions)
    left = {(row["instance"], row["visit"]): row["port"] for row in tables["visits"]}
    for step in _steps(explanation, StepKind.CHOSE, StepKind.SPLIT):
        assert left[step.instance, step.visit] in (step.reason, None)  # None: a rule ended the instance there


def assert_that_conditions_explain(explanation: Explanation) -> None:
    """Each tree agrees with what was done, and each count with the events that are shown to have counted."""
    for step in explanation.steps:
        if step.kind is StepKind.CHOSE:
            held = [clause.holds for clause in step.clauses if clause.needed]
            assert held[:-1] == [False] * (len(held) - 1)
        if step.kind is StepKind.NOT_ENTERED and step.reason == "condition":
            assert step.clauses[0].failed is not None
        if step.kind is StepKind.ENTERED:
            assert all(clause.holds for clause in step.clauses)
        for leaf in (leaf for clause in step.clauses for leaf in _leaves(clause)):
            if leaf.found == "never" or leaf.found.endswith(("once", "twice", "times")):
                counted = sum(sight.matched for sight in leaf.sights)
                assert counted == leaf.value or (
                    leaf.unshown and isinstance(leaf.value, float) and counted <= leaf.value
                )


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_that_a_shared_case_is_explained_as_the_compiled_machine_plays_it(path: Any) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    dataset, scenario = dataset_of(case), parse_scenario(json.dumps(case["scenario"]))
    until = Moment.parse(case["until"]).us if "until" in case else None
    run = rehearse(scenario, dataset, RunOptions(until=until, compiled=True))
    for customer in map(str, dataset.customer_ids.to_pylist()):
        explanation = explain(scenario, dataset, customer, RunOptions(until=until, compiled=False))
        assert _rows_told(explanation) == _rows_of(run, customer)
        assert_that_story_and_tables_agree(explanation)
        assert_that_conditions_explain(explanation)


@settings(suppress_health_check=list(HealthCheck), max_examples=25)
@given(cases())
def test_that_random_customers_are_explained_as_they_are_played(case: Json) -> None:
    run = machine_plays(case, compiled=False)
    if run.summary.visits > MOST_VISITS:
        reject()
    dataset = dataset_of(case)
    for customer in map(str, dataset.customer_ids.to_pylist()):
        explanation = explain(parsed(case), dataset, customer, options_of(case, compiled=False))
        assert _rows_told(explanation) == _rows_of(run, customer)
        assert_that_story_and_tables_agree(explanation)
        assert_that_conditions_explain(explanation)


@pytest.fixture(scope="module")
def shop() -> Dataset:
    """The bundled shop."""
    return load_sample("shop").dataset


@pytest.mark.parametrize("replication", [0, 3])
def test_that_customers_of_the_demo_are_explained_as_they_are_played(shop: Dataset, replication: int) -> None:
    scenario, options = load_template("abandoned_cart"), RunOptions(replication=replication)
    run = rehearse(scenario, shop, options)
    for row in range(0, shop.customer_count, max(1, shop.customer_count // 40)):
        customer = str(shop.customer_ids[row])
        explanation = explain(scenario, shop, customer, options)
        assert _rows_told(explanation) == _rows_of(run, customer)
        assert_that_story_and_tables_agree(explanation)
