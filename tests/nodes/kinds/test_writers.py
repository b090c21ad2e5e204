"""set, list and voucher: what is written about a customer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.data.columns.column import ColumnType
from app.nodes.instructions import ChangeList, SetAttribute, TakeVoucher
from tests.nodes.reading import compiled, found, params, ports, words
from tests.nodes.schemas import AROUND, BLIND, SCHEMA
from tests.nodes.strategies import Json

WITH_POOL = replace(AROUND, schema=replace(SCHEMA, pools={"spring": 100}))
WRITTEN = replace(
    AROUND, written={"tier": ColumnType.TEXT, "code": ColumnType.TEXT}, voucher_attributes=frozenset({"code"})
)


@pytest.mark.parametrize("value", [True, 3, 2.5, "CZ", ""])
def test_that_a_constant_is_set_as_it_is(value: Any) -> None:
    made = compiled("set", attribute="country", value=value)
    assert made == SetAttribute("country", value, None)
    assert isinstance(made, SetAttribute)
    assert type(made.value) is type(value)


def test_that_a_property_of_the_entry_event_is_copied() -> None:
    assert compiled("set", attribute="country", from_entry="url") == SetAttribute("country", None, "url")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"value": "CZ"}, "Set country to CZ"),
        ({"value": True}, "Set country to true"),
        ({"value": ""}, "Set country to empty"),
        ({"from_entry": "url"}, "Set country to entry url"),
        ({}, "Set country to …"),
    ],
)
def test_that_setting_reads_as_what_it_does(values: Json, expected: str) -> None:
    assert words("set", attribute="country", **values) == expected


def test_that_a_list_is_no_value_to_set() -> None:
    with pytest.raises(ValueError, match="a value to set is a text, a number, true or false"):
        params("set", attribute="country", value=["CZ"])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"attribute": "country", "value": "CZ"}, []),
        ({"attribute": "age", "value": 18}, []),
        ({"attribute": "vip", "value": True}, []),
        ({"attribute": "birthday", "value": "1990-02-28"}, []),
        ({"attribute": "joined", "value": "2024-05-01T09:00:00"}, []),
        ({"attribute": "tier", "value": "gold"}, []),
        ({"attribute": "country", "from_entry": "url"}, []),
        ({"attribute": "", "value": "x"}, [("missing-attribute", "attribute")]),
        ({"attribute": "country"}, [("missing-value", "value")]),
        ({"attribute": "country", "value": "x", "from_entry": "url"}, [("two-things", "from_entry")]),
        ({"attribute": "age", "value": "old"}, [("written-type", "value")]),
        ({"attribute": "age", "value": True}, [("written-type", "value")]),
        ({"attribute": "vip", "value": 1}, [("written-type", "value")]),
        ({"attribute": "birthday", "value": "1990-02-30"}, [("written-type", "value")]),
        ({"attribute": "joined", "value": "soon"}, [("written-type", "value")]),
        ({"attribute": "country", "from_entry": ""}, [("missing-property", "from_entry")]),
        ({"attribute": "country", "from_entry": "colour"}, [("unknown-property", "from_entry")]),
        ({"attribute": "country", "from_entry": "amount"}, [("written-type", "from_entry")]),
        ({"attribute": "tier", "value": 3}, [("writers-disagree", "value")]),
        ({"attribute": "tier", "from_entry": "amount"}, [("writers-disagree", "from_entry")]),
    ],
)
def test_that_each_mistake_in_setting_is_found(values: Json, expected: list[tuple[str, str]]) -> None:
    assert found("set", WRITTEN, **values) == expected


def test_that_types_are_not_told_without_a_dataset() -> None:
    blind = replace(BLIND, written={"age": ColumnType.TEXT})
    assert found("set", blind, attribute="age", value=3) == []
    assert found("filter", blind, condition={"attribute": "age", "op": "gt", "value": 3}) == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"attribute": "tier", "op": "eq", "value": "gold"}, []),
        ({"attribute": "tier", "op": "eq", "value": 3}, [("value-type", "condition.value")]),
        ({"attribute": "code", "op": "exists"}, []),
        ({"attribute": "code", "op": "missing"}, []),
        ({"attribute": "code", "op": "eq", "value": "A1"}, [("voucher-code", "condition.op")]),
        ({"attribute": "teir", "op": "exists"}, [("unknown-attribute", "condition.attribute")]),
    ],
)
def test_that_conditions_see_what_is_written(condition: Json, expected: list[tuple[str, str]]) -> None:
    assert found("filter", WRITTEN, condition=condition) == expected


def test_that_nobody_waits_until_a_voucher() -> None:
    until = {"attribute": "code"}
    assert found("wait", WRITTEN, until=until) == [("not-a-date", "until.attribute")]
    assert found("wait", replace(WRITTEN, schema=None), until=until) == [("not-a-date", "until.attribute")]


def test_that_a_list_is_added_to_or_taken_from() -> None:
    assert compiled("list", list="vip", action="add") == ChangeList("vip", adds=True)
    assert compiled("list", list="vip", action="remove") == ChangeList("vip", adds=False)
    assert words("list", list="vip", action="add") == "Add to vip"
    assert words("list", list="", action="remove") == "Take off …"
    assert found("list", list="", action="add") == [("missing-list", "list")]
    assert found("list", list="vip", action="add") == []


def test_that_a_voucher_has_a_way_out_for_those_who_get_none() -> None:
    assert compiled("voucher", pool="spring", into="code") == TakeVoucher("spring", "code")
    assert ports("voucher", pool="spring", into="code") == [("out", "Out"), ("none_left", "None left")]
    assert words("voucher", pool="spring", into="code") == "A code of spring into code"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"into": "country"}, []),
        ({"pool": ""}, [("missing-pool", "pool")]),
        ({"pool": "sprng"}, [("unknown-pool", "pool")]),
        ({"into": ""}, [("missing-attribute", "into")]),
        ({"into": "age"}, [("written-type", "into")]),
    ],
)
def test_that_each_mistake_in_a_voucher_is_found(values: Json, expected: list[tuple[str, str]]) -> None:
    assert found("voucher", WITH_POOL, **{"pool": "spring", "into": "code", **values}) == expected


def test_that_a_voucher_into_what_another_node_fills_with_numbers_is_found() -> None:
    numbers = replace(WITH_POOL, written={"code": ColumnType.NUMBER})
    assert found("voucher", numbers, pool="spring", into="code") == [("writers-disagree", "into")]
