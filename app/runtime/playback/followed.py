"""The way of one customer through a run: where they are at an instant, on a wire or at a node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from app.runtime.playback.visit_rows import NOWHEN, VisitRows
from app.runtime.summary import EdgeKey
from app.scenario.graph import Scenario


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a customer: a wire and which part of it is behind them, or a node at which they stay."""

    wire: int = -1
    share: float = 0.0
    node: str = ""


@dataclass(frozen=True, slots=True)
class _Leg:
    wire: int
    at: int
    before: int


@dataclass(frozen=True, slots=True)
class _Stay:
    node: str
    begin: int
    end: int


class Followed:
    """One customer of a run; `begin` is when they first entered."""

    def __init__(self, customer: str, legs: Sequence[_Leg], stays: Sequence[_Stay]) -> None:
        self.customer = customer
        self._legs, self._stays = legs, stays
        self.begin = min((stay.begin for stay in stays), default=0)

    def spots(self, at: int, hop_us: int) -> list[Spot]:
        """Where they are if each wire takes so long: in as many places as they have journeys under way and branches."""
        spots = [
            Spot(wire=leg.wire, share=gone / hop_us)
            for leg in self._legs
            if 0 <= (gone := at - leg.at - leg.before * hop_us) < hop_us
        ]
        staying = [Spot(node=stay.node) for stay in self._stays if stay.begin <= at < stay.end]
        return spots or list(dict.fromkeys(staying))

    def next_after(self, at: int) -> int | None:
        """When next they arrive somewhere or leave; None where they do not any more."""
        moments = [moment for stay in self._stays for moment in (stay.begin, stay.end)]
        return min((moment for moment in moments if at < moment < NOWHEN), default=None)


def follow(
    scenario: Scenario, tables: Mapping[str, pa.Table], edges: Sequence[EdgeKey], customer: str
) -> Followed | None:
    """The way of a customer, its wires by their place among these; None where they never entered."""
    own = {name: _of(tables[name], customer) for name in ("visits", "instances")}
    if not own["visits"].num_rows:
        return None
    rows = VisitRows(scenario, own["visits"], own["instances"])
    legs, stays = [], []
    until = dict(zip(rows.stayed.tolist(), rows.stayed_until.tolist(), strict=True))
    for place, exit_ in enumerate(rows.exit.tolist()):
        node, begin = rows.nodes[rows.node[place]], int(rows.arrived_at[place])
        if exit_ < 0:
            stays.append(_Stay(node, begin, until[place]))
            continue
        left, before = int(rows.left_at[place]), int(rows.hops[place])
        stays.append(_Stay(node, begin, left))
        legs += [_Leg(wire, left, before) for wire, edge in enumerate(edges) if edge[:2] == rows.exits[exit_]]
    return Followed(customer, legs, stays)


def _of(table: pa.Table, customer: str) -> pa.Table:
    return table.filter(pc.equal(table.column("customer_id").cast(pa.string()), pa.scalar(customer, pa.string())))
