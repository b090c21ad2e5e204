"""The customers as a program sees them: zones, addresses, consent, and a bit for each test of an attribute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import MISSING_INSTANT, Column, ColumnType
from app.data.dataset import Dataset
from app.nodes.ad_platforms import CONSENT_ROLE, KNOWN_BY
from app.nodes.channel import CHANNELS, Channel
from app.runtime.compiler.draft import Draft
from app.runtime.machine.arithmetic.draws import text_hashes
from app.runtime.matching import FromWall, passing
from app.runtime.prepared import Prepared
from app.runtime.program.channels import channel_bit
from app.runtime.program.opcodes import AD_CONSENT_BIT, NONE
from app.runtime.program.row_layout import dtype_of
from app.runtime.program.settings import CustomerRow
from app.runtime.program.zones import read_zone, zone_names

_TRUE_OF_MISSING = ("missing", "ne", "not_in")
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Zones:
    """Each customer's zone, by its row in the draft; -1 for those who have none and get the scenario's."""

    of_customer: NDArray[np.int64]
    names: tuple[str, ...] = ()
    """Those that the rows of the draft stand for."""

    @property
    def fallbacks(self) -> int:
        """How many customers have none."""
        return int((self.of_customer < 0).sum())

    def with_fallback(self, zone: int) -> NDArray[np.int64]:
        """Everybody's zone, as a scenario sees it."""
        return np.where(self.of_customer < 0, zone, self.of_customer)


def place_zones(draft: Draft, prepared: Prepared) -> Zones:
    """Read the role `timezone`; the draft learns the zones of all customers."""
    before = _zones_in(draft)
    zones = prepared.get(("zones", before), lambda: _placed_zones(draft, prepared.dataset))
    for name in zones.names:
        draft.zone(name)
    return zones


def _placed_zones(draft: Draft, dataset: Dataset) -> Zones:
    column = dataset.attributes.get(dataset.roles.attributes.get("timezone", ""))
    if column is None or column.type is not ColumnType.TEXT:
        return Zones(np.full(dataset.customer_count, NONE, np.int64), _zones_in(draft))
    used = np.zeros(len(column.words), np.bool_)
    used[column.values[column.filled]] = True
    places = np.full(len(column.words) + 1, NONE, np.int64)
    for code, word in enumerate(column.words.to_pylist()):
        if used[code] and word in zone_names():
            places[code] = draft.zone(word)
    return Zones(places[column.values], _zones_in(draft))


def _zones_in(draft: Draft) -> tuple[str, ...]:
    return tuple(zone.name for zone in draft.zone_names.rows)


def from_wall(draft: Draft, zones: Callable[[], NDArray[np.int64]]) -> FromWall:
    """How to read one local time in each of n zones, given by their rows in the draft when they are asked for."""

    def read(wall: int) -> NDArray[np.int64]:
        by_zone = [read_zone(zone.name).instants(np.array([wall]))[0] for zone in draft.zone_names.rows]
        return np.array(by_zone, np.int64)[zones()]

    return read


def customer_rows(prepared: Prepared, zones: Zones, *, needs_luck: bool) -> NDArray[np.void]:
    """A record for each customer; luck is left out where nothing draws."""
    key = ("customers", zones.names, needs_luck)
    return prepared.get(key, lambda: _customer_rows(prepared.dataset, zones, needs_luck=needs_luck))


def _customer_rows(dataset: Dataset, zones: Zones, *, needs_luck: bool) -> NDArray[np.void]:
    rows = np.zeros(dataset.customer_count, dtype_of(CustomerRow))
    rows["first_event"], rows["end_event"] = dataset.offsets[:-1], dataset.offsets[1:]
    rows["zone"] = zones.of_customer
    addresses, consents = np.zeros(len(rows), np.int64), AD_CONSENT_BIT * _consents(dataset, CONSENT_ROLE)
    for key, channel in CHANNELS.items():
        addresses |= channel_bit(key) * _has_address(dataset, channel)
        consents |= channel_bit(key) * _consents(dataset, channel.consent_role)
    rows["addresses"], rows["consents"] = addresses, consents  # at once: records lie far apart
    if needs_luck:
        rows["luck"] = text_hashes(dataset.customer_ids)
    return rows


