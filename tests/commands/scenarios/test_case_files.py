"""`rehearse test`: what it says of files that are no cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import run


def test_that_a_mapping_that_is_not_right_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {"name": "shop", "mapping": {"customers": {"id": "a column"}}, "customers": [], "events": []}
    (tmp_path / "case.json").write_text(json.dumps(case), encoding="utf-8")
    assert run(["test", str(tmp_path / "case.json")]) == 1
    said = capsys.readouterr().err
    assert "customers.id: is not a key of a mapping" in said
    assert "a column" not in said
    assert "pydantic" not in said


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 100_000], ids=["lists", "objects"])
def test_that_a_case_nested_without_end_is_told_in_words(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "case.json").write_text(text, encoding="utf-8")
    assert run(["test", str(tmp_path / "case.json")]) == 1
    assert "nested too deeply" in capsys.readouterr().err
