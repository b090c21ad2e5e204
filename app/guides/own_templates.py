"""The user's own templates: a scenario saved as one, in the words of roles where its dataset knows them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.data.dataset import Roles
from app.errors import AppError
from app.guides.naming import ATTRIBUTE, EVENT, PROPERTY, Mention, renamed
from app.guides.own_folders import keep_folder, put_folder, remove_folder
from app.guides.templates import ABOUT, SCENARIO, Template, all_templates, own_folder, read_template
from app.scenario.files import dump_scenario
from app.scenario.graph import Scenario

_NO_SUMMARY = "A template of yours."
_WHAT = "template"


@dataclass(frozen=True, slots=True)
class RemovedTemplate:
    """A template of the user's that was removed, and the files that made it."""

    template: Template
    files: Mapping[str, bytes]


def save_as_template(scenario: Scenario, title: str, roles: Roles | None = None) -> Template:
    """Keep the scenario among the user's templates; what the roles tell is asked of other data by its role.

    AppError where it cannot be written.
    """
    by_name = _Meanings(roles or Roles())
    tree = by_name.in_roles({**json.loads(dump_scenario(scenario)), "name": title})
    about = {
        "title": title,
        "summary": scenario.description.partition("\n")[0].strip() or _NO_SUMMARY,
        "names": {"events": by_name.of(EVENT), "attributes": by_name.of(ATTRIBUTE), "properties": by_name.of(PROPERTY)},
    }
    return keep_template(title, {SCENARIO: tree, ABOUT: about})


def keep_template(title: str, documents: Mapping[str, Any], texts: Mapping[str, str] | None = None) -> Template:
    """One more template of the user's, of documents and texts by their paths; AppError where it cannot be written."""
    files = {name: json.dumps(each, ensure_ascii=False, indent=2) + "\n" for name, each in documents.items()}
    return read_template(_keep(title, {**files, **(texts or {})}))


def remove_template(template: Template) -> RemovedTemplate:
    """Forget a template of the user's; AppError where it cannot be removed, or is none of theirs."""
    if not template.is_own:
        raise AppError(f"The template “{template.title}” comes with Rehearse and stays.")
    return RemovedTemplate(template, remove_folder(template.folder))


def restore_template(removed: RemovedTemplate) -> Template:
    """Bring a removed template back as it was, by another id where its own was taken; AppError where that fails."""
    template = removed.template
    is_taken = template.id in {each.id for each in all_templates()} or template.folder.exists()
    if is_taken:
        return read_template(_keep(template.title, removed.files))
    return read_template(put_folder(template.folder, removed.files, _WHAT))


def _keep(title: str, files: Mapping[str, str | bytes]) -> Path:
    return keep_folder(own_folder(), title, {each.id for each in all_templates()}, files, _WHAT)


class _Meanings:
    """What names mean, and which were used."""

    def __init__(self, roles: Roles) -> None:
        given = {EVENT: roles.events, ATTRIBUTE: roles.attributes, PROPERTY: roles.properties}
        self._roles = {kind: {name: role for role, name in named.items()} for kind, named in given.items()}
        self._used: dict[str, dict[str, str]] = {kind: {} for kind in given}

    def of(self, kind: str) -> Mapping[str, str]:
        """The names by role that were met."""
        return self._used[kind]

    def in_roles(self, tree: dict[str, Any]) -> dict[str, Any]:
        """The scenario with roles for the names that have one."""
        spoken: dict[str, Any] = renamed(tree, self._by_role)
        settings = spoken.get("settings", {})
        for holder, key in (
            *((goal, "value") for goal in settings.get("goals", [])),
            (settings.get("reentry", {}), "key"),
        ):
            if isinstance(holder.get(key), str):
                holder[key] = self._by_role(Mention(PROPERTY, "", holder[key]))
        return spoken

    def _by_role(self, mention: Mention) -> Any:
        role = self._roles[mention.kind].get(mention.name)
        if role is None:
            return mention.name
        self._used[mention.kind][role] = mention.name
        return {"role": role}
