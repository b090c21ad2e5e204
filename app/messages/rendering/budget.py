"""What one rendering may cost: steps, lengths of texts and lists, sizes of numbers; counted, never timed."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2.runtime import Context

from app.numbers import number

MOST_STEPS = 1_000_000
LONGEST_TEXT = 100_000
LONGEST_LIST = 1_000
LARGEST_NUMBER = 10**15
BUDGET_KEY = "_budget"
CUSTOMS_KEY = "_customs"


class RenderingError(ValueError):
    """What a template does and may not, found while rendering; its text ends a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Customs:
    """The locale by whose customs a message writes numbers and dates, and the currency of amounts that name none.

    They are the message's own, never those of the machine that renders it.
    """

    locale: str = "en"
    currency: str = ""


USUAL_CUSTOMS = Customs()


@dataclass(slots=True)
class Budget:
    """The steps that are left to one rendering; a step is about one node of the template or one character handled.

    `shown` are the placeholders that were reached, by their place in the template, and `empty` those of them that had
    nothing to show.
    """

    left: int = MOST_STEPS
    shown: set[int] = field(default_factory=set)
    empty: set[int] = field(default_factory=set)

    def spend(self, steps: int) -> None:
        """Take the steps away; RenderingError when there are not enough."""
        self.left -= steps
        if self.left < 0:
            raise RenderingError("it does too much: shorten its loops and texts")


def budget_of(context: Context) -> Budget:
    """The budget of the rendering that the context belongs to."""
    budget = context.resolve(BUDGET_KEY)
    if not isinstance(budget, Budget):
        raise TypeError("a template was rendered without a budget")
    return budget


def customs_of(context: Context) -> Customs:
    """The customs of the rendering that the context belongs to."""
    customs = context.resolve(CUSTOMS_KEY)
    return customs if isinstance(customs, Customs) else USUAL_CUSTOMS


def weight(value: object) -> int:
    """What handling a value once costs, in steps."""
    if isinstance(value, str):
        return 1 + len(value)
    if isinstance(value, (list, tuple)):
        return 1 + sum(map(weight, value))
    return 1 + sum(map(weight, value.values())) if isinstance(value, dict) else 1


def bounded(text: str) -> str:
    """The text, if it is not too long."""
    refuse_longer(len(text))
    return text


def refuse_longer(length: int) -> None:
    """RenderingError for a text that is, or would become, too long."""
    if length > LONGEST_TEXT:
        raise RenderingError(f"a text in it grows longer than {number(LONGEST_TEXT)} characters")
