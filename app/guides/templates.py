"""The scenarios to start from: those that come with the product, and the user's own.

A template is a folder: `scenario.json`, in which what a dataset calls differently is named by its role
(`{"role": "purchase"}`), `about.json`, and `cases/` of what happens to whom.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from app.errors import AppError
from app.guides.naming import Naming, named
from app.nodes.channel import CHANNELS
from app.nodes.document import Document
from app.resources import resource
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario
from app.scenario.reading import read_document
from app.scenario.tree import read_tree

SCENARIO, ABOUT, CASES = "scenario.json", "about.json", "cases"
STAGES: Mapping[str, str] = {
    "lead": "Leads",
    "welcome": "New here",
    "first_order": "Before an order",
    "loyalty": "After an order",
    "win_back": "Drifting away",
    "service": "Service",
    "own": "Your own",
}
"""The stages of a customer's life, and what they are called."""
_PLAIN_NODE: Mapping[str, Any] = {"label": "", "at": [0, 0], "params": {}}
_ORDER = (
    "abandoned_cart",
    "cart_everywhere",
    "welcome",
    "win_back",
    "browse",
    "double_opt_in",
    "post_purchase",
    "second_purchase",
    "cross_sell",
    "replenishment",
    "vip",
    "birthday",
    "back_in_stock",
    "sunset",
    "lead_nurture",
    "trial_to_paid",
    "appointment_reminder",
)


class _Names(Document):
    """What events, attributes and properties of a role are called where no dataset says it."""

    events: dict[str, str] = {}
    attributes: dict[str, str] = {}
    properties: dict[str, str] = {}


class About(Document):
    """`about.json`, as the file holds it."""

    title: str
    summary: str
    stage: str = "own"
    goal: str = ""
    why: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    sample: str = ""
    names: _Names = _Names()
    optional: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Template:
    """A scenario to start from, and what is said of it.

    `stage` is one of STAGES. `why` gives the reasons of its timings, a sentence each, `needs` what the data cannot say.
    `sample` is the bundled dataset that it fits as it is. `optional` are nodes that it can do without where the data do
    not answer what they ask, and the port whose way is kept then. `names` is what it calls things of a role by itself.
    """

    id: str
    title: str
    summary: str
    folder: Path
    stage: str = "own"
    goal: str = ""
    why: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    sample: str = ""
    names: Naming = field(default_factory=Naming)
    optional: Mapping[str, str] = field(default_factory=dict)
    channels: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether the user saved it."""
        return self.stage == "own"


def own_folder() -> Path:
    """Where the user's own templates stand; whoever puts a folder of that form there has one more."""
    return user_data_path("rehearse") / "templates"


@cache
def bundled_templates() -> tuple[Template, ...]:
    """Those that come with the product, in the order in which they are offered."""
    return tuple(read_template(resource("templates", name)) for name in _ORDER)


def all_templates() -> tuple[Template, ...]:
    """The bundled ones, then the user's own by title; a folder that cannot be read is none."""
    own = [read for _, read in _own() if isinstance(read, Template)]
    return (*bundled_templates(), *sorted(own, key=lambda template: template.title.casefold()))


def unreadable_templates() -> dict[str, str]:
    """What is wrong with folders among the user's own templates that are none, in words, by the folder's name."""
    return {folder.name: str(read) for folder, read in _own() if isinstance(read, AppError)}


def _own() -> Iterator[tuple[Path, Template | AppError]]:
    """The folders of the user's own, each with its template or with what is wrong with it; hidden ones are none."""
    taken = {template.id for template in bundled_templates()}
    for folder in sorted(own_folder().glob("[!.]*/")):
        if folder.name in taken:
            yield folder, AppError(f"{folder} is called like a template that comes with Rehearse; rename the folder.")
            continue
        try:
            template = read_template(folder)
            _load_own(template)
        except AppError as error:
            yield folder, error
        else:
            yield folder, template


def template_of(template_id: str) -> Template:
    """The template of that id; AppError if there is none."""
    found = next((template for template in all_templates() if template.id == template_id), None)
    if found is None:
        raise AppError(f"There is no template '{template_id}'.")
    return found


def read_template(folder: Path) -> Template:
    """The template in a folder; AppError where it is none."""
    path = folder / ABOUT
    about, problems = read_document(About, read_tree(_text(path), f"{path}"))
    if about is None or about.stage not in STAGES:
        raise AppError(f"{path} does not describe a template:", problems)
    nodes = template_tree(folder).get("nodes", [])
    types = [node.get("type") for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []
    return Template(
        id=folder.name,
        title=about.title,
        summary=about.summary,
        folder=folder,
        stage=about.stage,
        goal=about.goal,
        why=about.why,
        needs=about.needs,
        sample=about.sample,
        names=Naming(about.names.events, about.names.attributes, about.names.properties),
        optional=about.optional,
        channels=tuple(channel for channel in CHANNELS if channel in types),
    )


def template_tree(folder: Path) -> dict[str, Any]:
    """The scenario of the template in that folder, with its roles, as its file holds it or may leave it out."""
    path = folder / SCENARIO
    tree = read_tree(_text(path), f"{path}")
    if not isinstance(tree, dict):
        raise AppError(f"{path} is not a scenario.")
    tree = {"settings": {}, "nodes": [], "edges": [], **tree}
    if isinstance(tree["nodes"], list):
        tree["nodes"] = [{**_PLAIN_NODE, **node} if isinstance(node, dict) else node for node in tree["nodes"]]
    return tree


def load_template(template_id: str) -> Scenario:
    """The template's scenario in its own names; AppError if there is no such template."""
    template = template_of(template_id)
    return _load_own(template) if template.is_own else _load_bundled(template_id)


@cache
def _load_bundled(template_id: str) -> Scenario:
    return _load_own(template_of(template_id))


def _load_own(template: Template) -> Scenario:
    tree = named(template_tree(template.folder), template.names)
    return parse_scenario(json.dumps(tree), f"The template '{template.id}'")


def _text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AppError(f"{path} cannot be read: {error.strerror}.") from error
