"""The conditions that the builder can show, each as a sentence to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import get_args

from app.canvas.beside import Of
from app.canvas.forms.conditions.comparing import fitted, operators
from app.canvas.forms.conditions.value import ValueEditor
from app.canvas.forms.conditions.value_offers import Source
from app.canvas.forms.editors.choosing import ChoiceEditor, NameEditor, WeekdaysEditor
from app.canvas.forms.editors.durations import DurationEditor
from app.canvas.forms.editors.editor import Editor, Json
from app.canvas.forms.editors.lines import number_line
from app.canvas.forms.editors.listing import ListEditor
from app.canvas.forms.editors.moments import time_line
from app.canvas.forms.editors.sentence import Part, SentenceEditor, Values
from app.canvas.forms.offers import Ask, Choice
from app.data.columns.column import ColumnType
from app.nodes.conditions import MessageOutcome

_COUNT_WORDS = {
    "ge": "at least",
    "le": "at most",
    "eq": "exactly",
    "gt": "more than",
    "lt": "fewer than",
    "ne": "not exactly",
}
_SINCE: tuple[Choice, ...] = (("ever", "ever"), ("entry", "since entry"), ("arrival", "since arrival here"))
_AGGREGATES: tuple[Choice, ...] = (
    ("sum", "sum"),
    ("avg", "average"),
    ("min", "least"),
    ("max", "most"),
    ("distinct", "number of different"),
    ("days_since_last", "days since last"),
    ("count", "count"),
)
_OUTCOMES: tuple[Choice, ...] = tuple((outcome, outcome) for outcome in get_args(MessageOutcome))


@dataclass(frozen=True, slots=True)
class Clause:
    """One kind of condition: its words in the menu, a fresh one, which documents it can show, and its editor."""

    title: str
    fresh: Values
    fits: Callable[[Values], bool]
    make: Callable[[Ask], Editor]
    is_of_journey: bool = False
    """Whether it means something only to somebody on the way through a scenario."""


def clause_for(condition: Values) -> Clause | None:
    """The clause that can show a condition without losing anything of it."""
    return next((clause for clause in CLAUSES.values() if clause.fits(condition)), None)


def comparison_parts(
    types: Callable[[Values], ColumnType | None],
    ask: Ask | None = None,
    source: Callable[[Values], Source | None] = lambda _values: None,
) -> tuple[Part, Part]:
    """Operator and value, whose choices follow the type of what is compared, and its column where it has one."""
    operator_types: list[ColumnType | None] = [None]
    operator = ChoiceEditor(lambda: operators(operator_types[0]))
    value = ValueEditor()

    def adapt_operator(values: Values) -> None:
        operator_types[0] = types(values)

    def adapt_value(values: Values) -> None:
        known = ask().values if ask is not None else None
        value.ask_for(str(values.get("op", "eq")), types(values), source(values), known)

    return Part("op", "comparison", operator, adapt_operator), Part("value", "value", value, adapt_value)


def settle_comparison(key: str, values: Values) -> Values:
    """Another operator takes the value in another shape."""
    if key == "op":
        return {**values, "value": fitted(str(values["op"]), values.get("value"))}
    return values


def _keys(*needed: str, also: tuple[str, ...] = ()) -> Callable[[Values], bool]:
    """A test for documents that have the needed keys, and no others than those and `also` but flags that are off."""

    def has(values: Values) -> bool:
        given = {key for key, value in values.items() if value is not False}
        return set(needed) <= given <= {*needed, *also}

    return has


def _attribute(ask: Ask) -> Editor:
    name = NameEditor(lambda: ask().attributes, placeholder="attribute")
    parts = comparison_parts(
        lambda values: ask().attribute_types.get(str(values.get("attribute"))),
        ask,
        lambda values: (Of.CUSTOMERS, str(values.get("attribute"))),
    )
    return SentenceEditor((Part("attribute", "attribute", name), *parts), settle_comparison)


def _entry(ask: Ask) -> Editor:
    return SentenceEditor(("The entry event’s", *_property_test(ask, "entry")), settle_comparison)


def _property_test(ask: Ask, key: str) -> tuple[Part, ...]:
    """A property of an event, whose name stands under that key, and what it is compared with."""
    name = NameEditor(lambda: ask().properties, placeholder="property")
    parts = comparison_parts(
        lambda values: ask().property_types.get(str(values.get(key))),
        ask,
        lambda values: (Of.EVENTS, str(values.get(key))),
    )
    return Part(key, "property", name), *parts


def _score(ask: Ask) -> Editor:
    name = NameEditor(lambda: ask().scores, placeholder="score")
    parts = comparison_parts(lambda _values: ColumnType.NUMBER)
    return SentenceEditor(("Score", Part("score", "name", name), *parts), settle_comparison)


def _in_list(ask: Ask) -> Editor:
    name = NameEditor(lambda: ask().lists, placeholder="list")
    return SentenceEditor(("Is in the list", Part("in_list", "list", name)))


def _segment(ask: Ask) -> Editor:
    name = NameEditor(lambda: ask().segments, placeholder="segment")

    def settle(_key: str, values: Values) -> Values:
        """What a segment means goes with its name, so that the scenario can be read and run without the workspace."""
        return {**values, "condition": ask().segment_conditions.get(str(values.get("segment")))}

    return SentenceEditor(("Is in the segment", Part("segment", "segment", name)), settle)


def _message(ask: Ask) -> Editor:
    node = ChoiceEditor(lambda: ask().messages)
    state = ChoiceEditor(lambda: _OUTCOMES)
    return SentenceEditor(("The message", Part("message", "message", node), "was", Part("state", "outcome", state)))


def _event(ask: Ask) -> Editor:
    return SentenceEditor(
        (
            "Did",
            Part("event", "event", NameEditor(lambda: ask().events, placeholder="event")),
            Part("often", "how often", ChoiceEditor(lambda: tuple(_COUNT_WORDS.items()))),
            Part("times", "times", narrow(number_line())),
            "times",
            "in the last",
            Part("within", "within", DurationEditor(optional=True)),
            _since(ask),
            Part("where", "only when", where_editor(ask)),
        ),
        into=_count_apart,
        out=_count_together,
    )


def _amount(ask: Ask) -> Editor:
    operator, value = comparison_parts(lambda _values: ColumnType.NUMBER)
    of = NameEditor(lambda: ask().properties, optional=True, placeholder="property")

    def adapt_of(values: Values) -> None:
        of.setVisible(values.get("aggregate") not in ("count", "days_since_last"))

    return SentenceEditor(
        (
            "The",
            Part("aggregate", "figure", ChoiceEditor(lambda: _AGGREGATES)),
            "of",
            Part("of", "property", of, adapt_of),
            Part("event", "event", NameEditor(lambda: ask().events, placeholder="event")),
            operator,
            value,
            "in the last",
            Part("within", "within", DurationEditor(optional=True)),
            _since(ask),
            Part("where", "only when", where_editor(ask)),
        ),
        _settle_amount,
        into=lambda value: {"since": "ever", **value},
        out=_without_defaults,
    )


def _since(ask: Ask) -> Part:
    """Since when: outside a scenario it is ever, and only what says otherwise can be mended."""
    since = ChoiceEditor(lambda: _SINCE if ask().is_in_journey else _SINCE[:1])

    def adapt(values: Values) -> None:
        since.setVisible(ask().is_in_journey or values.get("since", "ever") != "ever")

    return Part("since", "since", since, adapt)


def _clock(_ask: Ask) -> Editor:
    return SentenceEditor(
        (
            "The customer’s clock is between",
            Part("from", "from", narrow(time_line())),
            "and",
            Part("to", "to", narrow(time_line())),
            "on",
            Part("weekdays", "days", WeekdaysEditor()),
        ),
        into=lambda value: dict(value["local_time"]),
        out=lambda values: {"local_time": values},
    )


def where_editor(ask: Ask) -> Editor:
    """Tests of an event's properties, all of which have to hold."""

    def make(_value: Json) -> Editor:
        return SentenceEditor(_property_test(ask, "property"), settle_comparison)

    return ListEditor(make, (("only when", lambda _items: {"property": "", "op": "eq", "value": ""}),))


