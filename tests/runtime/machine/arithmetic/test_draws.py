"""Draws: stable, even, and independent of each other."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from app.runtime.machine.arithmetic.draws import chain_of, linked, share, text_hash, text_hashes


@given(st.lists(st.text(max_size=40), max_size=8), st.integers(0, 8))
def test_that_a_text_has_the_same_hash_wherever_it_stands(texts: list[str], start: int) -> None:
    array = pa.array(texts, pa.string())
    hashes = text_hashes(array)
    assert hashes.tolist() == [int(text_hash(text)) for text in texts]
    assert text_hashes(array.slice(start)).tolist() == hashes[start:].tolist()
    assert text_hashes(pa.array(texts, pa.large_string())).tolist() == hashes.tolist()


def test_that_hashes_never_change_between_versions() -> None:
    assert [int(text_hash(text)) for text in ("", "a", "customer-12345")] == [
        16294208416658607535, 1303865553363498507, 504098038781487315,
    ]  # fmt: skip
    assert int(chain_of(7, "salt", "node", "split")) == 5525201087617567762


def test_that_different_texts_differ() -> None:
    texts = [f"c{i}" for i in range(100_000)]
    assert len(np.unique(text_hashes(pa.array(texts)))) == len(texts)


def test_that_shares_are_even_and_two_draws_of_one_customer_are_unrelated() -> None:
    customers = text_hashes(pa.array([f"c{i}" for i in range(100_000)]))
    with np.errstate(over="ignore"):
        first = np.asarray(share(linked(chain_of(0, "", "node", "a"), customers)))
        second = np.asarray(share(linked(chain_of(0, "", "node", "b"), customers)))
    counts = np.histogram(first, 20, (0, 1))[0]
    assert ((counts - 5_000) ** 2 / 5_000).sum() < 43.8  # chi-square, 19 degrees of freedom, p = 0.001
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.01
    assert first.min() >= 0
    assert first.max() < 1
