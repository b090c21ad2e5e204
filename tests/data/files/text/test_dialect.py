"""The form of a text is recognised from its beginning."""

from __future__ import annotations

import pytest

from app.data.files.text.dialect import recognise
from app.errors import AppError


@pytest.mark.parametrize(
    ("text", "delimiter", "columns"),
    [
        ("a,b\n1,2\n", ",", ("a", "b")),
        ("name;price\nx;1,5\ny;2,5\n", ";", ("name", "price")),
        ("a\tb\n1,5\t2\n", "\t", ("a", "b")),
        ("a|b|c\n1|2|3\n", "|", ("a", "b", "c")),
        ("a~b\n1~2\n", "~", ("a", "b")),
        ("sep=^\r\na^b\r\n1^2\r\n", "^", ("a", "b")),
        ("email\nx@y.z\n", ",", ("email",)),
        ('"a","b;c"\n"1;2","3"\n', ",", ("a", "b;c")),
    ],
)
def test_that_the_delimiter_is_found(text: str, delimiter: str, columns: tuple[str, ...]) -> None:
    form = recognise("x.csv", text.encode())
    assert (form.dialect.delimiter, form.columns) == (delimiter, columns)


def test_that_apostrophes_around_cells_are_quotes() -> None:
    form = recognise("x.csv", b"'name','note'\n'a','b,c'\n")
    assert form.dialect.quote == "'"
    assert form.columns == ("name", "note")


def test_that_an_apostrophe_before_a_number_is_not_a_quote() -> None:
    assert recognise("x.csv", b"id,phone\n'1,'420\n'2,'421\n").dialect.quote == '"'


@pytest.mark.parametrize("first", ["1,2", "a@x.io,Zoe", "2024-03-12,visit", "12.5,x"])
def test_that_a_first_row_of_data_is_no_header(first: str) -> None:
    form = recognise("x.csv", f"{first}\n3,4\n".encode())
    assert not form.has_header
    assert form.columns == ("column 1", "column 2")
    assert form.body == 0


@pytest.mark.parametrize("header", ["customer_id,2023,2024", "timestamp,1"])
def test_that_a_header_that_names_an_identifier_or_instant_may_hold_numbers(header: str) -> None:
    assert recognise("x.csv", f"{header}\n3,4\n".encode()).columns == tuple(header.split(","))


def test_that_a_text_with_endless_columns_is_refused() -> None:
    with pytest.raises(AppError, match="seems to have 100001 columns"):
        recognise("x.csv", b"," * 100_000 + b"\n1,2\n")


def test_that_header_names_are_made_distinct_and_empty_ones_named_by_place() -> None:
    assert recognise("x.csv", b"name,name,,name (2)\n").columns == ("name", "name (3)", "column 3", "name (2)")


def test_that_rows_wider_than_the_header_widen_it() -> None:
    assert recognise("x.csv", b"a,b\n1,2,\n3,4,\n").columns == ("a", "b", "column 3")


def test_that_blank_lines_and_comments_above_the_header_are_passed_over() -> None:
    form = recognise("x.csv", b"# exported today\n\n# ---\na,b\n1,2\n")
    assert form.columns == ("a", "b")


def test_that_a_header_may_begin_like_a_remark_where_only_data_follow() -> None:
    form = recognise("x.csv", b"# exported\n# order;day;total\n1;2024-01-02;3\n2;2024-01-03;4\n")
    assert (form.has_header, form.header) == (True, ("# order", "day", "total"))
    assert recognise("x.csv", b"# a;b;c\nid;day;total\n1;2024-01-02;3\n").header == ("id", "day", "total")


@pytest.mark.parametrize("text", [b"\n\n", b"# only a comment\n", b"sep=;\n"])
def test_that_a_text_without_header_and_rows_is_refused_in_words(text: bytes) -> None:
    with pytest.raises(AppError, match=r"x\.csv has no header and no rows"):
        recognise("x.csv", text)
