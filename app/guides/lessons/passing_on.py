"""A lesson of one's own as a file: out to a class, and in from a trainer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from app.errors import AppError
from app.guides.lessons.lesson import LESSON, START, TEXTS, Lesson, all_lessons, own_folder, read_lesson
from app.guides.own_folders import keep_folder, remove_folder
from app.guides.passed_files import read_passed, says_format, text_of
from app.nodes.document import Document, Id
from app.scenario.reading import read_document
from app.scenario.tree import read_tree

FORMAT = "rehearse/lesson"
VERSION = 1
_CASES = "cases"


class _File(Document):
    """A lesson as one file: the documents of its folder, its texts and its cases; the model it was made of stays."""

    format: Literal["rehearse/lesson"]
    version: Literal[1]
    id: Id
    lesson: dict[str, Any]
    texts: dict[Id, str]
    start: dict[str, Any] | None = None
    cases: dict[Id, str] = {}


def holds_lesson(path: Path) -> bool:
    """Whether a file is a lesson, by its name and how it begins."""
    return says_format(path, FORMAT)


def dump_lesson(lesson: Lesson) -> str:
    """The lesson as one file, without the model that solves it; AppError where its folder cannot be read."""
    folder = lesson.folder
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "id": lesson.id,
        "lesson": read_tree(text_of(folder / LESSON), f"{folder / LESSON}"),
        "texts": {step.id: text_of(folder / TEXTS / f"{step.id}.txt") for step in lesson.steps},
    }
    if lesson.start is not None:
        document["start"] = read_tree(text_of(folder / START), f"{folder / START}")
    cases = {path.stem: text_of(path) for path in sorted((folder / _CASES).glob("*.json"))}
    made, problems = read_document(_File, {**document, "cases": cases})
    if made is None:
        raise AppError(f"The lesson “{lesson.title}” cannot be passed on as it is:", problems)
    return json.dumps({**document, "cases": cases}, ensure_ascii=False, indent=2) + "\n"


def receive_lesson(content: bytes, source: str) -> Lesson:
    """Keep the lesson of that file among one's own; AppError says all that is wrong with it, and nothing is kept.

    It has the name that the trainer's has, by which the workspaces of a class are checked: what is there already as it
    stands in the file stays the one.
    """
    file, tree = read_passed(_File, content, source, VERSION, "lesson")
    there = next((lesson for lesson in all_lessons() if lesson.id == file.id and lesson.is_own), None)
    if there is not None and json.loads(dump_lesson(there)) == tree:
        return there
    folder = keep_folder(own_folder(), file.id, {lesson.id for lesson in all_lessons()}, _files(file), "lesson")
    try:
        return read_lesson(folder, is_own=True)
    except AppError as error:
        remove_folder(folder)
        raise AppError(f"{error}".replace(f"{folder / LESSON}", source).replace(f"{folder}", source)) from error


def _files(file: _File) -> dict[str, str]:
    files = {LESSON: _written(file.lesson)}
    files |= {f"{TEXTS}/{name}.txt": text for name, text in file.texts.items()}
    if file.start is not None:
        files[START] = _written(file.start)
    return files | {f"{_CASES}/{name}.json": text for name, text in file.cases.items()}


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
