"""The sentence over a condition: with a capital letter, but a recorded name stays as it is."""

from __future__ import annotations

import pytest

from app.canvas.forms.conditions.builder import _in_words


@pytest.mark.parametrize(
    ("attribute", "words"),
    [("country", "Country is CZ"), ("acquisition_channel", "acquisition_channel is CZ"), ("utm2", "utm2 is CZ")],
)
def test_that_a_recorded_name_is_not_written_otherwise(attribute: str, words: str) -> None:
    assert _in_words({"attribute": attribute, "op": "eq", "value": "CZ"}) == words
