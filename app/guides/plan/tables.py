"""The plan as tables: the same for documents, the command line and whoever reads them aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.guides.plan.changing import STATES, STATUSES
from app.guides.plan.ground import PLAN_STAGES, Ground, ScenarioFacts
from app.guides.plan.judging import Verdict, judged_lines, scenarios_by_stage, stage_of
from app.guides.plan.kpis import DAYS, KPIS, Reading, in_words, value_words
from app.guides.plan.naming_rule import Named, breaks_rule
from app.numbers import NOTHING, Rate, day, day_of, number, points, signed_percent
from app.reports.documents.composing.named_table import NamedTable
from app.reports.report import Cell
from app.workspace.settings.plan import Plan, PlanGoal

VERDICTS: dict[Verdict, str] = {"ready": "Ready", "partly": "Partly", "missing": "Missing"}
_TWICE = "is that of another scenario too; {number} or {name} in the rule tells them apart"


def plan_tables(plan: Plan, ground: Ground) -> tuple[NamedTable, ...]:
    """The checklist, the six parts, and the scenarios with their owners."""
    return (
        checklist_table(plan, ground),
        goals_table(plan, ground),
        profile_table(plan, ground),
        journey_table(plan, ground),
        analytics_table(ground),
        service_table(plan, ground),
        channels_table(ground),
        governance_table(plan, ground),
    )


def checklist_table(plan: Plan, ground: Ground) -> NamedTable:
    """A row a line: how far it is, what the workspace tells, what was answered by hand, what to do next."""
    rows = []
    for line in judged_lines(plan, ground):
        answer = line.answer
        by_hand = NOTHING
        if answer is not None:
            by_hand = f"{STATES[answer.state]}, {day(answer.on)}" + (f": {answer.note}" if answer.note else "")
        rows.append(_row(line.text.title, VERDICTS[line.verdict], line.judged.words, by_hand, line.next or NOTHING))
    headers = ("Line", "State", "What the workspace tells", "Answered by hand", "Next")
    definition = "Each line is judged by what the workspace holds; an answer by hand counts in place of that."
    return NamedTable("Checklist", definition, (headers, rows))


def goals_table(plan: Plan, ground: Ground) -> NamedTable:
    """A row a goal."""
    rows = [_row(*goal_cells(goal, ground)) for goal in plan.goals]
    headers = ("Goal", "Baseline", "Now", "Target", "By", "Of the way", "Note")
    definition = (
        f"Figures are of the last {DAYS} days of the data. The baseline is what was measured when the goal was set; of "
        "the way from there to the target, the share that is behind us."
    )
    return NamedTable("Goals", definition, (headers, rows))


def goal_cells(goal: PlanGoal, ground: Ground) -> tuple[str, ...]:
    """A goal's figure, baseline, value now, target, date, share of the way and note, in words."""
    kpi = KPIS.get(goal.kpi)
    if kpi is None:  # of a later version of the program
        return (goal.kpi, *(NOTHING,) * 5, goal.note or NOTHING)
    now = ground.readings.get(goal.kpi, (None, None))[0]
    baseline = NOTHING
    if goal.baseline is not None:
        was = Reading(goal.baseline.value, goal.baseline.count, goal.baseline.of)
        baseline = f"{in_words(kpi, was, ground.currency)}, {goal.baseline.dataset} until {day_of(goal.baseline.at_us)}"
    target = NOTHING if goal.target is None else value_words(kpi, goal.target, ground.currency)
    return (
        kpi.title,
        baseline,
        in_words(kpi, now, ground.currency),
        target,
        NOTHING if goal.by is None else day(goal.by),
        way_words(goal, now),
        goal.note or NOTHING,
    )


def way_share(goal: PlanGoal, now: Reading | None) -> float | None:
    """How much of the way from the baseline to the target is behind; None where one of the three is not known."""
    if goal.baseline is None or goal.target is None or now is None or goal.target == goal.baseline.value:
        return None
    share = (now.value - goal.baseline.value) / (goal.target - goal.baseline.value)
    return min(max(share, 0.0), 1.0)


def way_words(goal: PlanGoal, now: Reading | None) -> str:
    """The same in per cent."""
    share = way_share(goal, now)
    return NOTHING if share is None else Rate(round(1_000 * share), 1_000).percent()


def profile_table(plan: Plan, ground: Ground) -> NamedTable:
    """The ideal customer."""
    count = ground.profile.in_words() if ground.profile else (ground.why_no_profile if plan.profile else NOTHING)
    row = _row(plan.profile or "Nobody is named yet", count, plan.profile_note or NOTHING)
    return NamedTable(
        "Ideal customer", "The customers whom the segment holds, of all.", (("Segment", "Customers", "Note"), [row])
    )


