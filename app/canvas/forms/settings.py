"""The form of a scenario's settings, in the sections of scenario.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.canvas.forms.conditions.builder import ConditionEditor
from app.canvas.forms.conditions.clauses import narrow, where_editor
from app.canvas.forms.editors.choosing import ChoiceEditor, NameEditor, ToggleEditor, WeekdaysEditor
from app.canvas.forms.editors.durations import DurationEditor
from app.canvas.forms.editors.editor import Editor, Json
from app.canvas.forms.editors.lines import LineEditor, number_line, percent_line, whole_line
from app.canvas.forms.editors.listing import Items, ListEditor
from app.canvas.forms.editors.moments import MomentEditor, time_line
from app.canvas.forms.editors.sentence import Part, SentenceEditor, Values
from app.canvas.forms.editors.shapes import Shape, ShapeEditor
from app.canvas.forms.editors.sliding import SlidingNumber
from app.canvas.forms.half_lives import HalfLifeEditor
from app.canvas.forms.offers import Ask, Choice
from app.canvas.forms.record import RecordEditor, Rows
from app.canvas.operations.adding import fresh_id
from app.data.zones import zone_names
from app.nodes.channel import CHANNELS
from app.nodes.kind import Control, Field

_REENTRY = (
    ("never", "never again"),
    ("after_exit", "after the last journey has ended"),
    ("concurrent", "at any time, side by side"),
    ("restart", "at any time, starting over"),
)
_TIMING = (
    ("immediate", "at once"),
    ("at_next_node", "at the next node"),
    ("at_next_message", "at the next message"),
    ("on_leaving_wait", "when a wait ends"),
)
_MOST_CAP, _MOST_HELD_OUT = 20, 50  # messages, and per cent of the customers: how far sliders usually go
_ON_CAP = (("skip", "skip the message"), ("exit", "end the journey"))
_ON_QUIET = (("hold", "hold the message until they end"), *_ON_CAP)


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the settings: its title, the keys of the settings in it, and what makes their rows."""

    title: str
    keys: tuple[str, ...]
    rows: Callable[[], Rows]


def settings_sections(ask: Ask) -> tuple[Section, ...]:
    """The groups in order; a row of theirs is named as its key of the settings is."""
    return (
        Section("Who enters, and when", ("reentry", "timezone", "start", "end"), _entering),
        Section("Goals", ("goals",), lambda: _counted(ask)),
        Section("Ending a journey early", ("exit_rules", "exit_timing"), lambda: _leaving(ask)),
        Section("Points", ("scoring", "score_decay"), lambda: _points(ask)),
        Section(
            "When messages go out", ("frequency_caps", "on_cap", "quiet_hours", "on_quiet", "control_group"), _sending
        ),
        Section("Chance", ("seed_salt",), _chance),
    )


def _entering() -> Rows:
    return (
        (
            Field("reentry", "", Control.TEXT),
            RecordEditor(
                (
                    (Field("mode", "Customers enter again", Control.CHOICE), ChoiceEditor(lambda: _REENTRY)),
                    (Field("cooldown", "At the earliest after", Control.DURATION), DurationEditor(optional=True)),
                    (
                        Field("key", "Once for each value of", Control.TEXT, "A property of the entry event."),
                        LineEditor(optional=True),
                    ),
                )
            ),
        ),
        (
            Field("timezone", "Time zone", Control.TEXT, "For customers whose own is not known."),
            NameEditor(lambda: zones(), placeholder="UTC"),
        ),
        (Field("start", "No entries before", Control.MOMENT), MomentEditor(optional=True, zoned=True)),
        (Field("end", "No entries from", Control.MOMENT), MomentEditor(optional=True, zoned=True)),
    )


def _channels() -> tuple[Choice, ...]:
    return tuple((key, channel.words) for key, channel in CHANNELS.items())


def zones() -> tuple[Choice, ...]:
    """The names of all time zones."""
    return tuple((name, name) for name in sorted(zone_names()))


def _counted(ask: Ask) -> Rows:
    return ((Field("goals", "", Control.TEXT, "Counted for each journey; they move no one."), _goals(ask)),)


def _goals(ask: Ask) -> Editor:
    def make(_item: Json) -> Editor:
        """One goal as a sentence to fill in."""
        return SentenceEditor(
            (
                Part("id", "name", LineEditor()),
                "reached by",
                Part("event", "event", NameEditor(lambda: ask().events, placeholder="event")),
                "within",
                Part("within", "within", DurationEditor(optional=True)),
                "worth",
                Part("value", "worth", NameEditor(lambda: ask().properties, optional=True, placeholder="property")),
                Part("match_key", "same value", ToggleEditor("only with the value of the entry")),
                Part("where", "only when", where_editor(ask)),
            ),
            out=_without_defaults,
        )

    return ListEditor(
        make, (("Goal", lambda items: {"id": _id(items, "goal"), "event": ""}),), heading=lambda _item: "Goal"
    )


