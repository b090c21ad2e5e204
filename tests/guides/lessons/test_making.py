"""A lesson that a trainer makes of a scenario."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import AppError
from app.guides.lessons.judging import judge
from app.guides.lessons.lesson import all_lessons, lesson_of, own_folder
from app.guides.lessons.making import RUN, make_lesson, properties, remove_lesson, restore_lesson
from app.guides.lessons.measuring import measured
from app.guides.lessons.patterns import nodes_of
from app.guides.lessons.work import Work
from app.scenario.graph import ScenarioId
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import imported

NODES = [
    kind("cart", "entry_event", event="cart"),
    kind("hour", "wait", for_="PT1H"),
    kind("mail", "email", subject="Hello", body="Hello"),
]
MODEL = scenario(NODES, "cart>hour hour>mail", goals=[{"id": "order", "event": "buy"}], exit_timing="at_next_node")


def test_that_the_model_of_a_lesson_solves_it_and_a_scenario_without_its_properties_does_not() -> None:
    lesson = make_lesson(MODEL, "My lesson", properties(MODEL), "shop")
    data = imported().dataset
    work = Work(lesson, MODEL, data, frozenset({"shop"}), {}, frozenset({"replay"}))
    answers = {each.id: str(measured(each.answer, work)) for each in lesson.questions() if each.answer is not None}
    assert set(answers) == {"entered", "sent_mail", "goal_order"}
    assert all(step.is_done for step in judge(lesson, replace(work, answers=answers)))
    other = scenario([*NODES[:1], kind("hour", "wait", for_="PT2H"), NODES[2]], "cart>mail")
    failed = [each for step in judge(lesson, replace(work, scenario=other)) for each in step.checks if not each.holds]
    said = " ".join(getattr(each.check, "say", "") for each in failed)
    assert "There is “Wait”: Wait 1 hour" in said
    assert "There is “E-mail”: E-mail" in [each.words for each in properties(MODEL)]  # nobody has to write its subject
    assert "“Wait” leads to “E-mail”." in said
    assert "exit timing: at_next_node" in said


def test_that_only_what_is_chosen_is_checked() -> None:
    chosen = [each for each in properties(MODEL) if "Wait" in each.words]
    lesson = make_lesson(MODEL, "My lesson", chosen)
    assert [check.say for step in lesson.steps for check in step.checks] == [each.words for each in chosen]


def test_that_a_lesson_of_ones_own_stands_after_the_bundled_ones_until_it_is_removed() -> None:
    first, second = (make_lesson(MODEL, "My lesson", properties(MODEL)[:1]) for _ in range(2))
    assert (first.id, second.id) == ("my_lesson", "my_lesson_2")
    assert all_lessons()[-2:] == (first, second)
    assert lesson_of(str(own_folder() / "my_lesson")).title == "My lesson"
    removed = remove_lesson(second)
    assert all_lessons()[-1] == first
    assert restore_lesson(removed) == second
    assert (second.folder / "model.json").is_file()
    assert restore_lesson(removed).id == "my_lesson_3"
    with pytest.raises(AppError, match="comes with Rehearse"):
        remove_lesson(lesson_of("tour"))


def test_that_a_lesson_that_checks_nothing_is_not_made() -> None:
    with pytest.raises(AppError, match="choose at least one"):
        make_lesson(replace(MODEL, id=ScenarioId("x")), "Empty", [])
    assert not own_folder().exists()


def test_that_messages_alike_are_told_apart_by_what_they_stand_beside_and_else_by_their_place() -> None:
    mail = {"subject": "Hello", "body": "Hello"}
    row = [kind("go", "entry_event", event="go"), kind("one", "email", **mail), kind("day", "wait", for_="P1D")]
    row += [kind("two", "email", **mail), kind("three", "email", **mail), kind("end", "exit")]
    model = scenario(row, "go>one one>day day>two two>three three>end")
    lesson = make_lesson(model, "My lesson", properties(model))
    assert nodes_of(model, "one", lesson.forms) == {"one"}  # before the day
    assert [each.id for each in lesson.questions()] == ["entered", "sent_one", "sent_two", "sent_three"]
    assert nodes_of(model, "three", lesson.forms) == {"three"}  # the third of its like
    asked = [each.words for each in properties(model) if each.step == RUN]
    assert asked[2] == "How often is “E-mail”, e-mail 2 of 3 on its way, sent?"
    beside = scenario([*row, kind("twin", "email", **mail)], "go>one one>day day>two day>twin two>end twin>end")
    assert [each.check["id"] for each in properties(beside) if each.step == RUN] == ["entered", "sent_one"]
    test = kind("test", "split", variants=[{"port": "a", "weight": 1}, {"port": "b", "weight": 1}])
    half = scenario(
        [*row, kind("twin", "email", **mail), test], "go>one one>test test.a>two test.b>twin two>end twin>end"
    )
    lesson = make_lesson(half, "Halves", properties(half))
    assert nodes_of(half, "two", lesson.forms) == {"two"}, "by the output that leads to it"
    assert [each.id for each in lesson.questions()] == ["entered", "sent_one", "sent_two", "sent_twin"]
    row[4:4] = [kind("week", "wait", for_="P7D")]
    model = scenario(row, "go>one one>day day>two two>week week>three three>end")
    lesson = make_lesson(model, "Another", properties(model))
    assert all(nodes_of(model, str(node.id), lesson.forms) == {node.id} for node in model.nodes)
    assert lesson.forms["two"].params == lesson.forms["three"].params
    assert [each.id for each in lesson.questions()] == ["entered", "sent_one", "sent_two", "sent_three"]