def narrow(editor: Editor) -> Editor:
    """The same editor, no wider than a number needs."""
    editor.setFixedWidth(72)
    return editor


def _count_apart(value: Values) -> Values:
    count = value.get("count") or {"op": "ge", "value": 1}
    return {"since": "ever", **value, "often": count["op"], "times": count["value"]}


def _count_together(values: Values) -> Values:
    rest = {key: value for key, value in values.items() if key not in ("often", "times", "count")}
    op, number = values.get("often", "ge"), values.get("times", 1)
    if (op, number) != ("ge", 1):
        rest["count"] = {"op": op, "value": number}
    return _without_defaults(rest)


def _without_defaults(values: Values) -> Values:
    return {key: value for key, value in values.items() if (key, value) != ("since", "ever") and value != []}


def _settle_amount(key: str, values: Values) -> Values:
    if key == "aggregate" and values["aggregate"] in ("count", "days_since_last"):
        return {**values, "of": None}
    return settle_comparison(key, values)


def _is_plain_count(values: Values) -> bool:
    """Counted at least, at most … so many times."""
    count = values.get("count")
    has_keys = _keys("event", also=("where", "within", "since", "count"))(values)
    return has_keys and (count is None or (count.get("op") in _COUNT_WORDS and isinstance(count.get("value"), int)))


CLAUSES: Mapping[str, Clause] = {
    "attribute": Clause(
        "Customer attribute",
        {"attribute": "", "op": "eq", "value": ""},
        _keys("attribute", "op", also=("value",)),
        _attribute,
    ),
    "event": Clause("Did something", {"event": ""}, _is_plain_count, _event),
    "amount": Clause(
        "Amount or average of events",
        {"event": "", "aggregate": "sum", "of": "", "op": "ge", "value": 0},
        _keys("event", "aggregate", "op", also=("of", "value", "where", "within", "since")),
        _amount,
    ),
    "entry": Clause(
        "Property of the entry event",
        {"entry": "", "op": "eq", "value": ""},
        _keys("entry", "op", also=("value",)),
        _entry,
        is_of_journey=True,
    ),
    "score": Clause("Score", {"score": "", "op": "ge", "value": 0}, _keys("score", "op", also=("value",)), _score),
    "in_list": Clause("List", {"in_list": ""}, _keys("in_list"), _in_list),
    "segment": Clause("Segment", {"segment": ""}, _keys("segment", also=("condition",)), _segment),
    "message": Clause(
        "Outcome of a message",
        {"message": "", "state": "sent"},
        _keys("message", "state"),
        _message,
        is_of_journey=True,
    ),
    "local_time": Clause("Time of day", {"local_time": {"from": "09:00", "to": "17:00"}}, _keys("local_time"), _clock),
}
