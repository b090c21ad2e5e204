"""What a lesson looks for in a scenario: nodes of a kind with parameters in a range, and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from app.nodes.catalogue import KINDS
from app.nodes.document import Document, Number
from app.nodes.durations import Duration
from app.scenario.graph import Node, Scenario
from app.scenario.settings import Settings

_DAY_US = 86_400_000_000
_MONTH_DAYS = 30
_MISSING = object()


def _constant(value: object) -> object:
    if not isinstance(value, str | int | float | bool):
        raise ValueError("this must be a text, a number, or yes or no")
    return value


Constant = Annotated[str | int | float | bool, BeforeValidator(_constant)]


class Rule(Document):
    """What a value has to be: all that is given holds.

    `from` and `to` bound a number, or a length of time such as PT1H; `mentions` asks for a value anywhere inside.
    """

    is_: Annotated[Constant | None, Field(alias="is")] = None
    in_: Annotated[tuple[Constant, ...] | None, Field(alias="in")] = None
    from_: Annotated[Number | str | None, Field(alias="from")] = None
    to: Number | str | None = None
    contains: str | None = None
    mentions: Constant | None = None
    filled: bool | None = None

    def holds(self, value: Any) -> bool:
        """Whether the value, as a file holds it, is so."""
        tests = (
            self.is_ is None or value == self.is_,
            self.in_ is None or value in self.in_,
            self._is_between(value),
            self.contains is None or self.contains.casefold() in _text(value).casefold(),
            self.mentions is None or self.mentions in set(_leaves(value)),
            self.filled is None or _is_filled(value) is self.filled,
        )
        return all(tests)

    def _is_between(self, value: Any) -> bool:
        if self.from_ is None and self.to is None:
            return True
        size = _size(value)
        if size is None:
            return False
        least, most = _size(self.from_), _size(self.to)
        return (least is None or size >= least) and (most is None or size <= most)


class NodeForm(Document):
    """A node: of one of these kinds, with these parameters by their path, `after` and `before` nodes of these names.

    `by` is the output of the node before by which the way to it begins.
    Of several such on a way, `place` is which of them, from the beginning. `names`: its texts name an attribute that
    nodes of that name write.
    """

    kind: str | tuple[str, ...]
    params: dict[str, Rule] = {}
    after: str = ""
    by: str = ""
    before: str = ""
    names: str = ""
    place: Annotated[int, Field(ge=1)] | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds."""
        return (self.kind,) if isinstance(self.kind, str) else self.kind


Forms = Mapping[str, NodeForm]
"""The nodes that a lesson speaks of, by name."""


def nodes_of(scenario: Scenario, name: str, forms: Forms) -> frozenset[str]:
    """The ids of the nodes that the lesson's name means; it may also be a node's own id."""
    form = forms.get(name)
    if form is None:
        return frozenset(str(node.id) for node in scenario.nodes if node.id == name)
    found = frozenset(str(node.id) for node in scenario.nodes if _is_of(node, form))
    if form.after:
        found &= reached(scenario, nodes_of(scenario, form.after, forms), form.by)
    if form.before:
        ends = nodes_of(scenario, form.before, forms)
        found = frozenset(id_ for id_ in found if reached(scenario, {id_}) & ends)
    if form.names:
        written = _written(scenario, nodes_of(scenario, form.names, forms))
        found = frozenset(id_ for id_ in found if _names(scenario.node(id_), written))
    if form.place is not None:
        found = frozenset(id_ for id_, place in places_of(scenario, found).items() if place == form.place)
    return found


def places_of(scenario: Scenario, nodes: frozenset[str]) -> dict[str, int]:
    """Which of these nodes each is on the way: one more than there are others that lead to it."""
    behind = {id_: reached(scenario, {id_}) for id_ in nodes}
    return {id_: 1 + sum(id_ in behind[other] for other in nodes - {id_}) for id_ in nodes}


def reached(
    scenario: Scenario, starts: frozenset[str] | set[str], port: str = "", without: frozenset[str] = frozenset()
) -> frozenset[str]:
    """The nodes that ways lead to from these, the first step by a port if one is named, through none of `without`."""
    ways: dict[str, list[str]] = {}
    for edge in scenario.edges:
        ways.setdefault(str(edge.source), []).append(str(edge.target))
    first = [str(e.target) for e in scenario.edges if str(e.source) in starts and port in ("", e.port)]
    seen: set[str] = set()
    waiting = [id_ for id_ in first if id_ not in without]
    while waiting:
        id_ = waiting.pop()
        if id_ not in seen:
            seen.add(id_)
            waiting += [target for target in ways.get(id_, ()) if target not in without]
    return frozenset(seen)


def setting_holds(settings: Settings, path: str, rule: Rule) -> bool:
    """Whether a setting, by its path in the file, is so."""
    return rule.holds(_at(settings.model_dump(mode="json", by_alias=True), path))


def _is_of(node: Node, form: NodeForm) -> bool:
    if node.type not in form.kinds:
        return False
    params = node.params.model_dump(mode="json", by_alias=True, exclude_none=True)
    return all(rule.holds(_at(params, path)) for path, rule in form.params.items())


def _written(scenario: Scenario, nodes: frozenset[str]) -> frozenset[str]:
    """The attributes that these nodes write."""
    chosen = [node for node in scenario.nodes if node.id in nodes]
    return frozenset(each.attribute for node in chosen for each in KINDS[node.type].writes(node.params, None))


def _names(node: Node, words: frozenset[str]) -> bool:
    params = node.params.model_dump(mode="json", by_alias=True)
    texts = " ".join(_text(params.get(field)) for field in KINDS[node.type].templates)
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", texts) for word in words if word)


def _at(value: Any, path: str) -> Any:
    """What stands at a path such as `until.time` or `cases.0.condition`; `cases.*.label` is a list of all."""
    for at, key in enumerate(path.split(".") if path else ()):
        if isinstance(value, list) and key == "*":
            rest = ".".join(path.split(".")[at + 1 :])
            return [_at(inner, rest) for inner in value]
        if isinstance(value, dict):
            value = value.get(key, _MISSING)
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return _MISSING
    return value


def _is_filled(value: Any) -> bool:
    return value is not _MISSING and value is not None and value not in ("", [], {})


def _text(value: Any) -> str:
    return "" if value is _MISSING or value is None else " ".join(str(leaf) for leaf in _leaves(value))


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value


def _size(value: Any) -> float | None:
    """A number as it is, a list by its length, a length of time in microseconds; None for anything else."""
    if isinstance(value, bool) or value is None or value is _MISSING:
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        return float(len(value))
    try:
        length = Duration.parse(value if isinstance(value, str) else "")
    except ValueError:
        return None
    return float((length.months * _MONTH_DAYS + length.days) * _DAY_US + length.time_us)
