"""Counting which products go with which, and ranking them, in the compiled loop or, of few events, in the plain one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from app.runtime import warming
from app.runtime.machine.pairs import pairs as plain_pairs
from app.runtime.machine.pairs.pair_tables import PairTables
from app.runtime.native.addresses import addresses_of
from app.runtime.program.row_layout import dtype_of

ENOUGH_EVENTS = 3_000
"""From so many events on the compiled loop is worth its loading, and from twenty times as many its compiling."""
_NOTES_AT_ONCE = 1 << 25
_CUSTOMERS_AT_ONCE = 1 << 16
_ANCHORS_AT_ONCE = 1 << 8
_FIRST_ROWS = 1 << 12
_FIRST_SLOTS = 1 << 6

Report = Callable[[int, int], None]
"""Told how much is done of how much; raises to stop the work."""


@dataclass(frozen=True, slots=True)
class Events:
    """Events on products by customer, then in order; see `PairTables`. `order` (m,) is a code, -1 for none."""

    offsets: NDArray[np.int64]
    at: NDArray[np.int64]
    product: NDArray[np.int32]
    known: NDArray[np.int32]
    order: NDArray[np.int64] | None
    months: NDArray[np.int64]
    allowed: NDArray[np.uint8]
    category: NDArray[np.int32]
    cover: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rule:
    """How to count and rank; `within_us` -1 means in the same order. See `recommending.Wanted`."""

    within_us: int
    counts_pairs: bool
    min_support: int
    overstock: float
    categories: int
    count: int
    exclude_bought: bool
    lately_us: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """See `recommending.Model`."""

    slots: NDArray[np.int32]
    popular: int
    begins: NDArray[np.int64]
    sizes: NDArray[np.int32]
    of: NDArray[np.int32]
    products: NDArray[np.int32]
    supports: NDArray[np.int32]
    scores: NDArray[np.float64]


class _Loop(Protocol):
    """`machine.pairs`, on the tables of a counting."""

    def note_pairs(self, *arguments: int) -> None: ...
    def count_popular(self, *arguments: int) -> None: ...
    def rank_popular(self, month: int, overstock: float, keep: int) -> None: ...
    def rank_anchors(
        self, first: int, end: int, min_support: int, overstock: float, categories: int, keep: int
    ) -> int: ...


def rank_pairs(events: Events, rule: Rule, report: Report, *, compiled: bool | None = None) -> Ranked:
    """Count and rank; `compiled` None takes whatever gives the result first."""
    fast = _is_compiled(len(events.at)) if compiled is None else compiled
    return _Counting(events, rule, report, fast=fast).ranked()


def _is_compiled(events: int) -> bool:
    return events >= 20 * ENOUGH_EVENTS or (events >= ENOUGH_EVENTS and warming.is_ready())


class _Counting:
    """The tables of one counting, growing."""

    def __init__(self, events: Events, rule: Rule, report: Report, *, fast: bool) -> None:
        self._events, self._rule, self._report, self._fast = events, rule, report, fast
        self._products, self._months = len(events.allowed), len(events.months)
        self._customers = len(events.offsets) - 1
        self._tables = {**self._empty(), **self._given()}

    def ranked(self) -> Ranked:
        """Count, then rank."""
        self._popular()
        self._count_notes()
        keep = self._kept()
        self._resize("heap_product", max(keep, self._products))
        self._resize("heap_score", max(keep, self._products))
        self._grow("row_product", _FIRST_ROWS + self._months * keep)
        self._grow_slots(_FIRST_SLOTS * self._months)
        counts = np.array(self._tables["counts"])
        if self._rule.counts_pairs:
            for first, end in _blocks(counts):
                self._rank_block(counts, first, end, keep)
        self._rank_popular(keep)
        return self._taken()

    def _kept(self) -> int:
        """How many of a list can ever be asked for: those wanted, behind all that a customer may have bought."""
        bought = int(self._tables["most"][0]) if self._rule.exclude_bought else 0
        return min(self._rule.count + bought, self._products)

    def _popular(self) -> None:
        for first in range(0, self._customers, _CUSTOMERS_AT_ONCE):
            end = min(first + _CUSTOMERS_AT_ONCE, self._customers)
            self._loop().count_popular(first, end, self._rule.lately_us)
            self._tell(first, 0)

    def _count_notes(self) -> None:
        self._tables["head"] = self._filled("head", self._products, -1)
        self._note(0, self._products, is_counting=True, share=1)

    def _note(self, first: int, end: int, *, is_counting: bool, share: int) -> None:
        for customer in range(0, self._customers, _CUSTOMERS_AT_ONCE):
            stop = min(customer + _CUSTOMERS_AT_ONCE, self._customers)
            self._loop().note_pairs(customer, stop, self._rule.within_us, first, end, int(is_counting))
            self._tell(customer, share)

    def _rank_block(self, counts: NDArray[np.int64], first: int, end: int, keep: int) -> None:
        """Note the pairs of some anchors, and rank them."""
        begins = np.cumsum(counts[first:end]) - counts[first:end]
        cursors = np.zeros(self._products, np.int64)
        cursors[first:end] = begins
        self._tables["cursors"] = self._stored(cursors)
        self._resize("notes", int(counts[first:end].sum()))
        self._resize("sorted", int(counts[first:end].max(initial=0)))
        self._tables["head"] = self._filled("head", self._products, -1)
        self._note(first, end, is_counting=False, share=2)
        rule, anchor = self._rule, first
        while anchor < end:
            stop = min(anchor + _ANCHORS_AT_ONCE, end)
            reached = self._loop().rank_anchors(anchor, stop, rule.min_support, rule.overstock, rule.categories, keep)
            if reached < stop:
                self._make_room(keep)
            anchor = reached
            self._tell(0, 3)

    def _rank_popular(self, keep: int) -> None:
        """Of categories all of a list may be asked for; a list is for the customers of all anchors."""
        of_each = self._products if self._rule.categories else keep
        self._grow("row_product", int(self._tables["written"][0]) + self._months * of_each)
        self._grow_slots((int(self._tables["written"][1]) + 1) * self._months)
        loop = self._loop()
        for month in range(self._months):
            loop.rank_popular(month, self._rule.overstock, of_each)

    def _make_room(self, keep: int) -> None:
        rows, slots = (int(number) for number in self._tables["written"])
        if rows + self._months * keep > len(self._tables["row_product"]):
            self._grow("row_product", 2 * rows + self._months * keep)
        self._grow_slots((2 * slots + 1) * self._months)

    def _taken(self) -> Ranked:
        t = self._tables
        rows, slots = (int(number) for number in t["written"])
        of_slots = (slots + 1) * self._months
        return Ranked(
            slots=_array("slots", t),
            popular=slots,
            begins=_array("begins", t)[:of_slots].copy(),
            sizes=_array("sizes", t)[:of_slots].copy(),
            of=_array("of", t)[:of_slots].copy(),
            products=_array("row_product", t)[:rows].copy(),
            supports=_array("row_support", t)[:rows].copy(),
            scores=_array("row_score", t)[:rows].copy(),
        )

    # --- tables -----------------------------------------------------------------------------------------------------

    def _given(self) -> dict[str, Any]:
        events = self._events
        names = ("offsets", "at", "product", "known", "months", "allowed", "category", "cover")
        given = {name: self._stored(np.ascontiguousarray(getattr(events, name))) for name in names}
        if events.order is not None:
            of_order, firsts, ends = _orders(events.offsets, events.order)
            given |= {
                "of_order": self._stored(of_order), "order_first": self._stored(firsts), "order_end": self._stored(ends)
            }  # fmt: skip
        return given

    def _empty(self) -> dict[str, Any]:
        products, months, events = self._products, self._months, len(self._events.at)
        sizes = {
            **dict.fromkeys(("met", "best", "touched", "counts", "cursors", "support", "active"), products),
            "following": events,
            "stamp": 1,
            "most": 1,
            "written": 2,
            "by_month": months + 1,
            "popular": months * products,
            "popular_of": months,
        }
        made = {name: self._filled(name, sizes.get(name, 0), 0) for name in PairTables.ELEMENTS}
        return {
            **made,
            "head": self._filled("head", products, -1),
            "slots": self._filled("slots", products, -1),
            "met": self._filled("met", products, 0),
        }

    def _stored(self, table: NDArray[Any]) -> Any:
        return table if self._fast else table.tolist()

    def _filled(self, name: str, size: int, value: int) -> Any:
        return self._stored(np.full(size, value, dtype_of(PairTables.ELEMENTS[name])))

    def _resize(self, name: str, size: int) -> None:
        if len(self._tables[name]) < size:
            self._tables[name] = self._filled(name, size, 0)

    def _grow(self, name: str, size: int) -> None:
        """Make the ranked rows longer, and keep what is in them."""
        for each in ("row_product", "row_support", "row_score") if name == "row_product" else (name,):
            old = self._tables[each]
            if len(old) < size:
                grown = np.zeros(size, dtype_of(PairTables.ELEMENTS[each]))
                grown[: len(old)] = old
                self._tables[each] = self._stored(grown)

    def _grow_slots(self, size: int) -> None:
        for name in ("begins", "sizes", "of"):
            self._grow(name, size)

    def _loop(self) -> _Loop:
        tables = tuple(self._tables[name] for name in PairTables.ELEMENTS)
        return _CompiledLoop(tables) if self._fast else _PlainLoop(tables)

    def _tell(self, customer: int, step: int) -> None:
        self._report(step * self._customers + customer, 4 * self._customers)


def _array(name: str, tables: dict[str, Any]) -> NDArray[Any]:
    return np.asarray(tables[name], dtype_of(PairTables.ELEMENTS[name]))


def _orders(
    offsets: NDArray[np.int64], order: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """The events of each order of a customer, one after another, and where its own begin and end for each event."""
    customer = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    there = np.flatnonzero(order >= 0)
    by_order = there[np.lexsort((there, order[there], customer[there]))]
    keys = np.stack([customer[by_order], order[by_order]])
    begins = np.ones(len(by_order), np.bool_)
    begins[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    starts = np.flatnonzero(begins)
    of = np.cumsum(begins) - 1
    firsts, ends = np.zeros(len(order), np.int32), np.zeros(len(order), np.int32)
    firsts[by_order] = starts[of]
    ends[by_order] = np.append(starts[1:], len(by_order))[of]
    return by_order.astype(np.int32), firsts, ends


def _blocks(counts: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Ranges of anchors with no more notes than fit into memory at once, or one anchor."""
    ends = np.cumsum(counts)
    blocks, first = [], 0
    while first < len(counts):
        before = int(ends[first - 1]) if first else 0
        end = max(int(np.searchsorted(ends, before + _NOTES_AT_ONCE, side="right")), first + 1)
        blocks.append((first, end))
        first = end
    return blocks


