"""The figures a plan can be about, counted over the last thirty days of recorded events and over those before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.data.columns.column import ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.numbers import NOTHING, Rate, exact_percent, money, number
from app.registry import Registry

DAYS = 30
PERIOD_US = DAYS * 86_400_000_000

Unit = Literal["count", "share", "money"]
Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure over a period; of a share also `count` of `of`."""

    value: float
    count: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Recorded events after one instant and until another: `since < at <= until`, microseconds UTC."""

    dataset: Dataset
    since_us: int
    until_us: int

    def of_role(self, role: str) -> Bits:
        """The events of the period that the role names."""
        name = self.dataset.roles.events[role]
        code = self.dataset.names.words.index(name).as_py()
        found: Bits = (self.dataset.names.values == code) & self.inside()
        return found

    def inside(self) -> Bits:
        """All events of the period."""
        found: Bits = (self.dataset.at > self.since_us) & (self.dataset.at <= self.until_us)
        return found

    def people(self, events: Bits) -> Bits:
        """Who did any of these events; shape (n,)."""
        did = np.zeros(self.dataset.customer_count, np.bool_)
        did[self.dataset.event_customers()[events]] = True
        return did


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure: what it is called, what it counts in a sentence, and the roles that the data need for it.

    `rises` tells whether more is better.
    """

    key: str
    title: str
    meaning: str
    unit: Unit
    events: tuple[str, ...]
    measure: Callable[[Period], Reading | None]
    properties: tuple[str, ...] = ()

    def is_known(self, dataset: Dataset) -> bool:
        """Whether the data have what it is counted of."""
        words = set(dataset.names.words.to_pylist())
        events = [dataset.roles.events.get(role) for role in self.events]
        numbers = [dataset.properties.get(dataset.roles.properties.get(role, "")) for role in self.properties]
        return (
            dataset.event_count > 0
            and all(name in words for name in events)
            and all(column is not None and column.type is ColumnType.NUMBER for column in numbers)
        )


def _active(period: Period) -> Reading:
    return _share(period.people(period.inside()).sum(), period.dataset.customer_count)


def _buyers(period: Period) -> Reading:
    return _share(period.people(period.of_role("purchase")).sum(), period.dataset.customer_count)


def _orders(period: Period) -> Reading:
    return Reading(float(_order_count(period)))


def _order_count(period: Period) -> int:
    """Lines that carry the number of one order are one order."""
    events = period.of_role("purchase")
    column = period.dataset.properties.get(period.dataset.roles.properties.get("order_id", ""))
    if column is None:
        return int(events.sum())
    numbered = events & column.filled
    owners = period.dataset.event_customers()[numbered].astype(np.int64)
    codes = np.unique(column.values[numbered], return_inverse=True)[1]
    return len(np.unique(owners * (codes.max(initial=0) + 1) + codes)) + int((events & ~column.filled).sum())


def _sum(period: Period, role: str) -> float:
    column = period.dataset.properties[period.dataset.roles.properties["amount"]]
    return float(np.nansum(column.values[period.of_role(role)]))


def _average(period: Period) -> Reading | None:
    orders = _order_count(period)
    return Reading(_sum(period, "purchase") / orders) if orders else None


def _came_back(period: Period) -> Reading | None:
    buyers = period.people(period.of_role("purchase"))
    before = Period(period.dataset, np.iinfo(np.int64).min, period.since_us)
    again = buyers & before.people(before.of_role("purchase"))
    return _share(again.sum(), buyers.sum())


def _reached(role: str) -> Callable[[Period], Reading]:
    return lambda period: Reading(float(period.people(period.of_role(role)).sum()))


def _share(count: int, of: int) -> Reading:
    return Reading(int(count) / int(of) if of else 0.0, int(count), int(of))


_LAST = f"of the last {DAYS} days of the data"
_KPIS = (
    Kpi("active", "Active customers", f"customers with an event {_LAST}, of all customers", "share", (), _active),
    Kpi("buyers", "Customers who order", f"customers with an order {_LAST}, of all customers", "share",
        ("purchase",), _buyers),
    Kpi("orders", "Orders", f"orders {_LAST}; lines of one order are one", "count", ("purchase",), _orders),
    Kpi("revenue", "Revenue", f"the amounts of all orders {_LAST}", "money", ("purchase",),
        lambda period: Reading(_sum(period, "purchase")), ("amount",)),
    Kpi("average_order", "Average order", f"revenue by orders {_LAST}", "money", ("purchase",), _average, ("amount",)),
    Kpi("came_back", "Customers who come back", f"who had ordered before, of the customers with an order {_LAST}",
        "share", ("purchase",), _came_back),
    Kpi("leads", "Leads", f"customers who became a lead {_LAST}", "count", ("lead",), _reached("lead")),
    Kpi("mqls", "MQLs", f"customers who became an MQL {_LAST}", "count", ("mql",), _reached("mql")),
    Kpi("opportunities", "Opportunities", f"customers with an opportunity opened {_LAST}", "count",
        ("opportunity",), _reached("opportunity")),
    Kpi("won", "Won", f"the amounts of all deals won {_LAST}", "money", ("won",),
        lambda period: Reading(_sum(period, "won")), ("amount",)),
)  # fmt: skip
KPIS = Registry(_KPIS, lambda kpi: kpi.key)


def kpi_of(key: str) -> Kpi:
    """The figure of that key; AppError names those there are."""
    if key not in KPIS:
        raise AppError(f"There is no figure '{key}'; a plan can be about {', '.join(KPIS)}.")
    return KPIS[key]


def now_and_before(kpi: Kpi, dataset: Dataset) -> tuple[Reading | None, Reading | None]:
    """Of the last period of the data, and of the one before; None where nothing can be counted or none was recorded."""
    end = dataset.data_end
    if end is None or dataset.reach is None or not kpi.is_known(dataset):
        return None, None
    now = kpi.measure(Period(dataset, end - PERIOD_US, end))
    has_before = dataset.reach[0] <= end - 2 * PERIOD_US
    before = kpi.measure(Period(dataset, end - 2 * PERIOD_US, end - PERIOD_US)) if has_before else None
    return now, before


def in_words(kpi: Kpi, reading: Reading | None, currency: str = "") -> str:
    """`31% (1,204 of 3,834)`, `1,204`, `€1,250.50`; a dash for none."""
    if reading is None:
        return NOTHING
    if kpi.unit == "share" and reading.count is not None and reading.of is not None:
        return Rate(reading.count, reading.of).in_words()
    return value_words(kpi, reading.value, currency)


def value_words(kpi: Kpi, value: float, currency: str = "") -> str:
    """The value alone, as a target is written."""
    if kpi.unit == "money":
        return money(value, currency)
    return exact_percent(value) if kpi.unit == "share" else number(value)


def currency_of(dataset: Dataset) -> str:
    """The currency of the amounts, where the data name one."""
    return dataset.roles.property_currencies.get(dataset.roles.properties.get("amount", ""), "")
