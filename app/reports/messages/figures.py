"""What became of messages: a row a message, then the sums by channel and of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.nodes.channel import CHANNELS
from app.numbers import NOTHING, Rate, counted, money, number
from app.reports.messages.outcomes import Outcomes
from app.reports.plot import Plot
from app.reports.report import Cell, Definition, Records, Table

REACTIONS = ("delivered", "bounced", "opened", "clicked", "unsubscribed")
REASONS = {
    "no_address": "no address",
    "no_consent": "no consent",
    "control": "control group",
    "quiet": "quiet hours",
    "capped": "frequency cap",
}
_SEVERAL = 2
_RATES = ("delivered", "bounced", "opened", "clicked", "click_to_open", "unsubscribed")
_TITLES = {"click_to_open": "Click-to-open"}


class Converted(NamedTuple):
    """Journeys that converted after a message, of those in which it was sent, and what that was worth."""

    journeys: Rate
    value: float


class Texts(NamedTuple):
    """Segments of SMS; at least so many where what is filled in is not known."""

    segments: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message, or several summed up; what only tables know is None where the run has none.

    `late` are the messages sent after the last recorded event.
    `drawn` are the messages sent of which a model says how people reacted: those of the nodes that have one.
    """

    title: str
    channel: str
    nodes: frozenset[str]
    sent: int
    late: int
    skipped: Mapping[str, int]
    reactions: Mapping[str, int]
    drawn: int
    texts: Texts | None
    reached: Rate | None
    converted: Converted | None
    modelled: Converted | None
    cost: float | None
    is_sum: bool = False  # of a channel, which may send one message alone

    @property
    def decided(self) -> int:
        """How many messages came to be decided."""
        return self.sent + sum(self.skipped.values())

    def rate(self, name: str) -> Rate:
        """A reaction, of what its share is of."""
        if name == "click_to_open":
            return Rate(self.reactions["clicked"], self.reactions["opened"])
        of = self.drawn if name in ("delivered", "bounced") else self.reactions["delivered"]
        return Rate(self.reactions[name], of)


