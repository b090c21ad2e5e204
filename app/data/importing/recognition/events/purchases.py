"""Signs that rows are purchases, subscriptions, or carts that were left."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyarrow as pa

from app.data.columns.arrow import matches
from app.data.importing.recognition.columns.first_rows import words_in
from app.data.vocabulary.headers import plain, ranked
from app.data.vocabulary.roles import PROPERTY_ROLES

_ABANDONED = re.compile(r"(?:^|_)abandoned(?:_|$)")
_PERIODS = frozenset(
    {
        "order_interval_unit",
        "interval_unit",
        "interval",
        "billing_period",
        "billing_interval",
        "billing_cycle",
        "plan_interval",
        "period",
    }
)
_OF_PERIODS = frozenset(
    {"current_period_start", "current_period_start_utc", "current_period_end", "current_period_end_utc", "trial_start"}
    | {"trial_start_utc", "trial_end", "trial_end_utc", "next_billing_date", "next_payment_date", "renewal_date"}
    | {"next_charge_date", "next_charge_scheduled_at", "next_order_date", "next_charge_at", "next_renewal_date"}
)
"""What exports of subscriptions say of them."""


def names_an_order(columns: Sequence[str]) -> bool:
    """Whether a column has an order's id, by a name that says so."""
    named = ranked(columns, PROPERTY_ROLES["order_id"].known, ends=True)
    return any(plain(name) not in ("order", "receipt") for name in named)


def names_a_subscription(columns: Sequence[str]) -> bool:
    """Whether columns say for which period and how long something was subscribed to."""
    names = set(map(plain, columns))
    return bool(names & _PERIODS) and bool(names & _OF_PERIODS)


def names_abandoned(columns: Sequence[str]) -> bool:
    """Whether rows are carts or checkouts that were left, by what their columns are called."""
    return any(_ABANDONED.search(plain(name)) for name in columns)


def has_income(table: pa.Table, amounts: Sequence[str]) -> bool:
    """Whether some amount is not taken off: what each message cost the sender is nobody's purchase."""
    heads = [words_in(table, name) for name in amounts]
    return any(not len(words) or bool((~matches(words, r"^\s*[-\x{2212}(]")).any()) for words in heads)
