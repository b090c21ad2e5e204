"""The bundled lessons: each is solved by what it asks for, and its answers are those of an independent count."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from app.data.dataset import Dataset
from app.data.samples import load_sample
from app.guides.lessons.checks import QuestionCheck
from app.guides.lessons.judging import judge
from app.guides.lessons.lesson import Lesson, bundled_lessons, lesson_of
from app.guides.lessons.measuring import measured
from app.guides.lessons.work import Work
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario
from tests.guides.lessons.recount import RECOUNTED, in_words, reminded_after_an_hour, sandals_after_a_dress

SOLUTIONS = Path(__file__).with_name("solutions")
NAMES = [lesson.id for lesson in bundled_lessons()]


@cache
def sample(name: str) -> Dataset:
    return load_sample(name).dataset


@cache
def solution(name: str) -> tuple[Scenario, frozenset[str]]:
    read = json.loads((SOLUTIONS / f"{name}.json").read_text(encoding="utf-8"))
    return parse_scenario(json.dumps(read["scenario"]), name), frozenset(read["kept"])


def solved(lesson: Lesson, answers: dict[str, str]) -> Work:
    scenario, kept = solution(lesson.id)
    return Work(lesson, scenario, sample(lesson.dataset), frozenset({lesson.dataset}), answers, kept)


def answers_of(lesson: Lesson) -> dict[str, str]:
    return _answers(lesson.id)


@cache
def _answers(name: str) -> dict[str, str]:
    """As counted by hand; what a draw decides is read off the run, as a student does."""
    lesson = lesson_of(name)
    if name in RECOUNTED:
        return in_words(RECOUNTED[name]())
    work = solved(lesson, {})
    return {each.id: str(measured(each.answer, work)) for each in lesson.questions() if each.answer is not None}


@pytest.mark.parametrize("name", NAMES)
def test_that_a_lesson_is_solved_by_its_own_checks_with_the_answers_of_an_independent_count(name: str) -> None:
    lesson = lesson_of(name)
    judged = judge(lesson, solved(lesson, answers_of(lesson)))
    assert [(step.step.id, each.found) for step in judged for each in step.checks if not each.holds] == []
    assert [answer for step in judged for answer in step.answers] == []


@pytest.mark.parametrize("name", NAMES)
def test_that_a_lesson_is_not_solved_before_anything_is_done(name: str) -> None:
    lesson = lesson_of(name)
    judged = judge(lesson, Work(lesson, lesson.start, sample(lesson.dataset), frozenset({lesson.dataset})))
    assert [step.step.id for step in judged if step.is_done] == []


@pytest.mark.parametrize("name", NAMES)
def test_that_a_wrong_answer_is_told_without_the_right_one(name: str) -> None:
    lesson = lesson_of(name)
    right = answers_of(lesson)
    wrong = {question.id: "123456.5" for question in lesson.questions()}
    asked = [(each, each.check) for step in judge(lesson, solved(lesson, wrong)) for each in step.checks]
    questions = [(each, check) for each, check in asked if isinstance(check, QuestionCheck)]
    assert questions
    for each, check in questions:
        assert not each.holds
        assert each.found
        assert right[check.id] not in each.found.split()


@pytest.mark.parametrize("name", NAMES)
def test_that_each_step_has_a_text_an_aim_and_two_hints_and_neither_is_the_answer(name: str) -> None:
    lesson = lesson_of(name)
    right = set(answers_of(lesson).values())
    for step in lesson.steps:
        assert step.aim
        assert len(step.hints) == 2
        assert step.checks
        assert not right & {word.strip(".,;:") for hint in step.hints for word in hint.split() if len(word) > 2}


def test_that_both_halves_of_a_test_are_all_who_are_mailed() -> None:
    lesson = lesson_of("test_a_journey")
    answers = answers_of(lesson)
    assert float(answers["a"]) + float(answers["b"]) == reminded_after_an_hour()


def test_that_the_purple_dress_is_there_with_what_goes_with_it() -> None:
    data = sample("store")
    names = [str(word) for word in data.attributes["first_name"].words.to_pylist()]
    ines = data.attributes["first_name"].values.tolist().index(names.index("Ines"))
    hers = data.only(ines)
    did = [str(hers.names.words[int(code)]) for code in hers.names.values]
    products = [hers.properties["product_id"].words[int(code)].as_py() for code in hers.properties["product_id"].values]
    dress = next(at for at, event in enumerate(did) if event == "store_purchase" and products[at] == "p-007")
    assert (3 * 86_400 * 1_000_000 + int(hers.at[dress]), "home") in list(zip(hers.at.tolist(), did, strict=True))
    catalogue = dict(zip(data.products.ids.to_pylist(), data.products.columns["name"].values, strict=True))
    assert str(data.products.columns["name"].words[int(catalogue["p-007"])]) == "Purple dress"


def test_that_ines_is_shown_what_those_before_her_bought_next() -> None:
    lesson = lesson_of("tour")
    rows = solved(lesson, {}).run().tables["recommendations"].to_pylist()
    shown = [row for row in rows if row["anchor"] == "p-007" and f"{row['at']:%Y-%m-%d}" == "2024-05-06"]
    assert [(row["product"], row["basis"], row["support"]) for row in shown] == [
        ("p-021", "next", sandals_after_a_dress())
    ]


@pytest.mark.parametrize(
    ("name", "step", "change", "words"),
    [
        ("abandoned_cart", "sms", ('"timeout": "PT6H"', '"timeout": "PT2H"'), "before the six hours are over"),
        ("lead_nurture", "mails", ('"for": "P4D"', '"for": "PT1H"'), "several come on one day"),
        ("lead_nurture", "mql", ('"mode": "restart"', '"mode": "after_exit"'), "901 leads reach 80 points, "),
        ("drop_off", "mend", ('"timeout": "P9D"', '"timeout": "P5D"'), "With so little time "),
        ("forecast", "model", ('"open": 0.3', '"open": 0.95'), "nine of ten: with this the model alone brings "),
        ("tour", "change", ('"for": "PT2H"', '"for": "PT10M"'), "shorter than an hour"),
        ("test_a_journey", "control", ('"control_group": 0.1', '"control_group": 0.6'), "too few to tell"),
    ],
)
def test_that_a_wrong_turn_is_answered_with_figures(name: str, step: str, change: tuple[str, str], words: str) -> None:
    lesson = lesson_of(name)
    text = json.dumps(json.loads((SOLUTIONS / f"{name}.json").read_text(encoding="utf-8"))["scenario"])
    assert change[0] in text
    work = Work(
        lesson, parse_scenario(text.replace(*change), name), sample(lesson.dataset), frozenset({lesson.dataset})
    )
    answers = {each.step.id: each.answers for each in judge(lesson, work)}
    assert any(words in answer for answer in answers[step])


@pytest.mark.parametrize(
    ("name", "step", "gone"),
    [
        ("lead_nurture", "mails", ("w1", "w2", "w3", "w4", "mail3", "mail4", "mail5")),
        ("lead_nurture", "mql", ("mql", "call")),
        ("abandoned_cart", "sms", ("code", "sms", "in", "bought", "out")),
    ],
)
def test_that_what_is_not_drawn_yet_is_neither_reached_nor_told_to_be_wrong(
    name: str, step: str, gone: tuple[str, ...]
) -> None:
    lesson = lesson_of(name)
    drawn = json.loads((SOLUTIONS / f"{name}.json").read_text(encoding="utf-8"))["scenario"]
    drawn["nodes"] = [node for node in drawn["nodes"] if node["id"] not in gone]
    drawn["edges"] = [edge for edge in drawn["edges"] if not {edge["from"], edge["to"]} & {*gone}]
    drawn["settings"] = {**drawn["settings"], "reentry": {**drawn["settings"]["reentry"], "mode": "after_exit"}}
    scenario = parse_scenario(json.dumps(drawn), name)
    judged = {
        each.step.id: each
        for each in judge(lesson, Work(lesson, scenario, sample(lesson.dataset), frozenset({lesson.dataset})))
    }
    assert judged[step].answers == ()
    assert "No code goes to two carts." not in {each.check.say for each in judged[step].checks if each.holds}


def test_that_pauses_in_a_row_are_none_between_the_e_mails_that_follow() -> None:
    lesson = lesson_of("lead_nurture")
    drawn = json.loads((SOLUTIONS / "lead_nurture.json").read_text(encoding="utf-8"))["scenario"]
    ways = ["form", "mail1", "w1", "w2", "w3", "w4", "mail2", "mail3", "mail4", "mail5"]
    drawn["edges"] = [{"from": one, "port": "out", "to": other} for one, other in pairwise(ways)]
    scenario = parse_scenario(json.dumps(drawn), "lead_nurture")
    mails, *_ = judge(lesson, Work(lesson, scenario, sample(lesson.dataset), frozenset({lesson.dataset})))
    assert [each.check.say for each in mails.checks if not each.holds] == [
        "Between each two there is a pause of a day or more."
    ]


def test_that_a_wait_that_misses_who_used_the_card_before_it_began_is_not_enough() -> None:
    lesson = lesson_of("drop_off")
    drawn = json.loads((SOLUTIONS / "drop_off.json").read_text(encoding="utf-8"))["scenario"]
    drawn["nodes"] = [node for node in drawn["nodes"] if node["id"] != "already"]
    ways = [edge for edge in drawn["edges"] if "already" not in (edge["from"], edge["to"])]
    drawn["edges"] = [*ways, {"from": "how", "port": "out", "to": "sign"}]
    scenario = parse_scenario(json.dumps(drawn), "drop_off")
    judged = judge(lesson, Work(lesson, scenario, sample(lesson.dataset), frozenset({lesson.dataset})))
    mend = next(each for each in judged if each.step.id == "mend")
    assert [each.found for each in mend.checks if not each.holds] == [
        "Who uses the card the next day should get the e-mail about points."
    ]


def test_that_a_reaction_without_an_event_is_no_answer_yet() -> None:
    lesson = lesson_of("forecast")
    text = json.dumps(json.loads((SOLUTIONS / "forecast.json").read_text(encoding="utf-8"))["scenario"])
    scenario = parse_scenario(text.replace('"event": "purchase", "rate"', '"event": "", "rate"'), "forecast")
    judged = judge(lesson, Work(lesson, scenario, sample(lesson.dataset), frozenset({lesson.dataset})))
    assert not next(each for each in judged if each.step.id == "model").is_done


def test_that_a_text_that_names_another_attribute_than_the_codes_does_not_name_the_code() -> None:
    lesson = lesson_of("abandoned_cart")
    text = json.dumps(json.loads((SOLUTIONS / "abandoned_cart.json").read_text(encoding="utf-8"))["scenario"])
    assert "customer.cart_code" in text
    scenario = parse_scenario(text.replace("customer.cart_code", "customer.first_name"), "abandoned_cart")
    judged = judge(lesson, Work(lesson, scenario, sample(lesson.dataset), frozenset({lesson.dataset})))
    sms = next(each for each in judged if each.step.id == "sms")
    assert [each.check.say for each in sms.checks if not each.holds] == ["The text message names the code."]


def test_that_nobody_is_said_to_be_shut_out_where_each_of_the_qualified_has_a_task() -> None:
    lesson = lesson_of("lead_nurture")
    text = json.dumps(json.loads((SOLUTIONS / "lead_nurture.json").read_text(encoding="utf-8"))["scenario"])
    short = text.replace('"mode": "restart"', '"mode": "after_exit"').replace('"for": "P4D"', '"for": "P1D"')
    scenario = parse_scenario(short, "lead_nurture")
    judged = judge(lesson, Work(lesson, scenario, sample(lesson.dataset), frozenset({lesson.dataset})))
    mql = next(each for each in judged if each.step.id == "mql")
    assert (mql.is_done, mql.answers) == (False, ())
