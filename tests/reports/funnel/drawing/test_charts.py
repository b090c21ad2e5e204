"""A funnel without anybody is told in a sentence, whatever it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.data.dataset import Dataset
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.documents.figures.pictures import picture
from app.reports.funnel.counting import counted_funnel
from app.reports.funnel.definition import Breakdown, FunnelDefinition
from tests.builders.datasets import people

DatasetOf = Callable[..., Dataset]
BASE = FunnelDefinition((Step(event="visit"), Step(event="buy")), Duration.parse("P7D"))


@pytest.mark.parametrize("shown", [{}, {"by": Breakdown("cart", 1)}, {"show": "time"}, {"show": "trend"}])
def test_that_nobody_is_told_in_a_sentence(dataset_of: DatasetOf, shown: dict[str, object]) -> None:
    dataset = people([{"customer_id": "a"}], [("a", "05-01 10:00", "other", {"cart": "x"})])
    nobody = replace(dataset, names=dataset_of({"a": [(0, "other")]}, names=("visit", "buy")).names)
    figures = counted_funnel(nobody, replace(BASE, **shown))  # type: ignore[arg-type]  # each of its own type
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture(figures, "svg", 900, 400).decode())
    assert any(text.startswith("Nobody made") for text in texts)
