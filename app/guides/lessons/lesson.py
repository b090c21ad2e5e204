"""Lessons: what is taught step by step over a dataset, beside the canvas.

A lesson is a folder: `lesson.json`, a text for each step in `texts/`, `start.json` where it begins with a scenario,
and the cases that its checks name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

from app.errors import AppError
from app.files.reading import read_document as read_file
from app.guides.lessons.checks import CaseCheck, Check, NodeCheck, QuestionCheck, WayCheck, WrongTurn
from app.guides.lessons.patterns import NodeForm
from app.nodes.document import Document, Id
from app.resources import resource
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario
from app.scenario.reading import read_document
from app.scenario.tree import read_tree

LESSON, START, TEXTS = "lesson.json", "start.json", "texts"
_ORDER = (
    "tour",
    "abandoned_cart",
    "lead_nurture",
    "first_visit_to_revenue",
    "drop_off",
    "exit_rules",
    "test_a_journey",
    "forecast",
)


class _Step(Document):
    id: Id
    title: str
    aim: str = ""
    checks: tuple[Check, ...] = ()
    hints: tuple[str, ...] = ()
    wrong: tuple[WrongTurn, ...] = ()


class _Lesson(Document):
    title: str
    summary: str
    minutes: int
    whom: str
    dataset: str = ""
    nodes: dict[str, NodeForm] = {}
    steps: tuple[_Step, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is said, what is to be reached, and by which checks that is seen.

    The first hint says where to look, the second what to do.
    """

    id: str
    title: str
    text: str
    aim: str = ""
    checks: tuple[Check, ...] = ()
    hints: tuple[str, ...] = ()
    wrong: tuple[WrongTurn, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson: `whom` it is for, over which `dataset`, bundled or the class's own.

    `forms` are the nodes that its checks speak of, by name.
    """

    id: str
    title: str
    summary: str
    minutes: int
    whom: str
    dataset: str
    steps: tuple[Step, ...]
    folder: Path
    forms: Mapping[str, NodeForm] = field(default_factory=dict)
    start: Scenario | None = None
    is_own: bool = False

    def questions(self) -> Iterator[QuestionCheck]:
        """The questions of all steps."""
        return (check for step in self.steps for check in step.checks if isinstance(check, QuestionCheck))


def own_folder() -> Path:
    """Where lessons of one's own stand; whoever puts a folder of that form there has one more."""
    return user_data_path("rehearse") / "lessons"


@cache
def bundled_lessons() -> tuple[Lesson, ...]:
    """Those that come with the product, in the order in which they are offered."""
    return tuple(read_lesson(resource("lessons", name)) for name in _ORDER)


def all_lessons() -> tuple[Lesson, ...]:
    """The bundled ones, then one's own by title; a folder that cannot be read is none (see `unreadable_lessons`)."""
    own = [read for _, read in _own() if isinstance(read, Lesson)]
    return (*bundled_lessons(), *sorted(own, key=lambda lesson: lesson.title.casefold()))


def unreadable_lessons() -> dict[str, str]:
    """What is wrong with folders among one's own lessons that are none, in words, by the folder's name."""
    return {folder.name: str(read) for folder, read in _own() if isinstance(read, AppError)}


def _own() -> Iterator[tuple[Path, Lesson | AppError]]:
    """The folders of one's own, each with its lesson or with what is wrong with it; hidden ones are none."""
    taken = {lesson.id for lesson in bundled_lessons()}
    for folder in sorted(own_folder().glob("[!.]*/")):
        if folder.name in taken:
            yield folder, AppError(f"{folder} is called like a lesson that comes with Rehearse; rename the folder.")
            continue
        try:
            yield folder, read_lesson(folder, is_own=True)
        except AppError as error:
            yield folder, error


def lesson_of(name: str) -> Lesson:
    """The lesson of that name, or in that folder; AppError if there is none."""
    found = next((lesson for lesson in all_lessons() if lesson.id == name), None)
    if found is not None:
        return found
    if (Path(name) / LESSON).is_file():
        return read_lesson(Path(name), is_own=True)
    known = ", ".join(lesson.id for lesson in all_lessons())
    raise AppError(f"There is no lesson “{name}”. The lessons are: {known}.")


def read_lesson(folder: Path, *, is_own: bool = False) -> Lesson:
    """The lesson in a folder; AppError says in words all that is wrong with it."""
    path = folder / LESSON
    read, problems = read_document(_Lesson, read_tree(read_file(path), f"{path}"))
    if read is None:
        raise AppError(f"{path} does not describe a lesson:", problems)
    start = folder / START
    lesson = Lesson(
        folder.resolve().name,
        read.title,
        read.summary,
        read.minutes,
        read.whom,
        read.dataset,
        tuple(_step(step, folder) for step in read.steps),
        folder,
        read.nodes,
        parse_scenario(read_file(start), f"{start}") if start.is_file() else None,
        is_own,
    )
    wrong = list(_faults(lesson))
    if wrong:
        raise AppError("\n".join([f"{path} does not describe a lesson:", *(f"  - {line}" for line in wrong)]))
    return lesson


def _step(step: _Step, folder: Path) -> Step:
    path = folder / TEXTS / f"{step.id}.txt"
    try:
        text = read_file(path).decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise AppError(f"{path} is not UTF-8 text (byte {error.start}); save it as UTF-8 and try again.") from error
    return Step(step.id, step.title, text, step.aim, step.checks, step.hints, step.wrong)


def _faults(lesson: Lesson) -> Iterator[str]:
    """What the form of the document cannot say by itself."""
    ids = [step.id for step in lesson.steps]
    if not ids:
        yield "It has no steps."
    if len(set(ids)) < len(ids):
        yield "Two of its steps have one id."
    asked = [question.id for question in lesson.questions()]
    if len(set(asked)) < len(asked):
        yield "Two of its questions have one id."
    for form in lesson.forms.values():
        yield from _unknown(lesson, form.after, form.before, form.names)
    for step in lesson.steps:
        if len(step.hints) > 2:
            yield f"Step “{step.id}” has more than two hints: where to look, then what to do."
        for check in (*step.checks, *(check for turn in step.wrong for check in (*turn.once, turn.when))):
            yield from _check_faults(lesson, check)


def _check_faults(lesson: Lesson, check: Check) -> Iterator[str]:
    if isinstance(check, NodeCheck):
        yield from _unknown(lesson, check.node)
    elif isinstance(check, WayCheck):
        yield from _unknown(lesson, check.way.from_, check.way.to, check.way.through)
    elif isinstance(check, CaseCheck):
        yield from _case_faults(lesson.folder, check.case)
    elif isinstance(check, QuestionCheck) and (check.answer is None) is not (len(check.options) > 1):
        yield f"The question “{check.id}” needs either an answer or two options and more."


def _case_faults(folder: Path, case: str) -> Iterator[str]:
    if Path(case).is_absolute() or ".." in Path(case).parts:
        yield f"The case “{case}” leads out of the lesson's folder."
    elif not (folder / case).is_file():
        yield f"There is no file “{case}”."


def _unknown(lesson: Lesson, *names: str) -> Iterator[str]:
    own = {str(node.id) for node in lesson.start.nodes} if lesson.start is not None else set()
    for name in filter(None, names):
        if name not in lesson.forms and name not in own:
            yield f"There is no node of the name “{name}”; those of the lesson are {', '.join(lesson.forms)}."
