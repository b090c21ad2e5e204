"""The kernel against a reference that tries every choice of events."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.funnel.kernel import ANY, ORDERED, STRICT, follow, follow_customers

History = list[tuple[int, int]]  # (instant, bits of the steps that the event matches), by instant
Attempt = tuple[int, ...]  # the instants of its steps


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, int, list[History]]:
    steps = draw(st.integers(1, 4))
    events = st.tuples(st.integers(0, 6), st.integers(0, 2**steps - 1))
    histories = st.lists(st.lists(events, max_size=6).map(lambda history: sorted(history, key=lambda event: event[0])))
    return steps, draw(st.integers(0, 7)), draw(histories)


def attempts_in_order(history: History, steps: int, made: tuple[int, ...] = ()) -> Iterator[Attempt]:
    """Every choice of distinct events for steps 0, 1, … with instants that do not fall."""
    if made:
        yield tuple(history[event][0] for event in made)
    for event, (at, mark) in enumerate(history):
        fits = event not in made and (not made or at >= history[made[-1]][0])
        if fits and len(made) < steps and mark >> len(made) & 1:
            yield from attempts_in_order(history, steps, (*made, event))


def attempts_without_gaps(history: History, steps: int) -> Iterator[Attempt]:
    """The steps by adjoining events, whichever way those of the same instant are ordered."""
    instants = sorted({at for at, _ in history})
    groups = [permutations([event for event in history if event[0] == at]) for at in instants]
    for choice in product(*groups):
        line = [event for group in choice for event in group]
        for start in range(len(line)):
            for many in range(1, min(steps, len(line) - start) + 1):
                part = line[start : start + many]
                if all(mark >> step & 1 for step, (_, mark) in enumerate(part)):
                    yield tuple(at for at, _ in part)


def attempts_in_any_order(
    history: History, steps: int, events: tuple[int, ...] = (), done: frozenset[int] = frozenset()
) -> Iterator[Attempt]:
    """Every choice of distinct events for distinct steps with instants that do not fall."""
    if events:
        yield tuple(history[event][0] for event in events)
    for event in range(events[-1] + 1 if events else 0, len(history)):
        for step in range(steps):
            if step not in done and history[event][1] >> step & 1:
                yield from attempts_in_any_order(history, steps, (*events, event), done | {step})


def kept_attempt(history: History, steps: int, window: int, order: int, once: bool) -> Attempt:
    """The furthest attempt; of several the first to get there, of those the last begun, then the earliest steps."""
    generate = {ORDERED: attempts_in_order, STRICT: attempts_without_gaps, ANY: attempts_in_any_order}[order]
    attempts = [attempt for attempt in generate(history, steps) if attempt[-1] - attempt[0] <= window]
    if once:
        earliest = min((attempt[0] for attempt in attempts), default=0)
        attempts = [attempt for attempt in attempts if attempt[0] == earliest]
    return min(attempts, key=lambda attempt: (-len(attempt), attempt[-1], -attempt[0], attempt), default=())


def followed(histories: list[History], steps: int, window: int, order: int, once: bool, run: object) -> list[Attempt]:
    marks = np.array([mark for history in histories for _, mark in history], np.uint32)
    at = np.array([at for history in histories for at, _ in history], np.int64)
    offsets = np.cumsum([0, *map(len, histories)], dtype=np.int64)
    levels = np.zeros(len(histories), np.uint8)
    instants = np.zeros((len(histories), steps), np.int64)
    assert callable(run)
    run(marks, at, offsets, 0, len(histories), window, order, once, levels, instants)
    return [tuple(row[:level].tolist()) for level, row in zip(levels.tolist(), instants, strict=True)]


@given(cases(), st.sampled_from((ORDERED, STRICT, ANY)), st.booleans())
@settings(max_examples=400, deadline=None)
def test_that_the_kernel_keeps_the_attempt_that_trying_everything_keeps(
    case: tuple[int, int, list[History]], order: int, once: bool
) -> None:
    steps, window, histories = case
    expected = [kept_attempt(history, steps, window, order, once) for history in histories]
    assert followed(histories, steps, window, order, once, follow) == expected


@given(cases(), st.sampled_from((ORDERED, STRICT, ANY)), st.booleans())
@settings(max_examples=50, deadline=None)
def test_that_the_kernel_uncompiled_finds_the_same(
    case: tuple[int, int, list[History]], order: int, once: bool
) -> None:
    steps, window, histories = case
    compiled = followed(histories, steps, window, order, once, follow)
    assert followed(histories, steps, window, order, once, follow_customers) == compiled
