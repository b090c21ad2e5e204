"""An editor for each Control that a node's form can ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.canvas.forms.conditions.builder import ConditionEditor
from app.canvas.forms.conditions.clauses import narrow, where_editor
from app.canvas.forms.editors.choosing import ChoiceEditor, NameEditor, ToggleEditor, WeekdaysEditor
from app.canvas.forms.editors.constant import constant_editor
from app.canvas.forms.editors.durations import DurationEditor
from app.canvas.forms.editors.editor import Editor, Json
from app.canvas.forms.editors.lines import LineEditor, PageEditor, whole_line
from app.canvas.forms.editors.listing import ListEditor
from app.canvas.forms.editors.moments import MomentEditor, time_line
from app.canvas.forms.editors.sentence import Part, SentenceEditor, Values
from app.canvas.forms.editors.shapes import Shape, ShapeEditor
from app.canvas.forms.editors.sliding import SlidingNumber
from app.canvas.forms.offers import Ask
from app.canvas.forms.record import RecordEditor
from app.canvas.forms.response import ResponseEditor
from app.canvas.operations.adding import fresh_id
from app.nodes.kind import Control, Field


def editor_for(field: Field, ask: Ask) -> Editor:
    """The editor of a field."""
    return _EDITORS[field.control](field, ask)


def _until(_field: Field, ask: Ask) -> Editor:
    return ShapeEditor(
        (
            Shape("none", "–", None),
            Shape("time", "a time of day", {"time": "09:00"}, _until_time),
            Shape("at", "a moment", {"at": "2024-01-01T09:00:00"}, _until_moment),
            Shape("attribute", "a date of the customer", {"attribute": ""}, lambda: _until_attribute(ask)),
            Shape(
                "best_time",
                "the customer’s best hour",
                {"best_time": {"event": "", "fallback": "10:00"}},
                lambda: _best(ask),
            ),
        ),
        lambda value: next((key for key in ("attribute", "best_time", "at", "time") if key in (value or {})), "none"),
    )


def _until_time() -> Editor:
    return SentenceEditor((Part("time", "time", narrow(time_line())), "on", Part("weekdays", "days", WeekdaysEditor())))


def _until_moment() -> Editor:
    return SentenceEditor((Part("at", "moment", MomentEditor()),))


def _until_attribute(ask: Ask) -> Editor:
    return SentenceEditor(
        (
            Part("attribute", "attribute", NameEditor(lambda: ask().attributes, placeholder="attribute")),
            "shifted by",
            Part("offset", "shift", DurationEditor(optional=True, signed=True)),
            "at",
            Part("time", "time", narrow(time_line(optional=True))),
        )
    )


def _best(ask: Ask) -> Editor:
    return SentenceEditor(
        (
            "in which they most often did",
            Part("event", "event", NameEditor(lambda: ask().events, placeholder="event")),
            "else",
            Part("fallback", "else", narrow(time_line())),
        ),
        into=lambda value: dict(value["best_time"]),
        out=lambda values: {"best_time": values},
    )


def _repeat(_field: Field, _ask: Ask) -> Editor:
    rows = (
        (Field("every", "Every", Control.DURATION), DurationEditor()),
        (Field("count", "Times in all", Control.NUMBER, optional=True), whole_line(optional=True)),
        (Field("until", "Until", Control.MOMENT, optional=True), MomentEditor(optional=True)),
    )
    return ShapeEditor(
        (Shape("once", "once", None), Shape("again", "again and again", {"every": "P7D"}, lambda: RecordEditor(rows))),
        lambda value: "again" if value else "once",
    )


def _cases(_field: Field, ask: Ask) -> Editor:
    def make(_item: Json) -> Editor:
        return RecordEditor(
            (
                (Field("label", "", Control.TEXT), LineEditor()),
                (Field("condition", "", Control.CONDITION), ConditionEditor(ask)),
            )
        )

    def fresh(items: list[Json]) -> Values:
        return {**_fresh_port(items, "case_", "Case"), "condition": {"all": []}}

    return ListEditor(make, (("Way out", fresh),), ordered=True, heading=lambda item: str(item["port"]))


def _variants(_field: Field, _ask: Ask) -> Editor:
    def make(_item: Json) -> Editor:
        return SentenceEditor((Part("label", "name", LineEditor()), Part("weight", "weight", SlidingNumber())))

    def fresh(items: list[Json]) -> Values:
        return {**_fresh_port(items, "variant_", "Variant"), "weight": 50}

    return ListEditor(make, (("Variant", fresh),), ordered=True)


def _fresh_port(items: list[Json], stem: str, title: str) -> Values:
    return {"port": str(fresh_id((item["port"] for item in items), stem)), "label": f"{title} {len(items) + 1}"}


_EDITORS: Mapping[Control, Callable[[Field, Ask], Editor]] = {
    Control.TEXT: lambda field, _ask: LineEditor(field.optional),
    Control.LONG_TEXT: lambda field, _ask: PageEditor(field.optional),
    Control.NUMBER: lambda field, _ask: SlidingNumber(field.optional),
    Control.FRACTION: lambda field, _ask: SlidingNumber(field.optional, units=0.01),
    Control.TOGGLE: lambda field, _ask: ToggleEditor(field.label),
    Control.CHOICE: lambda field, _ask: ChoiceEditor(lambda: field.choices, field.optional),
    Control.DURATION: lambda field, _ask: DurationEditor(field.optional, slides=True),
    Control.OFFSET: lambda field, _ask: DurationEditor(field.optional, signed=True, dated=True),
    Control.TIME: lambda field, _ask: time_line(field.optional),
    Control.MOMENT: lambda field, _ask: MomentEditor(field.optional),
    Control.EVENT: lambda field, ask: NameEditor(lambda: ask().events, field.optional, "event"),
    Control.PROPERTY: lambda field, ask: NameEditor(lambda: ask().properties, field.optional, "property"),
    Control.ATTRIBUTE: lambda field, ask: NameEditor(lambda: ask().attributes, field.optional, "attribute"),
    Control.SCORE: lambda field, ask: NameEditor(lambda: ask().scores, field.optional, "score"),
    Control.LIST: lambda field, ask: NameEditor(lambda: ask().lists, field.optional, "list"),
    Control.POOL: lambda field, ask: NameEditor(lambda: ask().pools, field.optional, "pool"),
    Control.CONSTANT: lambda field, _ask: constant_editor(field.optional),
    Control.MESSAGE: lambda field, ask: ChoiceEditor(lambda: ask().messages, field.optional),
    Control.WHERE: lambda _field, ask: where_editor(ask),
    Control.CONDITION: lambda field, ask: ConditionEditor(ask, field.optional),
    Control.CASES: _cases,
    Control.VARIANTS: _variants,
    Control.UNTIL: _until,
    Control.REPEAT: _repeat,
    Control.RESPONSE: lambda field, ask: ResponseEditor(field.label, ask),
}
