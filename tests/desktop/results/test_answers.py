"""What reports said last: which of it is kept, and how much memory that may take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.desktop.results.answers import MOST, Answers
from app.desktop.results.counting import Face, Found
from app.desktop.results.held import held_bytes
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.funnel.definition import FunnelDefinition
from app.reports.funnel.steps import funnel
from tests.builders.datasets import people

SHOP = people([{"customer_id": "ann"}], [("ann", "05-01 10:00", "visit", {}), ("ann", "05-01 11:00", "buy", {})], {})


def within(days: int) -> FunnelDefinition:
    return FunnelDefinition((Step(event="visit"), Step(event="buy")), Duration.parse(f"P{days}D"))


def said(days: int, nbytes: int = 0) -> Found:
    figures = funnel(SHOP, within(days))
    return Found(within(days), (), (Face("Funnel", figures, figures.table(), "", 300),), nbytes=nbytes)


def test_that_an_answer_is_kept_for_its_report_and_definition_alone() -> None:
    answers, answer = Answers(), said(7)
    answers.keep("funnel", answer)
    assert answers.get("funnel", within(7)) is answer
    assert answers.get("kept Mine", within(7)) is None
    assert answers.get("funnel", within(1)) is None
    assert answers.get("funnel", None) is None


def test_that_troubles_are_not_kept_and_that_of_other_data_nothing_is() -> None:
    answers = Answers()
    answers.keep("funnel", Found(within(1), trouble="It cannot be counted."))
    assert answers.get("funnel", within(1)) is None
    answers.keep("funnel", said(7))
    answers.forget()
    assert answers.get("funnel", within(7)) is None


def test_that_those_asked_for_last_are_kept_as_many_as_have_room_and_two_whatever_their_size() -> None:
    answers = Answers(bytes_at_most=100)
    for days in range(1, MOST + 2):
        answers.keep("funnel", said(days))
    assert [answers.get("funnel", within(days)) is None for days in range(1, MOST + 2)] == [True] + [False] * MOST
    answers.keep("funnel", said(30, nbytes=60))
    answers.keep("funnel", said(31, nbytes=60))
    assert [answers.get("funnel", within(days)) is None for days in (MOST + 1, 30, 31)] == [True, False, False]


def test_that_of_what_figures_hold_arrays_count_once_and_the_data_not_at_all() -> None:
    array = np.zeros(1000, np.int64)
    held = [array, array[:5], lambda: array, SHOP, SHOP.customer_ids]
    assert held_bytes(held, SHOP) == array.nbytes
    part = replace(SHOP, timezone="Europe/Prague")
    assert held_bytes((held, part), SHOP) == array.nbytes + SHOP.nbytes
