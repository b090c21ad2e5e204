"""Experiments against published figures, and what few customers, no conversion and one variant must not pretend."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from matplotlib.text import Text

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import LIGHT
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.catalogue import recorded_reports
from app.reports.definition.sentence import Part
from app.reports.definitions import definition_document, definition_from
from app.reports.experiments.chart import draw_experiment
from app.reports.experiments.definition import ExperimentDefinition, experiment
from app.reports.experiments.figures import (
    CONVERTED,
    CUSTOMERS,
    DIFFERENCE,
    REVENUE,
    REVENUE_DIFFERENCE,
    ExperimentFigures,
)
from app.reports.experiments.proposing import proposed_experiment
from app.reports.experiments.sentence import changed, sentence
from tests.builders.datasets import even, from_rows

BY_EVENT: dict[str, Any] = {"customers": {}, "events": {"types": {"variant": "text", "amount": "number"}}}


def groups(sizes: Mapping[str, tuple[int, int]], worth: float = 0.0) -> Dataset:
    """Customers in columns: by variant how many there are, and how many converted, each for that worth."""
    words = sorted(sizes)
    codes = np.repeat(np.arange(len(words)), [sizes[name][0] for name in words]).astype(np.int32)
    done = np.concatenate([np.zeros(0, bool), *(np.arange(sizes[name][0]) < sizes[name][1] for name in words)])
    none = pa.array([], pa.string())
    attributes = {
        "segment": Column(ColumnType.TEXT, codes, pa.array(words, pa.string())),
        "conversion": Column(ColumnType.BOOLEAN, done.astype(np.int8), none),
        "spend": Column(ColumnType.NUMBER, done * worth, none),
    }
    return replace(even(len(codes), 0), attributes=attributes)


def of(sizes: Mapping[str, tuple[int, int]], **more: Any) -> ExperimentFigures:
    return experiment(groups(sizes), ExperimentDefinition("segment", outcome="conversion", **more))


HILLSTROM = {"Mens E-Mail": (21_307, 267), "No E-Mail": (21_306, 122), "Womens E-Mail": (21_387, 189)}
"""The MineThatData e-mail challenge: 64,000 customers, conversions of two weeks."""


def test_that_hillstroms_conversions_are_those_published() -> None:
    data = groups(HILLSTROM)
    proposed = proposed_experiment(data)
    assert proposed is not None
    assert (proposed.variant, proposed.outcome, proposed.control) == ("segment", "conversion", "No E-Mail")
    figures = experiment(data, proposed)
    rates = {each.name: round(100 * (each.rate.value or 0), 2) for each in figures.variants}
    assert rates == {"Mens E-Mail": 1.25, "No E-Mail": 0.57, "Womens E-Mail": 0.88}
    uplift = {each.name: round(100 * (each.difference or 0), 2) for each in figures.others}
    assert uplift == {"Mens E-Mail": 0.68, "Womens E-Mail": 0.31}
    assert all(each.is_known for each in figures.others)
    assert figures.ratio is not None
    assert figures.ratio > 0.8


def test_that_the_cookie_cats_keep_fewer_players_behind_the_later_gate() -> None:
    """Published: 44,700 and 45,489 players; retention after 7 days 19.0 % and 18.2 %, after 1 day 44.8 % and 44.2 %."""
    week = of({"gate_30": (44_700, 8_502), "gate_40": (45_489, 8_279)})
    day = of({"gate_30": (44_700, 20_034), "gate_40": (45_489, 20_119)})
    assert [round(100 * (each.rate.value or 0), 1) for each in week.variants] == [19.0, 18.2]
    assert [round(100 * (each.rate.value or 0), 1) for each in day.variants] == [44.8, 44.2]
    assert week.others[0].is_known
    assert not day.others[0].is_known
    assert week.ratio == pytest.approx(0.0086, abs=5e-4)


def test_that_a_group_of_the_wrong_size_is_said_before_everything_else() -> None:
    figures = of({"a": (5_000, 50), "b": (5_600, 50)})
    assert "do not have the sizes" in figures.ratio_in_words()
    assert of({"a": (5_000, 50), "b": (5_600, 50)}, weights=(50.0, 56.0)).ratio == pytest.approx(1.0)


def test_that_money_is_compared_by_welch_with_and_without_its_greatest() -> None:
    rng = np.random.default_rng(3)
    data = groups({"a": (400, 200), "b": (400, 240)})
    spend = np.where(data.attributes["conversion"].values > 0, rng.lognormal(3, 1, 800), 0.0)
    spend[0] = 50_000.0
    column = Column(ColumnType.NUMBER, spend, data.attributes["spend"].words)
    data = replace(data, attributes={**data.attributes, "spend": column})
    figures = experiment(data, ExperimentDefinition("segment", outcome="conversion", value="spend", control="a"))
    (b,) = figures.others
    assert b.value_difference is not None
    assert b.capped_difference is not None
    means = spend[400:].mean() - spend[:400].mean()
    assert (b.value_difference.low + b.value_difference.high) / 2 == pytest.approx(means)
    assert b.value_difference.high - b.value_difference.low > 5 * (b.capped_difference.high - b.capped_difference.low)


def test_that_no_conversion_at_all_ends_in_words() -> None:
    figures = of({"a": (30, 0), "b": (30, 0)}, value="spend")
    assert "nan" not in json.dumps(figures.to_document()).lower()
    assert "nan" not in str(figures.table()).lower()
    assert figures.verdict(figures.others[0]).endswith("not told from chance")
    assert figures.still_needed(figures.others[0]).note == "nobody of the control converted"


def test_that_one_variant_and_nobody_are_no_comparison() -> None:
    alone = of({"a": (9, 3)})
    assert "one variant alone" in alone.ratio_in_words()
    assert alone.variants[0].difference is None
    assert of({}).variants == ()


def test_that_too_few_customers_are_not_judged_by_size() -> None:
    assert of({"a": (3, 1), "b": (4, 1)}).ratio is None


def test_that_what_is_still_needed_is_said_in_days_at_the_pace_so_far() -> None:
    rows = [
        {"customer_id": f"c{k:03}", "timestamp": f"2024-05-{1 + k // 10:02}T00:00:00Z", "event": "seen",
         "variant": "ab"[k % 2]}
        for k in range(101)
    ]  # fmt: skip
    rows += [{"customer_id": f"c{k:03}", "timestamp": "2024-05-20T00:00:00Z", "event": "buy"} for k in range(0, 101, 5)]
    data = from_rows([], rows, BY_EVENT)
    figures = experiment(data, ExperimentDefinition("variant", "property", Step(event="buy"), uplift=1.0))
    (b,) = figures.others
    control = figures.control
    assert control is not None
    assert b.needed is not None
    days = -(-(b.needed - 50) // 5)  # five a day came to b, and slightly more to a
    assert str(figures.still_needed(b)) == f"{days} days"


EVENTS = (
    ("a", "01", "seen", "x"), ("a", "02", "buy", ""), ("b", "01", "seen", "x"), ("b", "09", "buy", ""),
    ("c", "01", "buy", ""), ("c", "02", "seen", "y"), ("d", "01", "seen", "y"), ("d", "01", "buy", ""),
    ("e", "01", "seen", "x"), ("e", "03", "seen", "y"), ("e", "04", "buy", ""), ("f", "01", "buy", ""),
)  # fmt: skip


def by_event() -> Dataset:
    rows = [
        {"customer_id": who, "timestamp": f"2024-05-{day}T00:00:00Z", "event": event, "amount": "10"}
        | ({"variant": variant} if variant else {})
        for who, day, event, variant in EVENTS
    ]
    return from_rows([], rows, BY_EVENT)


def test_that_only_what_comes_after_the_variant_was_named_counts() -> None:
    """c bought before; d at the very instant, which counts; e has had both, f none; b is later than the window."""
    definition = ExperimentDefinition("variant", "property", Step(event="buy"), within=Duration.parse("P7D"))
    figures = experiment(by_event(), definition)
    assert {each.name: (each.rate.count, each.rate.of) for each in figures.variants} == {"x": (1, 2), "y": (1, 2)}
    assert dict(figures.outcomes.left_out) == {
        "customers with several variants": 1,
        "customers without a variant": 2,
    }
    longer = experiment(by_event(), replace(definition, within=None))
    assert longer.variants[0].rate.count == 2


def test_that_a_window_beyond_the_data_is_said() -> None:
    definition = ExperimentDefinition("variant", "property", Step(event="buy"), within=Duration.parse("P8D"))
    left = dict(experiment(by_event(), definition).outcomes.left_out)
    assert left["customers, counted, whose time to convert reaches beyond the data"] == 1  # c, named on the second


def test_that_the_people_of_a_cell_are_as_many_as_it_counts() -> None:
    figures = of({"a": (9, 3), "b": (4, 2)})
    people = [[figures.people(row, column) for column in (CUSTOMERS, CONVERTED)] for row in (0, 1)]
    assert [[len(ids) for ids in row if ids is not None] for row in people] == [[9, 3], [4, 2]]
    compared = [figures.people(1, column) for column in (DIFFERENCE, REVENUE_DIFFERENCE)]
    assert [len(ids) for ids in compared if ids is not None] == [13, 13]  # of both
    assert figures.people(0, 6) is None


def test_that_everything_wrong_with_a_definition_is_named() -> None:
    wrong = ExperimentDefinition("nothing", outcome="segment", value="where")
    with pytest.raises(AppError) as caught:
        experiment(groups({"a": (1, 1)}), wrong)
    assert {problem.code for problem in caught.value.problems} == {
        "experiment-variant", "experiment-outcome", "experiment-value",
    }  # fmt: skip
    with pytest.raises(AppError, match="No customer is in a variant “z”"):
        of({"a": (3, 1), "b": (2, 1)}, control="z")


def test_that_each_part_of_the_sentence_changes_its_part_of_the_definition() -> None:
    data = by_event()
    definition = ExperimentDefinition("variant", "property", Step(event="buy"), value="amount")
    parts = {part.field for part in sentence(data, definition) if isinstance(part, Part)}
    assert parts == {"variant", "goal", "where goal", "within", "value", "control", "weights", "capped", "uplift"}
    assert changed(definition, "within", "3").within == Duration.parse("P3D")
    assert changed(definition, "control", "y").control == "y"
    assert changed(definition, "capped", "0.05").capped == 0.05
    assert changed(definition, "weights", "90, 10").weights == (90, 10)
    assert changed(definition, "weights", "").weights == ()
    with pytest.raises(AppError, match="no sizes of groups"):
        changed(definition, "weights", "90, none")
    assert changed(definition, "goal", "=vip").outcome == "vip"
    assert changed(definition, "goal", "seen").goal == Step(event="seen")
    assert changed(definition, "variant", "attribute city").by == "attribute"


def test_that_a_definition_is_read_as_it_was_written() -> None:
    report = next(each for each in recorded_reports() if each.key == "experiments")
    written = ExperimentDefinition(
        "variant", "property", Step(event="buy"), within=Duration.parse("P7D"), weights=(1, 2)
    )
    document = json.loads(json.dumps(definition_document(written)))
    assert definition_from(report, groups(HILLSTROM), document) == written


@pytest.mark.parametrize("many", [1, 3, 30, 300])
def test_that_the_chart_says_where_it_draws_whom(many: int) -> None:
    figures = of({f"v{k:03}": (12, k % 12) for k in range(many)}, value="spend")
    chart = draw_experiment(figures, LIGHT)
    chart.lay_out(880, 500)
    boxes = [hit.path.get_extents() for hit in chart.hits]
    assert {(hit.row, hit.column) for hit in chart.hits} >= {(0, CUSTOMERS), (0, CONVERTED)}
    assert all(0 <= each.x0 <= each.x1 <= 880 and 0 <= each.y0 < each.y1 <= 500 for each in boxes)


@pytest.mark.parametrize(("width", "is_shown"), [(430, False), (880, True)])
def test_that_amounts_are_drawn_where_there_is_room_for_them_beside_rates(width: int, is_shown: bool) -> None:
    chart = draw_experiment(of({"a": (40, 8), "b": (40, 12)}, value="spend"), LIGHT)
    chart.lay_out(width, 330)
    assert any(hit.column == REVENUE for hit in chart.hits) is is_shown
    said = [text.get_text() for text in chart.findobj(Text)]
    assert ("Revenue a customer is in the table; here is no room for it." in said) is not is_shown
