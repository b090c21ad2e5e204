"""filter and branch: ways out by condition."""

from __future__ import annotations

from app.nodes.instructions import Choose
from tests.nodes.reading import compiled, found, ports, words

VIP = {"in_list": "vip"}
CZECH = {"attribute": "country", "op": "eq", "value": "CZ"}


def case(port: str, condition: object = VIP, **more: str) -> dict[str, object]:
    return {"port": port, "condition": condition, **more}


def test_that_a_filter_has_two_ways_and_can_end_as_filtered() -> None:
    instruction = compiled("filter", condition=VIP)
    assert isinstance(instruction, Choose)
    assert (len(instruction.conditions), instruction.is_filter) == (1, True)
    assert ports("filter", condition=VIP) == [("pass", "Pass"), ("fail", "Fail")]


def test_that_a_branch_has_a_way_for_each_case_and_one_for_all_others() -> None:
    cases = [case("a", label="Vips"), case("b", CZECH)]
    assert ports("branch", cases=cases) == [("a", "Vips"), ("b", "b"), ("otherwise", "Otherwise")]
    instruction = compiled("branch", cases=cases)
    assert isinstance(instruction, Choose)
    assert (len(instruction.conditions), instruction.is_filter) == (2, False)


def test_that_a_branch_reads_as_its_condition_or_its_labels() -> None:
    assert words("branch", cases=[case("a")]) == "in list vip"
    assert words("branch", cases=[case("a", label="Vips"), case("b")]) == "Vips, b"
    assert words("branch", cases=[]) == "No way but otherwise"


def test_that_ways_out_need_names_of_their_own() -> None:
    assert found("branch", cases=[case("a"), case("a")]) == [("duplicate-port", "cases[1].port")]
    assert found("branch", cases=[case("otherwise")]) == [("reserved-port", "cases[0].port")]


def test_that_each_condition_is_checked() -> None:
    wrong = {"attribute": "contry", "op": "exists"}
    assert found("filter", condition=wrong) == [("unknown-attribute", "condition.attribute")]
    expected = [("unknown-attribute", "cases[1].condition.attribute")]
    assert found("branch", cases=[case("a"), case("b", wrong)]) == expected
