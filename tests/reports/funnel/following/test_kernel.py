"""The kernel against a reference that tries every choice of events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.funnel.following.kernel import ANY, ORDERED, STRICT, follow, follow_customers
from app.reports.funnel.following.tables import FOREVER, Tables, tables_for
from app.runtime.native.addresses import addresses_of

Event = tuple[int, int, int]  # instant, bits of the steps that it matches, bits of the levels that it ends
History = list[Event]  # by instant
Attempt = tuple[int, ...]  # its events


@dataclass(frozen=True)
class Case:
    """Customers' events and what is asked of them; `limits` are the windows from step to step."""

    histories: list[History]
    limits: tuple[int, ...]
    window: int
    order: int
    until: int
    apart: bool
    once: bool

    @property
    def steps(self) -> int:
        return len(self.limits)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    steps, order = draw(st.integers(1, 4)), draw(st.sampled_from((ORDERED, STRICT, ANY)))
    bars = draw(st.sampled_from((0, (1 << steps) - 2)))
    events = st.tuples(
        st.integers(0, 6), st.integers(0, 2**steps - 1), st.integers(0, bars).map(lambda bar: bar & bars)
    )
    histories = st.lists(st.lists(events, max_size=6).map(lambda history: sorted(history, key=lambda event: event[0])))
    lengths = st.integers(0, 4) if order != ANY and draw(st.booleans()) else st.just(FOREVER)
    return Case(
        histories=draw(histories),
        limits=tuple(draw(st.tuples(*[lengths] * steps))),
        window=draw(st.integers(0, 7)),
        order=order,
        until=draw(st.integers(0, 6) | st.just(FOREVER)) if order == ANY else FOREVER,
        apart=order != ANY and draw(st.booleans()),
        once=draw(st.booleans()),
    )


def choices(history: History, case: Case, made: Attempt = (), done: frozenset[int] = frozenset()) -> Iterator[Attempt]:
    """Every choice of distinct events for steps 0, 1, …, or for any steps, whose instants do not fall."""
    if made:
        yield made
    for event, (at, mark, _) in enumerate(history):
        if event in made or (made and at < history[made[-1]][0]):
            continue
        for step in range(case.steps) if case.order == ANY else range(len(made), min(len(made) + 1, case.steps)):
            if mark >> step & 1 and step not in done:
                yield from choices(history, case, (*made, event), done | {step})


def counts(history: History, case: Case, attempt: Attempt) -> bool:
    """Whether a choice of events is one of the attempts that are asked for."""
    at = [history[event][0] for event in attempt]
    gaps = [(made, before, after) for made, (before, after) in enumerate(pairwise(at), start=1)]
    if case.order == ANY:
        ended = any(at[0] < when < at[-1] and bar for when, _, bar in history)
        return not ended and at[-1] - at[0] <= case.window and at[0] < case.until
    everything = (1 << case.steps) - 1 if case.order == STRICT else 0
    return at[-1] - at[0] <= case.window and all(
        after - before <= case.limits[made]
        and not (case.apart and before == after)
        and not any(before < when < after and (bar | everything) >> made & 1 for when, _, bar in history)
        for made, before, after in gaps
    )


def kept_attempts(history: History, case: Case) -> list[tuple[int, ...]]:
    """The furthest attempts; of several those first to get there, of those the last begun; the earliest steps first."""
    found = {attempt for attempt in choices(history, case) if counts(history, case, attempt)}
    attempts = [tuple(history[event][0] for event in attempt) for attempt in found]
    if case.once:
        begins = (at for at, mark, _ in history if (mark if case.order == ANY else mark & 1))
        earliest = min(begins, default=0)
        attempts = [attempt for attempt in attempts if attempt[0] == earliest]
    ranks = {attempt: (-len(attempt), attempt[-1], -attempt[0]) for attempt in attempts}
    best = min(ranks.values(), default=())
    return sorted(attempt for attempt, rank in ranks.items() if rank == best)


def followed(case: Case, *, is_compiled: bool) -> list[tuple[int, ...]]:
    events = [event for history in case.histories for event in history]
    columns = np.array(events, np.int64).reshape(-1, 3).T
    offsets = np.cumsum([0, *map(len, case.histories)], dtype=np.int64)
    many = len(case.histories)
    found = (
        np.zeros(many, np.uint8), np.zeros((many, case.steps), np.int64), np.zeros((many, case.steps), np.int64),
    )  # fmt: skip
    at, marks, bars = columns[0].copy(), columns[1].astype(np.int32), columns[2].astype(np.int32)
    bars, held = bars if bars.any() else bars[:0], np.zeros(0)
    tables = tables_for(marks, bars, at, held, offsets, np.array(case.limits, np.int64), found, 6)
    asked = (0, many, case.window, case.until, case.order, case.apart, case.once)
    if is_compiled:
        follow(addresses_of(tables), *asked)
    else:
        follow_customers(Tables(*tables), *asked)
    for customer, level in enumerate(found[0].tolist()):
        rows = found[2][customer, :level]
        assert at[rows].tolist() == found[1][customer, :level].tolist()
        assert len(set(rows.tolist())) == level
    return [tuple(row[:level].tolist()) for level, row in zip(found[0].tolist(), found[1], strict=True)]


@given(cases())
def test_that_the_kernel_keeps_the_attempt_that_trying_everything_keeps(case: Case) -> None:
    is_limited = min(case.limits) < FOREVER
    for history, found in zip(case.histories, followed(case, is_compiled=True), strict=True):
        kept = kept_attempts(history, case)
        if is_limited and kept:  # a later step may be needed to reach the one after it
            assert found in kept
        else:
            assert found == (kept[0] if kept else ())


@given(cases())
@settings(max_examples=50, deadline=None)
def test_that_the_kernel_uncompiled_finds_the_same(case: Case) -> None:
    assert followed(case, is_compiled=False) == followed(case, is_compiled=True)
