"""What is shared out block by block comes to what it does in columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.reports.attribution_models.names import MODELS
from app.reports.crm import meeting
from app.reports.pipeline import definition, in_blocks
from app.reports.pipeline.definition import pipeline, proposed_pipeline
from app.reports.pipeline.figures import ALONE, EVERYBODY, MEASURES, PipelineFigures
from tests.builders.b2b import b2b


def counted(models: tuple[Any, ...], opportunity_id: str) -> PipelineFigures:
    data = b2b()
    proposed = proposed_pipeline(data)
    assert proposed is not None
    asked = replace(proposed, way=replace(proposed.way, opportunity_id=opportunity_id), models=models)
    return pipeline(replace(data), asked)  # a copy keeps nothing of what was counted before


@pytest.mark.parametrize("opportunity_id", ["", "opportunity_id"])
@pytest.mark.parametrize("models", [MODELS, ("first", "linear")])
def test_that_blocks_of_customers_share_out_what_the_columns_do(
    monkeypatch: pytest.MonkeyPatch, models: tuple[Any, ...], opportunity_id: str
) -> None:
    expected = counted(MODELS, opportunity_id)
    monkeypatch.setattr(definition, "ENOUGH_EVENTS", 0)
    monkeypatch.setattr(meeting, "ENOUGH_EVENTS", 0)
    monkeypatch.setattr(in_blocks, "_EVENTS_AT_ONCE", 500)
    found = counted(models, opportunity_id)
    assert found.people_met.tolist() == expected.people_met.tolist()
    assert (found.touches.tolist(), found.cost.tolist()) == (expected.touches.tolist(), expected.cost.tolist())
    assert [found.who(code).tolist() for code in (0, EVERYBODY)] == [
        expected.who(code).tolist() for code in (0, EVERYBODY)
    ]
    for measure in MEASURES:
        one, other = found.measures[measure], expected.measures[measure]
        assert (one.untouched, one.total) == (other.untouched, other.total)
        for model in MODELS:
            np.testing.assert_allclose(one.shares[model], other.shares[model], atol=1e-9, err_msg=f"{measure} {model}")
        for channel in (0, 1, ALONE, EVERYBODY):
            assert one.who("linear", channel).tolist() == other.who("linear", channel).tolist(), (measure, channel)
