"""Checks of conditions: names and types against the dataset, and what each place allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from app.data.columns.column import ColumnType
from app.errors import Problem
from app.nodes.channel import CHANNELS
from app.nodes.checking.comparisons import WITHOUT_VALUE, comparison_problems
from app.nodes.conditions import (
    All,
    AnyOf,
    AttributeTest,
    Condition,
    EntryTest,
    EventTest,
    InList,
    InSegment,
    LocalTime,
    MessageOutcome,
    MessageTest,
    Not,
    NumberTest,
    ScoreTest,
    Sequence,
    Where,
)
from app.nodes.kind import Surroundings
from app.nodes.problems import did_you_mean, duration_problems, problem, remark, window_problems

RECORDED_ONLY = ("message_sent", "message_skipped")
MESSAGE_EVENTS = tuple(f"message_{outcome}" for outcome in get_args(MessageOutcome))
_MESSAGE_PROPERTIES = dict.fromkeys(("node", "channel", "reason"), ColumnType.TEXT)
_WITHOUT_OF = ("count", "days_since_last")


@dataclass(frozen=True, slots=True)
class _Place:
    """What a condition may speak of where it stands."""

    around: Surroundings
    at_entry: bool
    in_exit_rule: bool
    in_scoring: bool = False

    @property
    def knows_no_instance(self) -> bool:
        """Whether nobody has entered where the condition is asked."""
        return self.at_entry or self.in_scoring

    @property
    def words(self) -> str:
        """Where that is."""
        return "In scoring" if self.in_scoring else "At an entry"


def condition_problems(
    condition: Condition,
    around: Surroundings,
    *,
    field: str,
    at_entry: bool = False,
    in_exit_rule: bool = False,
    in_scoring: bool = False,
) -> Iterator[Problem]:
    """Everything wrong with a condition; `field` is its path in the params or settings.

    Conditions of entry nodes know no instance, those of exit rules no arrival, those of scoring neither, nor an entry.
    """
    yield from _check(condition, _Place(around, at_entry, in_exit_rule, in_scoring), field)


def _check(condition: Condition, place: _Place, field: str) -> Iterator[Problem]:
    match condition:
        case All(all=parts):
            for i, part in enumerate(parts):
                yield from _check(part, place, f"{field}.all[{i}]")
        case AnyOf(any=parts):
            for i, part in enumerate(parts):
                yield from _check(part, place, f"{field}.any[{i}]")
        case Not(not_=inner):
            yield from _check(inner, place, f"{field}.not")
        case AttributeTest(attribute=name):
            yield from attribute_problems(name, place.around, f"{field}.attribute")
            yield from comparison_problems(condition, name, attribute_type(name, place.around), field)
            yield from _code_test_problems(condition, place.around, f"{field}.op")
        case EntryTest() if place.in_scoring:
            yield problem("no-instance", "Scoring belongs to no journey, so there is no entry event", f"{field}.entry")
        case EntryTest(entry=name):
            yield from property_problems(name, place.around, f"{field}.entry")
            yield from comparison_problems(condition, name, property_type(name, place.around), field)
        case ScoreTest(score=name):
            yield from name_problems(name, "score", f"{field}.score")
            yield from comparison_problems(condition, name, ColumnType.NUMBER, field)
        case InList(in_list=name):
            yield from name_problems(name, "list", f"{field}.in_list")
        case InSegment(segment=name, condition=None):
            yield from _segment_problems(name, f"{field}.segment")
        case InSegment(condition=inner) if inner is not None:
            yield from _check(inner, place, f"{field}.condition")
        case MessageTest():
            yield from _message_problems(condition, place, field)
        case LocalTime(local_time=window):
            yield from window_problems(window, "The window", f"{field}.local_time")
        case EventTest():
            yield from _event_test_problems(condition, place, field)
        case Sequence():
            yield from _sequence_problems(condition, place, field)


def _segment_problems(name: str, field: str) -> Iterator[Problem]:
    """A segment that has no name, or none of whom anything is known."""
    yield from name_problems(name, "segment", field)
    if name.strip():
        yield problem("unknown-segment", f"The workspace has no segment '{name}'", field)


def _code_test_problems(test: AttributeTest, around: Surroundings, field: str) -> Iterator[Problem]:
    if test.attribute in around.voucher_attributes and test.op not in WITHOUT_VALUE:
        words = (
            f"Which code '{test.attribute}' holds depends on the other customers; "
            "ask only whether there is one, by 'exists' or 'missing'"
        )
        yield problem("voucher-code", words, field)


def _event_test_problems(test: EventTest, place: _Place, field: str) -> Iterator[Problem]:
    yield from event_problems(test.event, place.around, f"{field}.event")
    yield from where_problems(test.where, test.event, place.around, field=f"{field}.where")
    yield from duration_problems(test.within, "The time to look back", f"{field}.within")
    yield from _since_problems(test.since, place, f"{field}.since")
    if test.match_key and place.knows_no_instance:
        yield problem(
            "no-instance",
            f"{place.words} there is no value yet by which it was entered",
            f"{field}.match_key",
        )
    elif test.match_key:
        yield from match_key_problems(place.around, f"{field}.match_key")
    if test.aggregate is None:
        yield from _count_problems(test, field)
    else:
        yield from _aggregate_problems(test, place.around, field)


def _count_problems(test: EventTest, field: str) -> Iterator[Problem]:
    needless = [key for key in ("of", "op", "value") if getattr(test, key) is not None]
    for key in needless:
        yield problem("needless-key", f"'{key}' belongs to an aggregate; say which one, like sum", f"{field}.{key}")
    if test.count is not None:
        yield from comparison_problems(test.count, f"count of {test.event}", ColumnType.NUMBER, f"{field}.count")


def _aggregate_problems(test: EventTest, around: Surroundings, field: str) -> Iterator[Problem]:
    if test.count is not None:
        yield problem("needless-key", "Either 'count' or 'aggregate', not both", f"{field}.count")
    if test.aggregate in _WITHOUT_OF:
        if test.of is not None:
            yield problem("needless-key", f"'{test.aggregate}' counts events and needs no property", f"{field}.of")
    elif test.of is None:
        yield problem("missing-property", f"Say of which property to take the {test.aggregate}", f"{field}.of")
    else:
        yield from property_problems(test.of, around, f"{field}.of", test.event)
        if test.aggregate != "distinct":
            yield from numeric_problems(test.of, around, f"{field}.of", test.event)
    if test.op is None:
        yield problem("missing-operator", f"Say how to compare the {test.aggregate}", f"{field}.op")
    else:
        compared = NumberTest(op=test.op, value=test.value)
        yield from comparison_problems(compared, f"{test.aggregate} of {test.event}", ColumnType.NUMBER, field)


def _sequence_problems(sequence: Sequence, place: _Place, field: str) -> Iterator[Problem]:
    for i, step in enumerate(sequence.sequence):
        yield from event_problems(step.event, place.around, f"{field}.sequence[{i}].event")
        yield from where_problems(step.where, step.event, place.around, field=f"{field}.sequence[{i}].where")
    yield from duration_problems(sequence.within, "The time for the sequence", f"{field}.within")
    yield from _since_problems(sequence.since, place, f"{field}.since")


def _since_problems(since: str, place: _Place, field: str) -> Iterator[Problem]:
    if place.knows_no_instance and since != "ever":
        yield problem("no-instance", f"{place.words} there is no journey yet, so 'since: {since}' says nothing", field)
    elif place.in_exit_rule and since == "arrival":
        yield problem("no-arrival", "An exit rule stands at no node; use 'since: entry' or 'ever'", field)


def _message_problems(test: MessageTest, place: _Place, field: str) -> Iterator[Problem]:
    if place.knows_no_instance:
        yield problem("no-instance", f"{place.words} there is no journey yet, and no message", f"{field}.message")
    else:
        yield from message_problems(test.message, place.around, f"{field}.message")


def message_problems(node: str, around: Surroundings, field: str) -> Iterator[Problem]:
    """A message node that is not there."""
    if not node:
        yield problem("missing-message", "Choose one of the scenario's messages", field)
    elif node not in around.message_nodes:
        hint = did_you_mean(node, around.message_nodes)
        words = " or ".join(channel.word for channel in CHANNELS.values())
        yield problem("unknown-message", f"No {words} of this scenario has the id '{node}'{hint}", field)


def where_problems(where: Where, event: str, around: Surroundings, *, field: str) -> Iterator[Problem]:
    """What is wrong with the clauses over an event's properties."""
    for i, test in enumerate(where):
        yield from property_problems(test.property, around, f"{field}[{i}].property", event)
        type_ = property_type(test.property, around, event)
        yield from comparison_problems(test, test.property, type_, f"{field}[{i}]")


