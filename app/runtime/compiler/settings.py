"""A scenario's settings to rows."""

from __future__ import annotations

from app.nodes.channel import ANY
from app.nodes.delays import median_us
from app.runtime.compiler.conditions import add_window, compile_condition
from app.runtime.compiler.draft import Draft, EventColumn
from app.runtime.machine.arithmetic.draws import chain_of
from app.runtime.program import opcodes
from app.runtime.program.channels import channel_bits
from app.runtime.program.settings import CapRow, ExitRuleRow, GoalRow, ScenarioRow, ScoringRow
from app.scenario.graph import Scenario
from app.scenario.settings import Goal

_REENTRY = {
    "never": opcodes.ENTER_ONCE,
    "after_exit": opcodes.AFTER_EXIT,
    "concurrent": opcodes.CONCURRENT,
    "restart": opcodes.RESTART,
}
_EXIT_TIMING = {
    "immediate": opcodes.AT_ONCE,
    "at_next_node": opcodes.AT_NODE,
    "at_next_message": opcodes.AT_MESSAGE,
    "on_leaving_wait": opcodes.LEAVING_WAIT,
}
_ON_QUIET = {"hold": opcodes.HOLD, "skip": opcodes.SKIP, "exit": opcodes.EXIT}


def compile_settings(draft: Draft, scenario: Scenario, seed: int) -> None:
    """Write a scenario's settings: what stands in tables of its own, and the row that says where."""
    settings, row = scenario.settings, _scenario_row(draft, scenario, seed)
    for window in settings.quiet_hours:
        add_window(draft, window, channel_bits(lambda row: row.keeps_quiet_hours, window.channel or ANY))
    for rule in settings.exit_rules:
        selector = opcodes.NONE if rule.event is None else draft.selector(rule.event, rule.where)
        draft.exit_rules.append(ExitRuleRow(selector, rule.match_key, compile_condition(draft, rule.condition)))
    draft.goals.extend(_goal(draft, goal) for goal in settings.goals)
    for scoring in settings.scoring:
        selector = opcodes.NONE if scoring.event is None else draft.selector(scoring.event, scoring.where)
        condition = compile_condition(draft, scoring.condition)
        score = draft.scores.place(scoring.score)
        draft.scoring.append(ScoringRow(draft.scenario, selector, condition, score, scoring.add))
    for name, half_life in settings.score_decay:
        draft.half_lives.setdefault(name, round(median_us(half_life)))
    for cap in settings.frequency_caps:
        draft.caps.append(CapRow(channel_bits(lambda row: row.is_capped, cap.channel), cap.max, draft.span(cap.per)))
    draft.scenarios.append(row)


def _scenario_row(draft: Draft, scenario: Scenario, seed: int) -> ScenarioRow:
    """What fits into one row, with the places of what follows: to be asked before that is written."""
    settings = scenario.settings
    return ScenarioRow(
        zone=draft.fallback,
        start=settings.start.us if settings.start else opcodes.BEFORE_ALL,
        end=settings.end.us if settings.end else opcodes.NEVER,
        reentry=_REENTRY[settings.reentry.mode],
        cooldown=draft.span(settings.reentry.cooldown),
        key=opcodes.NONE if settings.reentry.key is None else draft.event_keys.place(settings.reentry.key),
        exit_timing=_EXIT_TIMING[settings.exit_timing],
        condition_rules=any(rule.condition is not None for rule in settings.exit_rules),
        first_rule=len(draft.exit_rules),
        rules=len(settings.exit_rules),
        first_goal=len(draft.goals),
        goals=len(settings.goals),
        first_cap=len(draft.caps),
        caps=len(settings.frequency_caps),
        first_window=len(draft.windows),
        windows=len(settings.quiet_hours),
        on_quiet=_ON_QUIET[settings.on_quiet],
        exits_on_cap=settings.on_cap == "exit",
        control=settings.control_group,
        luck=int(chain_of(seed, settings.seed_salt, "control", scenario.id)),
    )


def _goal(draft: Draft, goal: Goal) -> GoalRow:
    value = opcodes.NONE if goal.value is None else draft.event_columns.place(EventColumn(goal.value))
    return GoalRow(draft.selector(goal.event, goal.where), goal.match_key, draft.span(goal.within), value)
