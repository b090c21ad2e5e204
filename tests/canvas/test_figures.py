"""What a run counted, on the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.canvas.figures import edge_figures, figures_at, node_figures
from app.nodes.catalogue import KINDS
from app.scenario.edits import MoveNodes, SetLabel, SetParams
from app.scenario.files import make_params
from app.scenario.graph import NodeId
from tests.builders.scenarios import kind, placed, scenario
from tests.canvas.conftest import Sit

CHAIN = placed(
    {"start": ("entry_event", 0.0, 0.0), "check": ("filter", 336.0, 0.0), "mail": ("email", 672.0, 0.0)},
    (("start", "out", "check"), ("check", "pass", "mail")),
)


@dataclass(frozen=True)
class Counts:
    arrived: int
    left: Mapping[str, int]
    waiting: int = 0
    ended: int = 0
    sent: int = 0
    skipped: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Run:
    nodes: Mapping[str, Counts]
    edges: Mapping[tuple[str, str, str], int]


RUN = Run(
    {
        "start": Counts(1000, {"out": 1000}),
        "check": Counts(1000, {"pass": 600, "fail": 300}, waiting=60, ended=40),
        "mail": Counts(600, {"out": 600, "not_sent": 0}, sent=569, skipped={"no_consent": 31}),
    },
    {("start", "out", "check"): 1000, ("check", "pass", "mail"): 600},
)


def test_that_the_parts_of_the_bar_add_up_and_open_ways_out_are_lost() -> None:
    figures = node_figures(CHAIN, RUN)["check"]
    assert (figures.passed, figures.waiting, figures.dropped) == (600, 60, 340)
    assert figures.passed + figures.waiting + figures.dropped == figures.arrived


def test_that_a_last_node_with_nothing_wired_completes_its_customers() -> None:
    assert node_figures(CHAIN, RUN)["mail"].dropped == 0


def test_that_the_legend_names_numbers_shares_and_reasons() -> None:
    words = node_figures(CHAIN, RUN)["mail"].in_words(legend=True)
    assert "600 arrived" in words
    assert "569 sent\n31 not sent: no consent" in words
    assert "amber" in words


def test_that_a_replay_says_why_nobody_comes_to_what_stands_behind_a_reaction_alone() -> None:
    opened = kind("opened", "wait_for", message="mail", state="opened", timeout="PT6H")
    nodes = [kind("in", "entry_event", event="cart"), kind("mail", "email", subject="Hi", body="Hi"), opened]
    nodes += [kind("back", "wait", for_="P1D"), kind("next", "exit"), kind("alone", "exit")]
    wires = "in>mail mail>opened opened.happened>back back>next opened.timed_out>alone"
    run = Run({each["id"]: Counts(0, {}) for each in nodes}, {})
    figures = node_figures(scenario(nodes, wires), run)
    silent = [name for name, each in figures.items() if "A replay sends nothing" in each.in_words()]
    assert silent == ["back", "next"]
    figure = figures_at(scenario(nodes, wires), run, "back")
    assert figure is not None
    assert "a forecast models who would" in figure.in_words()


def test_that_a_wire_tells_count_and_share_with_both_numbers() -> None:
    figures = edge_figures(CHAIN, RUN)[CHAIN.edges[1]]
    assert figures.text == "600 · 60%"
    assert figures.in_words() == "600 of 1,000 who arrived (60%)"


def test_that_counts_show_at_once_and_go_stale_with_a_change_that_matters(sit: Sit) -> None:
    person = sit(CHAIN)
    person.session.show_summary(RUN)
    item = person.view.canvas.nodes[NodeId("check")]
    assert "1,000 arrived" in item.tip
    person.session.perform(MoveNodes({NodeId("check"): (336.0, 80.0)}))
    person.session.perform(SetLabel(NodeId("check"), "Really?"))
    assert not person.session.summary_is_stale
    condition = {"condition": {"attribute": "country", "op": "eq", "value": "CZ"}}
    person.session.perform(SetParams(NodeId("check"), make_params(KINDS["filter"], condition)))
    assert person.session.summary_is_stale
    assert "before the last changes" in item.tip
    person.session.undo_stack.undo()
    assert "before the last changes" not in item.tip
    person.session.show_summary(None)
    assert "arrived" not in item.tip


def test_that_every_count_says_by_how_much_it_differs_from_the_run_that_is_kept() -> None:
    fewer = Run(
        {
            "start": Counts(1000, {"out": 1000}),
            "check": Counts(800, {"pass": 288, "fail": 400}, waiting=72, ended=40),
        },
        {("start", "out", "check"): 1000, ("check", "pass", "mail"): 288},
    )
    figures = node_figures(CHAIN, RUN, fewer)
    check = figures["check"]
    assert check.arrived_in_words == "1,000 arrived  +200, +25%"
    assert (check.left_change("pass"), check.left_change("fail")) == ("+312", "−100")
    assert "60 still waiting (6%)  −12, −17%" in check.in_words()
    assert figures["start"].arrived_in_words == "1,000 arrived"
    assert figures["mail"].arrived_in_words == "600 arrived  +600"


def test_that_counts_alone_say_nothing_of_a_difference() -> None:
    check = node_figures(CHAIN, RUN)["check"]
    assert (check.arrived_in_words, check.left_change("pass")) == ("1,000 arrived", "")


def test_that_the_number_of_a_small_card_gives_way_to_a_shorter_form_of_itself() -> None:
    figures = node_figures(CHAIN, RUN)
    assert figures["start"].arrived_in_short == ("1,000", "1k")
    assert figures["mail"].arrived_in_short == ("600",)