def has_addresses(dataset: Dataset, channel: Channel) -> bool:
    """Whether the dataset says where the channel's addresses are."""
    return _role(dataset, channel.address_role) is not None


def addresses_for_ads(dataset: Dataset) -> int:
    """The channels (bits) by whose addresses ad platforms know people, as far as the dataset has them."""
    return sum(channel_bit(channel.key) for channel in KNOWN_BY if has_addresses(dataset, channel))


def _role(dataset: Dataset, role: str) -> Column | None:
    return dataset.attributes.get(dataset.roles.attributes.get(role, ""))


def _has_address(dataset: Dataset, channel: Channel) -> NDArray[np.bool_]:
    column = _role(dataset, channel.address_role)
    return np.ones(dataset.customer_count, np.bool_) if column is None else column.filled


def _consents(dataset: Dataset, role: str) -> NDArray[np.bool_]:
    column = _role(dataset, role)
    if column is None:
        return np.ones(dataset.customer_count, np.bool_)
    if column.type is not ColumnType.BOOLEAN:
        return np.zeros(dataset.customer_count, np.bool_)
    return np.asarray(column.values == 1, np.bool_)


def attribute_bits(draft: Draft, prepared: Prepared, zones: Zones) -> NDArray[np.uint8]:
    """Whether each customer passes each test of an attribute as recorded, one row of tests after the other."""
    tests, dataset = draft.attribute_tests.rows, prepared.dataset
    bits = np.zeros((dataset.customer_count, len(tests)), np.uint8)
    for number, zoned in enumerate(tests):
        column = dataset.attributes.get(zoned.of.attribute)
        if column is None:  # one that the scenario creates
            bits[:, number] = zoned.of.op in _TRUE_OF_MISSING
        else:
            wall = from_wall(draft, partial(zones.with_fallback, zoned.zone))
            bits[:, number] = prepared.get(("attribute", zoned, zones.names), partial(passing, column, zoned.of, wall))
    return bits.ravel()


def customer_moments(draft: Draft, dataset: Dataset, zones: Zones) -> NDArray[np.int64]:
    """Instants of the attributes that waits and relative tests ask for, a date as its midnight in the own zone."""
    moments = np.full((dataset.customer_count, len(draft.customer_moments)), MISSING_INSTANT, np.int64)
    for number, zoned in enumerate(draft.customer_moments.rows):
        column = dataset.attributes.get(zoned.of)
        if column is not None:
            moments[:, number] = moments_of(draft, column, zones.with_fallback(zoned.zone))
    return moments.ravel()


def moments_of(draft: Draft, column: Column, zones: NDArray[np.int64]) -> NDArray[np.int64]:
    """A column as instants, a date as its midnight in the zone of its row; missing if it is neither."""
    if column.type is ColumnType.INSTANT:
        return np.asarray(column.values, np.int64)
    midnights = np.full(len(column), MISSING_INSTANT, np.int64)
    if column.type is not ColumnType.DATE:
        return midnights
    for place, zone in enumerate(draft.zone_names.rows):
        rows = np.flatnonzero(column.filled & (zones == place))
        midnights[rows] = read_zone(zone.name).instants(column.values[rows].astype(np.int64) * _DAY_US)
    return midnights


def list_bits(draft: Draft, dataset: Dataset) -> NDArray[np.uint8]:
    """Whether each customer is in each list, one row of lists after the other."""
    bits = np.zeros((dataset.customer_count, len(draft.lists)), np.uint8)
    for number, name in enumerate(draft.lists.rows):
        bits[:, number] = dataset.lists.get(name, False)
    return bits.ravel()
