"""Pictures: the same bytes each time, nothing outside its room, a sentence where there is nothing to draw."""

from __future__ import annotations

import re
import struct
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb

from app.data.dataset import Dataset
from app.look.palette import DARK, LIGHT, Palette
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.nodes.kind import Family
from app.numbers import Rate
from app.reports.cohorts.chart import incomplete_tint
from app.reports.cohorts.definition import CohortDefinition, cohorts
from app.reports.documents.figures.pictures import height_for, picture
from app.reports.drawing.drawing_area import luminance, readable_on
from app.reports.drawing.fonts import elide, one_line, width_px, wrap, wrap_name
from app.reports.flow.figures import EdgeFlow, FlowFigures, NodeFlow
from app.reports.funnel.definition import FunnelDefinition
from app.reports.funnel.steps import funnel
from app.reports.report import Figures

DatasetOf = Callable[..., Dataset]
DAY_US = 86_400_000_000
GERMAN = "Donaudampfschifffahrtsgesellschaftskapitänswarenkorbabbruch"
JAPANESE = "カート放棄のお客様へのリマインダーメール"


def funnel_of(dataset_of: DatasetOf, names: list[str], people: int = 20) -> Figures:
    histories = {
        f"c{k:03}": [(at, name) for at, name in enumerate(names[: k % (len(names) + 1)])] for k in range(people)
    }
    definition = FunnelDefinition(tuple(Step(event=name) for name in names), Duration.parse("P1D"))
    return funnel(dataset_of(histories, names=names), definition)


def cohorts_of(dataset_of: DatasetOf, days: int) -> Figures:
    histories = {f"c{k:03}": [(k % days, "signup"), (days - 1, "buy"), (k % days + 3, "buy")] for k in range(days)}
    dataset = dataset_of(histories, names=("signup", "buy"), unit_us=DAY_US)
    return cohorts(dataset, CohortDefinition(Step(event="signup"), Step(event="buy"), "day"))


def flow_of(many: int, label: str = "Step") -> FlowFigures:
    """A line of nodes that loses one visit at each, with a way back from the last."""
    nodes = [
        NodeFlow(
            f"n{k}",
            label,
            "wait",
            Family.FLOW,
            (320.0 * (k % 20), 112.0 * (k // 20)),
            many - k,
            many - k - 1,
            0,
            1,
            0,
            0,
            {},
        )
        for k in range(many)
    ]
    edges = [EdgeFlow(f"n{k}", "out", "", f"n{k + 1}", Rate(many - k - 1, many - k)) for k in range(many - 1)]
    back = EdgeFlow(f"n{many - 1}", "out", "", "n0", Rate(0, 1))
    return FlowFigures("Line", tuple(nodes), (*edges, back))


@pytest.fixture(name="each", params=["funnel", "cohorts", "flow"])
def _each(request: pytest.FixtureRequest, dataset_of: DatasetOf) -> Figures:
    if request.param == "funnel":
        return funnel_of(dataset_of, ["view", "cart", "buy"])
    return cohorts_of(dataset_of, 12) if request.param == "cohorts" else flow_of(5)


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def texts_of(svg: bytes) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg.decode())


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_that_a_picture_is_the_same_bytes_each_time(each: Figures, palette: Palette) -> None:
    for kind in ("png", "svg"):
        first, second = (picture(each, kind, 640, 400, palette=palette) for _ in range(2))
        assert first == second


def test_that_a_picture_has_the_size_that_was_asked_for(each: Figures) -> None:
    assert size_of(picture(each, "png", 641, 399)) == (641, 399)
    assert size_of(picture(each, "png", 320, 200, scale=2)) == (640, 400)
    assert b'viewBox="0 0 640 400"' in picture(each, "svg", 640, 400)


def test_that_a_picture_names_neither_its_day_nor_its_maker(each: Figures) -> None:
    assert not re.search(rb"dc:date|dc:creator|Matplotlib v", picture(each, "svg", 640, 400))
    assert b"Software" not in picture(each, "png", 640, 400)


def test_that_a_picture_at_the_height_that_suits_it_states_the_whole_definition(each: Figures) -> None:
    for width in (640, 880, 1120):
        stated = " ".join(texts_of(picture(each, "svg", width)))
        assert each.definition.in_words().replace("&", "&amp;") in stated


def test_that_a_picture_states_its_definition_unless_it_stands_beside_it(each: Figures) -> None:
    words = each.definition.in_words()
    start = words[:30]
    assert any(text.startswith(start) for text in texts_of(picture(each, "svg", 900, 600)))
    assert not any(text.startswith(start) for text in texts_of(picture(each, "svg", 900, 600, with_definition=False)))


def test_that_pictures_drawn_at_the_same_time_are_as_those_drawn_alone(each: Figures) -> None:
    alone = picture(each, "png", 500, 300)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: picture(each, "png", 500, 300), range(4))) == {alone}


def test_that_money_signs_are_not_mathematics(dataset_of: DatasetOf) -> None:
    assert "$x^2$" in texts_of(picture(funnel_of(dataset_of, ["$x^2$", "buy"]), "svg", 900, 500))


def test_that_marks_of_a_text_are_not_marks_of_the_picture(dataset_of: DatasetOf) -> None:
    svg = picture(funnel_of(dataset_of, ["<script>alert(1)</script>", "buy"]), "svg", 900, 500)
    assert b"<script" not in svg


