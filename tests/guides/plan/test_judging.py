"""The checklist: nine lines, each judged by what is there, each by hand where somebody says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.errors import AppError
from app.guides.plan.changing import (
    answer_of,
    answered,
    with_card,
    with_goal,
    with_own_line,
    with_review_day,
    without_own_line,
)
from app.guides.plan.ground import PLAN_STAGES, Change, Coverage, Ground, ScenarioFacts, proposed_stage
from app.guides.plan.judging import JudgedLine, judged_lines, scenarios_by_stage
from app.guides.plan.kpis import Reading
from app.guides.plan.tables import VERDICTS, name_words, plan_tables, way_words
from app.guides.plan.texts import plan_texts
from app.numbers import Rate
from app.workspace.settings.plan import EMPTY_PLAN, Baseline, Plan, PlanGoal, ScenarioCard

TODAY = date(2024, 5, 6)
CART = ScenarioFacts(
    "abandoned_cart", "Carts", TODAY, "shop", (Change(1, 0),), channels=("email", "sms"), messages=2, ready=2,
    rehearsed="as_it_is", has_control=True,
)  # fmt: skip
EMAIL = Coverage("email", "E-mails", Rate(90, 100), Rate(71, 100), Rate(70, 100), ("Carts",))
SMS = Coverage("sms", "SMS", Rate(50, 100), None, Rate(50, 100), ("Carts",))
GROUND = Ground(
    TODAY, "shop", "shop", 100, 0, segments=("Loyal",), profile=Rate(20, 100),
    readings={"orders": (Reading(12.0), None)}, channels=(EMAIL,), scenarios=(CART,),
)  # fmt: skip
GOAL = PlanGoal(kpi="orders", baseline=Baseline(value=10, dataset="shop", at_us=0), target=20, by=date(2024, 9, 1))
BARE = Plan(goals=(PlanGoal(kpi="orders"),))
READY = Plan(
    goals=(GOAL,),
    profile="Loyal",
    answers={"journey_map": answer_of("not_needed", "One is enough", TODAY)},
    review_day=5,
    reviewed=TODAY,
)


def line(plan: Plan, ground: Ground, key: str) -> JudgedLine:
    return next(line for line in judged_lines(plan, ground) if line.text.key == key)


def test_that_there_are_six_parts_and_nine_lines() -> None:
    texts = plan_texts()
    assert [part.key for part in texts.parts] == [
        "goals", "profile", "journey_map", "analytics", "service", "channels",
    ]  # fmt: skip
    assert [each.title for each in texts.lines] == [
        "Goals", "Profile", "Journey map", "Platform fit", "Baseline", "Content", "Compliance", "Test plan", "Review",
    ]  # fmt: skip


def test_that_an_empty_workspace_is_told_what_to_do_for_each_line() -> None:
    lines = judged_lines(EMPTY_PLAN, Ground(TODAY))
    assert {each.verdict for each in lines} == {"missing"}
    assert all(each.next for each in lines)


def test_that_a_plan_with_everything_is_ready_and_asks_for_nothing() -> None:
    assert {each.text.key: (each.verdict, each.next) for each in judged_lines(READY, GROUND)} == {
        each.key: ("ready", "") for each in plan_texts().lines
    }


@pytest.mark.parametrize(
    ("key", "plan", "ground", "words"),
    [
        ("goals", BARE, GROUND, "1 lacks a target or a date: Orders"),
        ("baseline", BARE, GROUND, "Measured for 0 of 1; not for Orders"),
        ("profile", READY, replace(GROUND, profile=Rate(0, 100)), "holds nobody"),
        ("journey_map", READY, replace(GROUND, scenarios=(replace(CART, id="x"),)), "1 scenario serves no stage"),
        ("platform_fit", READY, replace(GROUND, scenarios=(replace(CART, problems=("No event",)),)), "not Carts"),
        ("content", READY, replace(GROUND, scenarios=(replace(CART, ready=1),)), "1 of 2 messages"),
        ("compliance", READY, replace(GROUND, channels=(EMAIL, SMS)), "SMS: who agreed is not known"),
        ("test_plan", READY, replace(GROUND, scenarios=(replace(CART, has_control=False),)), "0 of 1 keep"),
        ("review", READY, replace(GROUND, today=date(2024, 6, 5)), "The review of Jun 5, 2024 is due"),
    ],
)
def test_that_what_is_missing_is_said_and_what_to_do_next(key: str, plan: Plan, ground: Ground, words: str) -> None:
    judged = line(plan, ground, key).judged
    assert judged.verdict != "ready"
    assert words in judged.words
    assert judged.next


def test_that_consent_is_said_with_its_share() -> None:
    assert line(READY, GROUND, "compliance").judged.words == "E-mails: 71% (71 of 100) agreed."


def test_that_an_answer_by_hand_counts_and_the_workspace_is_heard_all_the_same() -> None:
    plan = answered(EMPTY_PLAN, "goals", answer_of("done", "Agreed in the board", TODAY))
    judged = line(plan, GROUND, "goals")
    assert (judged.verdict, judged.next, judged.judged.verdict) == ("ready", "", "missing")
    assert line(answered(plan, "goals", None), GROUND, "goals").verdict == "missing"


def test_that_a_line_of_ones_own_waits_for_an_answer_and_goes_with_it() -> None:
    plan = with_own_line(with_own_line(READY, "  The lawyer has   read it "), "Texts are translated")
    assert [each.text.title for each in judged_lines(plan, GROUND)[9:]] == [
        "The lawyer has read it",
        "Texts are translated",
    ]
    assert (line(plan, GROUND, "own_1").verdict, line(plan, GROUND, "own_1").next) == ("missing", "Answer it by hand.")
    done = answered(plan, "own_1", answer_of("done", "", TODAY))
    assert line(done, GROUND, "own_1").verdict == "ready"
    assert without_own_line(done, "The lawyer has read it").answers == READY.answers
    assert [each.key for each in with_own_line(without_own_line(done, "own_1"), "New").own_lines] == ["own_2", "own_1"]


@pytest.mark.parametrize(("words", "why"), [(" ", "says nothing"), ("goals", "already"), ("x" * 201, "room for 200")])
def test_that_a_line_that_is_there_or_says_nothing_is_refused(words: str, why: str) -> None:
    with pytest.raises(AppError, match=why):
        with_own_line(EMPTY_PLAN, words)


def test_that_a_line_that_nobody_added_cannot_be_removed_or_answered() -> None:
    with pytest.raises(AppError, match="no line of its own “goals”"):
        without_own_line(EMPTY_PLAN, "goals")
    with pytest.raises(AppError, match="no line 'own_1'"):
        answered(EMPTY_PLAN, "own_1", None)


def test_that_each_scenario_is_judged_by_the_data_that_it_is_for() -> None:
    other = replace(CART, id="win_back", name="Win back", dataset="grocery")
    fit = line(READY, replace(GROUND, scenarios=(CART, other)), "platform_fit").judged
    assert (fit.verdict, fit.words) == ("ready", "2 of 2 scenarios can run: 1 over “shop”, 1 over “grocery”.")
    lame = replace(other, problems=("No amount",))
    fit = line(READY, replace(GROUND, scenarios=(CART, lame)), "platform_fit").judged
    assert fit.words == "1 of 2 scenarios can run over “shop”; not Win back."
    assert fit.next == "Mend “Win back”, over “grocery”: No amount."
    silent = replace(EMAIL, address=None, consent=None, reachable=None, used_by=("Win back",), dataset="grocery")
    both = replace(GROUND, scenarios=(CART, other), channels=(EMAIL, silent))
    fit, compliance = (line(READY, both, key).judged for key in ("platform_fit", "compliance"))
    assert fit.words.endswith("; nobody knows who can be reached by e-mails over “grocery”.")
    words = "E-mails: 71% (71 of 100) agreed; e-mails over “grocery”: who agreed is not known."
    assert (compliance.verdict, compliance.words) == ("partly", words)
    assert compliance.next == "Import who agreed to e-mails, over “grocery”."
    several = replace(both, channels=(replace(EMAIL, consent=None), replace(silent, title="SMS"), silent))
    fit, compliance = (line(READY, several, key).judged for key in ("platform_fit", "compliance"))
    assert fit.words.endswith("; nobody knows who can be reached by SMS, e-mails over “grocery”.")
    assert compliance.words == "Who agreed is not known for e-mails; for SMS, e-mails over “grocery”."


def test_that_a_further_scenario_of_a_template_serves_its_stage() -> None:
    assert proposed_stage("abandoned_cart-2", "first_order-email-202405") == "first_order"


def test_that_an_answer_can_say_that_a_line_is_open() -> None:
    plan = answered(READY, "goals", answer_of("open", "The board has not met", TODAY))
    assert line(plan, GROUND, "goals").verdict == "missing"


def test_that_a_scenario_serves_the_stage_that_was_said_or_that_of_its_template() -> None:
    assert [each.id for each in scenarios_by_stage(EMPTY_PLAN, GROUND)["first_order"]] == ["abandoned_cart"]
    said = with_card(EMPTY_PLAN, "abandoned_cart", ScenarioCard(stage="loyalty"))
    assert [each.id for each in scenarios_by_stage(said, GROUND)["loyalty"]] == ["abandoned_cart"]


def test_that_what_is_retired_serves_no_stage() -> None:
    plan = with_card(EMPTY_PLAN, "abandoned_cart", ScenarioCard(status="retired"))
    assert not any(scenarios_by_stage(plan, GROUND).values())


def test_that_a_goal_says_how_much_of_the_way_is_behind() -> None:
    assert way_words(GOAL, Reading(12.0)) == "20%"
    assert way_words(GOAL, Reading(8.0)) == "0%"
    assert way_words(GOAL, Reading(99.0)) == "100%"
    assert way_words(PlanGoal(kpi="orders"), Reading(12.0)) == "–"


def test_that_a_goal_replaces_the_one_of_its_figure() -> None:
    plan = with_goal(with_goal(EMPTY_PLAN, GOAL), PlanGoal(kpi="orders", target=30))
    assert [goal.target for goal in plan.goals] == [30]


@pytest.mark.parametrize("day", [-1, 29, 31])
def test_that_a_day_that_some_month_lacks_is_refused(day: int) -> None:
    with pytest.raises(AppError, match="1 to 28"):
        with_review_day(EMPTY_PLAN, day, TODAY)


def test_that_an_empty_card_is_not_kept() -> None:
    plan = with_card(with_card(EMPTY_PLAN, "x", ScenarioCard(owner="Anna")), "x", ScenarioCard())
    assert plan == EMPTY_PLAN


def test_that_every_table_has_as_many_cells_as_headers() -> None:
    for plan, ground in ((EMPTY_PLAN, Ground(TODAY)), (READY, GROUND)):
        for table in plan_tables(plan, ground):
            headers, rows = table.table
            assert {len(row) for row in rows} <= {len(headers)}, table.heading


def test_that_each_stage_has_a_row_on_the_map() -> None:
    table = next(table for table in plan_tables(READY, GROUND) if table.heading == "Journey map")
    assert [row[0] for row in table.table[1]] == list(PLAN_STAGES.values())
    assert VERDICTS.keys() == {"ready", "partly", "missing"}


def test_that_a_name_that_follows_the_rule_is_marked_where_another_scenario_has_it_too() -> None:
    one, other = (ScenarioFacts(id_, "2024-03", date(2024, 3, 9)) for id_ in ("one", "other"))
    plan = EMPTY_PLAN.model_copy(update={"naming": "{yyyy}-{mm}"})
    assert name_words(plan, one, [one]) == ""
    assert name_words(plan, one, [one, other]).startswith("is that of another scenario too")
    assert name_words(EMPTY_PLAN, one, [one, other]) == ""
