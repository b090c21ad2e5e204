"""A definition that was written down is the same when it is read again, whatever report it is of."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.catalogue import recorded_reports
from app.reports.definitions import definition_document, definition_from
from app.reports.funnel.definition import FunnelDefinition
from app.reports.report import RecordedReport

BY_KEY = {report.key: report for report in recorded_reports()}


@pytest.mark.parametrize("report", recorded_reports(), ids=lambda report: report.key)
def test_that_what_a_report_proposes_is_read_as_it_was_written(report: RecordedReport, orders: Dataset) -> None:
    proposed = report.proposed(orders)
    if proposed is None:
        pytest.skip("this data has not what the report needs")
    document = json.loads(json.dumps(definition_document(proposed)))
    assert definition_from(report, orders, document) == proposed


def test_that_a_changed_definition_keeps_every_change(orders: Dataset) -> None:
    steps = (Step(event="visit"), Step(event="purchase"))
    changed = FunnelDefinition(steps, Duration.parse("PT36H"), order="strict", entry="first")
    document = definition_document(changed)
    assert document["window"] == "PT36H"
    assert definition_from(BY_KEY["funnel"], orders, document) == changed
    assert definition_from(BY_KEY["funnel"], orders, definition_document(replace(changed, order="any"))) != changed


@pytest.mark.parametrize("document", [{}, {"steps": "visit"}, {"steps": [{"event": "a"}], "window": "soon"}])
def test_that_what_is_no_definition_is_refused_in_words(document: dict[str, object], orders: Dataset) -> None:
    with pytest.raises(AppError, match="could not be read"):
        definition_from(BY_KEY["funnel"], orders, document)


def test_that_data_without_what_the_report_needs_is_told(dataset_of: Callable[..., Dataset]) -> None:
    bare = dataset_of({"a": [(0, "hello")]})
    with pytest.raises(AppError, match="needs something that customers do again"):
        definition_from(BY_KEY["cohorts"], bare, {})
