"""Columns set apart by white space alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data.files.delimited.white_space import with_tabs
from app.data.files.registry import read_source
from app.data.files.text.content import Content


def _mended(text: str) -> str:
    return with_tabs(Content("a.txt", text.encode(), "utf-8")).text.decode()


def test_that_aligned_columns_are_set_apart_by_tabs_line_by_line() -> None:
    assert _mended(" 00004 0001  2   29.33\r\n 00021 0002  3   63.34 \r\n 1 2 3 4\r\n") == (
        "00004\t0001\t2\t29.33\r\n00021\t0002\t3\t63.34\r\n1\t2\t3\t4\r\n"
    )


def test_that_what_sets_the_columns_apart_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("id  city\n 1  Brno\n 2  Gent\n", encoding="utf-8")
    assert read_source(tmp_path / "a.txt").form == "utf-8, separated by white space, with a header"


@pytest.mark.parametrize(
    "text",
    [
        "full name\nAnn Lee\nBob Ray, jr\n",
        "name\nAnn Lee\nBob\n",
        "name\nAnn\nBob\n",
        "a b\n1 2\n",
        'a b\n"1 2" 3\n4 5\n',
    ],
)
def test_that_texts_with_blanks_in_their_cells_stay_as_they_are(text: str) -> None:
    assert _mended(text) == text
