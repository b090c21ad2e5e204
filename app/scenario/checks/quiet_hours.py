"""Checks of quiet hours: windows that never open, and windows that together never end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.errors import Problem
from app.nodes.channel import CHANNELS
from app.nodes.problems import problem, window_problems
from app.nodes.times import WEEKDAYS
from app.scenario.settings import QuietWindow, Settings

_DAY_S = 86_400
_WEEK_S = 7 * _DAY_S


def quiet_problems(settings: Settings) -> Iterator[Problem]:
    """What is wrong with the quiet hours; a message held back by ones that never end would be held for ever."""
    for i, window in enumerate(settings.quiet_hours):
        yield from window_problems(window, "The quiet time", f"quiet_hours[{i}]")
    if settings.on_quiet != "hold":
        return
    for channel in (key for key, row in CHANNELS.items() if row.keeps_quiet_hours):
        windows = [window for window in settings.quiet_hours if window.channel in (None, channel)]
        if _reach(windows) >= 2 * _WEEK_S:
            words = f"The quiet hours leave no time of the week in which {channel} may be sent"
            yield problem("endless-quiet", words, "quiet_hours")
            return


def _reach(windows: Sequence[QuietWindow]) -> int:
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
    weekdays = WEEKDAYS if window.weekdays is None else window.weekdays
    for day in range(-1, 14):
        if WEEKDAYS[day % 7] in weekdays:
            begin = day * _DAY_S + window.from_.seconds
            yield begin, begin + length
