"""The shared worked examples."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from app.nodes.catalogue import KINDS
from app.runtime.cases import run_case
from tests.conftest import SHARED


def _documents() -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(SHARED.glob("cases/*.json"))}


def _unknown_kinds(document: Any) -> set[str]:
    return {node["type"] for node in document["scenario"]["nodes"]} - set(KINDS)


DOCUMENTS = _documents()
COVERED = [name for name, document in DOCUMENTS.items() if not _unknown_kinds(document)]


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "plain"])
@pytest.mark.parametrize("name", COVERED)
def test_that_a_case_yields_exactly_the_expected_tables(name: str, compiled: bool) -> None:
    assert run_case(DOCUMENTS[name], compiled=compiled).differences == ()


def test_that_a_case_is_left_out_only_for_a_kind_that_is_still_to_come() -> None:
    waited_for = {"entry_date", "entry_score", "set", "list", "task", "webhook", "voucher"}
    left_out = {name: _unknown_kinds(document) for name, document in DOCUMENTS.items() if name not in COVERED}
    assert {name: kinds - waited_for for name, kinds in left_out.items() if kinds - waited_for} == {}
    assert not waited_for & set(KINDS), "a kind has come: take it off the list, so that its cases run"


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
