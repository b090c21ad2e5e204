"""Conditions as rows: postfix code, and a table for each kind of test."""

from __future__ import annotations

from dataclasses import dataclass

from app.runtime.program.row_layout import Flag, Float, Int


@dataclass(slots=True)
class CodeRow:
    """A step of a condition's code: the operation, and a row of its table or the step to jump to."""

    op: Int
    operand: Int


@dataclass(slots=True)
class SelectorRow:
    """Events by name and `where`, settled in `class_selects` but for the clauses that depend on now or on a draw."""

    first: Int
    size: Int
    first_drawn: Int
    drawn: Int


@dataclass(slots=True)
class DrawnRow:
    """A test of a property whose value a modelled event draws (`property`), as a number."""

    property: Int
    number_test: Int


@dataclass(slots=True)
class RecentRow:
    """`in_last` or, `ahead`, `in_next`: a column of moments that has to lie within a span of now."""

    column: Int
    span: Int
    ahead: Flag


@dataclass(slots=True)
class IntervalRow:
    """The numbers from `low` to `high`, both included."""

    low: Float
    high: Float


@dataclass(slots=True)
class NumberTestRow:
    """Holds for numbers in one of the intervals, or, `negated`, for all others and the missing one.

    A count that has reached `enough` holds or fails whatever comes on top.
    """

    first: Int
    size: Int
    negated: Flag
    enough: Float


@dataclass(slots=True)
class AttributeTestRow:
    """A test of an attribute: the field that may overwrite it, and the bits of that field's values.

    They begin at `first`; those of the next zone `stride` further on. `number_test` is for drawn values.
    """

    field: Int
    first: Int
    stride: Int
    number_test: Int


@dataclass(slots=True)
class NumbersRow:
    """A column of numbers of events: the property, as modelled events draw it, or -1."""

    property: Int


@dataclass(slots=True)
class MomentsRow:
    """A column of moments of customers: the field that may overwrite it, or -1."""

    field: Int


@dataclass(slots=True)
class EventTestRow:
    """What the customer did: a measure over selected events of the history, tested as a number."""

    selector: Int
    since: Int
    within: Int
    match_key: Flag
    measure: Int
    column: Int
    number_test: Int


@dataclass(slots=True)
class ScoreTestRow:
    """A score tested as a number."""

    score: Int
    number_test: Int


@dataclass(slots=True)
class SequenceRow:
    """Selectors (`first`, `size` in `steps`) that events match one after another."""

    first: Int
    size: Int
    since: Int
    within: Int


@dataclass(slots=True)
class MessageTestRow:
    """One of the `states` (bits) holds of the instance's message."""

    message: Int
    states: Int
