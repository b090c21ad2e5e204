"""The draws of a forecast: how a message's receiver will react, and how likely that was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.numbers import drawn, exact
from app.runtime.explain.clauses import Asking, judged
from app.runtime.explain.context import Context, Told
from app.runtime.explain.lookup import Place
from app.runtime.explanation import Clause, Sight, StepKind
from app.runtime.machine.steps.reacting import delay, draw, freshness, luck_of_visit, rates
from app.runtime.phrasing import length_words
from app.runtime.program.nodes import ResponseRow
from app.runtime.program.opcodes import (
    BEFORE_ALL,
    DRAWS_CLICK,
    DRAWS_CLICK_DELAY,
    DRAWS_CONVERSION,
    DRAWS_CONVERSION_DELAY,
    DRAWS_DELIVERY,
    DRAWS_OPENING,
    DRAWS_OPENING_DELAY,
    DRAWS_UNSUBSCRIBING,
    MESSAGES,
    NONE,
    REACTIONS,
    STATE_BIT,
)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A message node, with the response of those who get its message."""

    context: Context
    node: int
    response: ResponseRow

    def happens(self, what: int, rate: float, yes: str, no: str) -> tuple[bool, str]:
        lot = draw(luck_of_visit(self.context.m, self.node), what)
        happens = lot < rate
        compared = "below" if happens else "not below"
        return happens, f"{yes if happens else no} (drew {drawn(lot)}, {compared} {exact(rate, 4)})"

    def after(self, what: int, median: float, sigma: float) -> str:
        length = delay(luck_of_visit(self.context.m, self.node), what, median, sigma)
        return f"{length_words(length)} later" if length else "at once"


def drew(context: Context, place: Place, node: int, index: int, mark: int) -> Told:
    """What is being drawn for a message just sent."""
    m = context.m
    row = m.sends[m.nodes[node].first].response
    clauses = tuple(_overrides(context, place, row, Asking(index, m.instances[index].event, mark)))
    deliver, opening, click, unsubscribe = rates(m, row, index, mark)
    drawing = _Drawing(context, node, m.responses[row])
    lines = _lines(drawing, deliver, opening * freshness(m, row), click, unsubscribe)
    return Told(StepKind.DREW, "forecast: " + "; ".join(lines), clauses=clauses, modelled=True)


def _overrides(context: Context, place: Place, row: int, asking: Asking) -> Iterator[Clause]:
    """The conditions for other rates, as they stand now."""
    response = context.m.responses[row]
    needed = True
    for number, other in enumerate(place.response.when if place.response else ()):
        condition = context.m.overrides[response.first + number].condition
        label = f"other rates {number + 1}"
        clause = judged(context, other.condition, condition, asking, needed=needed, label=label)
        if clause is not None:
            needed &= not clause.holds
            yield clause


def _lines(drawing: _Drawing, deliver: float, opening: float, click: float, unsubscribe: float) -> Iterator[str]:
    response = drawing.response
    delivered, words = drawing.happens(DRAWS_DELIVERY, deliver, "delivered", "bounces")
    yield words
    if not delivered:
        return
    opened, words = drawing.happens(DRAWS_OPENING, opening, "opened", "not opened")
    if not opened:
        yield words
        return
    yield f"{words} {drawing.after(DRAWS_OPENING_DELAY, response.open_median, response.open_sigma)}"
    clicked, words = drawing.happens(DRAWS_CLICK, click, "clicked", "not clicked")
    wait = drawing.after(DRAWS_CLICK_DELAY, response.click_median, response.click_sigma)
    yield f"{words} {wait}" if clicked else words
    left, words = drawing.happens(DRAWS_UNSUBSCRIBING, unsubscribe, "unsubscribes", "stays subscribed")
    if left or unsubscribe > 0:
        yield words
    if clicked and response.conversion != NONE:
        converted, words = drawing.happens(DRAWS_CONVERSION, response.convert, "converts", "does not convert")
        wait = drawing.after(DRAWS_CONVERSION_DELAY, response.convert_median, response.convert_sigma)
        yield f"{words} {wait}" if converted else words


def unapplied(context: Context, told: set[tuple[int, int]]) -> Iterator[tuple[int, int, int, Told]]:
    """Reactions that the machine wrote into the table without applying them, since they change nothing else.

    Each with its instant, the message's node and the instance (by rows). `told` are the others, by the row of the table
    and the state (a bit).
    """
    m = context.m
    for row in range(m.written[MESSAGES]):
        record = m.message_records[row]
        for reaction in REACTIONS:
            at = getattr(record, f"{reaction}_at")
            if at == BEFORE_ALL or (row, STATE_BIT[reaction]) in told:
                continue
            send = context.lookup.places[record.node].instruction
            properties = {"node": context.lookup.places[record.node].node.id, "channel": getattr(send, "channel", "")}
            sight = Sight(at, f"message_{reaction}", properties, modelled=True)
            words = f"message {reaction}, as the forecast drew it"
            yield (
                at,
                record.node,
                record.instance - 1,
                Told(StepKind.REACTED, words, sight.name, sights=(sight,), modelled=True),
            )
