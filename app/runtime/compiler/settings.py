"""A scenario's settings to rows."""

from __future__ import annotations

from collections.abc import Iterator

from app.errors import Problem
from app.nodes.times import WEEKDAYS
from app.runtime import codes
from app.runtime.compiler.conditions import add_window, compile_condition
from app.runtime.compiler.draft import Draft, EventColumn
from app.runtime.program import CapRow, ExitRuleRow, GoalRow, ScoringRow, SettingsRow
from app.scenario.settings import Goal, QuietWindow, Settings

_DAY_S = 86_400
_WEEK_S = 7 * _DAY_S

_REENTRY = {
    "never": codes.ENTER_ONCE,
    "after_exit": codes.AFTER_EXIT,
    "concurrent": codes.CONCURRENT,
    "restart": codes.RESTART,
}
_EXIT_TIMING = {
    "immediate": codes.AT_ONCE,
    "at_next_node": codes.AT_NODE,
    "at_next_message": codes.AT_MESSAGE,
    "on_leaving_wait": codes.LEAVING_WAIT,
}
_ON_QUIET = {"hold": codes.HOLD, "skip": codes.SKIP, "exit": codes.EXIT}


def compile_settings(draft: Draft, settings: Settings) -> None:
    """Write what stands in tables of its own; the quiet hours have to be the draft's first windows."""
    for window in settings.quiet_hours:
        add_window(draft, window, codes.CHANNEL_BIT[window.channel or "any"])
    for rule in settings.exit_rules:
        selector = codes.NONE if rule.event is None else draft.selector(rule.event, rule.where)
        draft.exit_rules.append(ExitRuleRow(selector, rule.match_key, compile_condition(draft, rule.condition)))
    draft.goals.extend(_goal(draft, goal) for goal in settings.goals)
    for scoring in settings.scoring:
        selector = draft.selector(scoring.event, scoring.where)
        draft.scoring.append(ScoringRow(selector, draft.scores.place(scoring.score), scoring.add))
    for cap in settings.frequency_caps:
        draft.caps.append(CapRow(codes.CHANNEL_BIT[cap.channel], cap.max, draft.span(cap.per)))


def _goal(draft: Draft, goal: Goal) -> GoalRow:
    value = codes.NONE if goal.value is None else draft.event_columns.place(EventColumn(goal.value))
    return GoalRow(draft.selector(goal.event, goal.where), goal.match_key, draft.span(goal.within), value)


def settings_row(draft: Draft, settings: Settings, until: int | None, event_rows: int) -> SettingsRow:
    """The settings that are single values, with the widths of the tables of a finished draft."""
    return SettingsRow(
        start=settings.start.us if settings.start else codes.BEFORE_ALL,
        end=settings.end.us if settings.end else codes.NEVER,
        until=codes.NEVER - 1 if until is None else until,
        reentry=_REENTRY[settings.reentry.mode],
        cooldown=draft.span(settings.reentry.cooldown),
        keyed=settings.reentry.key is not None,
        exit_timing=_EXIT_TIMING[settings.exit_timing],
        condition_rules=any(rule.condition != codes.NONE for rule in draft.exit_rules),
        quiet_windows=len(settings.quiet_hours),
        on_quiet=_ON_QUIET[settings.on_quiet],
        exits_on_cap=settings.on_cap == "exit",
        event_rows=event_rows,
        no_event=event_rows - 1,
        selectors=len(draft.selector_index),
        attribute_tests=len(draft.attribute_tests),
        moment_columns=len(draft.customer_moments),
        lists=len(draft.lists),
        messages=len(draft.messages),
        goals=len(draft.goals),
        replication=0,
    )


def quiet_problems(settings: Settings) -> Iterator[Problem]:
    """Quiet hours that never end: a message they hold back would be held for ever."""
    if settings.on_quiet != "hold":
        return
    for channel in codes.CHANNELS:
        windows = [window for window in settings.quiet_hours if window.channel in (None, channel)]
        if _reach(windows) >= 2 * _WEEK_S:
            yield Problem(
                "endless-quiet",
                f"The quiet hours leave no time of the week in which {channel} may be sent",
                where="settings.quiet_hours",
                field="quiet_hours",
            )
            return


def _reach(windows: list[QuietWindow]) -> int:
    """The first second of two weeks, from Monday's midnight in the first, outside of all windows."""
    spans = sorted(span for window in windows for span in _spans(window))
    reach = 0
    for begin, end in spans:
        if begin <= reach:
            reach = max(reach, end)
    return reach


def _spans(window: QuietWindow) -> Iterator[tuple[int, int]]:
    """Begin and end, in seconds, of each time the window is open, from the Sunday before up to two weeks later."""
    length = (window.to.seconds - window.from_.seconds) % _DAY_S
    for day in range(-1, 14):
        if WEEKDAYS[day % 7] in (window.weekdays or WEEKDAYS):
            begin = day * _DAY_S + window.from_.seconds
            yield begin, begin + length
