"""The pipeline of a run: what its scenario sent stands beside recorded campaigns, and all adds up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import AppError
from app.reports.pipeline.definition import PipelineDefinition, proposed_pipeline
from app.reports.pipeline.figures import PEOPLE, PipelineFigures
from app.reports.pipeline.of_run import run_pipeline
from app.reports.report import Subject
from app.runtime.rehearse import rehearse
from tests.builders.datasets import from_rows
from tests.builders.scenarios import MESSAGE, kind, scenario

MAPPING = {
    "customers": {"key": "customer_id", "types": {"email": "text", "ok": "boolean"},
                  "roles": {"email": "email", "email_consent": "ok"}},
    "events": {
        "types": {"utm_campaign": "text", "deal": "text", "amount": "number"},
        "roles": {"lead": "lead", "opportunity": "open", "won": "won"},
        "property_roles": {"utm_campaign": "utm_campaign", "opportunity_id": "deal", "amount": "amount"},
    },
}  # fmt: skip
CUSTOMERS = [
    {"customer_id": "ann", "email": "ann@acme.example", "ok": "true"},
    {"customer_id": "bob", "email": "bob@acme.example", "ok": "false"},
]
EVENTS: list[dict[str, object]] = [
    {"customer_id": "ann", "timestamp": "2024-05-01T10:00:00Z", "event": "visit", "utm_campaign": "spring"},
    {"customer_id": "ann", "timestamp": "2024-05-02T10:00:00Z", "event": "lead"},
    {"customer_id": "ann", "timestamp": "2024-05-05T10:00:00Z", "event": "open", "deal": "d1", "amount": 100.01},
    {"customer_id": "ann", "timestamp": "2024-05-09T10:00:00Z", "event": "won", "deal": "d1", "amount": 100.01},
    {"customer_id": "bob", "timestamp": "2024-05-02T10:00:00Z", "event": "lead"},
    {"customer_id": "bob", "timestamp": "2024-05-05T10:00:00Z", "event": "open", "deal": "d2", "amount": 7},
]
NURTURE = scenario([kind("start", "entry_event", event="lead"), kind("mail", "email", **MESSAGE)], "start>mail")


@pytest.fixture(name="subject")
def _subject() -> Subject:
    data = from_rows(CUSTOMERS, EVENTS, MAPPING)
    run = rehearse(NURTURE, data)
    return Subject(NURTURE, run.summary, run.tables, data)


@pytest.fixture(name="definition")
def _definition(subject: Subject) -> PipelineDefinition:
    assert subject.dataset is not None
    proposed = proposed_pipeline(subject.dataset)
    assert proposed is not None
    return replace(proposed, models=("last", "linear"))


def revenue(figures: PipelineFigures, model: str) -> dict[str, float]:
    return {name: figures.share(code, "revenue", model) for code, name in enumerate(figures.names)}


def test_that_a_message_that_was_sent_is_a_touch_of_its_scenario(
    subject: Subject, definition: PipelineDefinition
) -> None:
    figures = run_pipeline(subject, definition)
    assert revenue(figures, "last") == {"spring": 0, "A journey": 10_001}
    assert revenue(figures, "linear") == {"spring": 5_001, "A journey": 5_000}
    row = figures.ranked().index(figures.names.index("A journey"))
    people = figures.people(row, PEOPLE)
    assert people is not None
    assert people.to_pylist() == ["ann"]
    assert "“A journey”" in figures.definition.in_words()


def test_that_who_was_not_written_to_was_not_touched(subject: Subject, definition: PipelineDefinition) -> None:
    figures = run_pipeline(subject, definition)
    assert (figures.measures["pipeline"].untouched, figures.measures["pipeline"].total) == (700, 10_701)


def test_that_a_run_whose_data_is_gone_is_refused_in_words(subject: Subject, definition: PipelineDefinition) -> None:
    with pytest.raises(AppError, match="no longer there"):
        run_pipeline(replace(subject, dataset=None), definition)