def _leaving(ask: Ask) -> Rows:
    def make(_item: Json) -> Editor:
        return ShapeEditor(
            (
                Shape("event", "Something happens", {"event": ""}, lambda: _event_rule(ask)),
                Shape("condition", "A condition holds", {"condition": {"all": []}}, lambda: _condition_rule(ask)),
            ),
            lambda value: "condition" if "condition" in value else "event",
            kept=("id",),
        )

    rules = ListEditor(
        make, (("Exit rule", lambda items: {"id": _id(items, "rule"), "event": ""}),), heading=lambda _item: "Exit rule"
    )
    return (
        (Field("exit_rules", "", Control.TEXT, "Each ends the whole journey."), rules),
        (Field("exit_timing", "They act", Control.CHOICE), ChoiceEditor(lambda: _TIMING)),
    )


def _event_rule(ask: Ask) -> Editor:
    return SentenceEditor(
        (
            Part("event", "event", NameEditor(lambda: ask().events, placeholder="event")),
            Part("match_key", "same value", ToggleEditor("only with the value of the entry")),
            Part("where", "only when", where_editor(ask)),
        ),
        out=_without_defaults,
    )


def _condition_rule(ask: Ask) -> Editor:
    return SentenceEditor((Part("condition", "condition", ConditionEditor(ask)),))


def _points(ask: Ask) -> Rows:
    rules = "Events that add to a score, anywhere; a condition adds once, when it first holds."
    decay = "Points lose half of their worth in that time, unless new ones come on top."
    return (
        (Field("scoring", "", Control.TEXT, rules), _scoring(ask)),
        (Field("score_decay", "Points fade", Control.TEXT, decay), HalfLifeEditor(ask)),
    )


def _scoring(ask: Ask) -> Editor:
    def make(_item: Json) -> Editor:
        return ShapeEditor(
            (
                Shape("event", "Something happens", {"event": ""}, lambda: _event_points(ask)),
                Shape("condition", "A condition holds", {"condition": {"all": []}}, lambda: _condition_points(ask)),
            ),
            lambda value: "condition" if "condition" in value else "event",
            kept=("score", "add"),
        )

    return ListEditor(
        make,
        (("Scoring rule", lambda _items: {"score": "", "event": "", "add": 1}),),
        heading=lambda _item: "Scoring rule",
    )


def _event_points(ask: Ask) -> Editor:
    parts = Part("event", "event", NameEditor(lambda: ask().events, placeholder="event")), *_added(ask)
    return SentenceEditor((*parts, Part("where", "only when", where_editor(ask))), out=_without_defaults)


def _condition_points(ask: Ask) -> Editor:
    return SentenceEditor(("Once", *_added(ask), "when", Part("condition", "condition", ConditionEditor(ask))))


def _added(ask: Ask) -> tuple[str | Part, ...]:
    score = NameEditor(lambda: ask().scores, placeholder="score")
    return "adds", Part("add", "points", narrow(number_line())), "to", Part("score", "score", score)


def _sending() -> Rows:
    return (
        (Field("frequency_caps", "Frequency caps", Control.TEXT), _caps()),
        (Field("on_cap", "Over the cap", Control.CHOICE), ChoiceEditor(lambda: _ON_CAP)),
        (Field("quiet_hours", "Quiet hours", Control.TEXT), _quiet_hours()),
        (Field("on_quiet", "In quiet hours", Control.CHOICE), ChoiceEditor(lambda: _ON_QUIET)),
        (
            Field("control_group", "Control group", Control.NUMBER, "Held out of all marketing messages."),
            SlidingNumber(line=percent_line(whole=False), most=_MOST_HELD_OUT, units=0.01),
        ),
    )


def _caps() -> Editor:
    def make(_item: Json) -> Editor:
        return SentenceEditor(
            (
                "At most",
                Part("max", "number", SlidingNumber(line=whole_line(), most=_MOST_CAP)),
                Part("channel", "channel", ChoiceEditor(lambda: (("any", "messages of any kind"), *_channels()))),
                "in any",
                Part("per", "time", DurationEditor(slides=True)),
            )
        )

    return ListEditor(
        make, (("Cap", lambda _items: {"channel": "any", "max": 3, "per": "P7D"}),), heading=lambda _item: "Cap"
    )


def _quiet_hours() -> Editor:
    def make(_item: Json) -> Editor:
        return SentenceEditor(
            (
                "From",
                Part("from", "from", narrow(time_line())),
                "to",
                Part("to", "to", narrow(time_line())),
                "for",
                Part("channel", "channel", ChoiceEditor(_channels, optional=True, none="all messages")),
                Part("weekdays", "days on which they begin", WeekdaysEditor()),
            )
        )

    return ListEditor(
        make, (("Quiet hours", lambda _items: {"from": "21:00", "to": "09:00"}),), heading=lambda _item: "Quiet hours"
    )


def _chance() -> Rows:
    return (
        (
            Field(
                "seed_salt",
                "Name of the draw",
                Control.TEXT,
                "Another name draws other luck in every split and control group.",
            ),
            LineEditor(optional=True),
        ),
    )


def _id(items: Items, stem: str) -> str:
    return str(fresh_id((item["id"] for item in items), stem))


def _without_defaults(values: Values) -> Values:
    return {key: value for key, value in values.items() if value is not False and value != []}
