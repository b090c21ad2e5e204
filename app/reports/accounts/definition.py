"""Accounts: the companies that customers belong to, with what they did, their scores and what they may buy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.errors import AppError, Problem
from app.nodes.conditions import Step, Where
from app.nodes.words.sentences import where_sentence
from app.reports.accounts.figures import AccountsFigures
from app.reports.accounts.grouping import accounts_of, domains_of
from app.reports.accounts.totals import totals_of
from app.reports.by_customer.counting import EARLIEST, Which, Within, any_event, did, instants, of_names, with_text
from app.reports.counting.kept import kept_among
from app.reports.crm.opportunities import opportunities_of
from app.reports.crm.sources import sources_of
from app.reports.crm.way import Longs, Way, way_of
from app.reports.definition.event_conditions import Conditions, conditions_document, conditions_of
from app.reports.definition.matching import clauses_problems, matching, matching_any, step_problems
from app.reports.definition.recorded_definition import RecordedDefinition

Floats = NDArray[np.float64]
TOUCH = ""
"""Under which the conditions on touches stand."""


@dataclass(frozen=True, slots=True)
class AccountsDefinition(RecordedDefinition):
    """The attributes that name an account, the properties that make a touch, a score, and an opportunity.

    `score` is a property whose last value counts, else an attribute. `passive` are events that are no activity of the
    account, such as e-mails that were sent to it. `zone` is that of the days. `where` are conditions on touches (under
    "") and on the events that are no activity.
    """

    way: Way
    company: str = ""
    email: str = ""
    touch: tuple[str, ...] = ()
    score: str = ""
    passive: tuple[str, ...] = ()
    zone: str = ""
    where: Conditions = ()

    def _in_words(self) -> str:
        """The definition in sentences."""
        by = [f"the {self.company} that a customer names"] if self.company else []
        if self.email:
            other = "that most others at the domain of their address name, else that domain"
            by.append(
                f"the one {other}; free mailers left out"
                if by
                else "the domain of their address, free mailers left out"
            )
        like = where_sentence(conditions_of(self.where, TOUCH)).replace(" with ", ", ", 1)
        touch = f" Touches are events with a {' or '.join(self.touch)}{like}." if self.touch else ""
        score = f" Score is the last {self.score} of each customer, summed, and the highest." if self.score else ""
        idle = ", ".join(f"“{name}”{where_sentence(conditions_of(self.where, name))}" for name in self.passive)
        passive = f" Not counted as activity: {idle}." if idle else ""
        money = (
            f" Open pipeline is the amount of opportunities that are neither won nor lost{self._deals()}."
            if self.way.opportunity
            else ""
        )
        return f"An account is {', else '.join(by)}.{touch}{score}{money} Days are those of {self.zone}.{passive}"

    def _deals(self) -> str:
        """Which events open and end them, where these have to be of a kind."""
        roles = [role for role in ("opportunity", "won", "lost") if self.way.event(role)]
        if not any(conditions_of(self.way.where, role) for role in roles):
            return ""
        return f" ({', '.join(f'{role} is {self.way.event_words(role)}' for role in roles)})"

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {
            **conditions_document(self.where),
            "way": self.way.to_document(),
            "company": self.company,
            "email": self.email,
            "touch": list(self.touch),
            "score": self.score,
            "passive": list(self.passive),
            "zone": self.zone,
        }


def proposed_accounts(dataset: Dataset) -> AccountsDefinition | None:
    """By the companies or addresses of the data; None where it has neither."""
    attributes, properties, events = (getattr(dataset.roles, kind) for kind in ("attributes", "properties", "events"))
    known = {role: attributes.get(role, "") for role in ("company", "email")}
    named = {
        role: name for role, name in known.items() if _is_text(dataset, name) and dataset.attributes[name].filled.any()
    }
    if not named:
        return None
    score = properties.get("score") or attributes.get("score", "")
    sent = events.get("email_sent", "")
    passive = (sent,) if sent in dataset.schema().events else ()
    return AccountsDefinition(way_of(dataset), **named, touch=sources_of(dataset), score=score, passive=passive)


def accounts(dataset: Dataset, definition: AccountsDefinition) -> AccountsFigures:
    """Every account; AppError names all that is wrong with the definition."""
    definition = replace(definition, zone=definition.zone or dataset.timezone)
    if problems := _problems(dataset, definition):
        raise AppError("The accounts cannot be worked out.", problems)
    names, code = _accounts(dataset, definition.company, definition.email)
    deals = opportunities_of(dataset, definition.way)
    many = len(names) + 1  # the last is of those who have none
    place = np.where(code >= 0, code, len(names))
    score = _scores(dataset, definition.score)
    touched = _touches(dataset, definition.touch, conditions_of(definition.where, TOUCH))
    totals = totals_of(place, many, touched, score, _last(dataset, definition), deals)
    currency = dataset.roles.property_currencies.get(definition.way.amount, "")
    return AccountsFigures(definition, dataset.customer_ids, names, place, totals, currency)


def _accounts(dataset: Dataset, company: str, email: str) -> tuple[tuple[str, ...], Longs]:
    """The accounts and that of each customer, worked out once for these two columns."""
    column = dataset.attributes.get(email)

    def made() -> tuple[tuple[str, ...], Longs]:
        domains = None
        if column is not None:
            domains = dataset.kept(("domains of accounts", email), lambda: domains_of(column))
        return accounts_of(dataset.attributes.get(company), domains, dataset.customer_count)

    return dataset.kept(("accounts", company, email), made)


def _touches(dataset: Dataset, by: tuple[str, ...], where: Where) -> Floats:
    """How many events of each customer have one of the properties, and are as they have to be."""
    key = (by, *(clause.model_dump_json() for clause in where))
    return kept_among(dataset, "touches of customers", key, lambda: _counted_touches(dataset, by, where))


def _counted_touches(dataset: Dataset, by: tuple[str, ...], where: Where) -> Floats:
    columns = [dataset.properties[name] for name in by]
    if len(columns) == 1 and not where and columns[0].type is ColumnType.TEXT:
        return did(dataset, with_text(columns[0]), ("count",)).count.astype(np.float64)
    there = np.zeros(dataset.event_count, np.bool_)
    for column in columns:
        there |= column.filled
    if where:
        there &= matching_any(dataset, where)
    found = Which(there.astype(np.int32), np.array([0, 0, 1], np.uint8))
    return did(dataset, found, ("count",)).count.astype(np.float64)


def _last_filled(dataset: Dataset, column: Column) -> Floats:
    last = did(dataset, any_event(dataset), ("last",), column.values, Within(least=-np.inf)).last
    return np.where(last >= 0, column.values[last] if dataset.event_count else np.nan, np.nan)


def _scores(dataset: Dataset, name: str) -> Floats | None:
    """Each customer's score, NaN for who has none; None where there are no scores."""
    if name in dataset.properties:
        column = dataset.properties[name]
        if column.type is not ColumnType.NUMBER:
            return None
        return kept_among(dataset, "last scores", name, lambda: _last_filled(dataset, column))
    attribute: Column | None = dataset.attributes.get(name)
    return None if attribute is None else attribute.values.astype(np.float64)


