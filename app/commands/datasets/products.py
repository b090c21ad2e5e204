"""`rehearse products`: what events say of each product, how long its stock lasts, and what the catalogue lacks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from app.commands.output.choosing import dataset_named
from app.commands.output.terminal import say, say_json, say_table
from app.commands.output.workspaces import opened
from app.data.browsing.product_table import COVER, RECENT_CUSTOMERS, RECENTLY_SOLD, by_revenue
from app.data.columns.column import Column
from app.data.dataset import Dataset
from app.data.product_figures import RECENT_DAYS, ProductFigures, product_figures, sales_currency
from app.numbers import NOTHING, Rate, counted, exact, money, number, rounded

_SHOWN = 30
HEADS = (
    *("Product", "Name", "Category", RECENTLY_SOLD, RECENT_CUSTOMERS, "Stock", COVER),
    *("Sold", "Revenue", "Events", ""),
)


def products(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    most: Annotated[int, typer.Option(min=1, help="How many to list, those with most revenue first.")] = _SHOWN,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with every product.")] = False,
) -> None:
    """List the products of a dataset with what was sold of each and how long its stock lasts (its cover)."""
    with opened(workspace, read_only=True) as store:
        loaded = store.datasets.load(dataset_named(store, dataset))
    figures = product_figures(loaded)
    order = by_revenue(figures).tolist()
    if as_json:
        say_json(_document(loaded, figures, order))
    elif not len(figures.ids):
        say("The dataset has no products: neither a catalogue nor events that name any.")
    else:
        _say(loaded, figures, order, most)


def _say(dataset: Dataset, figures: ProductFigures, order: list[int], most: int) -> None:
    currency = sales_currency(dataset)
    name, category = (_texts(dataset, figures, role) for role in ("name", "category"))
    rows = [
        (
            str(figures.ids[at]),
            name[at],
            category[at],
            number(float(figures.recent_pieces[at])),
            number(int(figures.recent_customers[at])),
            _figure(figures.stock[at]),
            _cover_words(float(figures.cover_days[at])),
            _figure(figures.pieces[at]),
            NOTHING if math.isnan(figures.revenue[at]) else money(float(figures.revenue[at]), currency),
            number(int(figures.events[at])),
            "" if figures.known[at] else "not in the catalogue",
        )
        for at in order[:most]
    ]
    say_table(HEADS, rows)
    if len(order) > most:
        say(f"… and {counted(len(order) - most, 'product', 'products')} more; --most or --json lists them.")
    for sentence in _cover(dataset, figures):
        say(sentence)


def _cover(dataset: Dataset, figures: ProductFigures) -> Iterator[str]:
    """How well catalogue and events fit."""
    naming = int(figures.events.sum())
    if not len(dataset.products):
        yield "There is no catalogue; import a file of products to have their names and categories."
        return
    named = int(np.count_nonzero(figures.known & (figures.events > 0)))
    yield f"Products of the catalogue that events name: {Rate(named, len(dataset.products)).in_words()}."
    known = int(figures.events[figures.known].sum())
    yield f"Events with a product that the catalogue has: {Rate(known, naming).in_words()}."


def _document(dataset: Dataset, figures: ProductFigures, order: list[int]) -> dict[str, Any]:
    name, category = (_texts(dataset, figures, role) for role in ("name", "category"))
    known = figures.known
    return {
        "dataset": dataset.name,
        "catalogue": len(dataset.products),
        "catalogue_named": int(np.count_nonzero(known & (figures.events > 0))),
        "events": int(figures.events.sum()),
        "events_known": int(figures.events[known].sum()),
        "products": [
            {
                "id": str(figures.ids[at]),
                "name": name[at] or None,
                "category": category[at] or None,
                "in_catalogue": bool(known[at]),
                "events": int(figures.events[at]),
                "customers": int(figures.customers[at]),
                "sold": _or_none(figures.pieces[at]),
                "revenue": _or_none(figures.revenue[at]),
                "recent": {
                    "days": RECENT_DAYS,
                    "sold": float(figures.recent_pieces[at]),
                    "customers": int(figures.recent_customers[at]),
                },
                "stock": _or_none(figures.stock[at]),
                "cover_days": _finite(float(figures.cover_days[at])),
            }
            for at in order
        ],
    }


def _texts(dataset: Dataset, figures: ProductFigures, role: str) -> list[str]:
    """What the catalogue has in the column of a role, for each product."""
    column = dataset.products.columns.get(dataset.products.roles.get(role, ""))
    return [_cell(column, int(row)) if column is not None and row >= 0 else "" for row in figures.catalogue]


def _cell(column: Column, row: int) -> str:
    if not column.filled[row]:
        return ""
    value = column.values[row].item()
    return str(column.words[value]) if len(column.words) else exact(value)


def _figure(value: float) -> str:
    return NOTHING if math.isnan(value) else number(value)


def _cover_words(days: float) -> str:
    return NOTHING if math.isnan(days) else "no sales" if math.isinf(days) else rounded(days)


def _finite(days: float) -> float | None:
    """JSON knows no infinity: a stock of which nothing is sold lasts for ever, and has no number."""
    return days if math.isfinite(days) else None


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
