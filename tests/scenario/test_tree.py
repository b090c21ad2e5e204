"""Untrusted JSON: every way to be no scenario ends in words."""

from __future__ import annotations

import json
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.scenario.tree import DEEPEST, LARGEST_BYTES, read_tree

plain = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(plain)
def test_that_plain_json_is_read_as_it_stands(values: object) -> None:
    text = json.dumps(values, ensure_ascii=False)
    assert read_tree(text, "x") == values
    assert read_tree(b"\xef\xbb\xbf" + text.encode(), "x") == values


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1"),
        ('{"a": 1,\n "b" 2}', "line 2, column 6"),
        ('{"a": NaN}', "NaN is not a number"),
        ('{"a": -Infinity}', "-Infinity is not a number"),
        ('{"a": 1, "a": 2}', "the key 'a' stands twice"),
        ('{"a": ' + "9" * 5000 + "}", "is too large"),
        ("[" * 100_000, "nested too deeply"),
        (b"\xff\xfe", "not UTF-8"),
        (b" " * (LARGEST_BYTES + 1), "larger than 8 MB"),
    ],
)
def test_that_broken_text_is_refused_in_words(text: str | bytes, said: str) -> None:
    with pytest.raises(AppError) as refused:
        read_tree(text, "x.json")
    assert refused.value.message.startswith("x.json ")
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('{"a": {"b": [1, null]}}', "a.b[1]"),
        ('{"a": 1e999}', "a"),
        ('{"a": 9223372036854775808}', "a"),
        (r'{"a": ["\ud800"]}', "a[0]"),
        (r'{"a": {"\udfff": 1}}', "a"),
    ],
)
def test_that_a_value_no_scenario_holds_is_named_by_its_path(text: str, where: str) -> None:
    with pytest.raises(AppError) as refused:
        read_tree(text, "x.json")
    assert [problem.where for problem in refused.value.problems] == [where]


def test_that_nesting_is_bounded_but_deeper_than_anyone_needs() -> None:
    def nested(levels: int) -> str:
        return "[" * levels + "1" + "]" * levels

    assert read_tree(nested(DEEPEST), "x")
    with pytest.raises(AppError, match="128 levels"):
        read_tree(nested(DEEPEST + 1), "x")


def test_that_fifty_conditions_inside_one_another_can_be_read_and_said() -> None:
    from app.nodes.catalogue import KINDS
    from app.scenario.files import parse_params

    text = '{"condition": ' + '{"all": [' * 50 + '{"in_list": "a"}' + "]}" * 50 + "}"
    assert KINDS["filter"].describe(parse_params("filter", text)) == "in list a"


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_that_garbage_ends_in_words_or_in_values(garbage: str | bytes) -> None:
    refused, tree = "", None
    try:
        tree = read_tree(garbage, "x")
    except AppError as error:
        refused = error.message
    assert refused.startswith("x ") or json.dumps(tree)


def test_that_a_key_that_stands_twice_is_found_in_linear_time() -> None:
    keys = [f'"key_{number}": {number}' for number in range(100_000)]

    def seconds(members: list[str]) -> float:
        text = f"{{{', '.join(members)}}}"
        started = process_time()
        with suppress(AppError):
            read_tree(text, "x.json")
        return process_time() - started

    twice = [*keys, keys[-1]]
    with pytest.raises(AppError, match="the key 'key_99999' stands twice"):
        read_tree(f"{{{', '.join(twice)}}}", "x.json")
    assert seconds(twice) < 20 * min(seconds(keys) for _ in range(3))