def journey_table(plan: Plan, ground: Ground) -> NamedTable:
    """A row a stage: who serves it."""
    by_stage = scenarios_by_stage(plan, ground)
    rows = [
        _row(PLAN_STAGES[stage], ", ".join(each.name for each in by_stage[stage]) or "Missing") for stage in PLAN_STAGES
    ]
    if by_stage[""]:
        rows.append(_row("No stage", ", ".join(each.name for each in by_stage[""])))
    definition = "The stage of a scenario is what somebody said, else that of the template it comes from."
    return NamedTable("Journey map", definition, (("Stage", "Scenarios"), rows))


def analytics_table(ground: Ground) -> NamedTable:
    """A row a figure that the data know: now, before, and the difference."""
    rows = []
    for key, (now, before) in ground.readings.items():
        kpi = KPIS[key]
        words = (in_words(kpi, each, ground.currency) for each in (now, before))
        rows.append(_row(kpi.title, *words, change_words(key, now, before), kpi.meaning))
    until = "" if ground.data_end_us is None else f", which ends on {day_of(ground.data_end_us)}"
    definition = f"Over “{ground.dataset}”{until}." if ground.dataset else "There are no data to count over."
    return NamedTable("Analytics", definition, (("Figure", "Now", f"The {DAYS} days before", "Change", "Counts"), rows))


def change_words(key: str, now: Reading | None, before: Reading | None) -> str:
    """The difference to before: of shares in points, else as a share of what was."""
    if now is None or before is None:
        return NOTHING
    if KPIS[key].unit == "share":
        return points(now.value - before.value)
    return signed_percent(round(100 * (now.value - before.value)), round(100 * before.value)) or NOTHING


def service_table(plan: Plan, ground: Ground) -> NamedTable:
    """Who answers, and what is ready to be sent."""
    messages, ready = sum(each.messages for each in ground.whole), sum(each.ready for each in ground.whole)
    row = _row(
        plan.answers_to or "Nobody is named yet",
        Rate(ready, messages).in_words() if messages else NOTHING,
        number(ground.snippets),
        "your own" if ground.has_brand else "the usual one",
        plan.service_note or NOTHING,
    )
    headers = ("Who answers", "Texts with nothing to mend", "Blocks kept", "Brand", "Note")
    return NamedTable("Service", "Messages of all scenarios in which nothing is to be mended.", (headers, [row]))


def channels_table(ground: Ground) -> NamedTable:
    """A row a channel, and one for each further dataset in which scenarios send by it: addresses and consent."""
    rows = [
        _row(
            f"{each.title}{ground.over(each.dataset, ', ')}",
            *(rate.in_words() if rate else NOTHING for rate in (each.address, each.consent, each.reachable)),
            ", ".join(each.used_by) or "none",
        )
        for each in ground.channels
    ]
    headers = ("Channel", "With an address", "With consent", "Reachable", "Scenarios that send by it")
    over = f" over “{ground.dataset}” where no other is named" if ground.dataset else ""
    definition = f"Shares are of all customers{over}. A dash: the data do not say."
    return NamedTable("Channels", definition, (headers, rows))


def governance_table(plan: Plan, ground: Ground) -> NamedTable:
    """A row a scenario, by folder: whose it is, how far, whether its name follows the rule, what changed last."""
    rows = [_row(*_governed(plan, scenario, ground.scenarios)) for scenario in by_folder(plan, ground)]
    headers = ("Folder", "Scenario", "Owner", "Status", "Name", "Last change")
    rule = f"Names follow {plan.naming}." if plan.naming else "There is no rule of names."
    return NamedTable("Scenarios and their owners", rule, (headers, rows))


def by_folder(plan: Plan, ground: Ground) -> list[ScenarioFacts]:
    """The scenarios in the order of their folders; those in none come last."""

    def place(scenario: ScenarioFacts) -> tuple[bool, str, str]:
        folder = plan.card(scenario.id).folder.casefold()
        return not folder, folder, scenario.name.casefold()

    return sorted(ground.scenarios, key=place)


def name_words(plan: Plan, scenario: ScenarioFacts, everyone: Iterable[ScenarioFacts]) -> str:
    """Why its name breaks the rule, or does not tell it from another of all scenarios; empty where neither is so."""
    if scenario.is_damaged or not plan.naming:
        return ""
    card = plan.card(scenario.id)
    named = Named(scenario.name, stage_of(plan, scenario), scenario.channels, card.owner, scenario.begun)
    broken = breaks_rule(plan.naming, named, tuple(PLAN_STAGES))
    is_told_apart = all(other.name != scenario.name for other in everyone if other.id != scenario.id)
    return broken or ("" if is_told_apart else _TWICE)


def _governed(plan: Plan, scenario: ScenarioFacts, everyone: Iterable[ScenarioFacts]) -> Iterator[str]:
    card = plan.card(scenario.id)
    yield card.folder or NOTHING
    yield scenario.name
    yield card.owner or NOTHING
    yield STATUSES[card.status] if card.status else NOTHING
    yield name_words(plan, scenario, everyone) or ("follows the rule" if plan.naming else NOTHING)
    last = scenario.changes[-1] if scenario.changes else None
    yield NOTHING if last is None else f"{last.title}: {last.message}" if last.message else last.title


def _row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, tone="words" if at else "") for at, text in enumerate(texts))
