"""The demo's figures, counted once more by hand: a loop over the shop's file, knowing nothing of the product."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.cli import run
from app.jobs.demo import Demo, build_demo
from app.resources import resource

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Visitor = list[tuple[datetime, str]]


@pytest.fixture(scope="module")
def visitors() -> dict[str, Visitor]:
    """Each visitor's events in order of time, from the file as it was published."""
    by_visitor: dict[str, Visitor] = defaultdict(list)
    with gzip.open(resource("samples", "shop", "events.csv.gz"), "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            by_visitor[row["user_id"]].append((datetime.fromisoformat(row["timestamp"]), row["event"]))
    return {visitor: sorted(events, key=lambda event: event[0]) for visitor, events in by_visitor.items()}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo as `make run` builds it, and its report in every other format."""
    return build_demo(tmp_path_factory.mktemp("demo"), in_all_formats=True)


def by_hand(visitors: dict[str, Visitor]) -> Counter[str]:
    """What the abandoned cart does to everybody, up to the customer's coming back."""
    counted: Counter[str] = Counter()
    for events in visitors.values():
        for start, later in _entries(events):
            counted["entered"] += 1
            counted["converted"] += any(name == "purchase" and at <= start + 7 * DAY for at, name in later)
            bought = next((at for at, name in later if name == "purchase"), None)
            if bought is not None and bought <= start + HOUR:
                counted["bought within the hour"] += 1
                continue
            decided = _out_of_the_night(start + HOUR)
            if bought is not None and bought <= decided:
                counted["bought in the night"] += 1
                continue
            counted["reminder decided"] += 1
            back = next((at for at, name in later if name == "cart" and decided < at < decided + DAY), None)
            if bought is not None and bought < decided + DAY and (back is None or bought < back):
                counted["bought before coming back"] += 1
            elif back is not None:
                counted["came back"] += 1
            elif bought == decided + DAY:
                counted["bought before coming back"] += 1
            else:
                counted["stayed away"] += 1
    return counted


def _entries(events: Visitor) -> list[tuple[datetime, Visitor]]:
    """When a journey begins, and what follows. It is over within three days, so only the cooldown holds back."""
    found: list[tuple[datetime, Visitor]] = []
    for index, (at, name) in enumerate(events):
        if name == "add_to_cart" and (not found or at >= found[-1][0] + 3 * DAY):
            found.append((at, events[index + 1 :]))
    return found


def _out_of_the_night(at: datetime) -> datetime:
    """No message leaves between 21:00 and 9:00."""
    morning = at.replace(hour=9, minute=0, second=0, microsecond=0)
    if at.hour >= 21:
        return morning + DAY
    return morning if at.hour < 9 else at


def test_that_the_run_counts_what_a_hand_counts(demo: Demo, visitors: dict[str, Visitor]) -> None:
    hand, nodes = by_hand(visitors), demo.summary.nodes
    assert hand["entered"] == nodes["cart"].arrived == demo.summary.instances
    assert hand["bought within the hour"] == nodes["hour"].ended
    assert hand["bought in the night"] == nodes["reminder"].ended
    assert hand["reminder decided"] == nodes["reminder"].sent + sum((nodes["reminder"].skipped or {}).values())
    assert hand["came back"] == nodes["back"].left["happened"]
    assert hand["stayed away"] == nodes["back"].left["timed_out"]
    assert hand["bought before coming back"] == nodes["back"].ended
    assert hand["converted"] == demo.summary.goals["order"].instances


def test_that_the_command_line_and_the_report_say_the_same(
    demo: Demo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["run", "abandoned_cart", "--workspace", str(demo.workspace), "--dataset", "shop", "--json"]
    assert run(arguments) == 0
    said = json.loads(capsys.readouterr().out)
    kept = json.loads(demo.summary.to_json())
    assert {key: said[key] for key in ("nodes", "goals", "instances", "visits")} == {
        key: kept[key] for key in ("nodes", "goals", "instances", "visits")
    }
    report = demo.report.read_text(encoding="utf-8").replace(",", "")
    for counts in demo.summary.nodes.values():
        assert f">{counts.arrived}<" in report


def test_that_the_funnel_counts_what_a_hand_counts(
    demo: Demo, visitors: dict[str, Visitor], capsys: pytest.CaptureFixture[str]
) -> None:
    carts = {who: [at for at, name in events if name == "add_to_cart"] for who, events in visitors.items()}
    bought = [
        who
        for who, starts in carts.items()
        if any(name == "purchase" and start <= at <= start + HOUR for start in starts for at, name in visitors[who])
    ]
    arguments = ["funnel", str(demo.workspace), "--dataset", "shop", "--steps", "add_to_cart,purchase"]
    assert run([*arguments, "--window", "PT1H", "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)["steps"]
    assert [step["count"] for step in steps] == [sum(map(bool, carts.values())), len(bought)]


def test_that_the_demo_is_reported_on_in_every_format(demo: Demo) -> None:
    begins = {
        "report.html": b"<!doctype html>", "report.pdf": b"%PDF-", "report.pptx": b"PK", "report.xlsx": b"PK",
        "report.zip": b"PK", "funnel.png": b"\x89PNG", "funnel.svg": b"<?xml", "funnel.csv": b"step,name,",
        "funnel.csv-metadata.json": b"{", "funnel.parquet": b"PAR1",
    }  # fmt: skip
    written = {path.name: path.read_bytes() for path in demo.report.parent.iterdir() if path.name in begins}
    assert {name: content[: len(begins[name])] for name, content in written.items()} == begins
