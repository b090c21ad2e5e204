"""Pictures of each report, light and dark, with its definition, for docs/reports.md; they need no window."""

from __future__ import annotations

import argparse
import io
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from PIL import Image

from app.data.dataset import Dataset
from app.data.importing.mapping import MappingDocument
from app.data.samples import load_sample
from app.guides.templates import load_template
from app.jobs.demo import DATASET, SCENARIO, demo_workspace
from app.jobs.runs.rehearsing import forecast_checked, rehearse_stored
from app.jobs.runs.run_subject import subject_of_run
from app.look.palette import DARK, LIGHT
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.response import Response
from app.reports.attribution.definition import AttributionDefinition
from app.reports.catalogue import recorded_reports, reports
from app.reports.documents.figures.pictures import height_with_definition, picture
from app.reports.report import Figures
from app.runtime.rehearse import RunOptions
from app.scenario.files import dump_scenario, parse_scenario
from app.scenario.graph import Scenario
from app.workspace.store import Workspace
from scripts.pictures import ROOT, own_home
from tests.builders.datasets import from_rows

WIDTH_PX, MOST_HIGH_PX, COLOURS = 880, 560, 256
REPLICATIONS = 100
PALETTES = {"light": LIGHT, "dark": DARK}
OVER_SAMPLES = MappingProxyType(
    {
        "funnel": "shop",
        "cohorts": "shop",
        "rfm": "grocery",
        "scores": "b2b",
        "trend": "grocery",
        "event_flow": "shop",
        "attribution": "b2b",
        "lifecycle": "b2b",
        "pipeline": "b2b",
        "accounts": "b2b",
        "crm_audit": "b2b",
        "growth": "b2b",
        "coverage": "b2b",
    }
)
WON_DEALS = AttributionDefinition(  # the sample has no purchases, from which a definition would be proposed
    Step(event="opportunity_won"),
    "utm_source",
    "amount",
    look_back=Duration.parse("P365D"),
    models=("first", "last", "linear", "time_decay", "markov"),
)
REACTIONS = {
    channel: Response.model_validate(
        {
            "open": 0.4,
            "click": 0.3,
            "convert": {"event": "purchase", "rate": 0.25, "after": {"median": "PT2H", "sigma": 1.0}},
        }
    )
    for channel in ("email", "sms")
}
COUNTRIES = MappingProxyType(
    {"DE": 61, "US": 48, "GB": 33, "FR": 27, "CZ": 24, "AT": 18, "PL": 15, "CA": 12, "JP": 11, "AU": 9, "BR": 8}
    | {"IN": 6, "ES": 6, "MX": 4, "ZA": 3, "SE": 3, "SG": 2, "MT": 1}
)


def figures_of_data() -> Iterator[Figures]:
    """What the reports say of the samples, and the map of a shop that sells to many countries."""
    loaded: Callable[[str], Dataset] = cache(lambda name: load_sample(name).dataset)
    for report in recorded_reports():
        if report.key in OVER_MADE_UP:
            data = OVER_MADE_UP[report.key]()
        elif report.key in OVER_SAMPLES:
            data = loaded(OVER_SAMPLES[report.key])
        else:
            continue
        definition = WON_DEALS if report.key == "attribution" else report.proposed(data)
        if report.key == "event_flow":
            definition = report.changed(report.changed(definition, "steps", "3"), "top", "4")
        yield report.count(data, definition)


def figures_of_run(workspace: Path, run_id: int) -> Iterator[Figures]:
    """What the reports say of the demo's run, beside one that waits longer and writes to no control group."""
    with Workspace.open(workspace) as store:
        run, _ = subject_of_run(store, run_id)
        other, _ = subject_of_run(store, rehearse_stored(store, later_with_control_group(), DATASET).id)
        assert run.dataset is not None
        forecast = forecast_checked((run.scenario,), run.dataset, RunOptions(responses=REACTIONS), REPLICATIONS)
        subject = replace(run, forecast=forecast, other=other)
        for report in reports():
            if report.key not in (*OVER_SAMPLES, *OVER_MADE_UP):
                yield next(iter(report.measure(subject))).figures


def later_with_control_group() -> Scenario:
    """The abandoned cart that waits a day before it reminds, and never writes to a fifth of the customers."""
    document = json.loads(dump_scenario(load_template(SCENARIO)))
    document |= {"id": "patient_cart", "name": "Abandoned cart, a day later"}
    document["settings"]["control_group"] = 0.2
    next(node for node in document["nodes"] if node["id"] == "hour")["params"]["for"] = "P1D"
    return parse_scenario(json.dumps(document).encode(), load_template(SCENARIO).name)


def world_shop() -> Dataset:
    """Customers of many countries, who bought once each: none of the samples says where its customers are."""
    mapping = MappingDocument.model_validate(
        {
            "customers": {"key": "id", "types": {"country": "text"}, "roles": {"country": "country"}},
            "events": {"key": "id", "at": "at", "name": "event", "types": {"amount": "number"}},
            "timezone": "Europe/Berlin",
        }
    )
    whose = [country for country, count in COUNTRIES.items() for _ in range(count)]
    customers = [{"id": f"c{number}", "country": country} for number, country in enumerate(whose)]
    events = [
        {"id": each["id"], "at": "2026-01-05T10:00:00Z", "event": "purchase", "amount": "30"} for each in customers
    ]
    return from_rows(customers, events, mapping, "world")


def shop_of_series() -> Dataset:
    """Customers who mostly go on with the next of a series of products: none of the samples has that many purchases."""
    mapping = MappingDocument.model_validate(
        {
            "customers": {"key": "id"},
            "events": {
                "key": "id",
                "at": "at",
                "name": "event",
                "roles": {"purchase": "purchase"},
                "property_roles": {"product": "product"},
            },
            "timezone": "Europe/Berlin",
        }
    )
    chance, events = random.Random(7), []
    for number in range(400):
        volume = chance.randrange(40)
        for month in range(1, 10):
            if chance.random() < 0.5:
                volume = (volume + 1) % 40 if chance.random() < 0.3 else chance.randrange(40)
                day = f"2025-{month:02}-{chance.randrange(1, 29):02}T10:00:00Z"
                events.append({"id": f"c{number}", "at": day, "event": "purchase", "product": f"volume {volume}"})
    return from_rows([{"id": f"c{number}"} for number in range(400)], events, mapping, "series")


OVER_MADE_UP: Mapping[str, Callable[[], Dataset]] = MappingProxyType(
    {"geo": world_shop, "recommendations": shop_of_series}
)


def draw(figures: Figures, out: Path) -> None:
    """The figures in both palettes, as PNG of few colours, which are small."""
    height = min(height_with_definition(figures, WIDTH_PX), MOST_HIGH_PX)
    for mode, palette in PALETTES.items():
        drawn = Image.open(io.BytesIO(picture(figures, "png", WIDTH_PX, height, palette=palette)))
        plain = drawn.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        plain.save(out / f"report-{figures.key}-{mode}.png", optimize=True)


def main() -> None:
    """Write the pictures into docs/pictures, or where the argument says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    out = parser.parse_args().out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    with own_home() as home:
        workspace, run_id = demo_workspace(home / "Rehearse")
        for figures in (*figures_of_data(), *figures_of_run(workspace, run_id)):
            draw(figures, out)


if __name__ == "__main__":
    main()
