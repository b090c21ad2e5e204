"""Checks of a scenario's settings: what a user has to mend before a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.data.zones import zone_names
from app.errors import Problem
from app.nodes.checking.conditions import (
    condition_problems,
    event_problems,
    match_key_problems,
    name_problems,
    numeric_problems,
    property_problems,
    where_problems,
)
from app.nodes.delays import median_us
from app.nodes.kind import Surroundings
from app.nodes.problems import did_you_mean, duration_problems, problem, remark
from app.scenario.checks.quiet_hours import quiet_problems
from app.scenario.settings import ExitRule, Goal, ScoringRule, Settings


def settings_problems(settings: Settings, around: Surroundings) -> Iterator[Problem]:
    """Every problem of the settings; `where` is the path inside them, `field` its first key."""
    yield from _entry_problems(settings, around)
    yield from _id_problems([rule.id for rule in settings.exit_rules], "exit_rules")
    for i, rule in enumerate(settings.exit_rules):
        yield from _exit_rule_problems(rule, around, f"exit_rules[{i}]")
    yield from _id_problems([goal.id for goal in settings.goals], "goals")
    for i, goal in enumerate(settings.goals):
        yield from _goal_problems(goal, around, f"goals[{i}]")
    for i, scoring in enumerate(settings.scoring):
        yield from _scoring_problems(scoring, around, f"scoring[{i}]")
    yield from _decay_problems(settings)
    for i, cap in enumerate(settings.frequency_caps):
        yield from duration_problems(cap.per, "The time a cap looks back", f"frequency_caps[{i}].per")
    yield from quiet_problems(settings)


def _entry_problems(settings: Settings, around: Surroundings) -> Iterator[Problem]:
    if settings.timezone not in zone_names():
        hint = did_you_mean(settings.timezone, zone_names()) or "; write it like Europe/Prague"
        yield problem("unknown-zone", f"'{settings.timezone}' is not a time zone{hint}", "timezone")
    if settings.start and settings.end and settings.start.us >= settings.end.us:
        yield remark("empty-entry-time", "The scenario ends before it starts, so nobody can enter", "end")
    if settings.reentry.key is not None:
        yield from property_problems(settings.reentry.key, around, "reentry.key")
    cooldown = settings.reentry.cooldown
    if cooldown is not None and cooldown.is_negative:
        yield problem("negative-duration", "The time between two entries cannot be negative", "reentry.cooldown")


def _id_problems(ids: Sequence[str], field: str) -> Iterator[Problem]:
    for i, id_ in enumerate(ids):
        if id_ in ids[:i]:
            yield problem("duplicate-id", f"Another one is already called '{id_}'", f"{field}[{i}].id")


def _exit_rule_problems(rule: ExitRule, around: Surroundings, field: str) -> Iterator[Problem]:
    if (rule.event is None) == (rule.condition is None):
        words = f"The exit rule '{rule.id}' needs either an event or a condition, not both"
        yield problem("event-or-condition", words, field)
    if rule.event is not None:
        yield from event_problems(rule.event, around, f"{field}.event", applied=True)
        yield from where_problems(rule.where, rule.event, around, field=f"{field}.where")
        if rule.match_key:
            yield from match_key_problems(around, f"{field}.match_key")
    elif rule.where or rule.match_key:
        key = "where" if rule.where else "match_key"
        yield problem("needless-key", f"'{key}' belongs to an event, and this rule has none", f"{field}.{key}")
    if rule.condition is not None:
        yield from condition_problems(rule.condition, around, field=f"{field}.condition", in_exit_rule=True)


def _goal_problems(goal: Goal, around: Surroundings, field: str) -> Iterator[Problem]:
    yield from event_problems(goal.event, around, f"{field}.event", applied=True)
    yield from where_problems(goal.where, goal.event, around, field=f"{field}.where")
    yield from duration_problems(goal.within, "The time to reach a goal", f"{field}.within")
    if goal.value is not None:
        yield from property_problems(goal.value, around, f"{field}.value", goal.event)
        yield from numeric_problems(goal.value, around, f"{field}.value", goal.event)
    if goal.match_key:
        yield from match_key_problems(around, f"{field}.match_key")


def _scoring_problems(rule: ScoringRule, around: Surroundings, field: str) -> Iterator[Problem]:
    yield from name_problems(rule.score, "score", f"{field}.score")
    if (rule.event is None) == (rule.condition is None):
        yield problem("event-or-condition", "A scoring rule needs either an event or a condition, not both", field)
    if rule.event is not None:
        yield from event_problems(rule.event, around, f"{field}.event", applied=True)
        yield from where_problems(rule.where, rule.event, around, field=f"{field}.where")
    elif rule.where:
        yield problem("needless-key", "'where' belongs to an event, and this rule has none", f"{field}.where")
    if rule.condition is not None:
        yield from condition_problems(rule.condition, around, field=f"{field}.condition", in_scoring=True)


def _decay_problems(settings: Settings) -> Iterator[Problem]:
    for score, half_life in settings.score_decay:
        yield from name_problems(score, "score", "score_decay")
        if median_us(half_life) <= 0:
            words = f"The half-life of '{score}' must be longer than no time"
            yield problem("half-life-too-short", words, "score_decay")
