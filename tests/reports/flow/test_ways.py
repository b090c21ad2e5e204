"""Where the bands of a flow run: past cards, never behind them."""

from __future__ import annotations

import numpy as np
import pytest

from app.reports.flow.ways import Rectangle, Spot, along, backwards, meets, onwards

START, END, THICK = (100.0, 300.0), (700.0, 100.0), 20.0


def card(x: float, y: float) -> Rectangle:
    return Rectangle(x, y, x + 100, y + 60)


@pytest.mark.parametrize(
    "cards",
    [
        [card(400, 170)],
        [card(400, 170), card(400, 290)],
        [card(250, 70), card(400, 170), card(400, 290)],
        [card(300, 10), card(300, 90), card(300, 170), card(300, 250), card(300, 330)],
    ],
)
def test_that_a_band_runs_past_the_cards_between_its_ends(cards: list[Rectangle]) -> None:
    way = onwards(START, END, cards, THICK)
    assert (way[0], way[-1]) == (START, END)
    assert not any(meets(way, each, THICK / 2) for each in cards)


def test_that_a_band_with_nothing_in_its_way_is_one_curve() -> None:
    assert len(onwards(START, END, [card(400, 400), card(0, 290), card(700, 70)], THICK)) == 4


def test_that_a_band_runs_between_cards_rather_than_outside_all_of_them() -> None:
    cards = [card(400, 170), card(400, 250), card(300, 0), card(400, 600)]
    way = onwards(START, (700.0, 330.0), cards, 4.0)
    assert all(0 < y < 660 for _, y in way)


@pytest.mark.parametrize("way", [onwards(START, END, [card(400, 170)], THICK), backwards(END, START, 500.0)])
def test_that_shares_of_a_way_are_shares_of_its_length(way: tuple[Spot, ...]) -> None:
    assert along(way, 0) == way[0]
    assert along(way, 1) == way[-1]
    steps = np.diff([along(way, share) for share in np.linspace(0, 1, 101)], axis=0)
    lengths = np.hypot(*steps.T)
    assert lengths.max() < 1.2 * lengths.mean()
