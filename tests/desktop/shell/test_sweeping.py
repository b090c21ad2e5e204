"""Sweeps of all objects: out of the way of whoever works."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest
from PySide6.QtCore import Qt

from app.desktop.shell.sweeping import SELDOM, sweep_if_away, sweep_seldom


class Held:
    """Something that holds itself, as a scenario's items hold one another."""

    itself: Held


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)


def test_that_what_is_loaded_is_left_out_and_sweeps_are_seldom() -> None:
    sweep_seldom()
    assert gc.get_freeze_count() > 1_000
    assert gc.get_threshold()[2] == SELDOM
    assert gc.isenabled()


@pytest.mark.parametrize("state", list(Qt.ApplicationState))
def test_that_everything_is_swept_when_the_user_looks_away(state: Qt.ApplicationState) -> None:
    swept: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            swept.append(1)

    held = Held()
    held.itself, before = held, ref(held)
    sweep_seldom()
    del held
    gc.callbacks.append(note)
    sweep_if_away(state)
    gc.callbacks.remove(note)
    is_away = state is not Qt.ApplicationState.ApplicationActive
    assert bool(swept) == is_away
    assert (before() is None) == is_away
    assert gc.get_freeze_count() > 1_000
