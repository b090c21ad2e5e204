"""Searching in pieces finds what searching at once does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.files.text import searching
from app.data.files.text.searching import closing, end_of_run, find, holds, holds_anywhere, is_ascii

TEXTS = st.lists(st.sampled_from([b"a", b'"', b'""', b",", b"\n", b"\r\n", b"bc"]), max_size=30).map(b"".join)
INSIDE = re.compile(rb'(?:[^"]++|"")*+')
AT_ONCE = re.compile(rb'((?:[^"]++|"")*+)"')


@pytest.fixture(autouse=True)
def _tiny_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "PIECE", 3)
    monkeypatch.setattr(searching, "_SHARE", 4)


@given(TEXTS, st.sampled_from([b'"', b"\r\n", b"abc", b'""a']), st.integers(0, 12), st.none() | st.integers(0, 40))
def test_that_what_stands_in_a_text_is_found_where_it_is(text: bytes, what: bytes, start: int, end: int | None) -> None:
    assert find(text, what, start, end) == text.find(what, start, len(text) if end is None else end)
    assert holds(text, what[:1], start, end) == (text.find(what[:1], start, len(text) if end is None else end) >= 0)
    assert holds_anywhere(text, what[:1]) == (what[:1] in text)


@given(TEXTS, st.integers(0, 12))
def test_that_the_closing_quote_is_the_first_that_is_not_doubled(text: bytes, start: int) -> None:
    found = AT_ONCE.match(text, start)
    assert closing(INSIDE, b'"', text, start) == (found.end() - 1 if found else -1)


@given(st.text(max_size=10))
def test_that_text_is_ascii_where_python_says_so(text: str) -> None:
    assert is_ascii(text.encode()) == text.isascii()


@given(TEXTS, st.integers(0, 12))
def test_that_a_run_ends_where_another_sign_stands(text: bytes, start: int) -> None:
    start = min(start, len(text))
    found = re.compile(rb"[^,\r\n]*").match(text, start)
    assert found is not None
    assert end_of_run(re.compile(rb"[^,\r\n]*"), text, start) == found.end()