class _PlainLoop:
    def __init__(self, tables: tuple[Any, ...]) -> None:
        self._tables = PairTables(*tables)

    def note_pairs(self, *arguments: int) -> None:
        plain_pairs.note_pairs(self._tables, *arguments)

    def count_popular(self, *arguments: int) -> None:
        plain_pairs.count_popular(self._tables, *arguments)

    def rank_popular(self, month: int, overstock: float, keep: int) -> None:
        plain_pairs.rank_popular(self._tables, month, overstock, keep)

    def rank_anchors(self, first: int, end: int, min_support: int, overstock: float, categories: int, keep: int) -> int:
        return plain_pairs.rank_anchors(self._tables, first, end, min_support, overstock, categories, keep)


class _CompiledLoop:
    def __init__(self, tables: tuple[Any, ...]) -> None:
        from app.runtime.machine.pairs import compiled_pairs  # late: numba takes a while to load

        self._loop, self._alive, self._addresses = compiled_pairs, tables, addresses_of(tables)

    def note_pairs(self, *arguments: int) -> None:
        self._loop.note_pairs(self._addresses, *arguments)

    def count_popular(self, *arguments: int) -> None:
        self._loop.count_popular(self._addresses, *arguments)

    def rank_popular(self, month: int, overstock: float, keep: int) -> None:
        self._loop.rank_popular(self._addresses, month, overstock, keep)

    def rank_anchors(self, first: int, end: int, min_support: int, overstock: float, categories: int, keep: int) -> int:
        return self._loop.rank_anchors(self._addresses, first, end, min_support, overstock, categories, keep)
