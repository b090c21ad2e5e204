"""A forecast in a report: ranges over the replications beside what was observed, and marked as modelled."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import AppError
from app.jobs.reports.reporting import report_of_folder, report_of_run
from app.jobs.runs.run_folder import FORECAST_NAME, rehearse_into_folder
from app.look.palette import DARK, LIGHT
from app.reports.documents.composing.composed import compose
from app.reports.documents.figures.pictures import picture
from app.reports.documents.page.html import html_report
from app.reports.ranges.figures import RangesFigures, ranges
from app.reports.ranges.report import RangesReport
from app.reports.report import Subject
from app.runtime.forecast.forecast import ForecastOptions, forecast
from app.runtime.forecast.ranges import Figure, Forecast
from app.runtime.rehearse import RunOptions, rehearse
from app.runtime.summary import Summary
from app.scenario.graph import Scenario
from app.workspace.store import Workspace
from tests.builders.datasets import people
from tests.builders.figures import UNTIL_US, journey, run_of, shop
from tests.builders.scenarios import MESSAGE, scenario
from tests.builders.workspaces import workspace_at

HALF = Figure(4.0, 50.5, 51.0, 45.0, 56.0, 41.0, 60.0)
ALWAYS = Figure(4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 4.0)
RESPONSE = {
    "deliver": 1.0, "open": 0.5, "click": 0.5,
    "convert": {"event": "purchase", "rate": 0.5, "property": "amount", "value": {"median": 20, "sigma": 0.5},
                "after": {"median": "PT1H", "sigma": 1.0}},
}  # fmt: skip
JOURNEY = scenario(
    {"in": ("entry_audience", {"at": "2024-05-01T00:00:00Z"}), "mail": ("email", {**MESSAGE, "response": RESPONSE})},
    "in>mail",
    goals=[{"id": "order", "event": "purchase"}],
)


def forecast_of(summary: Summary, figures: dict[str, Figure]) -> Forecast:
    return Forecast(40, 1.0, ("Everybody counts as having an address.",), figures, summary)


def test_that_a_row_has_what_was_observed_beside_the_range_of_what_is_modelled(
    cart: Scenario, counted: Summary
) -> None:
    figures = {
        "customers": ALWAYS,
        "nodes.mail.reactions.opened": HALF,
        "nodes.hold.arrived": HALF,
        "goals.order.instances": replace(HALF, observed=7.0),
        "goals.order.modelled_instances": replace(HALF, observed=0.0, mean=12.25),
    }
    found = ranges(cart, forecast_of(counted, figures))
    headers, rows = found.table()
    assert headers == ("Figure", "Observed", "Mean, modelled", "Median", "80% range", "95% range")
    assert [tuple(map(str, row)) for row in rows] == [
        ("Customers who entered", "4", "4", "4", "4", "4"),
        ("E-mail: opened", "4", "50.5", "51", "45 – 56", "41 – 60"),
        ("Goal “order”: conversions", "7", "12.2", "51", "45 – 56", "41 – 60"),
        ("Arrived at: Wait for", "4", "50.5", "51", "45 – 56", "41 – 60"),
    ]
    assert {cell.tone for row in rows for cell in row[2:]} == {"modelled"}
    assert "Modelled, not observed" in found.definition.in_words()
    assert found.to_document()["figures"][2]["mean"] == 12.25


def test_that_the_ranges_are_those_of_a_count_of_the_rows_of_each_replication() -> None:
    many, of = 9, journey(responds=True)
    counts: list[Counter[str]] = []
    for replication in range(1, many + 1):
        tables, found = run_of(of, replication).tables, Counter[str]()
        for row in tables["messages"].to_pylist():
            found["nodes.mail.sent"] += row["outcome"] == "sent"
            for reaction in ("opened", "clicked"):
                found[f"nodes.mail.reactions.{reaction}"] += row[f"{reaction}_at"] is not None
        for row in tables["conversions"].to_pylist():
            found["goals.order.modelled_instances"] += not row["observed"]
        for row in tables["visits"].to_pylist():
            found[f"nodes.{row['node']}.arrived"] += 1
        counts.append(found)
    figures = forecast((of,), shop(), ForecastOptions(many, UNTIL_US, compiled=False)).figures
    for path in {path for found in counts for path in found}:
        values = sorted(found[path] for found in counts)
        figure = figures[path]
        assert figure.mean == pytest.approx(sum(values) / many), path
        assert (figure.median, figure.low_80, figure.high_80, figure.low_95, figure.high_95) == pytest.approx(
            [_between(values, share) for share in (0.5, 0.1, 0.9, 0.025, 0.975)]
        ), path
    assert figures["nodes.mail.reactions.opened"].low_95 < figures["nodes.mail.reactions.opened"].high_95


def _between(values: list[int], share: float) -> float:
    """The quantile by linear interpolation between neighbours."""
    at = share * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (at - low) * (values[high] - values[low])


def test_that_the_picture_is_hatched_and_drawn_in_both_themes_at_any_size(cart: Scenario, counted: Summary) -> None:
    figures = ranges(cart, forecast_of(counted, {"nodes.mail.reactions.opened": HALF, "customers": HALF}))
    for palette in (LIGHT, DARK):
        assert b"<pattern" in picture(figures, "svg", 1040, RangesReport().height_px(figures), palette=palette)
        assert picture(figures, "png", 300, 90, palette=palette).startswith(b"\x89PNG")
    nothing = picture(RangesFigures(figures.definition, ()), "svg", 900, 300)
    assert b"neither messages nor goals" in nothing


def test_that_a_replay_has_no_ranges_and_says_so(cart: Scenario, counted: Summary) -> None:
    assert list(RangesReport().measure(Subject(cart, counted, {}))) == []
    assert "only replays" in RangesReport.why_none


def test_that_the_report_of_a_folder_shows_the_ranges_of_its_forecast(tmp_path: Path) -> None:
    dataset = people([{"customer_id": f"c{n}"} for n in range(30)], [])
    found = forecast(JOURNEY, dataset, ForecastOptions(20, compiled=False))
    options = RunOptions(replication=1, compiled=False)
    rehearse_into_folder((JOURNEY,), dataset, tmp_path / "run", "parquet", options, forecast=found)
    page = html_report(compose(report_of_folder(tmp_path / "run")))
    assert "Forecast, in ranges" in page
    assert "20 replications; in each of them" in page
    assert 'class="n modelled"' in page
    (tmp_path / "run" / FORECAST_NAME).write_text("{}")
    with pytest.raises(AppError, match="is not the forecast of a run"):
        report_of_folder(tmp_path / "run")


def test_that_the_report_of_a_stored_run_shows_the_ranges_of_its_forecast(tmp_path: Path) -> None:
    dataset = people([{"customer_id": f"c{n}"} for n in range(10)], [])
    found = forecast(JOURNEY, dataset, ForecastOptions(5, compiled=False))
    run = rehearse(JOURNEY, dataset, RunOptions(replication=1, compiled=False))
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        stored = store.runs.save(run, JOURNEY, "nobody", forecast_json=found.to_json())
        broken = store.runs.save(run, JOURNEY, "nobody", forecast_json="{}")
        (measured,) = next(each for each in report_of_run(store, stored.id).sections if each.key == "ranges").measured
        assert measured.figures.to_document()["definition"]["replications"] == 5
        with pytest.raises(AppError, match="damaged"):
            report_of_run(store, broken.id)
