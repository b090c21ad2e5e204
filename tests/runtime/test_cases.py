"""The worked examples: the shared ones, and our own of the kinds and settings that came after them."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from app.runtime.cases import run_case
from tests.reference.cases import case_files

DOCUMENTS: dict[str, Any] = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in case_files()}


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "plain"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_that_a_case_yields_exactly_the_expected_tables(name: str, compiled: bool) -> None:
    assert run_case(DOCUMENTS[name], compiled=compiled).differences == ()


def test_that_a_wrong_expectation_is_reported_row_by_row() -> None:
    document = copy.deepcopy(DOCUMENTS["reentry_never"]) if "reentry_never" in DOCUMENTS else None
    if document is None:
        pytest.skip("the shared cases are not here")
    document["expected"]["visits"][0][3] = "elsewhere"
    differences = run_case(document, compiled=False).differences
    assert len(differences) == 2
    assert differences[0].startswith("visits: not expected: ")
    assert differences[1].startswith("visits: missing: ")
    assert "elsewhere" in differences[1]
