"""Why a product was recommended, in a sentence."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from app.data.columns.arrow import words_of
from app.data.columns.column import ColumnType
from app.data.products import event_of_products
from app.nodes.instructions import Recommend
from app.numbers import counted, whole_percent
from app.runtime.explain.context import Context, Told
from app.runtime.explain.lookup import Place
from app.runtime.explanation import StepKind
from app.runtime.machine.state.customer_state import RecommendationRecord
from app.runtime.phrasing import length_words
from app.runtime.program.opcodes import BASES, NONE, NOTHING_FITS, OUT, POPULAR, RECOMMENDATIONS
from app.runtime.program.row_layout import columns_of

_DAY_US = 86_400_000_000


def recommended(context: Context, place: Place, wanted: Recommend, port: int) -> Told:
    """What was chosen, and what stands behind it."""
    if port != OUT:
        return Told(StepKind.NOTED, "no product fits that could be recommended", place.port(NOTHING_FITS).name)
    rows = _rows(context)
    context.written[wanted.into] = _id(context, rows[0].product)
    words = f"recommends '{_name(context, rows[0].product)}': {_reason(context, wanted, rows[0])}"
    others = "".join(f"; then '{_name(context, row.product)}' ({row.support} of {row.of})" for row in rows[1:])
    return Told(StepKind.CHANGED, words + others, place.port(OUT).name)


class _Row(NamedTuple):
    product: int
    basis: int
    support: int
    of: int
    cover: float
    anchor: int


def _rows(context: Context) -> list[_Row]:
    """The recommendations of the visit at work, best first."""
    m = context.m
    end = m.written[RECOMMENDATIONS]
    first = end - 1
    while m.recommendation_records[first].rank > 1:
        first -= 1
    records = [m.recommendation_records[row] for row in range(first, end)]
    written = columns_of(RecommendationRecord, records, len(records))
    grounds = context.recommenders.grounds(written)
    columns = (grounds.product, grounds.basis, grounds.support, grounds.of, grounds.cover, written["anchor"])
    return [_Row(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _reason(context: Context, wanted: Recommend, row: _Row) -> str:
    did = _verb(context, wanted)
    share = f"({whole_percent(row.support, row.of)})"
    name = f"'{_name(context, row.product)}'"
    if row.basis == POPULAR:
        parts = [f"{row.support} of {row.of} {did} {name} in the last 90 days {share}"]
    else:
        how = f"within {wanted.within.in_words()}" if BASES[row.basis] == "next" else "in the same order"
        parts = [
            f"{did} '{_name(context, row.anchor)}' {_ago(context, wanted)}",
            f"{row.support} of {row.of} who did {did} {name} {how} {share}",
        ]
    return "; ".join([*parts, *_stock(row.cover)])


def _verb(context: Context, wanted: Recommend) -> str:
    bought = event_of_products(context.lookup.dataset.roles.events)
    return "bought" if wanted.event in (None, bought) else f"had '{wanted.event}' of"


def _ago(context: Context, wanted: Recommend) -> str:
    """How long ago the last event on a product was."""
    name = wanted.event or event_of_products(context.lookup.dataset.roles.events)
    product = context.lookup.dataset.roles.properties.get("product", "")
    past = [each for each in context.past_by_name.get(name, ()) if context.property(each, product) is not None]
    elapsed = context.now - past[-1].at if past else 0
    if elapsed >= _DAY_US:
        return f"{counted(elapsed // _DAY_US, 'day', 'days')} ago"
    return f"{length_words(elapsed)} ago" if elapsed else "just now"


def _stock(cover: float) -> Iterator[str]:
    if math.isinf(cover):
        yield "nothing that was sold lately tells how long its stock lasts"
    elif not math.isnan(cover):
        yield f"stock lasts {counted(round(cover), 'day', 'days')}"


def _id(context: Context, product: int) -> str:
    return str(context.recommenders.ids[product].as_py())


def _name(context: Context, product: int) -> str:
    """What the catalogue calls a product, else its id."""
    catalogue = context.lookup.dataset.products
    id_ = _id(context, product) if product != NONE else ""
    column = catalogue.columns.get(catalogue.roles.get("name", ""))
    row = catalogue.ids.index(id_).as_py()
    if column is None or row < 0 or column.type is not ColumnType.TEXT or column.values[row] < 0:
        return id_
    return words_of(column.words)[int(column.values[row])] or id_
