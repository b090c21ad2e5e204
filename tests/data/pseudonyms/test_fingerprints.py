"""Many texts at eight bytes each: what was put in is found, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.data.pseudonyms.fingerprints import Fingerprints

WORDS = st.lists(st.text(max_size=6), max_size=30)


@given(WORDS, WORDS, WORDS)
def test_that_just_what_was_put_in_is_found(first: list[str], later: list[str], others: list[str]) -> None:
    found = Fingerprints()
    found.update(first)
    assert len(found) == len(set(first))
    for word in later:
        found.add(word)
    assert {word for word in (*first, *later, *others) if word in found} == {*first, *later}