def event_problems(event: str, around: Surroundings, field: str, *, applied: bool = False) -> Iterator[Problem]:
    """An event that has no name or is not in the dataset; `applied`: it has to be one that moves people."""
    if not event:
        yield problem("missing-event", "Choose an event", field)
    elif applied and event in RECORDED_ONLY:
        yield remark("never-applied", f"'{event}' is only noted in the history; nobody moves on it", field)
    elif around.schema is not None and event not in MESSAGE_EVENTS:
        known = {*around.schema.events, *around.schema.roles.events.values()}
        if event not in known:
            words = f"Nobody in the dataset ever did '{event}'{did_you_mean(event, known)}"
            yield remark("unknown-event", words, field)


def attribute_problems(name: str, around: Surroundings, field: str) -> Iterator[Problem]:
    """An attribute that has no name, is not in the dataset and is not written by a node either."""
    if not name:
        yield problem("missing-attribute", "Choose an attribute", field)
    elif around.schema is not None and name not in {*around.schema.attributes, *around.written}:
        hint = did_you_mean(name, {*around.schema.attributes, *around.written})
        yield problem("unknown-attribute", f"The customers of the dataset have no attribute '{name}'{hint}", field)


def date_problems(name: str, around: Surroundings, field: str) -> Iterator[Problem]:
    """An attribute that has no name, is not in the dataset or is no date."""
    yield from attribute_problems(name, around, field)
    type_ = attribute_type(name, around)
    is_code = type_ is None and name in around.voucher_attributes
    if is_code or type_ not in (None, ColumnType.DATE, ColumnType.INSTANT):
        yield problem("not-a-date", f"'{name}' is neither a date nor a point in time", field)


