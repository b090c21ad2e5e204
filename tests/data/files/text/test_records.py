"""Records found a block at a time are those found sign by sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.files.text import records, searching
from app.data.files.text.records import STRAY, UNCLOSED, Dialect, index_records, read_record, read_records

COMMA = Dialect(",")
SIGNS = st.lists(st.sampled_from(["a", "é", ",", '"', '""', "\n", "\r\n", "\r", ' "x"', '"x",']), max_size=40).map(
    "".join
)


@pytest.fixture(autouse=True)
def _tiny_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_BLOCK", 16)
    monkeypatch.setattr(records, "_SMALL_BLOCK", 5)
    monkeypatch.setattr(searching, "PIECE", 3)


@given(SIGNS)
def test_that_the_index_agrees_with_careful_reading(body: str) -> None:
    text = body.encode()
    careful = list(read_records(text, 0, COMMA))
    index = index_records(text, 0, COMMA)
    assert index.starts.tolist() == [0, *(record.end for record in careful)]
    blank = [text[start : start + 1] in (b"\n", b"\r") for start in index.starts[:-1].tolist()]
    assert index.cells.tolist() == [
        0 if none else len(record.cells) for none, record in zip(blank, careful, strict=True)
    ]
    assert index.faulty == {number for number, record in enumerate(careful) if record.fault}


@given(SIGNS)
def test_that_no_sign_is_lost_between_records(body: str) -> None:
    text = body.encode()
    ends = [record.end for record in read_records(text, 0, COMMA)]
    assert (ends or [0])[-1] == len(text)
    assert ends == sorted(set(ends))


def test_that_quotes_hold_delimiters_newlines_and_doubled_quotes() -> None:
    record = read_record(b'a,"b,c","d\r\ne","say ""hi"""\nnext', 0, COMMA)
    assert record.cells == (b"a", b"b,c", b"d\r\ne", b'say "hi"')
    assert record.end == 28
    assert not record.fault


def test_that_an_unclosed_quote_is_an_ordinary_sign_and_ends_with_its_cell() -> None:
    first, second = read_records(b'a,"oops,b\nc,d\n', 0, COMMA)
    assert (first.cells, first.fault) == ((b"a", b'"oops', b"b"), UNCLOSED)
    assert (second.cells, second.fault) == ((b"c", b"d"), "")


def test_that_stray_quotes_inside_a_quoted_cell_stay_in_it() -> None:
    record = read_record(b'"say "hi" now",b\n', 0, COMMA)
    assert (record.cells, record.fault) == ((b'say "hi" now', b"b"), STRAY)


def test_that_a_long_line_full_of_quotes_is_read_in_time() -> None:
    text = b',"x' * 100_000
    assert len(read_record(text, 0, COMMA).cells) == 100_001


def test_that_a_quote_within_an_unquoted_cell_is_no_fault() -> None:
    record = read_record(b'5" disk,b\n', 0, COMMA)
    assert (record.cells, record.fault) == ((b'5" disk', b"b"), "")
