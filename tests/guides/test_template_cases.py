"""What each bundled template does to people: worked cases, by the machine and by the plain interpreter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.guides.templates import bundled_templates, load_template
from app.runtime.cases import run_case
from app.scenario.files import dump_scenario
from tests.reference.cases import play_case
from tests.reference.state import Json
from tests.reference.summary import summary_of
from tests.runtime.played_cases import differences, machine_plays

CASES = [path for template in bundled_templates() for path in sorted((template.folder / "cases").glob("*.json"))]
every_case = pytest.mark.parametrize("path", CASES, ids=[f"{path.parts[-3]}/{path.stem}" for path in CASES])


def case_at(path: Path) -> Json:
    """The case, with the scenario of the template that it belongs to."""
    scenario = json.loads(dump_scenario(load_template(path.parts[-3])))
    return {**json.loads(path.read_text(encoding="utf-8")), "scenario": scenario}


@every_case
def test_that_a_case_comes_out_as_it_is_written_down(path: Path) -> None:
    assert run_case(case_at(path), compiled=False).differences == ()


@every_case
def test_that_the_plain_interpreter_says_the_same(path: Path) -> None:
    case = case_at(path)
    expected = play_case(case)
    assert differences(expected, summary_of(case, expected), machine_plays(case, compiled=False)) == []


def test_that_each_template_has_three_cases_or_more_that_say_why() -> None:
    for template in bundled_templates():
        own = [json.loads(path.read_text(encoding="utf-8")) for path in (template.folder / "cases").glob("*.json")]
        assert len(own) >= 3, template.id
        assert all(case["why"] for case in own)