def property_problems(name: str, around: Surroundings, field: str, event: str = "") -> Iterator[Problem]:
    """A property that has no name or is not in the dataset."""
    if not name:
        yield problem("missing-property", "Choose a property of the event", field)
    elif around.schema is not None and property_type(name, around, event) is None:
        hint = did_you_mean(name, around.schema.properties)
        yield problem("unknown-property", f"The events of the dataset have no property '{name}'{hint}", field)


def numeric_problems(name: str, around: Surroundings, field: str, event: str = "") -> Iterator[Problem]:
    """A property that cannot be added up."""
    if property_type(name, around, event) not in (None, ColumnType.NUMBER):
        yield problem("not-a-number", f"'{name}' is not a number, so it cannot be added up or averaged", field)


def name_problems(name: str, what: str, field: str) -> Iterator[Problem]:
    """A score, a list or the like without a name."""
    if not name.strip():
        yield problem(f"missing-{what}", f"Give the {what} a name", field)


def match_key_problems(around: Surroundings, field: str) -> Iterator[Problem]:
    """`match_key` where there is no key to match."""
    if not around.has_reentry_key:
        yield problem("no-reentry-key", "'match_key' needs 'Once for each value of' in the scenario's settings", field)


def attribute_type(name: str, around: Surroundings) -> ColumnType | None:
    """The attribute's type where the dataset is known: its own, else that of what is written into it."""
    if around.schema is None:
        return None
    return around.schema.attributes.get(name) or around.written.get(name)


def property_type(name: str, around: Surroundings, event: str = "") -> ColumnType | None:
    """The property's type where the dataset is known and has it; message events bring three of their own."""
    if event in MESSAGE_EVENTS and name in _MESSAGE_PROPERTIES:
        return _MESSAGE_PROPERTIES[name]
    return around.schema.properties.get(name) if around.schema else None
