"""Which templates can be run over a dataset, what the others need, and what the user says that the data call it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.data.assembling.fingerprint import signed
from app.data.dataset import Dataset, Roles, Schema
from app.errors import Problem
from app.guides.adapting import POOL, Adapted, Need, adapted
from app.guides.entry_values import DATES, dates_of, is_date
from app.guides.naming import ATTRIBUTE, EVENT, PROPERTY
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


@dataclass(frozen=True, slots=True)
class Offer:
    """What could be meant: its name, what it would answer, and of which event it is where that was not asked."""

    need: Need
    name: str
    of: str = ""


def offered_for(need: Need, made: Adapted, dataset: Dataset) -> tuple[Offer, ...]:
    """What the data have that could be meant: events by how often, else attributes, properties or pools.

    For a date of customers it may be one that stands on the events by which the scenario is entered.
    """
    schema = dataset.schema()
    if need.kind == EVENT:
        return tuple(Offer(need, name) for name in sorted(schema.events, key=lambda name: (-schema.events[name], name)))
    if need.kind != ATTRIBUTE:
        return tuple(Offer(need, name) for name in (schema.pools if need.kind == POOL else schema.properties))
    if not is_date(need.role):
        return tuple(Offer(need, name) for name in schema.attributes)
    dated = (Offer(need, name) for name, type_ in schema.attributes.items() if type_ in DATES)
    said = dates_of(made.entries, dataset)
    return (*dated, *(Offer(replace(need, kind=PROPERTY), name, " or ".join(made.entries)) for name in said))


def advice_for(needs: Sequence[Need], made: Adapted, dataset: Dataset) -> tuple[str, ...]:
    """What to import where nothing in the data can be what a date is asked for, a sentence each."""
    dates = [need for need in needs if need.kind == ATTRIBUTE and is_date(need.role)]
    also = f" or of “{'” and “'.join(made.entries)}”" if made.entries else ""
    return tuple(
        f"No date of customers{also} can be “{need.said}”: import one that is."
        for need in dates
        if not offered_for(need, made, dataset)
    )


def remember_roles(
    workspace: Workspace, name: str, dataset: Dataset, chosen: Mapping[Need, str], progress: Progress = silent
) -> Dataset:
    """Keep in the dataset of that name what the user says that it calls it, and return it so."""
    roles = Roles(
        _with(dataset.roles.attributes, chosen, ATTRIBUTE),
        _with(dataset.roles.events, chosen, EVENT),
        _with(dataset.roles.properties, chosen, PROPERTY),
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
