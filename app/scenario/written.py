"""What scenarios write into the profile: attributes, the types that new ones get, and which hold vouchers' codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.data.columns import ColumnType
from app.data.dataset import Schema
from app.nodes.catalogue import KINDS
from app.nodes.instructions import Instruction, SetAttribute, TakeVoucher
from app.nodes.kind import Family
from app.nodes.writing import constant_type
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
    for instruction in _instructions(scenarios):
        match instruction:
            case SetAttribute(attribute=name):
                type_ = _type_of(instruction, schema)
                if name and type_ is not None:
                    types.setdefault(name, type_)
            case TakeVoucher(into=name) if name:
                types.setdefault(name, ColumnType.TEXT)
                codes.add(name)
    return Written(types, frozenset(codes))


def _instructions(scenarios: Iterable[Scenario]) -> Iterator[Instruction]:
    """What nodes of the one family that writes do; compiling all of a large scenario would take too long for a form."""
    for scenario in scenarios:
        for node in scenario.nodes:
            kind = KINDS[node.type]
            if kind.family is Family.STATE:
                yield kind.compile(node.params)


def _type_of(writer: SetAttribute, schema: Schema | None) -> ColumnType | None:
    if writer.value is not None:
        return constant_type(writer.value)
    return schema.properties.get(writer.from_entry or "") if schema else None
