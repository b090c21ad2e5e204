"""Coverage against a naive count, and that it means by reachable what a run does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import DARK
from app.nodes.conditions import Step
from app.reports.coverage.chart import draw_coverage
from app.reports.coverage.definition import CoverageDefinition, coverage, proposed_coverage
from app.reports.coverage.figures import PARTS, REACHABLE
from app.reports.coverage.report import CoverageReport
from app.reports.documents.figures.pictures import picture
from app.runtime.rehearse import RunOptions, rehearse
from tests.builders.datasets import from_rows
from tests.builders.scenarios import kind, scenario

MAPPING = {
    "customers": {
        "key": "id",
        "types": {"mail": "text", "tel": "text", "ok": "boolean"},
        "roles": {"email": "mail", "phone": "tel", "email_consent": "ok"},
    },
    "events": {"key": "id", "roles": {"email_unsubscribe": "gone"}},
}


def shop() -> Dataset:
    rows = [
        {"id": f"c{who:02}", "mail": "a@x.de" if who % 2 else "", "tel": "+49 1" if who % 3 else "",
         "ok": ("true", "false", "")[who % 5 % 3]}
        for who in range(30)
    ]  # fmt: skip
    events = [
        {"id": f"c{who:02}", "timestamp": "2024-05-01T10:00:00Z", "event": "gone" if who % 7 == 0 else "buy"}
        for who in range(0, 30, 2)
    ] + [{"id": "c07", "timestamp": "2024-05-01T11:00:00Z", "event": "gone"}]
    data = from_rows(rows, events, MAPPING, "list")
    return replace(data, lists={"suppression": np.arange(30) == 1})


def is_reachable(who: int) -> bool:
    left = who == 7 or (who % 2 == 0 and who % 7 == 0)
    return who % 2 == 1 and who % 5 % 3 == 0 and not left and who != 1


def test_that_each_figure_is_that_of_a_naive_count() -> None:
    figures = coverage(shop(), CoverageDefinition())
    mail, sms = figures.channels
    assert (mail.title, sms.title) == ("E-mails", "SMS")
    assert [int(part.sum()) for part in mail.parts if part is not None] == [
        15,
        sum(who % 5 % 3 == 0 for who in range(30)),
        4,
        sum(map(is_reachable, range(30))),
    ]
    assert sms.parts[1] is None  # nothing says who agreed to text messages
    assert sms.parts[2] is None
    assert int(sms.reachable.sum()) == sum(who % 3 > 0 and who != 1 for who in range(30))
    both = [is_reachable(who) + (who % 3 > 0 and who != 1) for who in range(30)]
    assert figures.to_document()["by_channels"] == [both.count(many) for many in range(3)]


def test_that_reachable_is_who_gets_a_marketing_message() -> None:
    data = shop()
    made = scenario(
        [kind("start", "entry_event", event="buy"), kind("mail", "email", subject="S", body="B")], "start>mail"
    )
    run = rehearse(made, data, RunOptions(compiled=False))
    sent = {row["customer_id"] for row in run.tables["messages"].to_pylist() if row["outcome"] == "sent"}
    figures = coverage(data, CoverageDefinition(Step(event="buy")))
    reachable = figures.people(0, REACHABLE)
    assert reachable is not None
    assert set(reachable.to_pylist()) == sent


def test_that_the_people_of_each_cell_are_as_many_as_it_counts() -> None:
    figures = coverage(shop(), CoverageDefinition())
    headers, rows = figures.table()
    for row, cells in enumerate(rows):
        for column in range(1, len(headers)):
            ids = figures.people(row, column)
            if ids is not None:
                assert cells[column].note == f"{len(ids)} of 30"
    assert str(rows[1][2]) == "–"
    assert [str(cells[0]) for cells in rows] == ["E-mails", "SMS", "By no channel", "By 1 channel", "By 2 channels"]
    assert len(figures.records()[1]) == 2 * len(PARTS) + 3


def test_that_only_who_did_an_event_counts() -> None:
    figures = coverage(shop(), CoverageDefinition(Step(event="buy")))
    assert figures.everybody == sum(who % 7 > 0 for who in range(0, 30, 2))
    with pytest.raises(AppError):
        coverage(shop(), CoverageDefinition(Step(event="sold")))


def test_that_every_choice_of_its_sentence_gives_figures() -> None:
    data, report = shop(), CoverageReport()
    begun = proposed_coverage(data)
    assert begun is not None
    (part,) = (each for each in report.sentence(data, begun) if not isinstance(each, str))
    for choice in part.choices:
        assert report.count(data, report.changed(begun, part.field, choice.value)).to_document()["definition"]["words"]


def test_that_bars_stay_within_the_picture_and_nobody_is_said_in_a_sentence() -> None:
    chart = draw_coverage(coverage(shop(), CoverageDefinition()), DARK)
    for size in ((900, 420), (420, 320)):
        chart.lay_out(*size)
        boxes = [hit.path.get_extents() for hit in chart.hits]
        assert len(boxes) == 4 + 2 + 3
        assert all(0 <= box.x0 < box.x1 <= size[0] and 0 <= box.y0 < box.y1 <= size[1] for box in boxes)
    empty: Any = from_rows([], [], MAPPING)
    assert "nobody to be reached" in picture(coverage(empty, CoverageDefinition()), "svg", 700, 400).decode()
    assert proposed_coverage(from_rows([{"id": "a"}], [], {"customers": {"key": "id"}})) is None


def test_that_it_leads_with_who_can_be_reached() -> None:
    assert coverage(shop(), CoverageDefinition()).leading() == "70% can be reached"
