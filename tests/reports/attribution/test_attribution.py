"""Attribution against published examples, a plain count, and laws that hold for every log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.attribution.definition import AttributionDefinition, attribution
from app.reports.attribution.figures import AttributionFigures
from app.reports.attribution_models.names import MODELS, Model
from tests.builders.datasets import people

PLAIN = AttributionDefinition(Step(event="buy"), "channel", "amount", models=("first", "last"))
MOST: tuple[Model, ...] = tuple(model for model in MODELS if model != "w_shaped")
Log = list[tuple[str, str, str, dict[str, Any]]]


def touch(day: str, channel: str, who: str = "ann") -> tuple[str, str, str, dict[str, Any]]:
    return who, f"{day} 10:00", "visit", {"channel": channel}


def bought(day: str, amount: float, who: str = "ann", event: str = "buy") -> tuple[str, str, str, dict[str, Any]]:
    return who, f"{day} 12:00", event, {"amount": amount}


def shares(figures: AttributionFigures, model: str) -> dict[str, float]:
    found = {each.name: round(each.shares[model][1], 2) for each in figures.channels}
    return {name: share for name, share in found.items() if share}


JOURNEY: Log = [touch("05-01", "Google"), touch("05-07", "Facebook"), touch("05-10", "TikTok"), bought("05-10", 100)]


@pytest.mark.parametrize(
    ("model", "days", "expected"),
    [
        ("first", 30, {"Google": 100}),
        ("first", 7, {"Facebook": 100}),
        ("linear", 30, {"Google": 33.33, "Facebook": 33.33, "TikTok": 33.33}),
        ("linear", 7, {"Facebook": 50, "TikTok": 50}),
        ("j", 30, {"Google": 20, "Facebook": 20, "TikTok": 60}),
        ("j", 7, {"Facebook": 30, "TikTok": 70}),
        ("inverse_j", 30, {"Google": 60, "Facebook": 20, "TikTok": 20}),
        ("position", 30, {"Google": 40, "Facebook": 20, "TikTok": 40}),
        ("position", 7, {"Facebook": 50, "TikTok": 50}),
        ("last", 30, {"TikTok": 100}),
    ],
)
def test_that_a_journey_is_shared_as_published(model: Model, days: int, expected: dict[str, float]) -> None:
    definition = replace(PLAIN, models=(model,), look_back=Duration.parse(f"P{days}D"))
    assert shares(attribution(people([], JOURNEY), definition), model) == expected


def test_that_each_amount_says_its_share_and_of_how_many_conversions_it_comes() -> None:
    log = [*JOURNEY, bought("05-10", 300, "bob")]
    _, rows = attribution(people([], log), replace(PLAIN, models=("linear",))).table()
    said = {str(cells[0]): cells[2].asked for cells in rows}
    assert said["Google"] == "8% of 400; 0.33 of 2 conversions"
    assert said["(no touch)"] == "75% of 400; 1 of 2 conversions"
    without = attribution(people([], log), replace(PLAIN, models=("first",), value="")).table()[1]
    assert without[0][2].asked == "50%, 1 of 2 conversions"


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("position", {"Direct": 112, "Organic": 28}),
        ("first", {"Direct": 140}),
        ("linear", {"Direct": 93.33, "Organic": 46.67}),
        ("last_non_direct", {"Organic": 140}),
        ("shapley", {"Direct": 70, "Organic": 70}),
    ],
)
def test_that_a_channel_met_twice_gets_both_shares(model: Model, expected: dict[str, float]) -> None:
    log = [touch("05-01", "Direct"), touch("05-02", "Organic"), touch("05-03", "Direct"), bought("05-04", 140)]
    definition = replace(PLAIN, models=(model,), direct="Direct")
    assert shares(attribution(people([], log), definition), model) == expected


def test_that_the_look_back_window_includes_its_edge() -> None:
    log: Log = [("ann", "05-01 12:00", "visit", {"channel": "Edge"}), bought("05-08", 10)]
    definition = replace(PLAIN, look_back=Duration.parse("P7D"))
    assert shares(attribution(people([], log), definition), "first") == {"Edge": 10}
    log[0] = ("ann", "05-01 11:59", "visit", {"channel": "Edge"})
    figures = attribution(people([], log), definition)
    assert (shares(figures, "first"), figures.untouched) == ({}, (1, 10.0))


def test_that_a_touch_after_the_conversion_or_of_somebody_else_gets_nothing() -> None:
    log = [bought("05-01", 10), touch("05-02", "Late"), touch("04-30", "Other", "bob")]
    figures = attribution(people([], log), PLAIN)
    assert (shares(figures, "last"), figures.untouched) == ({}, (1, 10.0))


def test_that_time_decay_halves_with_each_half_life() -> None:
    log = [touch("05-01", "Old"), touch("05-08", "New"), bought("05-09", 90)]
    assert shares(attribution(people([], log), replace(PLAIN, models=("time_decay",))), "time_decay") == {
        "Old": 30,
        "New": 60,
    }


def test_that_w_gives_thirty_to_each_milestone_and_ten_to_the_rest() -> None:
    log = [
        touch("05-01", "A"), touch("05-02", "B"), bought("05-03", 0, event="lead"), touch("05-04", "C"),
        touch("05-05", "D"), bought("05-06", 0, event="deal"), touch("05-07", "E"), bought("05-08", 100),
    ]  # fmt: skip
    definition = replace(PLAIN, models=("w_shaped",), lead="lead", opportunity="deal")
    assert shares(attribution(people([], log), definition), "w_shaped") == {"A": 30, "B": 30, "C": 5, "D": 30, "E": 5}
    earlier = [*log[:4], bought("05-04", 40), *log[5:7], bought("05-08", 0)]  # before the deal, which is none of it
    assert shares(attribution(people([], earlier), definition), "w_shaped") == {"A": 17.14, "B": 17.14, "C": 5.71}


def test_that_the_markov_model_is_the_removal_effect() -> None:
    # a > b converts, a does not, b converts: P = 2/3; without a only the third path is left, 1/3; without b nothing.
    log = [
        touch("05-01", "a", "p"), touch("05-02", "b", "p"), bought("05-03", 1, "p"),
        touch("05-01", "a", "q"),
        touch("05-01", "b", "r"), bought("05-03", 1, "r"),
    ]  # fmt: skip
    figures = attribution(people([], log), replace(PLAIN, models=("markov",)))
    assert shares(figures, "markov") == {"a": round(2 * 0.5 / 1.5, 2), "b": round(2 * 1.0 / 1.5, 2)}


def histories() -> st.SearchStrategy[Log]:
    events = st.tuples(
        st.sampled_from("xyz"), st.integers(0, 40), st.sampled_from(("a", "b", "c", "direct", "buy")), st.integers(1, 9)
    )
    return st.lists(events, min_size=1, max_size=25).map(_log)


def _log(events: list[tuple[str, int, str, int]]) -> Log:
    start = datetime(2024, 5, 1, tzinfo=UTC)
    log: Log = [("x", "05-01 00:00", "visit", {"channel": "a"}), ("w", "05-01 00:00", "buy", {"amount": 1.0})]
    for who, hours, what, amount in events:
        at = f"{start + timedelta(hours=hours):%m-%d %H:%M}"
        is_bought = what == "buy"
        log.append((who, at, "buy", {"amount": float(amount)}) if is_bought else (who, at, "visit", {"channel": what}))
    return log


@given(histories(), st.integers(1, 30), st.integers(1, 3))
def test_that_every_model_shares_out_exactly_what_was_converted(log: Log, hours: int, order: int) -> None:
    definition = replace(PLAIN, models=MOST, look_back=Duration.parse(f"PT{hours}H"), order=order)
    figures = attribution(people([], log), definition)
    for model in MOST:
        counts = sum(each.shares[model][0] for each in figures.channels)
        worth = sum(each.shares[model][1] for each in figures.channels)
        assert counts + figures.untouched[0] == pytest.approx(figures.conversions)
        assert worth + figures.untouched[1] == pytest.approx(figures.worth)


@given(histories(), st.integers(1, 3))
def test_that_markov_agrees_with_walking_the_chain(log: Log, order: int) -> None:
    data = people([], log)
    figures = attribution(data, replace(PLAIN, models=("markov",), order=order, value=""))
    expected = walked(paths_by_hand(data), order)
    total = figures.conversions - figures.untouched[0]
    for each in figures.channels:
        assert each.shares["markov"][0] == pytest.approx(expected.get(each.name, 0.0) * total, abs=1e-6)


def paths_by_hand(data: Dataset) -> list[tuple[list[str], bool]]:
    """Every path with whether it converts, by a loop over the events of each customer."""
    names, channels = data.names, data.properties["channel"]
    month_us = 30 * 86_400_000_000
    paths = []
    for customer in range(data.customer_count):
        rows = range(int(data.offsets[customer]), int(data.offsets[customer + 1]))
        touches = [
            (int(data.at[row]), str(channels.words[int(channels.values[row])]))
            for row in rows
            if channels.values[row] >= 0
        ]
        ends = [int(data.at[row]) for row in rows if str(names.words[int(names.values[row])]) == "buy"]
        paths += [([name for at, name in touches if end - month_us <= at <= end], True) for end in ends]
        paths.append(([name for at, name in touches if not ends or at > ends[-1]], False))
    return [(path, converts) for path, converts in paths if path]


def walked(paths: list[tuple[list[str], bool]], order: int) -> dict[str, float]:
    """Removal effects by following the probabilities for very many steps."""
    moves: dict[tuple[str, ...], dict[Any, int]] = {}
    for path, converts in paths:
        states: list[Any] = [("start",), *(tuple(path[max(0, k - order + 1) : k + 1]) for k in range(len(path)))]
        for old, new in pairwise([*states, "won" if converts else "lost"]):
            moves.setdefault(old, {}).setdefault(new, 0)
            moves[old][new] += 1

    def won(without: str) -> float:
        here, done = {("start",): 1.0}, 0.0
        for _ in range(4000):
            after: dict[Any, float] = {}
            for state, share in here.items():
                total = sum(moves[state].values())
                for new, count in moves[state].items():
                    if new == "won":
                        done += share * count / total
                    elif new != "lost" and without not in new:
                        after[new] = after.get(new, 0.0) + share * count / total
            here = {state: share for state, share in after.items() if share > 1e-12}
            if not here:
                break
        return done

    whole = won("")
    if not whole:
        return {}
    effects = {name: 1 - won(name) / whole for name in {name for path, _ in paths for name in path}}
    return {name: effect / sum(effects.values()) for name, effect in effects.items()}


def test_that_everything_wrong_with_a_definition_is_named() -> None:
    wrong = AttributionDefinition(
        Step(event="sold"), "amount", "channel", ("seen",), Duration.parse("P1M"), ("w_shaped",), order=4
    )
    with pytest.raises(AppError) as caught:
        attribution(people([], JOURNEY), wrong)
    codes = {problem.code for problem in caught.value.problems}
    assert codes >= {f"attribution-{name}" for name in ("channel", "value", "event", "length", "w", "order")}


@given(histories())
@settings(max_examples=25, deadline=None)
def test_that_behind_a_share_are_those_whose_conversions_gave_it(log: Log) -> None:
    data = people([], log)
    figures = attribution(data, replace(PLAIN, models=("first", "markov")))
    paths = converting_by_hand(data)
    for at, channel in enumerate(figures.ranked()):
        first = {who for who, path in paths if path[:1] == [channel.name]}
        touched = {who for who, path in paths if channel.name in path}
        assert [names_of(figures, at, column) for column in (1, 2, 3)] == [touched, first, touched]
    alone, everybody = (names_of(figures, len(figures.channels) + row, 2) for row in (0, 1))
    assert alone == {who for who, path in paths if not path}
    assert everybody == {who for who, _ in paths}


def names_of(figures: AttributionFigures, row: int, column: int) -> set[str]:
    ids = figures.people(row, column)
    assert ids is not None
    return {str(each) for each in ids.to_pylist()}


def converting_by_hand(data: Dataset) -> list[tuple[str, list[str]]]:
    """The customer of every conversion with the channels within 30 days before it, by a loop over the events."""
    channels, ids = data.properties["channel"], data.customer_ids.to_pylist()
    is_end = [str(data.names.words[int(code)]) == "buy" for code in data.names.values]
    found = []
    for customer, who in enumerate(ids):
        rows = range(int(data.offsets[customer]), int(data.offsets[customer + 1]))
        for end in (int(data.at[row]) for row in rows if is_end[row]):
            within = [row for row in rows if end - 30 * 86_400_000_000 <= data.at[row] <= end]
            path = [str(channels.words[int(channels.values[row])]) for row in within if channels.values[row] >= 0]
            found.append((str(who), path))
    return found
