"""A trainer's own lesson: a scenario as the model, and which of its properties are checks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import AppError
from app.guides.lessons.lesson import LESSON, TEXTS, Lesson, all_lessons, own_folder, read_lesson
from app.guides.lessons.patterns import Forms, nodes_of
from app.guides.lessons.telling_apart import forms_of, is_alone, told_apart
from app.guides.own_folders import keep_folder, put_folder, remove_folder
from app.nodes.catalogue import KINDS
from app.nodes.channel import CHANNELS
from app.nodes.kind import Control
from app.scenario.files import dump_scenario
from app.scenario.graph import Node, Scenario
from app.scenario.names import label_of
from app.scenario.settings import Settings

MODEL = "model.json"
DRAW, SETTINGS, RUN = "draw", "settings", "run"
_TITLES = {DRAW: "Draw it", SETTINGS: "Set it", RUN: "Run it"}
_AIMS = {DRAW: "The journey is drawn.", SETTINGS: "The settings are as they should be.", RUN: "You know what it did."}
_TEXTS = {
    DRAW: "Draw the journey. What is checked stands below; each line ticks by itself.",
    SETTINGS: "What holds for the whole journey is in its settings: click the empty canvas.",
    RUN: "Run it over the dataset, and read the answers off the canvas and out of Results.",
}
_WRITTEN = (Control.TEXT, Control.LONG_TEXT)
"""Controls of what everybody words in their own way: that is no check."""
_MINUTES_A_STEP = 5
_WHAT = "lesson"


@dataclass(frozen=True, slots=True)
class Property:
    """Something of a model that can be checked: what it claims, in which step, the check as a lesson's file has it."""

    words: str
    step: str
    check: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RemovedLesson:
    """A lesson of one's own that was removed, and the files that made it."""

    lesson: Lesson
    files: Mapping[str, bytes]


def properties(model: Scenario) -> tuple[Property, ...]:
    """Whatever of the model can be checked, in the order of the document."""
    return (*_drawn(model), *_set(model.settings), *_asked(model))


def make_lesson(model: Scenario, title: str, chosen: Sequence[Property], dataset: str = "") -> Lesson:
    """Keep a lesson among one's own; its texts are files that can be edited. AppError where it cannot be written."""
    if not chosen:
        raise AppError("A lesson checks something: choose at least one property of the scenario.")
    steps = [name for name in _TITLES if any(each.step == name for each in chosen)]
    document = {
        "title": title,
        "summary": model.description.partition("\n")[0].strip() or f"A lesson made of “{model.name}”.",
        "minutes": _MINUTES_A_STEP * len(steps),
        "whom": "A class.",
        "dataset": dataset,
        "nodes": _forms(model),
        "steps": [_step(name, chosen) for name in steps],
    }
    files = {LESSON: json.dumps(document, ensure_ascii=False, indent=2) + "\n", MODEL: dump_scenario(model)}
    files |= {f"{TEXTS}/{name}.txt": f"{_TEXTS[name]}\n" for name in steps}
    folder = keep_folder(own_folder(), title, {each.id for each in all_lessons()}, files, _WHAT)
    return read_lesson(folder, is_own=True)


def remove_lesson(lesson: Lesson) -> RemovedLesson:
    """Forget a lesson of one's own; AppError where it cannot be removed, or comes with the product."""
    if not lesson.is_own:
        raise AppError(f"The lesson “{lesson.title}” comes with Rehearse and stays.")
    return RemovedLesson(lesson, remove_folder(lesson.folder))


def restore_lesson(removed: RemovedLesson) -> Lesson:
    """Bring a removed lesson back as it was, by another id where its own was taken; AppError where that fails."""
    lesson, taken = removed.lesson, {each.id for each in all_lessons()}
    if lesson.id in taken or lesson.folder.exists():
        return read_lesson(keep_folder(own_folder(), lesson.title, taken, removed.files, _WHAT), is_own=True)
    return read_lesson(put_folder(lesson.folder, removed.files, _WHAT), is_own=True)


def _step(name: str, chosen: Sequence[Property]) -> dict[str, Any]:
    checks = [each.check for each in chosen if each.step == name]
    run = [{"run": "replay", "say": "The scenario as it stands has been run."}] if name == RUN else []
    return {"id": name, "title": _TITLES[name], "aim": _AIMS[name], "checks": [*run, *checks]}