def _last(dataset: Dataset, definition: AccountsDefinition) -> Longs:
    """The last activity of each customer, `EARLIEST` where there was none."""

    def made() -> Longs:
        return instants(dataset, did(dataset, _active(dataset, definition), ("last",)).last, EARLIEST)

    return kept_among(dataset, "last activity", (definition.passive, repr(definition.where)), made)


def _active(dataset: Dataset, definition: AccountsDefinition) -> Which:
    """The events that are an activity; one without a name is."""
    passive = definition.passive
    if any(conditions_of(definition.where, name) for name in passive):
        is_active = np.ones(dataset.event_count, np.int32)
        for name in passive:
            is_active[matching(dataset, Step(event=name, where=conditions_of(definition.where, name)))] = 0
        return Which(is_active, np.array([0, 0, 1], np.uint8))
    active = of_names(dataset, {*map(str, dataset.names.words.to_pylist())} - {*passive})
    active.fits[0] = 1
    return active


def _is_text(dataset: Dataset, name: str) -> bool:
    return name in dataset.attributes and dataset.attributes[name].type is ColumnType.TEXT


def _problems(dataset: Dataset, definition: AccountsDefinition) -> list[Problem]:
    problems = list(definition.way.problems(dataset))
    named = {"company": definition.company, "email": definition.email}
    problems += [
        Problem("accounts-by", f"“{name}” is not a text attribute", field)
        for field, name in named.items()
        if name and not _is_text(dataset, name)
    ]
    if not any(named.values()):
        problems.append(Problem("accounts-by", "Name the attribute with the company or the e-mail address", "company"))
    unknown = [name for name in definition.touch if name not in dataset.properties]
    problems += [Problem("accounts-touch", f"“{name}” is not a property of any event", "touch") for name in unknown]
    if definition.passive:
        steps = [Step(event=name, where=conditions_of(definition.where, name)) for name in definition.passive]
        problems += step_problems(dataset, steps, [f"passive.{at}" for at in range(len(steps))])
    if like := conditions_of(definition.where, TOUCH):
        problems += clauses_problems(dataset, like, "touch")
    score = dataset.properties.get(definition.score, dataset.attributes.get(definition.score))
    if definition.score and (score is None or score.type is not ColumnType.NUMBER):
        problems.append(Problem("accounts-score", f"“{definition.score}” is not a number of the data", "score"))
    return problems
