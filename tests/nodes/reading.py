"""Short ways to a kind's params and what is wrong with them."""

from __future__ import annotations

import json
from typing import Any

from app.nodes.catalogue import KINDS
from app.nodes.instructions import Instruction
from app.nodes.kind import Surroundings
from tests.nodes.schemas import AROUND


def params(type_: str, **values: Any) -> Any:
    """The params of a kind; `for_` stands for the key `for`."""
    document = {key.rstrip("_"): value for key, value in values.items()}
    return KINDS[type_].params.model_validate_json(json.dumps(document))


def found(type_: str, around: Surroundings = AROUND, **values: Any) -> list[tuple[str, str]]:
    """(code, path) of every problem."""
    return [(problem.code, problem.where) for problem in KINDS[type_].check(params(type_, **values), around)]


def words(type_: str, **values: Any) -> str:
    """The line on the card."""
    return KINDS[type_].describe(params(type_, **values))


def compiled(type_: str, **values: Any) -> Instruction:
    """The machine's instruction."""
    return KINDS[type_].compile(params(type_, **values))


def ports(type_: str, **values: Any) -> list[tuple[str, str]]:
    """(name, label) of every output."""
    return [(port.name, port.label) for port in KINDS[type_].ports(params(type_, **values))]
