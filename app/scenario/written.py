"""What scenarios write into the profile: attributes, the types that new ones get, and which hold vouchers' codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.data.columns.column import ColumnType
from app.data.dataset import Schema
from app.nodes.catalogue import KINDS
from app.scenario.graph import Scenario


@dataclass(frozen=True, slots=True)
class Written:
    """`types`: attribute -> type of what is written first, where it is known; `codes`: those that get a code."""

    types: dict[str, ColumnType]
    codes: frozenset[str]


def written_by(scenarios: Iterable[Scenario], schema: Schema | None) -> Written:
    """What all of them write together: they share the profile."""
    types: dict[str, ColumnType] = {}
    codes: set[str] = set()
    for scenario in scenarios:
        for node in scenario.nodes:
            for one in KINDS[node.type].writes(node.params, schema):
                if one.attribute and one.type is not None:
                    types.setdefault(one.attribute, one.type)
                if one.attribute and one.is_code:
                    codes.add(one.attribute)
    return Written(types, frozenset(codes))
