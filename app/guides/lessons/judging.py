"""What of a lesson has been reached: each check judged, and what a wrong turn leads to said in figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import AppError
from app.guides.lessons import checks as c
from app.guides.lessons.cases import case_failures
from app.guides.lessons.lesson import Lesson, Step
from app.guides.lessons.measuring import measured
from app.guides.lessons.patterns import reached, setting_holds
from app.guides.lessons.work import ElsewhereError, Work
from app.numbers import number, parsed
from app.scenario.changes import meaning
from app.scenario.names import label_of

_NEAR, _TENS = 1e-9, 10
_NOT_COUNTED = "…"


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a check holds, and what was found; what has not been done yet is not said to be wrong.

    `is_elsewhere`: it is about the lesson's scenario, which is not open.
    """

    check: c.Check
    holds: bool
    found: str = ""
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class JudgedStep:
    """A step as it stands; `answers` are sentences about turns that lead elsewhere."""

    step: Step
    checks: tuple[Judged, ...]
    answers: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether everything that it checks holds; a step that checks nothing is done by going on."""
        return all(each.holds for each in self.checks)

    @property
    def is_elsewhere(self) -> bool:
        """Whether something of it is about the lesson's scenario, while that is not open."""
        return any(each.is_elsewhere for each in self.checks)


def judge(lesson: Lesson, work: Work) -> tuple[JudgedStep, ...]:
    """Every step."""
    return tuple(judge_step(step, work) for step in lesson.steps)


def judge_step(step: Step, work: Work) -> JudgedStep:
    """One step; wrong turns are looked for while it is not done."""
    judged = tuple(judge_check(check, work) for check in step.checks)
    is_done = all(each.holds for each in judged)
    return JudgedStep(step, judged, () if is_done else tuple(_answers(step, work)))


def judge_check(check: c.Check, work: Work) -> Judged:
    """One check; where it cannot be judged, what it lacks is what was found."""
    test: Callable[[Any, Work], tuple[bool, str]] = _TESTS[type(check)]
    try:
        holds, found = test(check, work)
    except ElsewhereError as error:
        return Judged(check, False, error.message, is_elsewhere=True)
    except AppError as error:
        return Judged(check, False, _first_line(error, work))
    return Judged(check, holds, found)


def _answers(step: Step, work: Work) -> Iterator[str]:
    for turn in step.wrong:
        if not all(judge_check(check, work).holds for check in (*turn.once, turn.when)):
            continue
        try:
            figures = {name: _in_words(measured(figure, work)) for name, figure in turn.figures.items()}
            yield turn.say.format(**figures)
        except ElsewhereError:
            continue
        except AppError as error:  # it is so all the same, how often is not known yet
            said = turn.say.format(**dict.fromkeys(turn.figures, _NOT_COUNTED))
            yield f"{said} Counted once it can run: {_first_line(error, work)}"


def _in_words(value: float) -> str:
    """As a sentence says it: what is counted in tens, and drawn, has no decimals."""
    return number(round(value) if abs(value) >= _TENS else round(value, 2))


def _node(check: c.NodeCheck, work: Work) -> tuple[bool, str]:
    many = len(work.nodes(check.node))
    return check.least <= many and (check.most is None or many <= check.most), ""


def _way(check: c.WayCheck, work: Work) -> tuple[bool, str]:
    way = check.way
    starts, ends = work.nodes(way.from_), work.nodes(way.to)
    passed = work.nodes(way.through) if way.through else None
    if passed is None:
        return bool(reached(work.drawn, starts, way.port) & ends), ""
    first = reached(work.drawn, starts, way.port) & passed
    if not reached(work.drawn, first) & ends:
        return False, ""
    around = reached(work.drawn, starts, way.port, without=passed) & ends if check.always else frozenset()
    return not around, "" if not around else "There is still a way around it."


def _setting(check: c.SettingCheck, work: Work) -> tuple[bool, str]:
    return setting_holds(work.drawn.settings, check.setting, check.value), ""


def _figure(check: c.FigureCheck, work: Work) -> tuple[bool, str]:
    value = measured(check.figure, work)
    holds = (check.least is None or value >= check.least - _NEAR) and (
        check.most is None or value <= check.most + _NEAR
    )
    if check.same_as is not None:
        holds = holds and abs(value - measured(check.same_as, work)) < _NEAR
    if check.more_than is not None:
        holds = holds and value > measured(check.more_than, work) + _NEAR
    return holds, f"Yours: {number(round(value, 2))}."


def _question(check: c.QuestionCheck, work: Work) -> tuple[bool, str]:
    given = work.answers.get(check.id, "").strip()
    if not given:
        _need_scenario(check, work)
        return False, ""
    if check.options:
        figures = [measured(option.figure, work) for option in check.options]
        if len(set(figures)) == 1:
            return False, "As the scenario stands, nothing tells these apart."
        best = {option.words for option, figure in zip(check.options, figures, strict=True) if figure == max(figures)}
        return given in best, "Not quite: look again."
    try:
        value = float(parsed(given.rstrip("% ")))
    except ValueError:
        return False, "The answer is a number."
    assert check.answer is not None
    right = abs(value - measured(check.answer, work)) <= check.give + _NEAR
    return right, "" if right else f"{number(value)} is not the answer; look again."


def _need_scenario(check: c.QuestionCheck, work: Work) -> None:
    """ElsewhereError where the answer is in the lesson's scenario, and that is not open."""
    if work.scenario is not None:
        return
    figures = [option.figure for option in check.options]
    if check.answer is not None:
        figures.append(check.answer)
    try:
        for figure in figures:
            measured(figure, work)
    except ElsewhereError:
        raise
    except AppError:
        return


def _case(check: c.CaseCheck, work: Work) -> tuple[bool, str]:
    failures = case_failures(work.lesson.folder / check.case, work)
    return not failures, failures[0] if failures else ""


def _data(check: c.DataCheck, work: Work) -> tuple[bool, str]:
    return check.data in work.has_data, ""


def _run(check: c.RunCheck, work: Work) -> tuple[bool, str]:
    return bool(work.drawn.nodes) and check.run in work.kept, ""


def _changed(check: c.ChangedCheck, work: Work) -> tuple[bool, str]:
    start = work.lesson.start
    is_other = start is None or meaning(work.drawn) != meaning(start)
    return is_other is check.changed, ""


def _first_line(error: AppError, work: Work) -> str:
    if not error.problems:
        return error.message.partition("\n")[0]
    first = error.problems[0]
    nodes = work.scenario.nodes if work.scenario is not None else ()
    place = next((f"{label_of(node)}: " for node in nodes if node.id == first.node), "")
    return f"{place}{first.message}"


_TESTS: Mapping[type, Callable[[Any, Work], tuple[bool, str]]] = {
    c.NodeCheck: _node,
    c.WayCheck: _way,
    c.SettingCheck: _setting,
    c.FigureCheck: _figure,
    c.QuestionCheck: _question,
    c.CaseCheck: _case,
    c.DataCheck: _data,
    c.RunCheck: _run,
    c.ChangedCheck: _changed,
}
