"""What people change in a plan: each change is one step, and is taken back by the plan as it was before."""

from __future__ import annotations

from datetime import date

from app.errors import AppError
from app.guides.plan.ground import PLAN_STAGES
from app.guides.plan.kpis import kpi_of
from app.guides.plan.naming_rule import checked_rule
from app.guides.plan.texts import plan_texts
from app.workspace.settings.plan import (
    LAST_DAY,
    MOST_GOALS,
    MOST_LINES,
    Answer,
    OwnLine,
    Plan,
    PlanGoal,
    ScenarioCard,
    State,
    Status,
)

STATES: dict[State, str] = {"done": "Done", "open": "Open", "not_needed": "Not needed"}
STATUSES: dict[Status, str] = {
    "": "No status",
    "draft": "Draft",
    "in_review": "In review",
    "approved": "Approved",
    "live": "Live",
    "retired": "Retired",
}
_LONGEST_LINE, _LONGEST_TEXT = 200, 20_000


def with_dataset(plan: Plan, name: str) -> Plan:
    """Count over that dataset; for an empty name, over the one that is usual."""
    return plan.model_copy(update={"dataset": name})


def with_goal(plan: Plan, goal: PlanGoal) -> Plan:
    """The goal of its figure, in place of the one that there was; each figure is the aim of one goal."""
    kpi_of(goal.kpi)
    _within(goal.note, _LONGEST_TEXT, "The note")
    if goal.kpi in {each.kpi for each in plan.goals}:
        goals = tuple(goal if each.kpi == goal.kpi else each for each in plan.goals)
    else:
        goals = (*plan.goals, goal)
    if len(goals) > MOST_GOALS:
        raise AppError(f"A plan has at most {MOST_GOALS} goals. Nothing was changed.")
    return plan.model_copy(update={"goals": goals})


def goal_of(plan: Plan, key: str) -> PlanGoal | None:
    """The goal of that figure, if there is one."""
    return next((goal for goal in plan.goals if goal.kpi == key), None)


def without_goal(plan: Plan, key: str) -> Plan:
    """The plan without the goal of that figure; AppError where there is none."""
    if goal_of(plan, key) is None:
        raise AppError(f"The plan has no goal for '{key}'. Nothing was changed.")
    return plan.model_copy(update={"goals": tuple(each for each in plan.goals if each.kpi != key)})


def with_profile(plan: Plan, segment: str, note: str) -> Plan:
    """The ideal customer is in that segment, and what is said of them."""
    _within(note, _LONGEST_TEXT, "The note")
    return plan.model_copy(update={"profile": segment, "profile_note": note})


def with_service(plan: Plan, answers_to: str, note: str) -> Plan:
    """Who answers customers, and what is said of it."""
    _within(answers_to, _LONGEST_LINE, "Who answers")
    _within(note, _LONGEST_TEXT, "The note")
    return plan.model_copy(update={"answers_to": answers_to.strip(), "service_note": note})


def answered(plan: Plan, line: str, answer: Answer | None) -> Plan:
    """A line of the checklist answered by hand; without an answer it is judged by the workspace again."""
    if line not in {each.key for each in plan.own_lines}:
        plan_texts().line(line)
    others = {key: each for key, each in plan.answers.items() if key != line}
    return plan.model_copy(update={"answers": others if answer is None else {**others, line: answer}})


def with_own_line(plan: Plan, title: str) -> Plan:
    """One more line on the checklist, in somebody's own words; AppError where it is there, or says nothing."""
    words = " ".join(title.split())
    _within(words, _LONGEST_LINE, "The line")
    if not words:
        raise AppError("The line says nothing. Nothing was changed.")
    titles = (*(each.title for each in plan_texts().lines), *(each.title for each in plan.own_lines))
    if words.casefold() in {title.casefold() for title in titles}:
        raise AppError(f"The checklist has the line “{words}” already. Nothing was changed.")
    if len(plan.own_lines) >= MOST_LINES:
        raise AppError(f"A checklist has at most {MOST_LINES} lines of its own. Nothing was changed.")
    taken = {each.key for each in plan.own_lines}
    keys = (f"own_{number}" for number in range(1, MOST_LINES + 1))
    line = OwnLine(key=next(key for key in keys if key not in taken), title=words)
    return plan.model_copy(update={"own_lines": (*plan.own_lines, line)})


def without_own_line(plan: Plan, line: str) -> Plan:
    """The checklist without that line, named by its key or its words, and without its answer."""
    found = next((each for each in plan.own_lines if line in (each.key, each.title)), None)
    if found is None:
        raise AppError(f"The checklist has no line of its own “{line}”. Nothing was changed.")
    answers = {key: each for key, each in plan.answers.items() if key != found.key}
    kept = tuple(each for each in plan.own_lines if each is not found)
    return plan.model_copy(update={"own_lines": kept, "answers": answers})


def answer_of(state: str, note: str, today: date) -> Answer:
    """An answer given today; AppError where it is none."""
    known = next((each for each in STATES if each == state), None)
    if known is None:
        raise AppError(f"'{state}' is no answer; there are {', '.join(STATES)}. Nothing was changed.")
    _within(note, _LONGEST_TEXT, "The note")
    return Answer(state=known, on=today, note=note)


def with_naming(plan: Plan, pattern: str) -> Plan:
    """The rule that scenarios' names are checked against; an empty one asks nothing."""
    _within(pattern, _LONGEST_LINE, "The rule of names")
    return plan.model_copy(update={"naming": checked_rule(pattern)})


def with_review_day(plan: Plan, day: int, today: date) -> Plan:
    """The day of the month of the review, 0 for none; the first one is the next such day, not one that is past."""
    if not 0 <= day <= LAST_DAY:
        raise AppError(f"The day of the review is one of 1 to {LAST_DAY}, which every month has. Nothing was changed.")
    return plan.model_copy(update={"review_day": day, "review_since": today if day else None})


def reviewed(plan: Plan, today: date) -> Plan:
    """The review was held."""
    if not plan.review_day:
        raise AppError("The plan has no day of review yet. Nothing was changed.")
    return plan.model_copy(update={"reviewed": today})


def with_card(plan: Plan, scenario_id: str, card: ScenarioCard) -> Plan:
    """What a scenario is among the others; an empty card is not kept."""
    if card.stage and card.stage not in PLAN_STAGES:
        raise AppError(f"'{card.stage}' is no stage; the stages are {', '.join(PLAN_STAGES)}. Nothing was changed.")
    if card.status not in STATUSES:
        there = ", ".join(status for status in STATUSES if status)
        raise AppError(f"'{card.status}' is no status; there are {there}. Nothing was changed.")
    for text, what in ((card.folder, "The folder"), (card.owner, "The owner")):
        _within(text, _LONGEST_LINE, what)
    others = {key: each for key, each in plan.cards.items() if key != scenario_id}
    return plan.model_copy(update={"cards": {**others, scenario_id: card} if card != ScenarioCard() else others})


def _within(text: str, longest: int, what: str) -> None:
    if len(text) > longest:
        raise AppError(f"{what} has {len(text)} letters; there is room for {longest}. Nothing was changed.")
