"""The user's own templates as files: out to pass on, and in from elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from app.errors import AppError
from app.guides.naming import Naming, named
from app.guides.own_templates import keep_template
from app.guides.passed_files import read_passed, says_format, text_of
from app.guides.templates import ABOUT, CASES, SCENARIO, STAGES, About, Template, template_tree
from app.nodes.document import Document, Id
from app.scenario.files import parse_scenario
from app.scenario.reading import read_document
from app.scenario.tree import read_tree

FORMAT = "rehearse/template"
VERSION = 1
_OWN = "own"


class _File(Document):
    """A template as one file: the documents of its folder, and its cases as they are written."""

    format: Literal["rehearse/template"]
    version: Literal[1]
    about: dict[str, Any]
    scenario: dict[str, Any]
    cases: dict[Id, str] = {}


def holds_template(path: Path) -> bool:
    """Whether a file is a template, by its name and how it begins."""
    return says_format(path, FORMAT)


def dump_template(template: Template) -> str:
    """The template with its cases as one file; AppError where its folder cannot be read."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "about": read_tree(text_of(template.folder / ABOUT), f"{template.folder / ABOUT}"),
        "scenario": template_tree(template.folder),
        "cases": {path.stem: text_of(path) for path in sorted((template.folder / CASES).glob("*.json"))},
    }
    made, problems = read_document(_File, document)
    if made is None:
        raise AppError(f"The template “{template.title}” cannot be passed on as it is:", problems)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def receive_template(content: bytes, source: str) -> Template:
    """Keep the template of that file among the user's; AppError says all that is wrong with it, and nothing is kept."""
    file, _ = read_passed(_File, content, source, VERSION, "template")
    about, problems = read_document(About, file.about, "about")
    if about is None:
        raise AppError(f"{source} does not describe a template:", problems)
    if about.stage not in STAGES:
        raise AppError(f"{source} does not describe a template: there is no stage “{about.stage}”.")
    names = Naming(about.names.events, about.names.attributes, about.names.properties)
    parse_scenario(json.dumps(named(file.scenario, names)), f"The scenario of {source}")
    cases = {f"{CASES}/{name}.json": text for name, text in file.cases.items()}
    return keep_template(about.title, {SCENARIO: file.scenario, ABOUT: {**file.about, "stage": _OWN}}, cases)
