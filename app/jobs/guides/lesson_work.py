"""What a workspace holds of a lesson: the scenario, the runs of it, and the answers that were given."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.data.dataset import Dataset
from app.data.samples import SAMPLES, load_sample
from app.guides.lessons.judging import JudgedStep, judge
from app.guides.lessons.lesson import Lesson
from app.guides.lessons.work import Work
from app.progress import Progress, silent
from app.scenario.changes import meaning
from app.scenario.graph import Scenario
from app.workspace.settings.settings import Json
from app.workspace.store import Workspace

ANSWERS, SCENARIOS = "lesson answers", "lesson scenarios"
_RUNS_LOOKED_AT = 5
_LONGEST_ANSWER = 200
Load = Callable[[str], Dataset]


def answers_in(workspace: Workspace, lesson_id: str) -> dict[str, str]:
    """The answers that were given to a lesson's questions; a file from elsewhere may hold anything under that key."""
    return _texts(_texts_by_lesson(workspace.settings.get(ANSWERS)).get(lesson_id))


def keep_answer(workspace: Workspace, lesson_id: str, question: str, text: str) -> None:
    """Keep an answer in the workspace, in place of the one before."""

    def change(before: Json) -> Json:
        lessons = _texts_by_lesson(before)
        given: Json = {**_texts(lessons.get(lesson_id)), question: text[:_LONGEST_ANSWER]}
        return {**lessons, lesson_id: given}

    workspace.settings.change(ANSWERS, change)


def forget_answers(workspace: Workspace, lesson_id: str) -> None:
    """Begin anew."""

    def change(before: Json) -> Json:
        return {name: given for name, given in _texts_by_lesson(before).items() if name != lesson_id}

    workspace.settings.change(ANSWERS, change)


def scenario_in(workspace: Workspace, lesson_id: str) -> str:
    """The id of the scenario that a lesson is done with: the lesson's, unless that was called otherwise there."""
    return _texts(workspace.settings.get(SCENARIOS)).get(lesson_id, lesson_id)


def keep_scenario(workspace: Workspace, lesson_id: str, scenario_id: str) -> None:
    """Keep which scenario a lesson is done with."""
    workspace.settings.change(SCENARIOS, lambda before: {**_texts(before), lesson_id: scenario_id})


def add_dataset(workspace: Workspace, lesson: Lesson, progress: Progress = silent) -> None:
    """Put the lesson's dataset into the workspace where it is a bundled one, and not there yet."""
    there = {info.name for info in workspace.datasets.names()}
    if lesson.dataset in {sample.id for sample in SAMPLES} - there:
        progress(0, 0, f"Adding “{lesson.dataset}”")
        workspace.datasets.save(load_sample(lesson.dataset, progress), progress)


def work_of(
    workspace: Workspace,
    lesson: Lesson,
    scenario: Scenario | None,
    load: Load,
    answers: Mapping[str, str],
    progress: Progress = silent,
) -> Work:
    """The work on a lesson as that workspace has it; `load` gets a dataset."""
    names = frozenset(info.name for info in workspace.datasets.names())
    return Work(
        lesson,
        scenario,
        load(lesson.dataset) if lesson.dataset in names else None,
        names,
        answers,
        _kept(workspace, scenario, lesson.dataset) if scenario is not None else frozenset(),
        workspace.responses.get(),
        progress,
    )


def best_work(workspace: Workspace, lesson: Lesson, progress: Progress = silent) -> tuple[JudgedStep, ...]:
    """The lesson as the scenario of the workspace has it for which most checks hold."""
    answers = answers_in(workspace, lesson.id)
    loaded: dict[str, Dataset] = {}

    def load(name: str) -> Dataset:
        if name not in loaded:
            loaded[name] = workspace.datasets.load(name, progress)
        return loaded[name]

    ids = [info.id for info in workspace.scenarios.all()]
    scenarios: list[Scenario | None] = [workspace.scenarios.load(id_) for id_ in ids]
    tried = [judge(lesson, work_of(workspace, lesson, each, load, answers, progress)) for each in scenarios or [None]]
    return max(tried, key=lambda steps: sum(each.holds for step in steps for each in step.checks))


def _kept(workspace: Workspace, scenario: Scenario, dataset_name: str) -> frozenset[str]:
    """Whether a replay and a forecast of the scenario as it stands are among the newest runs."""
    found = set()
    for info in workspace.runs.all(scenario.id)[:_RUNS_LOOKED_AT]:
        kind = "forecast" if info.forecast else "replay"
        is_wanted = kind not in found and dataset_name in ("", info.dataset_name)
        if is_wanted and meaning(workspace.runs.load(info.id).scenario) == meaning(scenario):
            found.add(kind)
    return frozenset(found)


def _texts_by_lesson(value: Json) -> dict[str, Json]:
    return dict(value) if isinstance(value, dict) else {}


def _texts(value: Json) -> dict[str, str]:
    given = value.items() if isinstance(value, dict) else ()
    return {name: text for name, text in given if isinstance(text, str)}