@dataclass(frozen=True, slots=True)
class MessageFigures:
    """Rows in the order of the scenario, the first `messages` of them single messages."""

    key: ClassVar[str] = "messages"
    definition: Definition
    rows: tuple[MessageRow, ...]
    messages: int
    outcomes: Outcomes | None
    currency: str
    is_modelled: bool
    data_end_us: int | None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons for which any message was skipped, in the order in which they are tested."""
        found = {reason for row in self.rows for reason in row.skipped}
        return (*(reason for reason in REASONS if reason in found), *sorted(found - REASONS.keys()))

    def by_channels(self) -> NDArray[np.int64]:
        """On how many channels messages were sent to each customer; none where the run has one channel, or no rows."""
        outcomes, single = self.outcomes, self.rows[: self.messages]
        channels = dict.fromkeys(row.channel for row in single)
        if outcomes is None or len(channels) < _SEVERAL:
            return np.zeros(0, np.int64)
        many = np.zeros(len(outcomes.customers), np.int64)
        sent = outcomes.with_outcome("sent")
        for channel in channels:
            nodes = frozenset[str]().union(*(row.nodes for row in single if row.channel == channel))
            many[np.unique(outcomes.customer[outcomes.of_nodes(nodes) & sent])] += 1
        return many

    @property
    def reached_by(self) -> tuple[Rate, ...]:
        """The customers who got messages on exactly 1, 2, 3 … channels, of those who got any."""
        many = self.by_channels()
        anybody, most = int(np.count_nonzero(many)), len({row.channel for row in self.rows[: self.messages]})
        return tuple(Rate(int((many == count).sum()), anybody) for count in range(1, most + 1)) if len(many) else ()

    def columns(self) -> tuple[str, ...]:
        """What the columns of the table are, by names for programs."""
        return tuple(self._columns())

    def _columns(self) -> Iterator[str]:
        yield from ("title", "channel", "decided", "sent")
        if any(row.late for row in self.rows):
            yield "late"
        yield from (f"skipped.{reason}" for reason in self.reasons)
        if self.is_modelled:
            yield from _RATES
        yield from ("reached", "converted")
        if self.is_modelled:
            yield "converted_modelled"
        yield "revenue"
        if self.is_modelled:
            yield "revenue_modelled"
        yield from ("per_send", "cost")
        if any(row.texts for row in self.rows):
            yield "segments"

    def table(self) -> Table:
        """A row a message; each share with what it is of."""
        columns = self.columns()
        rows = [tuple(self._cell(row, column) for column in columns) for row in self.rows]
        rows += [tuple(_of_reached(count, rate, column) for column in columns) for count, rate in self._reached()]
        return tuple(map(_header, columns)), rows

    def _reached(self) -> Iterator[tuple[int, Rate]]:
        yield from enumerate(self.reached_by, 1)

    def _cell(self, row: MessageRow, column: str) -> Cell:
        if column == "title":
            return Cell(row.title, tone="total" if row.is_sum else "message")
        if column == "channel":
            return Cell(CHANNELS[row.channel].word if row.channel else "", tone="words")
        if column == "decided":
            return _count(row.decided)
        if column == "sent":
            return Cell(number(row.sent), Rate(row.sent, row.decided).in_words(), "" if row.sent else "zero")
        if column == "late":
            return Cell(number(row.late), Rate(row.late, row.sent).in_words(), "" if row.late else "zero")
        if column.startswith("skipped."):
            count = row.skipped.get(column.removeprefix("skipped."), 0)
            return Cell(number(count), Rate(count, row.decided).in_words(), "" if count else "zero")
        if column in _RATES:
            return _share(row.rate(column), "modelled")
        return self._of_tables(row, column)

    def _of_tables(self, row: MessageRow, column: str) -> Cell:
        if column == "reached":
            return Cell(number(row.reached.count), row.reached.in_words()) if row.reached else Cell(NOTHING)
        if column == "segments":
            at_least = "" if row.texts is None or row.texts.is_exact else "at least "
            return Cell(f"{at_least}{number(row.texts.segments)}" if row.texts else NOTHING)
        if column == "cost":
            return Cell(money(row.cost, self.currency) if row.cost is not None else NOTHING)
        converted = row.modelled if column.endswith("_modelled") else row.converted
        tone = "modelled" if column.endswith("_modelled") else ""
        if converted is None:
            return Cell(NOTHING)
        if column.startswith("converted"):
            return _share(converted.journeys, tone)
        if column == "per_send":
            return Cell(money(converted.value / row.sent, self.currency) if row.sent else NOTHING)
        return Cell(money(converted.value, self.currency), tone=tone)

    def plot(self) -> Plot:
        """What was sent and what was held back, message by message."""
        columns = self.columns()
        held_back = (columns.index(f"skipped.{reason}") for reason in self.reasons)
        return Plot("stacked", (columns.index("sent"), *held_back), (0, self.messages), beside=self.is_modelled)

    def leading(self) -> str:
        """How many of all messages went out."""
        row = self.rows[-1]
        return f"{Rate(row.sent, row.decided).percent()} sent ({Rate(row.sent, row.decided).fraction()})"

    def records(self) -> Records:
        """A row of exact values a message; of each share its count, its denominator stands in another column."""
        columns = self.columns()
        rows: list[tuple[object, ...]] = [tuple(_exact(row, column) for column in columns) for row in self.rows]
        for count, rate in self._reached():
            told = {"title": _by_channels(count), "channel": "", "reached": rate.count}
            rows.append(tuple(told.get(column) for column in columns))
        return columns, rows

    def to_document(self) -> dict[str, Any]:
        """`{"definition", "messages", "sums"}` for programs."""
        rows = [self._document(row) for row in self.rows]
        return {
            "definition": self.definition.to_document() | {"words": self.definition.in_words()},
            "messages": rows[: self.messages],
            "sums": rows[self.messages :],
            "reached_by_channels": [_of(rate) for rate in self.reached_by],
        }

    def _document(self, row: MessageRow) -> dict[str, Any]:
        document: dict[str, Any] = {"title": row.title, "channel": row.channel, "decided": row.decided}
        document |= {"sent": _of(Rate(row.sent, row.decided)), "late": _of(Rate(row.late, row.sent))}
        document["skipped"] = dict(row.skipped)
        if self.is_modelled:
            document |= {name: _of(row.rate(name)) for name in _RATES}
        document["reached"] = _of(row.reached)
        for name, converted in (("converted", row.converted), ("converted_modelled", row.modelled)):
            if name == "converted" or self.is_modelled:
                document[name] = _of(converted.journeys if converted else None)
                document[name.replace("converted", "revenue")] = converted.value if converted else None
        document["cost"] = row.cost
        document["segments"] = {"count": row.texts.segments, "exact": row.texts.is_exact} if row.texts else None
        return document

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """The customers behind a count of the table; None where it counts none, or the run kept no tables."""
        name, outcomes = self.columns()[column], self.outcomes
        if outcomes is None:
            return None
        if row >= len(self.rows):
            own = np.flatnonzero(self.by_channels() == row - len(self.rows) + 1)
            return outcomes.customers.take(own) if name == "reached" else None
        one = self.rows[row]
        mine = outcomes.of_nodes(one.nodes)
        chosen = self._chosen(outcomes, mine, name)
        return None if chosen is None else outcomes.customers.take(np.unique(outcomes.customer[chosen]))

    def _chosen(self, outcomes: Outcomes, mine: NDArray[np.bool_], name: str) -> NDArray[np.bool_] | None:
        sent = mine & outcomes.with_outcome("sent")
        if name == "decided":
            return mine
        if name in ("sent", "reached"):
            return sent
        if name == "late":
            return sent & outcomes.after(self.data_end_us)
        if name.startswith("skipped."):
            return mine & outcomes.with_outcome(name.removeprefix("skipped."))
        if name == "click_to_open":
            return sent & outcomes.reactions["clicked"]
        if name in REACTIONS:
            return sent & outcomes.reactions[name]
        if name in ("converted", "converted_modelled"):
            rows = outcomes.conversions_after(sent) & (outcomes.observed == (name == "converted"))
            return sent & np.isin(outcomes.journey, outcomes.converted[rows])
        return None


def _by_channels(count: int) -> str:
    return f"Reached on {counted(count, 'channel', 'channels')}"


def _of_reached(count: int, rate: Rate, column: str) -> Cell:
    """A row about the customers who were reached on so many channels: it has their number alone."""
    if column == "title":
        return Cell(_by_channels(count), tone="total")
    if column == "reached":
        return Cell(number(rate.count), rate.in_words(), "" if rate.count else "zero")
    return Cell("", tone="words" if column == "channel" else "")


def _header(column: str) -> str:
    if column.startswith("skipped."):
        reason = column.removeprefix("skipped.")
        return REASONS.get(reason, reason).capitalize()
    if column == "title":
        return "Message"
    return _TITLES.get(column) or _SAID.get(column) or column.capitalize()


_SAID = {
    "late": "After the data end",
    "reached": "Customers reached",
    "converted_modelled": "Converted, modelled",
    "revenue_modelled": "Revenue, modelled",
    "per_send": "Revenue per send",
    "segments": "SMS segments",
}


def _count(count: int) -> Cell:
    return Cell(number(count), tone="" if count else "zero")


def _share(rate: Rate, tone: str) -> Cell:
    return Cell(rate.percent(), rate.fraction(), tone if rate.count else "zero")


def _of(rate: Rate | None) -> dict[str, Any] | None:
    return {"count": rate.count, "of": rate.of, "rate": rate.value} if rate else None


def _exact(row: MessageRow, column: str) -> object:
    if column in ("title", "channel", "decided", "sent", "late", "cost"):
        return getattr(row, column)
    if column.startswith("skipped."):
        return row.skipped.get(column.removeprefix("skipped."), 0)
    if column in _RATES:
        return row.rate(column).count if column != "click_to_open" else row.rate(column).value
    if column == "reached":
        return row.reached.count if row.reached else None
    if column == "segments":
        return row.texts.segments if row.texts else None
    converted = row.modelled if column.endswith("_modelled") else row.converted
    if converted is None:
        return None
    if column.startswith("converted"):
        return converted.journeys.count
    return (converted.value / row.sent if row.sent else None) if column == "per_send" else converted.value
