"""Reports over a segment: each counts its customers alone, in the time of all data, and says whose figures they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from app.data.changes.part import of_customers, up_to
from app.data.dataset import Dataset, Roles
from app.errors import AppError
from app.nodes.conditions import AttributeTest, EventTest, InSegment, Step
from app.nodes.durations import Duration
from app.reports.catalogue import recorded_reports
from app.reports.definition.recorded_definition import Segment
from app.reports.definition.sentence import Part
from app.reports.definitions import definition_document, definition_from
from app.reports.documents.composing.composed import FiguresPart, compose
from app.reports.documents.composing.composition import Composition, ReportSection
from app.reports.documents.composing.recorded import dataset_content
from app.reports.funnel.definition import FunnelDefinition
from app.reports.funnel.report import FunnelReport
from app.reports.report import RecordedReport
from app.reports.segments import NO_SEGMENTS, Segments, changed, counted_of, sentence_of
from app.runtime.audience import audience
from tests.builders.b2b import b2b
from tests.builders.datasets import Row, dataset

BUYERS = EventTest(event="bought")
SEGMENTS = Segments({"Buyers": BUYERS, "Bonn": AttributeTest(attribute="city", op="eq", value="Bonn")})
EVENTS = (
    ("a", 1, "seen"), ("a", 2, "bought"), ("b", 3, "seen"), ("b", 4, "bought"), ("b", 9, "bought"), ("c", 20, "seen"),
)  # fmt: skip
FUNNEL = FunnelReport()
SEEN_BOUGHT = FunnelDefinition((Step(event="seen"), Step(event="bought")), Duration.parse("P30D"))


@cache
def shop() -> Dataset:
    """Three customers, of whom the last one bought nothing."""
    people = (("a", "Bonn", "DE", "A"), ("b", "Ulm", "DE", "B"), ("c", "Bonn", "FR", "A"))
    customers: list[Row] = [dict(zip(("id", "city", "country", "variant"), each, strict=True)) for each in people]
    events: list[Row] = [
        {"id": id_, "at": f"2024-03-{day:02}T10:00:00Z", "event": event, "amount": day, "item": f"p{day % 3}"}
        for id_, day, event in EVENTS
    ]
    made = dataset(customers, events)
    roles = Roles({"country": "country"}, {"purchase": "bought"}, {"amount": "amount", "product": "item"})
    return replace(made, roles=roles)


def _data_for(report: RecordedReport) -> tuple[Dataset, Segments]:
    """Data over which the report proposes something, and a segment of some of its customers."""
    if report.proposed(b2b()) is None:
        return shop(), Segments({"Some": BUYERS})
    return b2b(), Segments({"Some": EventTest(event="webinar_attended")})


@pytest.mark.parametrize("report", recorded_reports(), ids=lambda report: report.key)
def test_that_every_report_is_counted_over_a_segment_alone_and_says_so(report: RecordedReport) -> None:
    data, segments = _data_for(report)
    definition = report.proposed(data)
    figures = counted_of(segments, data, changed(report, definition, "segment", "Some"), report.count)
    rows = audience(segments.meaning("Some"), data)
    assert 0 < len(rows) < data.customer_count
    alone = report.count(of_customers(data, rows), definition)
    assert figures.table() == alone.table()
    document, expected = (each.to_document()["definition"] for each in (figures, alone))
    assert document.pop("segment")["name"] == "Some"
    assert "Of the customers in the segment “Some” alone" in document.pop("words")
    del expected["words"]
    assert document == expected


@pytest.mark.parametrize("report", recorded_reports(), ids=lambda report: report.key)
def test_that_every_report_is_counted_as_if_the_data_ended_with_a_day_and_says_so(report: RecordedReport) -> None:
    data, segments = _data_for(report)
    definition = report.proposed(data)
    end = date(2024, 3, 9) if data is shop() else date(2025, 10, 15)
    asked = changed(report, definition, "data_end", end.isoformat())
    report.count(data, definition)  # what is known of all the data is not what was known by then
    figures = counted_of(segments, data, asked, report.count)
    midnight = datetime.combine(end + timedelta(1), time(), ZoneInfo(data.timezone))
    earlier = up_to(data, int(midnight.timestamp()) * 1_000_000 - 1)
    assert 0 < earlier.event_count < data.event_count
    assert figures.table() == report.count(earlier, definition).table()
    document = figures.to_document()["definition"]
    assert document["data_end"] == end.isoformat()
    assert "Counted as if the data had ended with " in document["words"]
    read = definition_from(report, data, definition_document(asked))
    assert read == asked
    assert changed(report, read, "data_end", "") == definition


def test_that_an_earlier_data_end_leaves_all_customers_and_whatever_happened_on_its_day() -> None:
    asked = replace(SEEN_BOUGHT, data_end=date(2024, 3, 3))
    assert [step.count for step in counted_of(NO_SEGMENTS, shop(), asked, FUNNEL.count).steps] == [2, 1]  # type: ignore[attr-defined]
    part = up_to(shop(), int(datetime(2024, 3, 3, 10, tzinfo=UTC).timestamp()) * 1_000_000)
    assert part.customer_ids.to_pylist() == ["a", "b", "c"]
    assert part.offsets.tolist() == [0, 2, 3, 3]
    assert part.properties["amount"].values.tolist() == [1, 2, 3]
    assert part.data_end == int(datetime(2024, 3, 3, 10, tzinfo=UTC).timestamp()) * 1_000_000
    assert up_to(shop(), 2**60) is shop()
    before = replace(SEEN_BOUGHT, data_end=date(2024, 3, 1))  # nobody had bought anything by then
    assert [step.count for step in counted_of(NO_SEGMENTS, shop(), before, FUNNEL.count).steps] == [1, 0]  # type: ignore[attr-defined]


def test_that_the_sentence_offers_an_earlier_data_end() -> None:
    def part(definition: FunnelDefinition) -> Part:
        words = sentence_of(NO_SEGMENTS, FUNNEL, shop(), definition)
        return next(each for each in words if isinstance(each, Part) and each.field == "data_end")

    assert (part(SEEN_BOUGHT).words, part(SEEN_BOUGHT).typed) == ("+ an earlier data end", "day")
    assert part(SEEN_BOUGHT).choices == ()  # thirty days before the end nothing was recorded yet
    asked = replace(SEEN_BOUGHT, data_end=date(2024, 3, 9))
    assert part(asked).words == "Mar 9, 2024"
    assert [choice.value for choice in part(asked).choices] == [""]


def test_that_no_segment_is_everybody() -> None:
    asked = changed(FUNNEL, changed(FUNNEL, SEEN_BOUGHT, "segment", "Buyers"), "segment", "")
    assert asked == SEEN_BOUGHT
    counts = [step.count for step in counted_of(SEGMENTS, shop(), asked, FUNNEL.count).steps]  # type: ignore[attr-defined]
    assert counts == [3, 2]


def test_that_time_does_not_end_earlier_for_a_segment() -> None:
    rfm = next(report for report in recorded_reports() if report.key == "rfm")
    figures = counted_of(SEGMENTS, shop(), changed(rfm, rfm.proposed(shop()), "segment", "Buyers"), rfm.count)
    assert figures.to_document()["definition"]["on"] == "2024-03-20"  # the last day of all data, not of the buyers


def test_that_the_sentence_offers_the_segments_and_says_which_is_chosen() -> None:
    def part(definition: FunnelDefinition, segments: Segments) -> Part | None:
        words = sentence_of(segments, FUNNEL, shop(), definition)
        return next((each for each in words if isinstance(each, Part) and each.field == "segment"), None)

    assert part(SEEN_BOUGHT, NO_SEGMENTS) is None
    everybody = part(SEEN_BOUGHT, SEGMENTS)
    assert everybody is not None
    assert everybody.words == "all customers"
    assert [choice.value for choice in everybody.choices] == ["", "Buyers", "Bonn"]
    chosen = part(replace(SEEN_BOUGHT, segment=Segment("Bonn")), NO_SEGMENTS)
    assert chosen is not None
    assert chosen.words == "customers in “Bonn”"


def test_that_a_segment_that_is_gone_is_named_with_those_there_are() -> None:
    asked = replace(SEEN_BOUGHT, segment=Segment("Loyal"))
    with pytest.raises(AppError, match=r"no segment 'Loyal'\. The segments are: Buyers, Bonn"):
        counted_of(SEGMENTS, shop(), asked, FUNNEL.count)


def test_that_a_segment_means_what_it_means_when_it_is_counted() -> None:
    asked = replace(SEEN_BOUGHT, segment=Segment("VIP", "what it was"))
    segments = Segments({"VIP": InSegment(segment="Buyers"), "Buyers": BUYERS})
    figures = counted_of(segments, shop(), asked, FUNNEL.count)
    assert figures.to_document()["steps"][0]["count"] == 2
    assert "what it was" not in figures.definition.in_words()
    assert "in segment Buyers" in figures.definition.in_words()


def test_that_the_part_of_the_data_is_made_once_for_one_segment() -> None:
    meaning = SEGMENTS.meaning("Buyers")
    assert SEGMENTS.part_of(shop(), meaning) is SEGMENTS.part_of(shop(), meaning)
    assert SEGMENTS.part_of(shop(), SEGMENTS.meaning("Bonn")) is not SEGMENTS.part_of(shop(), meaning)


def test_that_a_definition_with_a_segment_is_kept_and_composed() -> None:
    data = shop()
    document = definition_document(replace(SEEN_BOUGHT, segment=Segment("Buyers")))
    assert definition_from(FUNNEL, with_ways(data), document) == replace(SEEN_BOUGHT, segment=Segment("Buyers"))
    composition = Composition(sections=(ReportSection(report="funnel", definition=document),))
    (part,) = compose(dataset_content(data, "shop"), composition, with_ways(data), SEGMENTS).parts
    assert isinstance(part, FiguresPart)
    assert part.figures.to_document()["steps"][0]["count"] == 2
    assert "“Buyers”" in part.figures.definition.in_words()


def with_ways(data: Dataset) -> Dataset:
    """The data with a role for looking, so that a funnel is proposed."""
    return replace(data, roles=replace(data.roles, events={"purchase": "bought", "page_view": "seen"}))
