"""A template adapted to a dataset: in its words, in its time, and without what the data cannot answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.data.dataset import Dataset, Schema
from app.data.vocabulary.headers import plain
from app.guides.entry_values import entries_of, kept_from_entries
from app.guides.fitting import fitted, unknown
from app.guides.moving import moved_into
from app.guides.naming import ATTRIBUTE, EVENT, PROPERTY, Mention, mentions
from app.guides.templates import Template, template_tree
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario
from app.scenario.layout import arrange

POOL = "pool"
_WORDS = {EVENT: "an event", ATTRIBUTE: "an attribute", PROPERTY: "a property", POOL: "a voucher pool"}
_WAITS = ("wait", "wait_for")


@dataclass(frozen=True, slots=True)
class Need:
    """What a template cannot do without and the dataset does not say: of which kind, its role if any, its name."""

    kind: str
    role: str
    name: str

    @property
    def words(self) -> str:
        """As in: an event for “back in stock”; a property by the template's own name, as in “cart id”."""
        return f"{_WORDS[self.kind]} for “{self.said}”"

    @property
    def said(self) -> str:
        """What it is for, as in: back in stock."""
        return (self.name if self.kind == PROPERTY else self.role or self.name).replace("_", " ")


@dataclass(frozen=True, slots=True)
class Adapted:
    """A template's scenario as it can be run over a dataset.

    `events` are those it names and the dataset has. `missing` is what has to be chosen before it can be run, `wishes`
    what can be chosen besides, `weighty` those of them without which it does something else. `left_out` says in
    sentences what it does without. `entries` are the events that let people in, if nothing else does.
    """

    template: Template
    scenario: Scenario
    events: tuple[str, ...]
    missing: tuple[Need, ...] = ()
    left_out: tuple[str, ...] = ()
    wishes: tuple[Need, ...] = ()
    weighty: tuple[Need, ...] = ()
    entries: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether something is worth a question before it is run."""
        return bool(self.weighty) or any(need.role for need in self.missing)


def adapted(template: Template, dataset: Dataset, pools: Mapping[str, str] | None = None) -> Adapted:
    """The template in the dataset's words, without questions that nothing there answers, within the data's time.

    `pools` says which of the dataset's voucher pools serves for one that the template names.
    """
    tree = fitted(template, dataset.schema())
    schema = kept_from_entries(tree, template, dataset)
    pool_wishes = tuple(_name_pools(tree, schema, pools or {}))
    left_out = (
        *_gathers_nobody(tree, schema),
        *_without_tests(tree, schema),
        *_without_nodes(tree, template.optional, schema),
        *_without_rules(tree["settings"], schema),
        *_without_key(tree, schema),
    )
    if dataset.timezone != "UTC":
        tree["settings"]["timezone"] = dataset.timezone
    moved_into(tree, dataset)
    tree["description"] = "\n".join([tree.get("description", ""), *left_out]).strip()
    scenario = parse_scenario(json.dumps(tree), f"The template '{template.title}'")
    if len(tree["nodes"]) != len(template_tree(template.folder)["nodes"]):
        scenario = arrange(scenario).apply(scenario)[0]
    named = _named([tree["nodes"], tree["settings"]], EVENT)
    missing = tuple(_needs(tree, template, schema))
    asked = {(need.kind, need.role) for need in missing}
    unknown_ones = (Need(each.kind, each.role, each.name) for each in unknown(template, schema))
    wishes = (*(each for each in unknown_ones if (each.kind, each.role) not in asked), *pool_wishes)
    return Adapted(
        template,
        scenario,
        tuple(name for name in named if name in schema.events),
        missing,
        left_out,
        wishes,
        tuple(each for each in wishes if each.kind == POOL or _is_key(each, template, schema)),
        entries_of(tree),
    )


def _is_key(need: Need, template: Template, schema: Schema) -> bool:
    """Whether the template tells entries apart by it, and there are properties to choose from."""
    key = template_tree(template.folder)["settings"].get("reentry", {}).get("key")
    is_asked = isinstance(key, dict) and need.kind == PROPERTY and key.get("role") == need.role
    return is_asked and bool(schema.properties)


def _needs(tree: dict[str, Any], template: Template, schema: Schema) -> Iterator[Need]:
    """What entries, waits and goals name, and any attribute or property, that the dataset does not have."""
    roles = {_own(mention, template): mention.role for mention in mentions(template_tree(template.folder))}
    begins = [node for node in tree["nodes"] if node["type"].startswith("entry_") or node["type"] in _WAITS]
    asked = {EVENT: begins + tree["settings"].get("goals", []), ATTRIBUTE: tree["nodes"], PROPERTY: tree["nodes"]}
    made = {node["params"].get("attribute", node["params"].get("into")) for node in tree["nodes"] if _sets(node)}
    there = {EVENT: schema.events, ATTRIBUTE: {*schema.attributes, *made}, PROPERTY: schema.properties}
    asked_by_role: set[tuple[str, str]] = set()
    for kind, where in asked.items():
        for name in _named(where, kind):
            role = roles.get((kind, name), "")
            if name not in there[kind] and (kind, role or name) not in asked_by_role:
                asked_by_role.add((kind, role or name))
                yield Need(kind, role, name)


def _sets(node: dict[str, Any]) -> bool:
    return node["type"] in ("set", "voucher")


def _own(mention: Mention, template: Template) -> tuple[str, str]:
    own = template.names.of(mention.kind).get(mention.role, mention.role)
    return mention.kind, mention.name or own


def _without_tests(tree: dict[str, Any], schema: Schema) -> Iterator[str]:
    """What asks for properties of an event that none has asks for them no more."""
    for node in tree["nodes"]:
        where = node["params"].get("where", [])
        known = [test for test in where if not _unknown(test, schema)]
        if len(known) < len(where):
            node["params"]["where"] = known
            yield f"“{node['label']}” takes all of them: {_nothing(_unknown(where, schema))}"


def _without_rules(settings: dict[str, Any], schema: Schema) -> Iterator[str]:
    """Exit rules, points and values of goals that nothing in the data answers are left out."""
    for key, words in (("exit_rules", "Nobody leaves by"), ("scoring", "No points for")):
        rules = settings.get(key, [])
        known = [rule for rule in rules if rule.get("event", "") in ("", *schema.events)]
        yield from (f"{words} “{rule['event']}”: {_nothing([rule['event']])}" for rule in rules if rule not in known)
        if len(known) < len(rules):
            settings[key] = known
        for rule in known:
            unknown = _unknown(rule.get("where", []), schema)
            if unknown:
                rule["where"] = [test for test in rule["where"] if not _unknown(test, schema)]
                yield f"All “{rule['event']}” count: {_nothing(unknown)}"
    for goal in settings.get("goals", []):
        if isinstance(goal.get("value"), str) and goal["value"] not in schema.properties:
            yield f"Goals are counted without a value: {_nothing([goal.pop('value')])}"


def _without_key(tree: dict[str, Any], schema: Schema) -> Iterator[str]:
    """Where entries are told apart by a property that no event has, they are not, and nothing has to match it."""
    reentry = tree["settings"].get("reentry", {})
    if "key" in reentry and reentry["key"] not in schema.properties:
        yield f"Customers are in it once at a time: {_nothing([reentry.pop('key')])}"
        _unmatched(tree)


def _unmatched(value: Any) -> None:
    if isinstance(value, dict):
        value.pop("match_key", None)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _unmatched(inner)


def _name_pools(tree: dict[str, Any], schema: Schema, chosen: Mapping[str, str]) -> Iterator[Need]:
    """Where the data do not have a pool, the one that was chosen serves, else the only one whose name has that word.

    “cart codes” serves for “cart”. What is left to choose from the pools that are there is yielded.
    """
    for node in tree["nodes"]:
        wanted = node["params"].get("pool")
        if wanted is None or wanted in schema.pools:
            continue
        named = [pool for pool in schema.pools if wanted in plain(pool).split("_")]
        if wanted in chosen or len(named) == 1:
            node["params"]["pool"] = chosen.get(wanted) or named[0]
        elif schema.pools:
            yield Need(POOL, wanted, wanted)


def _gathers_nobody(tree: dict[str, Any], schema: Schema) -> Iterator[str]:
    """Audiences of those who did what nobody did."""
    for node in tree["nodes"]:
        condition = node["params"].get("condition") or {}
        parts = condition.get("all", [condition])
        asked = [each for each in parts if "event" in each and each.get("count", each).get("op", "ge") in ("ge", "gt")]
        never = [each["event"] for each in asked if each["event"] not in schema.events]
        if node["type"] == "entry_audience" and never:
            yield f"“{node['label']}” gathers nobody: {_nothing(never)}"


def _without_nodes(tree: dict[str, Any], optional: Mapping[str, str], schema: Schema) -> Iterator[str]:
    """Nodes that a template can do without, where they ask for what is not known; the way of one port is kept."""
    nodes = {node["id"]: node for node in tree["nodes"]}
    for name, port in optional.items():
        params = nodes[name]["params"]
        unknown, pool = _unknown(params, schema), params.get("pool")
        if unknown or (pool is not None and pool not in schema.pools):
            _splice(tree, name, port)
            why = _nothing(unknown) if unknown else _no_pool(str(pool), schema)
            yield f"“{nodes[name]['label']}” is left out: {why}"


def _no_pool(pool: str, schema: Schema) -> str:
    """With what to do where there are others, since their names say what they are for."""
    lacks = f"the data have no voucher pool “{pool}”"
    others = ", ".join(f"“{name}”" for name in schema.pools)
    return f"{lacks}, but {others}: choose one as it is opened, or import codes as “{pool}”." if others else f"{lacks}."


def _splice(tree: dict[str, Any], name: str, port: str) -> None:
    """Lead those who came to a node on by one of its ports, and forget what nobody reaches then."""
    kept = next(edge["to"] for edge in tree["edges"] if edge["from"] == name and edge["port"] == port)
    ahead = [edge for edge in tree["edges"] if edge["from"] != name]
    tree["edges"] = [{**edge, "to": kept} if edge["to"] == name else edge for edge in ahead]
    reached = {node["id"] for node in tree["nodes"] if node["type"].startswith("entry_")}
    while more := {edge["to"] for edge in tree["edges"] if edge["from"] in reached} - reached:
        reached |= more
    tree["edges"] = [edge for edge in tree["edges"] if edge["from"] in reached]
    tree["nodes"] = [node for node in tree["nodes"] if node["id"] in reached]


def _unknown(value: Any, schema: Schema) -> list[str]:
    """The attributes and properties that a condition names and the dataset does not have."""
    of_attributes = [name for name in _named(value, ATTRIBUTE) if name not in schema.attributes]
    return [*of_attributes, *(name for name in _named(value, PROPERTY) if name not in schema.properties)]


def _named(value: Any, kind: str) -> list[str]:
    """All names of a kind, however deep, each once."""
    return list(dict.fromkeys(mention.name for mention in mentions(value) if mention.kind == kind))


def _nothing(names: Sequence[str]) -> str:
    return f"nothing in the data says {' or '.join(f'“{name}”' for name in names)}."
