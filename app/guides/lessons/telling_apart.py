"""Nodes of a model that look alike to a lesson, such as two e-mails, told apart by where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from app.guides.lessons.patterns import Forms, NodeForm, nodes_of, places_of, reached
from app.scenario.graph import Scenario

_MOST_NEIGHBOURS = 8
"""Nodes before and behind one that are tried, the nearest first."""
_MOST_PARTINGS = 3
"""Nodes before one whose outputs are tried."""


def told_apart(model: Scenario, forms: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The forms, with `after`, `by`, `before` where several nodes of the model are of one; they name told ones alone.

    What these do not tell apart, such as a chain of steps that are alike, is told by its `place` among its like.
    """
    made = {name: dict(form) for name, form in forms.items()}
    found = True
    while found:
        known = forms_of(made)
        alone = {name for name in made if is_alone(model, name, known)}
        places = {name: _place(model, name, known, alone) for name in made if name not in alone}
        found = any(places.values())
        for name, place in places.items():
            made[name].update(place)
    known = forms_of(made)
    for name in [each for each in made if not is_alone(model, each, known)]:
        which = place_of(model, name, known)
        if which is not None:
            made[name]["place"] = which
    return made


def place_of(model: Scenario, name: str, forms: Forms) -> int | None:
    """Which of its like a node is from the beginning; None where another is the same."""
    places = places_of(model, nodes_of(model, name, {**forms, name: forms[name].model_copy(update={"place": None})}))
    return places[name] if list(places.values()).count(places[name]) == 1 else None


def is_alone(model: Scenario, name: str, forms: Forms) -> bool:
    """Whether a form means the node of its name and no other of the model."""
    return nodes_of(model, name, forms) == {name}


def _place(model: Scenario, name: str, forms: Forms, alone: set[str]) -> dict[str, str]:
    """What of the told ones it alone stands after and before; empty where nothing tells it."""
    before = [each for each in _nearest(model, name, back=True) if each in alone][:_MOST_NEIGHBOURS]
    behind = [each for each in _nearest(model, name, back=False) if each in alone][:_MOST_NEIGHBOURS]
    starts = [("", ""), *((each, "") for each in before), *_outputs(model, before)]
    for (after, by), until in sorted(
        product(starts, ["", *behind]), key=lambda each: sum(map(bool, (*each[0], each[1])))
    ):
        place = {"after": after, "by": by, "before": until}
        if nodes_of(model, name, {**forms, name: forms[name].model_copy(update=place)}) == {name}:
            return {key: each for key, each in place.items() if each}
    return {}


def _outputs(model: Scenario, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The outputs of the nearest of these nodes that have several ways on."""
    used = {name: sorted({edge.port for edge in model.edges if edge.source == name}) for name in names}
    parting = [name for name in names if len(used[name]) > 1][:_MOST_PARTINGS]
    return ((name, port) for name in parting for port in used[name])


def _nearest(model: Scenario, name: str, *, back: bool) -> Iterator[str]:
    """The nodes on ways to it, or from it, the nearest first; those on a loop through it are neither."""
    seen, row = {name}, [name]
    ring = reached(model, {name})
    while row:
        pairs = [(str(e.target), str(e.source)) if back else (str(e.source), str(e.target)) for e in model.edges]
        row = list(dict.fromkeys(to for at in row for here, to in pairs if here == at and to not in seen))
        seen.update(row)
        yield from (each for each in row if name not in ring)


def forms_of(forms: Mapping[str, dict[str, Any]]) -> Forms:
    """The forms as a lesson reads them."""
    return {name: NodeForm.model_validate(form) for name, form in forms.items()}
