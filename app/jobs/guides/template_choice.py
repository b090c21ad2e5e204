"""Which templates can be run over a dataset, what the others need, and what the user says that the data call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.data.assembling.fingerprint import signed
from app.data.dataset import Dataset, Roles, Schema
from app.errors import Problem
from app.guides.adapting import Adapted, Need, adapted
from app.guides.naming import ATTRIBUTE, EVENT
from app.guides.templates import Template, all_templates
from app.jobs.datasets.dataset_changes import replace_dataset
from app.jobs.runs.checking import all_problems
from app.nodes.channel import CHANNELS
from app.progress import Progress, silent
from app.workspace.store import Workspace


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a template comes to over a dataset: as it can be run, what keeps it from that, and what is not known."""

    adapted: Adapted
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Whether it can be run as it is."""
        return not self.adapted.missing and not self.problems

    @property
    def words(self) -> str:
        """As in: Ready; or: Needs an event for “cart”."""
        if self.adapted.missing:
            return "Needs " + " and ".join(need.words for need in self.adapted.missing)
        return f"To mend: {self.problems[0].message}" if self.problems else "Ready"

    @property
    def details(self) -> tuple[str, ...]:
        """What it does without, and what nobody can know from these data, a sentence each."""
        return (*self.adapted.left_out, *self.unknown)


def readiness_of(template: Template, dataset: Dataset) -> Readiness:
    """What the template comes to over the dataset."""
    made, schema = adapted(template, dataset), dataset.schema()
    unknown = tuple(sentence for key in template.channels for sentence in _unknown_of(key, schema))
    return Readiness(made, all_problems(made.scenario, schema), unknown)


def readiness_of_all(dataset: Dataset) -> Mapping[str, Readiness]:
    """What each template comes to over the dataset, by its id."""
    return {template.id: readiness_of(template, dataset) for template in all_templates()}


def templates_that_fit(dataset: Dataset) -> tuple[Adapted, ...]:
    """The templates, adapted, of which the dataset has every event and which nothing then keeps from being run."""
    return tuple(each.adapted for each in readiness_of_all(dataset).values() if each.is_ready)


def offered_for(need: Need, dataset: Dataset) -> tuple[str, ...]:
    """What the data have that could be meant: events by how often, else attributes or properties."""
    schema = dataset.schema()
    if need.kind == EVENT:
        return tuple(sorted(schema.events, key=lambda name: (-schema.events[name], name)))
    return tuple(schema.attributes if need.kind == ATTRIBUTE else schema.properties)


def remember_roles(
    workspace: Workspace, name: str, dataset: Dataset, chosen: Mapping[Need, str], progress: Progress = silent
) -> Dataset:
    """Keep in the dataset of that name what the user says that it calls it, and return it so."""
    roles = Roles(
        _with(dataset.roles.attributes, chosen, ATTRIBUTE),
        _with(dataset.roles.events, chosen, EVENT),
        _with(dataset.roles.properties, chosen, "property"),
    )
    return replace_dataset(workspace, name, signed(replace(dataset, roles=roles)), progress)


def _with(roles: Mapping[str, str], chosen: Mapping[Need, str], kind: str) -> dict[str, str]:
    return {**roles, **{need.role: name for need, name in chosen.items() if need.kind == kind}}


def _unknown_of(channel_key: str, schema: Schema) -> Sequence[str]:
    """Whom nobody can know to be reached by a channel, or to have agreed to it."""
    channel, roles = CHANNELS[channel_key], schema.roles.attributes
    found = []
    if channel.address_role not in roles:
        found.append(f"The data do not say who has {channel.address_words}: everybody is taken to have one.")
    if channel.asks_consent and channel.consent_role not in roles:
        found.append(f"The data do not say who agreed to {channel.words}: everybody is taken to have agreed.")
    return found
