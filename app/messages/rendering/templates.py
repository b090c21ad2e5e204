"""The texts of messages: checked before a run, rendered for one customer on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2.exceptions import TemplateError

from app.errors import AppError, Problem
from app.messages.rendering.budget import BUDGET_KEY, CUSTOMS_KEY, USUAL_CUSTOMS, Budget, Customs, RenderingError
from app.messages.rendering.environment import compiled, flaws_in
from app.messages.rendering.values import plain
from app.nodes.catalogue import KINDS
from app.numbers import number
from app.scenario.graph import Node, Scenario

LONGEST_OUTPUT = 500_000


def template_problems(scenario: Scenario) -> tuple[Problem, ...]:
    """Everything wrong in the templates of the scenario's messages, each with its node and field."""
    return tuple(problem for index, node in enumerate(scenario.nodes) for problem in problems_of(node, index))


def problems_of(node: Node, index: int = 0) -> tuple[Problem, ...]:
    """Everything wrong in the templates of one node."""
    return tuple(found for field in KINDS[node.type].templates for found in _problems_of(node, index, field))


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text with its placeholders filled in; `shown` are those that were reached, `empty` those without a value.

    A placeholder is named by its place among `placeholders_in` the template.
    """

    text: str
    shown: frozenset[int]
    empty: frozenset[int]


def render(text: str, values: Mapping[str, object], *, autoescape: bool, customs: Customs = USUAL_CUSTOMS) -> str:
    """The text with its placeholders filled in; values that are missing render empty.

    `values` are groups by name, such as `customer` and `entry`, of plain data. `autoescape` is for HTML. AppError with
    all problems if `text` is no template for messages, or if it does too much.
    """
    return rendered(text, values, autoescape=autoescape, customs=customs).text


def rendered(
    text: str, values: Mapping[str, object], *, autoescape: bool, customs: Customs = USUAL_CUSTOMS
) -> Rendered:
    """What `render` gives, and which placeholders had nothing to show."""
    template = compiled(text, autoescape=autoescape)
    try:
        given = {name: plain(value) for name, value in values.items()}
    except RenderingError as fault:
        raise AppError(f"The message cannot be shown: {fault}.") from fault
    budget = Budget()
    try:
        shown = _collected(template.generate({**given, BUDGET_KEY: budget, CUSTOMS_KEY: customs}))
        return Rendered(shown, frozenset(budget.shown), frozenset(budget.empty))
    except RenderingError as fault:
        raise AppError(f"The message cannot be shown: {fault}.") from fault
    except ZeroDivisionError as error:
        raise AppError("The message cannot be shown: it divides by zero.") from error
    except (TemplateError, TypeError, ValueError, OverflowError) as error:
        raise AppError(
            "The message cannot be shown: it has a text where a number belongs, or the other way."
        ) from error


def _collected(pieces: Iterator[str]) -> str:
    kept: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST_OUTPUT:
            raise RenderingError(f"it grows longer than {number(LONGEST_OUTPUT)} characters")
        kept.append(piece)
    return "".join(kept)


def _problems_of(node: Node, index: int, field: str) -> Iterator[Problem]:
    text = getattr(node.params, field, None)
    if not isinstance(text, str):
        return
    for flaw in flaws_in(text):
        message = f"The {field}, line {flaw.line}: {flaw.message}"
        yield Problem(flaw.code, message, where=f"nodes[{index}].params.{field}", node=node.id, field=field)
