"""Rows that say the total of an order whose lines stand there too: a till's “Sale” beside its “Sale Line”."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.data.assembling.rows import EventRows
from app.data.columns.arrow import words_of
from app.data.columns.column import ColumnType
from app.data.vocabulary.headers import plain
from app.data.vocabulary.words_of_orders import FAILED, FEES, PAYOUTS, TAKEN_BACK, called
from app.numbers import stored_number

_OF_ROWS = frozenset(
    {"line_type", "row_type", "record_type", "entry_type", "transaction_type", "type", "line_kind", "level"}
    | {"zeilentyp", "zeilenart", "satzart", "positionsart", "type_de_ligne", "tipo_de_linea", "tipo_de_registro"}
    | {"行種別", "行区分"}
)
"""How columns are called that say what a row is, not what was sold."""
_OTHERS = TAKEN_BACK | FAILED | FEES | PAYOUTS
_OF_LINES = re.compile("line|item|zeile|position|ligne|línea|linea|明細")
_MOST_WORDS = 12
_FEW = 2
_NEARLY_ALL = 0.95
_CENT = 0.005


class RepeatedTotals(NamedTuple):
    """Which rows say a total anew, and how that is told."""

    rows: NDArray[np.bool_]
    sentence: str


def repeated_totals(
    rows: EventRows, roles: Mapping[str, str], group: NDArray[np.int64], count: int
) -> RepeatedTotals | None:
    """The rows of orders that are called otherwise than their lines and whose amounts add up to the same as theirs.

    `group` has the number of each row's order, of which there are `count`.
    """
    amount = roles.get("amount")
    if amount is None or count == len(group):
        return None
    amounts = np.nan_to_num(np.asarray(rows.properties[amount].values, np.float64))
    for name, column in rows.properties.items():
        if plain(name) not in _OF_ROWS or column.type is not ColumnType.TEXT or len(column.words) > _MOST_WORDS:
            continue
        words = words_of(column.words)
        there = {code: column.values == code for code, word in enumerate(words) if called(word) not in _OTHERS}
        sums = {code: _sums(group[own], amounts[own], count) for code, own in there.items() if own.any()}
        if len(sums) < _FEW:
            continue
        lines = max(
            sums, key=lambda code: (_filled(rows, roles, there[code]), there[code].sum(), _is_line(words[code]))
        )
        again = [code for code in sums if code != lines and _are_same(sums[code], sums[lines])]
        if again:
            mask = np.isin(column.values, again)
            called_so = " and ".join(f"“{words[code]}”" for code in again)
            sentence = (
                f"{stored_number(int(mask.sum()))} rows with {called_so} in “{name}” say anew what the rows with "
                f"“{words[lines]}” come to: they were not counted twice."
            )
            return RepeatedTotals(mask, sentence)
    return None


def _sums(group: NDArray[np.int64], amounts: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.bincount(group, amounts, count).astype(np.float64)


def _is_line(word: str) -> bool:
    return _OF_LINES.search(word.lower()) is not None


def _filled(rows: EventRows, roles: Mapping[str, str], there: NDArray[np.bool_]) -> float:
    """The share of these rows that name a product."""
    product = rows.properties.get(roles.get("product", ""))
    return float(product.filled[there].mean()) if product is not None else 0.0


def _are_same(total: NDArray[np.float64], lines: NDArray[np.float64]) -> bool:
    """Whether nearly every order comes to the same, and some to more than nothing."""
    known = (total != 0) | (lines != 0)
    return bool(known.any()) and float((np.abs(total - lines)[known] < _CENT).mean()) >= _NEARLY_ALL
