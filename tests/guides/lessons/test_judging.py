"""The engine of checks, over a small scenario and three customers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError
from app.guides.lessons.checks import Check, WrongTurn
from app.guides.lessons.judging import Judged, judge_check, judge_step
from app.guides.lessons.lesson import LESSON, TEXTS, Lesson, read_lesson
from app.guides.lessons.work import Work
from app.nodes.document import Document
from app.scenario.reading import read_document
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import imported

FORMS = {
    "start": {"kind": "entry_event"},
    "mail": {"kind": "email", "after": "start"},
    "pause": {"kind": "wait", "params": {"for": {"from": "PT1H", "to": "PT2H"}}},
    "other": {"kind": "sms"},
}


class _Checked(Document):
    check: Check


def lesson_in(folder: Path, *steps: dict[str, Any], **more: Any) -> Lesson:
    """A lesson written into the folder and read from it."""
    (folder / TEXTS).mkdir(parents=True, exist_ok=True)
    given = steps or ({"id": "one", "title": "One", "checks": []},)
    for step in given:
        (folder / TEXTS / f"{step['id']}.txt").write_text("Do it.", encoding="utf-8")
    document = {
        "title": "T",
        "summary": "S",
        "minutes": 5,
        "whom": "All.",
        "nodes": FORMS,
        "steps": list(given),
        **more,
    }
    (folder / LESSON).write_text(json.dumps(document), encoding="utf-8")
    return read_lesson(folder)


def drawn(*more: Any, **settings: Any) -> Any:
    """Cart, an hour, a mail."""
    nodes = [
        kind("cart", "entry_event", event="cart"),
        kind("hour", "wait", for_="PT1H"),
        kind("mail", "email", subject="Hello", body="Hello {{ items }}"),
        *more,
    ]
    return scenario(nodes, "cart>hour hour>mail", goals=[{"id": "order", "event": "buy"}], **settings)


def work(folder: Path, **more: Any) -> Work:
    return Work(lesson_in(folder), more.pop("scenario", drawn()), imported().dataset, frozenset({"shop"}), **more)


def judged(folder: Path, check: dict[str, Any], **more: Any) -> Judged:
    read, problems = read_document(_Checked, {"check": check})
    assert read is not None, problems
    return judge_check(read.check, work(folder, **more))


@pytest.mark.parametrize(
    ("check", "holds"),
    [
        ({"node": "mail"}, True),
        ({"node": "mail", "least": 2}, False),
        ({"node": "mail", "least": 0, "most": 0}, False),
        ({"node": "pause"}, True),
        ({"node": "other"}, False),
        ({"way": {"from": "start", "to": "mail"}}, True),
        ({"way": {"from": "start", "to": "mail", "through": "pause"}, "always": True}, True),
        ({"way": {"from": "mail", "to": "start"}}, False),
        ({"way": {"from": "start", "to": "mail", "port": "elsewhere"}}, False),
        ({"setting": "reentry.mode", "value": {"is": "after_exit"}}, True),
        ({"setting": "goals", "value": {"mentions": "buy"}}, True),
        ({"setting": "goals", "value": {"mentions": "cart"}}, False),
        ({"setting": "control_group", "value": {"from": 0.1}}, False),
        ({"figure": {"entered": "customers"}, "least": 3, "most": 3}, True),
        ({"figure": {"entered": "customers"}, "more_than": {"recorded": "buy"}}, True),
        ({"figure": {"recorded": "cart"}, "same_as": {"recorded": ""}}, True),
        ({"figure": {"at": "mail", "count": "sent"}, "least": 1, "most": 2}, True),
        ({"figure": {"share": {"converted": "order"}, "of": {"entered": "customers"}}, "least": 33, "most": 34}, True),
        ({"data": "shop"}, True),
        ({"data": "bank"}, False),
        ({"run": "replay"}, False),
        ({"changed": True}, True),
    ],
)
def test_that_a_check_holds_where_it_should(check: dict[str, Any], holds: bool, tmp_path: Path) -> None:
    assert judged(tmp_path, check).holds is holds


def test_that_a_way_around_is_found(tmp_path: Path) -> None:
    nodes = [
        kind("cart", "entry_event", event="cart"),
        kind("hour", "wait", for_="PT1H"),
        kind("mail", "email", subject="Hello", body="Hello"),
    ]
    both = scenario(nodes, "cart>hour hour>mail cart>mail")
    through = {"way": {"from": "start", "to": "mail", "through": "pause"}}
    assert judged(tmp_path, through, scenario=both).holds
    assert not judged(tmp_path, {**through, "always": True}, scenario=both).holds


@pytest.mark.parametrize(("typed", "holds"), [("3", True), ("3.0", True), ("2", False), ("many", False), ("", False)])
def test_that_a_question_wants_the_apps_own_figure(typed: str, holds: bool, tmp_path: Path) -> None:
    check = {"question": "How many?", "id": "many", "answer": {"entered": "customers"}}
    assert judged(tmp_path, check, answers={"many": typed}).holds is holds


def test_that_what_has_not_been_answered_is_not_called_wrong(tmp_path: Path) -> None:
    check = {"question": "How many?", "id": "many", "answer": {"entered": "customers"}}
    assert judged(tmp_path, check).found == ""


def test_that_options_are_judged_by_their_figures(tmp_path: Path) -> None:
    options = [{"words": "Carts", "figure": {"recorded": "cart"}}, {"words": "Orders", "figure": {"recorded": "buy"}}]
    check = {"question": "Which more?", "id": "which", "options": options}
    assert judged(tmp_path, check, answers={"which": "Carts"}).holds
    assert not judged(tmp_path, check, answers={"which": "Orders"}).holds
    alike = {**check, "options": [options[0], {**options[0], "words": "Baskets"}]}
    assert (
        judged(tmp_path, alike, answers={"which": "Carts"}).found
        == "As the scenario stands, nothing tells these apart."
    )


def test_that_without_a_scenario_or_data_a_check_says_what_it_lacks(tmp_path: Path) -> None:
    figure = {"figure": {"entered": "customers"}, "least": 1}
    elsewhere = judged(tmp_path, figure, scenario=None)
    assert "No scenario" in elsewhere.found
    assert elsewhere.is_elsewhere
    assert not judged(tmp_path, {"figure": {"recorded": ""}, "least": 1}, scenario=None).is_elsewhere
    assert judged(tmp_path, {"run": "replay"}, scenario=None).is_elsewhere
    unanswered = {"question": "How many?", "id": "many", "answer": {"entered": "customers"}}
    assert judged(tmp_path, unanswered, scenario=None).is_elsewhere
    assert not judged(tmp_path, {**unanswered, "answer": {"recorded": "buy"}}, scenario=None).is_elsewhere


def test_that_other_settings_are_tried_over_the_same_people(tmp_path: Path) -> None:
    held = {"with": {"control_group": 0.999999}, "figure": {"at": "mail", "count": "sent"}}
    assert judged(tmp_path, {"figure": held, "most": 0}).holds


def test_that_a_wrong_turn_is_answered_until_the_step_is_done(tmp_path: Path) -> None:
    turn = {"when": {"node": "mail"}, "say": "{many} got it", "figures": {"many": {"at": "mail", "count": "sent"}}}
    lesson = lesson_in(
        tmp_path,
        {"id": "a", "title": "A", "checks": [{"node": "other"}], "wrong": [turn]},
        {"id": "b", "title": "B", "checks": [{"node": "mail"}], "wrong": [turn]},
    )
    made = Work(lesson, drawn(), imported().dataset)
    first, second = (judge_step(step, made) for step in lesson.steps)
    assert (first.is_done, second.is_done) == (False, True)
    assert first.answers == ("2 got it",)
    assert second.answers == ()
    lame = Work(lesson, drawn(kind("rest", "wait_for", timeout="P1D")), imported().dataset)
    assert judge_step(lesson.steps[0], lame).answers[0].startswith("… got it Counted once it can run: ")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"checks": [{"node": "nobody"}]}, "no node of the name “nobody”"),
        ({"checks": [{"case": "cases/none.json"}]}, "no file “cases/none.json”"),
        ({"hints": ["a", "b", "c"]}, "more than two hints"),
        ({"checks": [{"question": "?", "id": "q"}]}, "needs either an answer or two options"),
        ({"checks": [{"nodes": "mail"}]}, "a check is an object with one of the keys"),
    ],
)
def test_that_what_is_wrong_with_a_lesson_is_said_in_sentences(
    step: dict[str, Any], words: str, tmp_path: Path
) -> None:
    with pytest.raises(AppError) as refused:
        lesson_in(tmp_path, {"id": "one", "title": "One", **step})
    assert words in str(refused.value)


def test_that_a_turn_may_speak_of_figures_only_by_name() -> None:
    read, problems = read_document(WrongTurn, {"when": {"node": "x"}, "say": "no", "figures": {"a": {"none": 1}}})
    assert read is None
    assert "a figure is an object" in problems[0].message
