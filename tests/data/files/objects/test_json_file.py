"""JSON in its three forms: values keep their digits, broken rows are listed, nothing is read twice or in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.data.files.objects.json_file import read_json_text
from app.data.files.registry import Reading, format_of, read_source
from app.data.files.source_table import record_count
from app.data.files.text.content import Content
from app.errors import AppError
from app.progress import silent

EVENTS = [
    {
        "user_id": 7,
        "event": "Placed Order",
        "at": "2024-03-01T10:00:00Z",
        "properties": {"amount": 19.90, "gift": True},
    },
    {"user_id": 8, "event": "Opened", "at": "2024-03-01T10:00:00Z", "properties": {"amount": None}},
]


def _read(text: str) -> Any:
    return read_json_text(Content("a.json", text.encode(), "utf-8"), silent)


def _lines(values: list[Any]) -> str:
    return "".join(f"{json.dumps(value)}\n" for value in values)


@pytest.mark.parametrize(
    "text",
    [
        *(_lines(EVENTS), json.dumps(EVENTS), json.dumps(EVENTS, indent=2), json.dumps({"count": 2, "data": EVENTS})),
        *(json.dumps({"meta": {"page": 1}, "data": {"n": 2, "events": EVENTS}}, indent=by) for by in (None, 1)),
    ],
)
def test_that_each_form_gives_the_same_rows(text: str) -> None:
    table = _read(text).table
    assert sorted(table.column_names) == ["amount", "at", "event", "gift", "user_id"]
    assert table.to_pylist() == [
        {"user_id": "7", "event": "Placed Order", "at": "2024-03-01T10:00:00Z", "amount": "19.9", "gift": "true"},
        {"user_id": "8", "event": "Opened", "at": "2024-03-01T10:00:00Z", "amount": "", "gift": ""},
    ]


def test_that_a_nested_name_is_told_by_its_way_only_where_it_stands_twice() -> None:
    table = _read('{"id": 1, "a": {"id": 2, "x": 3}}\n').table
    assert set(table.column_names) == {"id", "a.id", "x"}


def test_that_long_digits_and_mixed_types_lose_nothing() -> None:
    table = _read('{"id": 12345678901234567890, "zip": "007"}\n{"id": "x", "zip": 7.10}\n').table
    assert table.to_pylist() == [{"id": "12345678901234567890", "zip": "007"}, {"id": "x", "zip": "7.10"}]


def test_that_lists_stay_json_with_their_numbers_as_they_stood() -> None:
    assert _read('{"id": 1, "items": [{"sku": "a", "price": 1.50}]}\n{"id": 2}\n').table["items"][0].as_py() == (
        '[{"sku": "a", "price": 1.50}]'
    )


def test_that_broken_lines_are_listed_with_their_place_and_the_others_come_in() -> None:
    source = _read('{"id": 1}\n\nbroken\n[1]\n{"id": 2, "id": 3}\n')
    assert source.table.to_pylist() == [{"id": "1"}, {"id": "3"}]
    assert [(fault.record, fault.reason) for fault in source.faults] == [
        (1, "it is no whole JSON object"),
        (2, "it is no object with names and values"),
        (3, "a name stands twice in it; the last value was taken"),
    ]
    assert [(place.line, place.text) for place in source.places_of([1, 2, 3])] == [
        (3, "broken"),
        (4, "[1]"),
        (5, '{"id": 2, "id": 3}'),
    ]


def test_that_sound_lines_know_their_places_too() -> None:
    assert [(place.line, place.text) for place in _read('{"id": 1}\n{"id": 2}').places_of([0, 1])] == [
        (1, '{"id": 1}'),
        (2, '{"id": 2}'),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"id": 1},\n{"id":', "what begins in line 2 is no whole JSON value"),
        ('[{"id": 1}', "no whole JSON value"),
        ('[{"a":' + "[" * 100_000, "no whole JSON value"),
        ("[]", "holds no objects"),
        ("[1, 2]", "holds no objects"),
        ('{"a": {"b": 1}', "no list of objects"),
        ("12", "holds no list of objects"),
        ('{"data": [{"id": 1}, oops]}', "no whole JSON value"),
    ],
)
def test_that_a_text_without_rows_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(AppError, match=words):
        _read(text)


def test_that_a_small_file_cannot_become_a_huge_table() -> None:
    with pytest.raises(AppError, match=r"hardly a cell is filled|different values"):
        _read("".join(f'{{"a{number % 4_000}":1}}\n' for number in range(60_000)) + "x\n")


def test_that_reading_only_the_head_takes_no_offence_at_the_missing_end(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    path.write_text(json.dumps([{"id": number, "text": "x" * 100} for number in range(60_000)]), encoding="utf-8")
    assert 5_000 < read_source(path, Reading(head_only=True)).table.num_rows < 60_000


@pytest.mark.parametrize(
    ("name", "text"), [("a.ndjson", '{"id": 1}\n'), ("export", '[{"id": 1}]'), ("b.txt", '{"id": 1}')]
)
def test_that_it_is_recognised_by_name_and_by_content(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert format_of(path).name == "json"
    assert read_source(path).table.to_pylist() == [{"id": "1"}]


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


@example([{"\0": None}])
@given(
    st.lists(st.dictionaries(st.text(min_size=1, max_size=5), _SCALARS, min_size=1, max_size=4), min_size=1, max_size=8)
)
def test_that_lines_and_lists_of_any_values_agree_and_no_record_is_lost(records: list[dict[str, Any]]) -> None:
    by_line, listed = _read(_lines(records)), _read(json.dumps(records))
    assert record_count(by_line) == record_count(listed) == len(records)
    for mine, other, record in zip(by_line.table.to_pylist(), listed.table.to_pylist(), records, strict=True):
        for value in (mine, other):
            filled = [text for text in value.values() if text != ""]
            assert len(filled) == sum(given is not None and given != "" for given in record.values())
    assert sorted(by_line.table.column_names) == sorted(listed.table.column_names)
