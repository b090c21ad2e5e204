"""Exports written from the layout of a tool: a header whose columns say what they hold, and what is true of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from app.data.columns.arrow import words_of
from app.data.dataset import Dataset
from app.data.importing.fates_of_orders import OF_LINES, OF_ORDERS
from app.data.importing.read import Imported
from tests.builders.export_parts import START, Mess, Person, delimited, people, words

PEOPLE, BUYERS, ORDERS = 50, 40, 90
"""How many people a list has and how many of an even longer row of them buy, and how often in all."""

_EVERYBODY = 60
_UNNAMED = "…"
_LINES = dict(zip(OF_ORDERS, OF_LINES, strict=True))


@dataclass(frozen=True, slots=True)
class Layout:
    """How a tool writes a file: `columns` are `Title=what` or `Title='text`, one after the other, between bars.

    `states` gives what became of an order, or an event's name, the words for it; an instant is written as `at`, money
    with the `decimal` and the `thousands` sign inside `money`. Where a file has `lines`, an order has up to three.
    `names` are those of its country, where its code page has no others. What is said is no yes where nobody opted
    in, and events may have no name.
    """

    name: str
    columns: str
    states: dict[str, tuple[str, ...]] = field(default_factory=dict)
    at: str = "%Y-%m-%d %H:%M:%S"
    day: str = "%Y-%m-%d"
    time: str = "%H:%M:%S"
    money: str = "{}"
    decimal: str = "."
    thousands: str = ""
    sign: str = ","
    encoding: str = "utf-8"
    order: str = "{}"
    id: str = "{}"
    said: tuple[str, str, str] = ("Yes", "No", "")
    lines: bool = False
    bought: str = "purchase"
    of_people: bool = False
    is_opt_in: bool = True
    is_named: bool = True
    names: tuple[str, ...] = ()
    above: str = ""
    below: str = ""
    events: dict[str, str] = field(default_factory=dict)
    """What an event is called in the dataset, where that is no state."""

    def write(self, folder: Path, seed: int = 1) -> Truth:
        """Put the file into a folder, and say what is true of it."""
        rows = _people(self, seed) if self.of_people else _orders(self, seed)
        header = [title.partition("=")[0] for title in self.columns.split("|")]
        table = [[_cell(self, what, row) for what in self._whats()] for row in rows]
        text = self.above + delimited(header, table, self.sign).decode() + self.below
        path = folder / f"{self.name}.csv"
        path.write_bytes(text.encode(self.encoding, "replace"))
        return _truth(self, path, rows)

    def _whats(self) -> list[str]:
        return [title.partition("=")[2] for title in self.columns.split("|")]

    def has(self, what: str) -> bool:
        """Whether some column holds this."""
        return what in self._whats()


@dataclass(frozen=True, slots=True)
class Truth:
    """What is right of a file: the numbers of its people, its events by name, its revenue, who said yes."""

    path: Path
    people: frozenset[int]
    events: dict[str, int]
    bought: str
    revenue: float
    first: datetime | None
    agreed: frozenset[str]
    refused: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of an order, or one person."""

    person: Person
    mess: Mess
    number: int = 0
    at: datetime = START
    state: str = ""
    total: float = 0.0
    line: int = 0
    price: float = 0.0
    quantity: int = 1


def _people(layout: Layout, seed: int) -> list[_Row]:
    mess = Mess(seed)
    return [_Row(person, mess, person.number, person.since) for person in people(seed, _EVERYBODY)[:PEOPLE]]


