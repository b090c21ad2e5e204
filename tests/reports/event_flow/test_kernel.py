"""The flow's compiled loop, the same in plain Python and the columns follow everybody alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nodes.conditions import Step
from app.reports.event_flow import definition as definitions
from app.reports.event_flow.definition import Direction, EventFlowDefinition, event_flow, plainly
from app.reports.event_flow.kernel import follow_customers
from app.reports.event_flow.tables import Tables
from tests.builders.datasets import histories

HISTORIES = st.dictionaries(
    st.sampled_from(["ann", "bob", "cyd", "dan"]), st.lists(st.sampled_from("abcd"), max_size=9), min_size=1
)


@settings(max_examples=40, deadline=None)
@given(HISTORIES, st.sampled_from([None, "a"]), st.sampled_from(["after", "before"]), st.integers(1, 5), st.booleans())
def test_that_every_loop_follows_as_the_columns_do(
    named: dict[str, list[str]], start: str | None, direction: Direction, steps: int, repeats: bool
) -> None:
    data = histories({who: list(enumerate(events)) for who, events in named.items()}, names=tuple("abcd"))
    definition = EventFlowDefinition(Step(event=start) if start else None, direction, steps, 2, repeats)
    customers, anchors = definitions._anchors(data, definition)
    expected = np.array(list(plainly(data, definition, customers, anchors)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(definitions, "ENOUGH_EVENTS", 0)
        compiled = event_flow(data, definition)
    slowly = event_flow(data, definition)
    for mine, theirs in zip(compiled.columns, slowly.columns, strict=True):
        assert (mine.names, mine.place.tolist()) == (theirs.names, theirs.place.tolist())
        assert mine.counts().tolist() == np.bincount(theirs.place, minlength=len(theirs.names)).tolist()
    codes = np.empty(expected.size, np.int32)
    tables = Tables(data.names.values, data.offsets, customers, anchors, codes)
    follow_customers(tables, 0, len(customers), steps, 1 if direction == "after" else -1, repeats)
    assert codes.reshape(expected.shape).tolist() == expected.tolist()
