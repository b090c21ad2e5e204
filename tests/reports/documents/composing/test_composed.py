"""A composition says what stands in a report, and in which order; what cannot stand in it is named."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa
import pytest
from PIL import Image

from app.data.dataset import Dataset
from app.errors import AppError
from app.look.colours import contrast
from app.look.palette import DARK, LIGHT
from app.numbers import Rate
from app.reports.documents.composing.composed import (
    ComposedReport,
    FactsPart,
    FiguresPart,
    TablesPart,
    WordsPart,
    compose,
)
from app.reports.documents.composing.composition import (
    USUAL,
    Composition,
    ReportSection,
    TextSection,
    composition_document,
    read_composition,
    with_logo,
)
from app.reports.documents.composing.content import GoalRow, ReportContent, report_content
from app.reports.documents.composing.logo import Logo, logo_of
from app.reports.documents.composing.look import branded
from app.reports.documents.composing.recorded import dataset_content
from app.reports.funnel.definition import FunnelDefinition
from app.reports.report import Subject
from app.runtime.summary import Summary
from app.scenario.graph import Scenario

WHOLE = {
    "title": "For the board",
    "text": "What we tried.",
    "theme": "dark",
    "colour": "#d9480f",
    "sections": [
        {"text": "First, the money.", "heading": "Why"},
        {"report": "funnel", "show": ["chart"], "heading": "Who buys", "definition": {
            "steps": [{"event": "visit"}, {"event": "purchase"}], "window": "P7D"}},
        {"part": "facts"},
        {"report": "rfm"},
    ],
}  # fmt: skip


def composition_of(document: object) -> Composition:
    return read_composition(json.dumps(document))


def headings(report: ComposedReport) -> list[str]:
    names = {FactsPart: "facts", TablesPart: "tables"}
    return [part.heading if isinstance(part, FiguresPart | WordsPart) else names[type(part)] for part in report.parts]


@pytest.fixture(name="content")
def _content(cart: Scenario, counted: Summary) -> ReportContent:
    nobody: list[str] = []
    columns = {name: pa.array(nobody, pa.string()) for name in ("customer_id", "node", "port")}
    at = pa.array([], pa.timestamp("us", "UTC"))
    visits = pa.table({**columns, "instance": pa.array([], pa.int32()), "arrived_at": at})
    return report_content(Subject(cart, counted, {"visits": visits}), dataset_name="shop")


def test_that_sections_stand_in_the_order_they_were_given(orders: Dataset) -> None:
    made = compose(dataset_content(orders, "orders"), composition_of(WHOLE), orders)
    assert headings(made) == ["Why", "Who buys", "facts", "RFM"]
    assert (made.title, made.text, made.look.theme) == ("For the board", "What we tried.", "dark")
    funnel = made.parts[1]
    assert isinstance(funnel, FiguresPart)
    assert (funnel.has_chart, funnel.has_table) == (True, False)
    assert isinstance(funnel.figures.definition, FunnelDefinition)
    assert funnel.figures.definition.window.text == "P7D"


def test_that_a_text_without_words_leaves_no_empty_page(orders: Dataset) -> None:
    sections = [{"report": "rfm"}, {"text": " \n"}, {"text": "", "heading": "Then"}, {"part": "facts"}]
    made = compose(dataset_content(orders, "orders"), composition_of({"sections": sections}), orders)
    assert headings(made) == ["RFM", "Then", "facts"]


def test_that_a_composition_is_read_as_it_was_written() -> None:
    composition = composition_of(WHOLE)
    assert composition_of(composition_document(composition)) == composition
    assert composition_document(USUAL) == {}


def test_that_without_sections_a_run_has_all_there_is(content: ReportContent) -> None:
    made = compose(content)
    assert headings(made) == [
        "facts", "Along the main path", "Where everybody went", "What became of the messages", "Audit of the scenario",
        "tables",
    ]  # fmt: skip
    assert made.left_out == ()


def test_that_messages_stand_once_with_their_chart_and_their_table(content: ReportContent) -> None:
    (part,) = (part for part in compose(content).parts if getattr(part, "heading", "") == "What became of the messages")
    assert isinstance(part, FiguresPart)
    assert (part.has_chart, part.has_table) == (True, True)


def test_that_messages_as_a_part_of_an_earlier_version_are_the_table_of_the_report(
    content: ReportContent, orders: Dataset
) -> None:
    wanted = composition_of({"sections": [{"part": "messages"}, {"part": "goals"}]})
    messages, _ = compose(content, wanted).parts
    assert isinstance(messages, FiguresPart)
    assert (messages.has_chart, messages.has_table) == (False, True)
    assert composition_document(wanted)["sections"][0] == {"part": "messages"}
    assert compose(dataset_content(orders, "orders"), wanted, orders).left_out[0].label == "Messages"


def test_that_without_sections_data_has_every_report_it_allows(
    orders: Dataset, dataset_of: Callable[..., Dataset]
) -> None:
    assert {"facts", "Funnel", "Cohorts", "RFM", "Attribution"} <= set(
        headings(compose(dataset_content(orders, "orders"), dataset=orders))
    )
    bare = dataset_of({"a": [(0, "hello")]})
    assert "RFM" not in headings(compose(dataset_content(bare, "bare"), dataset=bare))


def test_that_a_funnels_window_is_told_from_a_goals_time_where_both_stand(
    content: ReportContent, orders: Dataset
) -> None:
    timed = GoalRow("order", "purchase within 7 days", Rate(1, 3), Rate(1, 2), Rate(0, 1), Rate(1, 3), "")
    funnel = WHOLE["sections"][1]

    def is_told(goal: GoalRow, section: object) -> bool:
        composed = compose(replace(content, goals=(goal,)), composition_of({"sections": [section]}), orders)
        return any(each.label.startswith("Window of a funnel") for each in composed.definitions)

    assert is_told(timed, funnel)
    assert not is_told(replace(timed, ended=None), funnel)
    assert not is_told(timed, {"report": "rfm"})


def test_that_what_cannot_stand_in_it_is_named_with_its_reason(content: ReportContent, orders: Dataset) -> None:
    wanted = composition_of({"sections": [{"report": "ranges"}, {"report": "rfm"}, {"part": "goals"}]})
    of_run = compose(content, wanted)
    assert [fact.label for fact in of_run.left_out] == ["Forecast", "RFM"]
    assert "not at hand" in of_run.left_out[1].value
    of_data = compose(dataset_content(orders, "orders"), wanted, orders)
    assert [fact.label for fact in of_data.left_out] == ["Forecast", "Goals"]


def test_that_a_definition_the_data_does_not_allow_leaves_the_rest_standing(orders: Dataset) -> None:
    steps = [{"event": "visit"}, {"event": "gone"}]
    wanted = {"sections": [{"report": "funnel", "definition": {"steps": steps, "window": "P7D"}}, {"report": "rfm"}]}
    made = compose(dataset_content(orders, "orders"), composition_of(wanted), orders)
    assert headings(made) == ["RFM"]
    assert "gone" in made.left_out[0].value


def test_that_new_data_keeps_the_composition(orders: Dataset, dataset_of: Callable[..., Dataset]) -> None:
    wanted = Composition(title="Weekly", sections=(TextSection(text="Hello"), ReportSection(report="rfm")))
    day = 86_400_000_000
    later = dataset_of({"x": [(0, "visit"), (1, "purchase")]}, unit_us=day)
    first, second = (compose(dataset_content(data, "shop"), wanted, data) for data in (orders, later))
    assert (first.title, second.title) == ("Weekly", "Weekly")
    assert first.provenance != second.provenance
    assert [fact.label for fact in second.left_out] == ["RFM"]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"titel": "x"}, "title"),
        ({"colour": "red"}, "colour"),
        ({"sections": [{"report": "flowers"}]}, "flowers"),
        ({"sections": [{}]}, "report, part, text"),
        ({"sections": [{"report": "rfm", "show": []}]}, "at least one"),
        ({"theme": "neon"}, "theme"),
        ([], "object"),
    ],
)
def test_that_what_is_no_composition_is_refused_by_name(document: object, words: str) -> None:
    with pytest.raises(AppError) as refused:
        composition_of(document)
    said = " ".join([refused.value.message, *(f"{problem}" for problem in refused.value.problems)])
    assert words in said


def picture(size: tuple[int, int], kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "#d9480f").save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_that_a_logo_is_drawn_anew_and_no_larger_than_a_page_needs(kind: str) -> None:
    logo = logo_of(picture((3000, 600), kind))
    assert (logo.width, logo.height) == (1200, 240)
    assert logo.png.startswith(b"\x89PNG")
    composition = with_logo(USUAL, picture((30, 60), kind))
    assert composition_of(composition_document(composition)) == composition


def drawn(ground: str, *colours: str) -> Logo:
    """Stripes of these colours on that ground."""
    made = Image.new("RGBA", (90, 30), ground)
    for at, colour in enumerate(colours):
        made.paste(Image.new("RGBA", (80 // len(colours), 20), colour), (5 + at * (80 // len(colours)), 5))
    written = io.BytesIO()
    made.save(written, "PNG")
    return logo_of(written.getvalue())


@pytest.mark.parametrize(
    ("logo", "needs_one"),
    [
        (drawn("#00000000", "#1b1f2a"), True),
        (drawn("#00000000", "#1a2b6b", "#d9480f", "#d9480f"), True),
        (drawn("#00000000", "#d9480f"), False),
        (drawn("#00000000", "#ffffff", "#ffffff", "#000000"), False),  # a plate would hide more
        (drawn("#00000000", "#00000010"), False),
        (drawn("#ffffff", "#000000"), False),
        (drawn("#222222", "#ffffff"), False),
    ],
)  # fmt: skip
def test_that_a_logo_that_is_lost_in_the_dark_needs_a_plate_there(logo: Logo, needs_one: bool) -> None:
    assert logo.plate_on(DARK) == (LIGHT.surface if needs_one else "")
    assert logo.plate_on(LIGHT) == ""


@pytest.mark.parametrize("content", [b"", b"<svg/>", picture((20, 20), "GIF"), picture((20, 20))[:40]])
def test_that_what_is_no_picture_is_no_logo(content: bytes) -> None:
    with pytest.raises(AppError, match="no PNG or JPEG"):
        logo_of(content)


def test_that_a_logo_that_is_no_base64_is_refused(orders: Dataset) -> None:
    with pytest.raises(AppError, match="base64"):
        compose(dataset_content(orders, "orders"), Composition(logo="§§"), orders)
    with pytest.raises(AppError, match="no PNG"):
        compose(dataset_content(orders, "x"), Composition(logo=base64.b64encode(b"x").decode()), orders)


@pytest.mark.parametrize("colour", ["#ffee00", "#000000", "#ffffff", "#808080", "#d9480f", "#5457d6"])
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda each: each.name)
def test_that_a_clients_colour_can_be_read_and_told_from_the_others(colour: str, palette: object) -> None:
    made = branded(LIGHT if palette is LIGHT else DARK, colour)
    assert contrast(made.accent, made.surface) >= 4.5
    assert contrast(made.accent_text, made.accent) >= 4.5
    assert made.series[0] == made.accent
    assert len(set(made.series)) == len(made.series) >= 5
    assert len(made.heat) == len(LIGHT.heat)