def _orders(layout: Layout, seed: int) -> list[_Row]:
    """The lines of all orders; the states that mean no revenue are the rarer ones."""
    mess, rows = Mess(seed), []
    buyers = people(seed, _EVERYBODY)[_EVERYBODY - BUYERS :]
    first, *others = layout.states or {layout.bought: ("",)}
    for number in range(ORDERS):
        state = others[number // 7 % len(others)] if others and number % 7 in (2, 5) else first
        person, at = buyers[number % BUYERS], START + timedelta(hours=7 * number, minutes=number)
        lines = [(mess.draw.randint(1, 3), mess.draw.randint(3, 900) + 0.5) for _ in range(1 + number % 3)]
        lines = lines if layout.lines else lines[:1]
        total = sum(quantity * price for quantity, price in lines)
        for line, (quantity, price) in enumerate(lines):
            rows.append(_Row(person, mess, number, at, state, total, line, price, quantity))
    return rows


def _truth(layout: Layout, path: Path, rows: Sequence[_Row]) -> Truth:
    orders = [] if layout.of_people else [row for row in rows if row.line == 0]
    asked = [row.person for row in (rows if layout.of_people else orders)] if layout.has("consent") else []
    counts = Counter(layout.events.get(row.state, row.state) for row in orders)
    if layout.lines:
        lines = Counter(layout.events.get(row.state, row.state) for row in rows)
        counts |= {name: lines[state] for state, name in _LINES.items() if lines[state]}
    return Truth(
        path,
        frozenset(row.person.number for row in rows),
        dict(counts) if layout.is_named else {_UNNAMED: counts.total()},
        layout.bought,
        round(sum(row.total for row in orders if layout.bought and row.state == layout.bought), 2),
        _beginning(layout, orders),
        frozenset(person.email for person in asked if person.agreed and layout.is_opt_in),
        frozenset(person.email for person in asked if person.agreed is False),
    )


def _beginning(layout: Layout, orders: Sequence[_Row]) -> datetime | None:
    """The first instant, as precisely as the file says it."""
    says_time = any(layout.has(what) for what in ("time", "epoch", "epoch_ms")) or (
        layout.has("at") and "M" in layout.at
    )
    first = min((row.at for row in orders), default=None)
    return first if says_time or first is None else datetime.combine(first, datetime.min.time())


def _cell(layout: Layout, what: str, row: _Row) -> str:
    if what.startswith("'"):
        return what[1:]
    if what in _AMOUNTS:
        return _money(layout, _AMOUNTS[what](row))
    if what in _SAME:
        return _money(layout, _SAME[what])
    return _OF_ROWS[what](row) if what in _OF_ROWS else _WRITTEN[what](layout, row)


def _money(layout: Layout, amount: float) -> str:
    text = f"{amount:,.2f}".replace(",", "_").replace(".", layout.decimal).replace("_", layout.thousands)
    return layout.money.format(text)


def _is_paid(layout: Layout, row: _Row) -> bool:
    return row.state in (layout.bought, "refund")


def _negative(layout: Layout, row: _Row, amount: float) -> str:
    return _money(layout, -amount if row.state == "refund" else amount)


def _names(layout: Layout, row: _Row) -> list[str]:
    """First and last name."""
    if not layout.names:
        return [row.person.first, row.person.last]
    return layout.names[row.person.number % len(layout.names)].split(" ")


_OF_ROWS: dict[str, Callable[[_Row], str]] = {
    "line_id": lambda row: f"L{row.number}-{row.line}",
    "email": lambda row: row.mess.email(row.person),
    "phone": lambda row: row.mess.phone(row.person),
    "epoch": lambda row: str(int((row.at - datetime(1970, 1, 1)).total_seconds())),
    "epoch_ms": lambda row: str(int((row.at - datetime(1970, 1, 1)).total_seconds() * 1000)),
    "signed_quantity": lambda row: str(-row.quantity if row.state == "refund" else row.quantity),
    "quantity": lambda row: str(row.quantity),
    "item": lambda row: ("Shirt", "Mug, large", "Poster")[(row.number + row.line) % 3],
    "sku": lambda row: f"SKU-{(row.number + row.line) % 3}",
    "number": lambda row: str(row.number),
    "refunded_flag": lambda row: "1" if row.state == "refund" else "0",
    "cancelled": lambda row: "Yes" if row.state == "refund" else "No",
    "device": lambda row: f"dev-{row.person.number:08x}",
    "uuid": lambda row: f"{row.number:08x}-77aa-4c1e-9d2b-{row.line:012x}",
    "city": lambda row: ("Brno", "Köln", "Lyon")[row.person.number % 3],
    "note": lambda row: row.mess.maybe("please ring twice; gift, thanks", 0.1),
}
_AMOUNTS: dict[str, Callable[[_Row], float]] = {
    "amount": lambda row: row.total,
    "refunded": lambda row: row.total if row.state == "refund" else 0,
    "net": lambda row: round(row.total / 1.2, 2),
    "tax": lambda row: row.total - round(row.total / 1.2, 2),
    "fee": lambda row: round(row.total * 0.03, 2),
    "line_total": lambda row: row.price * row.quantity,
    "price": lambda row: row.price,
}
_SAME = {"zero": 0.0, "shipping": 4.9}
_WRITTEN: dict[str, Callable[[Layout, _Row], str]] = {
    "name": lambda layout, row: " ".join(_names(layout, row)),
    "first": lambda layout, row: _names(layout, row)[0],
    "last": lambda layout, row: row.mess.maybe(_names(layout, row)[1], 0.9),
    "order": lambda layout, row: layout.order.format(1000 + row.number),
    "id": lambda layout, row: layout.id.format(100 + row.person.number),
    "at": lambda layout, row: format(row.at, layout.at),
    "day": lambda layout, row: format(row.at, layout.day),
    "time": lambda layout, row: format(row.at, layout.time),
    "later": lambda layout, row: format(row.at + timedelta(days=3), layout.at),
    "refunded_at": lambda layout, row: format(row.at, layout.at) if row.state == "refund" else "",
    "paid_at": lambda layout, row: format(row.at, layout.at) if _is_paid(layout, row) else "",
    "state": lambda layout, row: layout.states[row.state][row.number // 3 % len(layout.states[row.state])],
    "signed": lambda layout, row: _negative(layout, row, row.total),
    "signed_line": lambda layout, row: _negative(layout, row, row.price * row.quantity),
    "signed_gross": lambda layout, row: _negative(layout, row, row.price * row.quantity + 1),
    "amount_once": lambda layout, row: _money(layout, row.total) if row.line == 0 else "",
    "amount_bought": lambda layout, row: _money(layout, row.total) if row.state == layout.bought else "",
    "consent": lambda layout, row: words(row.person, *layout.said),
    "left_at": lambda layout, row: format(row.at, layout.at) if row.person.agreed is False else "",
    "paid": lambda layout, row: _money(layout, row.total if _is_paid(layout, row) else 0),
    "unpaid": lambda layout, row: _money(layout, 0 if _is_paid(layout, row) else row.total),
}


def faults_of(imported: Imported, truths: Sequence[Truth]) -> list[str]:
    """What is not as the files say."""
    dataset, told = imported.dataset, imported.dataset.schema().events
    everybody = frozenset[int]().union(*(truth.people for truth in truths))
    events = Counter[str]()
    for truth in truths:
        events.update(truth.events)
    wanted = {
        "people": (dataset.customer_count, len(everybody)),
        "events": (_as_named(told, events), dict(events)),
        "rejected rows": (sum(account.rejected for account in imported.accounts), 0),
        "revenue": (_revenue(dataset, truths), {t.bought: t.revenue for t in truths if t.revenue}),
        "the first instant": (_first(dataset), min((t.first for t in truths if t.first), default=None)),
        "who agreed": (_consenting(dataset, 1), frozenset[str]().union(*(truth.agreed for truth in truths))),
        "who refused": (_consenting(dataset, 0) >= frozenset[str]().union(*(t.refused for t in truths)), True),
    }
    return [f"{what}: {got} for {right}" for what, (got, right) in wanted.items() if got != right]


def _as_named(told: Mapping[str, int], right: Mapping[str, int]) -> dict[str, int]:
    """The events by their names; together those that nobody can name."""
    named = {name: count for name, count in told.items() if name in right or _UNNAMED not in right}
    others = sum(told.values()) - sum(named.values())
    return named | ({_UNNAMED: others} if others else {})


def _revenue(dataset: Dataset, truths: Sequence[Truth]) -> dict[str, float]:
    """The sum of all amounts of each event that is a purchase."""
    bought = {truth.bought for truth in truths if truth.revenue}
    column = dataset.properties.get(dataset.roles.properties.get("amount", ""))
    if column is None or not bought or dataset.roles.events.get("purchase") not in bought:
        return {}
    names = words_of(dataset.names.words)
    sums = {name: column.values[dataset.names.values == code] for code, name in enumerate(names) if name in bought}
    return {name: round(float(np.nansum(each)), 2) for name, each in sums.items()}


def _first(dataset: Dataset) -> datetime | None:
    return dataset.at.min().astype("M8[us]").item() if len(dataset.at) else None


def _consenting(dataset: Dataset, said: int) -> frozenset[str]:
    """The addresses of who said so."""
    roles = dataset.roles.attributes
    if "email_consent" not in roles or "email" not in roles:
        return frozenset()
    emails = dataset.attributes[roles["email"]]
    rows = np.flatnonzero(dataset.attributes[roles["email_consent"]].values == said)
    return frozenset(str(emails.words[emails.values[row]]).strip().lower() for row in rows)
