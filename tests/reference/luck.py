"""Draws for one customer: chains of hashes, as the design names their links."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from app.runtime.machine.arithmetic.draws import chain_of, linked, share, text_hash
from tests.reference.state import Journey, Person, World

_chain = lru_cache(maxsize=1_000)(chain_of)
_hash = lru_cache(maxsize=1_000)(text_hash)


def at_node(world: World, person: Person, journey: Journey, node: str, *links: int) -> float:
    """A draw in [0, 1) for a customer at a node."""
    return _share(_chain(world.seed, journey.settings.get("seed_salt", ""), "node", node), person, links)


def of_control(world: World, person: Person, journey: Journey) -> float:
    """The draw that decides about the control group."""
    return _share(_chain(world.seed, journey.settings.get("seed_salt", ""), "control", journey.id), person, ())


def _share(chain: np.uint64, person: Person, links: tuple[int, ...]) -> float:
    with np.errstate(over="ignore"):
        for link in (int(_hash(person.id)), *links):
            chain = np.uint64(linked(chain, np.uint64(link)))
        return float(share(chain))
