"""Pairs are counted alike by the compiled and the plain loop, and in tables of any size."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from app.runtime import counting_pairs
from app.runtime.recommending import model_of
from tests.runtime.test_recommending import shop_of, wanted_of


def test_that_compiled_and_plain_loop_yield_the_same_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(20):
        made = []
        for compiled in (False, True):
            monkeypatch.setattr(counting_pairs, "_is_compiled", lambda _, compiled=compiled: compiled)
            random = Random(seed)
            _, dataset = shop_of(random)
            made.append(model_of(dataset, wanted_of(random)[1]))
        for name in ("slots", "begins", "sizes", "of", "products", "supports", "scores"):
            assert getattr(made[0], name).tobytes() == getattr(made[1], name).tobytes(), (seed, name)


def test_that_tables_that_run_short_of_room_are_continued(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(10):
        random = Random(seed)
        _, dataset = shop_of(random)
        wanted = wanted_of(random)[1]
        roomy = model_of(dataset, wanted)
        for name in ("_NOTES_AT_ONCE", "_CUSTOMERS_AT_ONCE", "_ANCHORS_AT_ONCE", "_FIRST_ROWS", "_FIRST_SLOTS"):
            monkeypatch.setattr(counting_pairs, name, 1)
        narrow = model_of(replace(dataset, name="again"), wanted)
        monkeypatch.undo()
        assert narrow.products.tobytes() == roomy.products.tobytes()
        assert narrow.begins.tobytes() == roomy.begins.tobytes()
