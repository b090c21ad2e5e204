"""A template of the user's leaves as one file and comes back from it as it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.guides.own_templates import remove_template, save_as_template
from app.guides.template_files import dump_template, holds_template, receive_template
from app.guides.templates import all_templates, load_template, template_of, template_tree
from tests.builders.scenarios import document

ABOUT = {"title": "Ours", "summary": "A template."}


def file_of(**more: Any) -> bytes:
    made = {"format": "rehearse/template", "version": 1, "about": ABOUT, "scenario": document({}), **more}
    return json.dumps(made).encode()


def test_that_a_template_comes_back_from_its_file_with_its_cases(tmp_path: Path) -> None:
    saved = save_as_template(load_template("vip"), "Ours")
    shutil.copytree(template_of("vip").folder / "cases", saved.folder / "cases")
    cases = {path.name: path.read_bytes() for path in (saved.folder / "cases").iterdir()}
    path = tmp_path / "ours.json"
    path.write_text(dump_template(saved), encoding="utf-8")
    assert holds_template(path)
    tree = template_tree(saved.folder)
    remove_template(saved)
    back = receive_template(path.read_bytes(), path.name)
    assert (back, template_tree(back.folder)) == (saved, tree)
    assert {path.name: path.read_bytes() for path in (back.folder / "cases").iterdir()} == cases
    assert receive_template(path.read_bytes(), path.name).id == "ours_2"


def test_that_a_template_from_elsewhere_is_ones_own_whatever_its_stage() -> None:
    assert receive_template(file_of(about={**ABOUT, "stage": "loyalty"}), "given.json").is_own


def test_that_a_case_that_no_file_may_name_is_refused_when_it_is_written() -> None:
    saved = save_as_template(load_template("vip"), "Ours")
    (saved.folder / "cases").mkdir()
    (saved.folder / "cases" / "a name.json").write_text("{}", encoding="utf-8")
    with pytest.raises(AppError, match="cannot be passed on"):
        dump_template(saved)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Dear all,", "given.json is not valid JSON"),
        (b"[]", "given.json is not a template"),
        (file_of(version=2), "written by a newer Rehearse"),
        (file_of(about={"title": "Ours"}), "does not describe a template"),
        (file_of(about={**ABOUT, "stage": "noon"}), "there is no stage “noon”"),
        (file_of(scenario=document([{"id": "n", "type": "moon"}])), "The scenario of given.json"),
        (file_of(scenario={"nodes": [1, []]}), "The scenario of given.json"),
        (file_of(cases={"../../out": "{}"}), "given.json is not a template"),
    ],
    ids=["no JSON", "a list", "newer", "no summary", "no stage", "unknown kind", "no nodes", "a way out of its folder"],
)
def test_that_what_is_no_template_is_refused_in_words_and_nothing_is_kept(content: bytes, words: str) -> None:
    with pytest.raises(AppError, match=words):
        receive_template(content, "given.json")
    assert not [template for template in all_templates() if template.is_own]


def test_that_a_scenario_is_not_taken_for_a_template(tmp_path: Path) -> None:
    (tmp_path / "scenario.json").write_text(json.dumps(document({})), encoding="utf-8")
    assert not holds_template(tmp_path / "scenario.json")
    assert not holds_template(tmp_path / "none.json")