def _drawn(model: Scenario) -> Iterator[Property]:
    names = {node.id: label_of(node) for node in model.nodes}
    for node in model.nodes:
        words = f"There is “{names[node.id]}”: {_described(node)}"
        yield Property(words, DRAW, {"node": str(node.id), "say": words})
    for edge in model.edges:
        words = f"“{names[edge.source]}” leads to “{names[edge.target]}”."
        yield Property(words, DRAW, {"way": {"from": str(edge.source), "to": str(edge.target)}, "say": words})


def _described(node: Node) -> str:
    """What the node does; where its own words tell it, what it is, since words are no check."""
    kind = KINDS[node.type]
    words = kind.describe(node.params)
    fields = (getattr(node.params, field.name) for field in kind.form() if field.control in _WRITTEN)
    own = next((text for each in fields if each and words.startswith(text := " ".join(str(each).split()))), None)
    return words if own is None else f"{kind.title}{words.removeprefix(own)}"


def _set(settings: Settings) -> Iterator[Property]:
    given = settings.model_dump(mode="json", by_alias=True, exclude_none=True)
    usual = Settings().model_dump(mode="json", by_alias=True, exclude_none=True)
    for name, value in given.items():
        if value == usual.get(name):
            continue
        for path, rule, words in _rules(name, value):
            yield Property(words, SETTINGS, {"setting": path, "value": rule, "say": words})


def _rules(name: str, value: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    spoken = name.replace("_", " ")
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{name}.{key}", {"is": inner}, f"Settings: {spoken}, {key}: {inner}."
    elif isinstance(value, list):
        events = [each["event"] for each in value if isinstance(each, dict) and "event" in each]
        for event in events:
            yield name, {"mentions": event}, f"Settings: {spoken} by “{event}”."
        if not events:
            yield name, {"filled": True}, f"Settings: {spoken}."
    else:
        yield name, {"is": value}, f"Settings: {spoken}: {value}."


def _asked(model: Scenario) -> Iterator[Property]:
    def asked(id_: str, question: str, figure: dict[str, Any]) -> Property:
        return Property(question, RUN, {"question": question, "id": id_, "answer": figure})

    yield asked("entered", "How many customers enter?", {"entered": "customers"})
    forms = forms_of(_forms(model))
    for node in model.nodes:
        if node.type in CHANNELS and is_alone(model, str(node.id), forms):
            which = _which(model, node, forms)
            yield asked(f"sent_{node.id}"[:64], f"How often is {which} sent?", {"at": str(node.id), "count": "sent"})
    for goal in model.settings.goals:
        figure = {"converted": "", "counted": "customers"}
        yield asked(f"goal_{goal.id}"[:64], f"How many customers reach the goal “{goal.id}”?", figure)
        return  # students may call their goals otherwise: all of them are counted


def _which(model: Scenario, node: Node, forms: Forms) -> str:
    """`“Reminder”`, of several alike `“Reminder”, e-mail 2 of 3 on its way,`."""
    name, form = f"“{label_of(node)}”", forms[str(node.id)]
    if form.place is None:
        return name
    like = nodes_of(model, str(node.id), {**forms, str(node.id): form.model_copy(update={"place": None})})
    return f"{name}, {CHANNELS[node.type].word} {form.place} of {len(like)} on its way,"


def _forms(model: Scenario) -> dict[str, dict[str, Any]]:
    """The nodes by their names, as far as they can be told apart."""
    return told_apart(model, {str(node.id): _form(node) for node in model.nodes})


def _form(node: Node) -> dict[str, Any]:
    """The node as the lesson looks for it: its kind, and what is set on it other than texts."""
    kind = KINDS[node.type]
    controls = {field.name: field.control for field in kind.form()}
    values = node.params.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)
    rules: dict[str, Any] = {}
    for name, value in values.items():
        control = controls.get(name)
        if control in _WRITTEN or control is Control.MESSAGE:
            continue
        if control is Control.DURATION:
            rules[name] = {"from": value, "to": value}
        elif isinstance(value, str | int | float | bool):
            rules[name] = {"is": value}
        elif value:
            rules[name] = {"filled": True}
    return {"kind": node.type, "params": rules}
