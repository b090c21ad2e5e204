"""Problems inside a node's params or the settings: their place, and the words shared by many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from app.errors import Problem, Severity
from app.nodes.conditions import ClockWindow
from app.nodes.durations import Duration


def problem(code: str, message: str, field: str) -> Problem:
    """A problem at the path `field`, whose first key is the row of the form."""
    return Problem(code, message, where=field, field=re.split(r"[.\[]", field, maxsplit=1)[0])


def remark(code: str, message: str, field: str) -> Problem:
    """What a run can obey to the letter, but hardly anybody means, at the path `field`."""
    return replace(problem(code, message, field), severity=Severity.REMARK)


def stopping(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The same problems where none of them can be passed over: a figure of events that nobody did says nothing."""
    return (replace(found, severity=Severity.STOPS) for found in problems)


def count_words(problems: Sequence[Problem]) -> str:
    """`1 problem, 2 remarks`, or `no problems`."""
    remarks = sum(problem.is_remark for problem in problems)
    counts = ((len(problems) - remarks, "problem"), (remarks, "remark"))
    words = ", ".join(f"{count} {what}" + "s" * (count > 1) for count, what in counts if count)
    return words or "no problems"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'country'?` when a known name is near, else nothing."""
    by_case = {known_name.casefold(): known_name for known_name in sorted(known)}
    near = get_close_matches(name.casefold(), by_case, n=1, cutoff=0.7)
    return f"; did you mean '{by_case[near[0]]}'?" if near else ""


def listed(names: Iterable[str]) -> str:
    """`'a', 'b' and 'c'`."""
    quoted = [f"'{name}'" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]]) if len(quoted) > 1 else "".join(quoted)


def duration_problems(duration: Duration | None, what: str, field: str) -> Iterator[Problem]:
    """A span that is negative cannot run; one of no time at all is surely not meant."""
    if duration is None:
        return
    if duration.is_negative:
        yield problem("negative-duration", f"{what} cannot be negative", field)
    elif duration.is_zero:
        yield remark("zero-duration", f"{what} is no time at all", field)


def window_problems(window: ClockWindow, what: str, field: str) -> Iterator[Problem]:
    """A window of the clock that is never open."""
    if window.from_.seconds == window.to.seconds:
        yield problem("empty-window", f"{what} begins and ends at {window.to.text}; give it two different times", field)
    yield from weekday_problems(window.weekdays, f"{field}.weekdays")


def weekday_problems(weekdays: tuple[str, ...] | None, field: str) -> Iterator[Problem]:
    """A list of weekdays that names none."""
    if weekdays == ():
        yield problem("no-weekday", "Name at least one weekday, or leave the list out for every day", field)


def port_problems(ports: Sequence[str], field: str) -> Iterator[Problem]:
    """Ways out that share a name."""
    for i, port in enumerate(ports):
        if port in ports[:i]:
            yield problem("duplicate-port", f"Two ways out are called '{port}'; rename one", f"{field}[{i}].port")
