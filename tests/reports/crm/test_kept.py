"""Definitions of the reports from lead to revenue can be kept and read again, as they are and changed."""

from __future__ import annotations

import pytest

from app.reports.catalogue import recorded_reports
from app.reports.definitions import definition_document, definition_from
from tests.builders.b2b import b2b

CHANGED = {
    "lifecycle": ("by", "cohort"),
    "pipeline": ("models", "markov"),
    "accounts": ("score", ""),
    "crm_audit": ("quarter", "2025-07-01"),
}


@pytest.mark.parametrize("key", CHANGED)
def test_that_a_definition_is_read_as_it_was_kept(key: str) -> None:
    report = next(each for each in recorded_reports() if each.key == key)
    proposed = report.proposed(b2b())
    assert proposed is not None
    for definition in (proposed, report.changed(proposed, *CHANGED[key])):
        assert definition_from(report, b2b(), definition_document(definition)) == definition
