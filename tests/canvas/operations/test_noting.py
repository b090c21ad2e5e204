"""Notes and frames."""

from __future__ import annotations

from dataclasses import replace

from app.canvas.geometry import Box
from app.canvas.operations.noting import box_of, frame_around, held_by, new_note, resized
from app.scenario.graph import NodeId, Note
from tests.builders.scenarios import placed

SCENARIO = placed({"a": ("wait", 0.0, 0.0), "b": ("wait", 336.0, 0.0), "c": ("wait", 336.0, 400.0)})


def test_that_a_frame_goes_around_its_nodes_with_room_for_its_text_and_holds_them() -> None:
    frame = frame_around(SCENARIO, {NodeId("a"), NodeId("b")})
    assert box_of(frame) == Box(-32.0, -56.0, 576.0, 96.0)
    with_frame = replace(SCENARIO, notes=(frame,))
    assert held_by(with_frame, {frame.id}) == (frozenset({"a", "b"}), frozenset())


def test_that_a_frame_holds_the_notes_that_lie_wholly_in_it() -> None:
    frame, inside = Note("f", (0, 0), (600, 300), ""), Note("i", (20, 200), (100, 60), "")
    half = Note("h", (580, 100), (100, 60), "")
    assert held_by(replace(SCENARIO, notes=(frame, inside, half)), {"f"})[1] == {"i"}


def test_that_a_note_is_no_smaller_than_it_can_be_read_and_ids_are_fresh() -> None:
    note = new_note(SCENARIO, (500.0, 500.0))
    assert resized(note, (0.0, 0.0)).size == (96.0, 48.0)
    assert new_note(replace(SCENARIO, notes=(note,)), (0.0, 0.0)).id != note.id


def test_that_a_new_note_lies_under_no_card_and_on_no_note() -> None:
    first = new_note(SCENARIO, (100.0, 30.0))
    second = new_note(replace(SCENARIO, notes=(first,)), (100.0, 30.0))
    assert [note.at for note in (first, second)] == [(-32.0, 72.0), (-32.0, 176.0)]
    frame = Note("f", (-200.0, -200.0), (1200.0, 800.0), "")
    assert new_note(replace(SCENARIO, notes=(frame,)), (100.0, 30.0)).at == first.at