@pytest.mark.parametrize("name", [GERMAN, JAPANESE, "مرحبا بالعالم", "👩‍👩‍👧 family", "a\nb\tc"])
@pytest.mark.parametrize("width", [240, 900])
def test_that_no_text_leaves_the_picture_or_raises_a_warning(dataset_of: DatasetOf, name: str, width: int) -> None:
    for figures in (funnel_of(dataset_of, [name, "buy"]), flow_of(4, name)):
        assert size_of(picture(figures, "png", width, 300)) == (width, 300)
        texts = texts_of(picture(figures, "svg", width, 300))
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph")  # of the measuring here; drawing raised none
            assert max(width_px(text, 8, 400) for text in texts) < width


@pytest.mark.parametrize("many", [1, 3, 300])
def test_that_few_and_many_things_can_be_drawn(dataset_of: DatasetOf, many: int) -> None:
    shown = (
        flow_of(many),
        cohorts_of(dataset_of, many),
        funnel_of(dataset_of, [f"step {k}" for k in range(min(many, 30))]),
    )
    for figures in shown:
        for width, height in ((240, 160), (1040, height_for(figures, 1040))):
            assert size_of(picture(figures, "png", width, height)) == (width, height)


def test_that_steps_that_do_not_fit_are_counted(dataset_of: DatasetOf) -> None:
    texts = texts_of(picture(funnel_of(dataset_of, [f"step {k}" for k in range(30)]), "svg", 600, 300))
    (rest,) = (text for text in texts if "more step" in text)
    shown = sum(re.fullmatch(r"step \d+", text) is not None for text in texts)
    assert shown + int(re.findall(r"\d+", rest)[0]) == 30


def test_that_nothing_to_draw_is_said_in_a_sentence(dataset_of: DatasetOf) -> None:
    nobody: dict[str, Any] = {"ann": [(0, "visit")]}
    dataset = dataset_of(nobody, names=("view", "buy"))
    steps = (Step(event="view"), Step(event="buy"))
    empty: list[tuple[Figures, str]] = [
        (funnel(dataset, FunnelDefinition(steps, Duration.parse("P1D"))), "Nobody made the first step, view."),
        (cohorts(dataset, CohortDefinition(*steps)), "Nobody did the start event, so there are no cohorts to show."),
        (FlowFigures("None", (), ()), "This scenario has no nodes yet."),
        (FlowFigures("None", (replace(flow_of(1).nodes[0], arrived=0),), ()), "Nobody entered this scenario."),
    ]
    for figures, sentence in empty:
        assert sentence in texts_of(picture(figures, "svg", 900, 400))


def test_that_incomplete_cells_have_a_tint_of_their_own(dataset_of: DatasetOf) -> None:
    days = [(0, "signup"), (1, "buy"), (2, "visit")]
    dataset = dataset_of({"ann": days}, names=("signup", "buy"), unit_us=DAY_US)
    figures = cohorts(dataset, CohortDefinition(Step(event="signup"), Step(event="buy"), "day"))
    svg = picture(figures, "svg", 900, 400).decode()
    assert [cell.complete for cell in figures.cells(0)] == [True, True, False]
    assert svg.count(f"fill: {incomplete_tint(LIGHT)}") == 2  # the cell and its sample in the legend
    assert "url(#h" not in svg  # hatched is what is modelled


def test_that_no_cell_of_a_period_still_running_says_none_of_them(dataset_of: DatasetOf) -> None:
    days = [(0, "signup"), (0, "buy"), (1, "buy"), (2, "visit")]
    dataset = dataset_of({"ann": days, "bob": [(2, "signup"), (2, "buy")]}, unit_us=DAY_US)
    definition = CohortDefinition(Step(event="signup"), Step(event="buy"), "day")
    texts = texts_of(picture(cohorts(dataset, definition), "svg", 900, 400))
    assert texts.count("1 so far") == 1
    assert not [text for text in texts if text.endswith("*")]


@given(st.text(max_size=60), st.floats(0, 300), st.sampled_from((9.0, 12.0, 17.5)))
def test_that_an_elided_text_fits_and_begins_as_the_text_does(text: str, room: float, size: float) -> None:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        shown = elide(text, room, size)
        assert not shown or width_px(shown, size, 400) <= room
    assert one_line(text).startswith(shown.removesuffix("…").rstrip())


def test_that_lines_break_between_words_and_inside_those_that_are_too_long() -> None:
    assert wrap("Reminder for carts", 70, 12, 2) == ["Reminder", "for carts"]
    lines = wrap(GERMAN, 120, 12, 3)
    assert len(lines) == 3
    assert all(width_px(line, 12, 400) <= 120 for line in lines)


@pytest.mark.parametrize("fill", [*LIGHT.heat, *DARK.heat, LIGHT.accent, DARK.accent])
def test_that_text_on_a_fill_can_be_read(fill: str) -> None:
    dark, light = sorted((luminance(fill), luminance(readable_on(fill))))
    assert (light + 0.05) / (dark + 0.05) >= 4.5
    assert np.isfinite(to_rgb(readable_on(fill))).all()


def test_that_names_that_begin_alike_are_told_apart_by_their_ends() -> None:
    shops = [f"Spring clearance sale of the shop in the {where}" for where in ("North", "South")]
    for lines in (1, 2):
        shown = [wrap_name(name, 130, 12, lines) for name in shops]
        assert [len(each) for each in shown] == [lines, lines]
        assert [each[-1][-5:] for each in shown] == ["North", "South"]
        assert all("…" in each[-1] and each[0].startswith("Spring") for each in shown)
        assert all(width_px(line, 12, 400) <= 130 for each in shown for line in each)
    assert wrap_name("Spring", 130, 12, 1) == ["Spring"]
    assert wrap_name("Spring", 1, 12, 2) == wrap("Spring", 1, 12, 2)
