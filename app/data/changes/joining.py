"""Two datasets made one: customers by id, events one after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from app.data.assembling.assemble import assemble
from app.data.assembling.catalogues import merged
from app.data.assembling.fingerprint import signed
from app.data.assembling.rows import CustomerRows, EventRows
from app.data.columns.arrow import NO_WORDS, keep
from app.data.columns.column import Column, missing_column
from app.data.columns.selection import appended, concatenate
from app.data.columns.texts import Texts
from app.data.dataset import Dataset, Roles
from app.errors import AppError, Problem


def join(name: str, first: Dataset, second: Dataset, ids_of_first: pa.StringArray | None = None) -> Dataset:
    """Both datasets' customers and events under a new name; the second's values and roles win where both have one.

    `ids_of_first` are the ids of the first's customers where those are known better by now: customers of one id become
    one, whose later filled values count. Columns of one name but two types that both hold values are an AppError that
    lists them.
    """
    _refuse_conflicts(first, second)
    known = first.customer_ids if ids_of_first is None else ids_of_first
    ids = pa.concat_arrays([known, second.customer_ids])
    counts = first.customer_count, second.customer_count
    customers = CustomerRows(_one_each(ids), _stacked(first.attributes, second.attributes, counts))
    owners = np.concatenate([first.event_customers(), second.event_customers() + np.int32(first.customer_count)])
    events = EventRows(
        Texts(ids, owners),
        np.concatenate([first.at, second.at]),
        concatenate([first.names, second.names]),
        _stacked(first.properties, second.properties, (first.event_count, second.event_count)),
    )
    lists = {
        title: pa.concat_arrays([_members(first, title, known), _members(second, title, second.customer_ids)])
        for title in {**first.lists, **second.lists}
    }
    pools = {
        title: appended(*(part.pools.get(title, NO_WORDS) for part in (first, second)))
        for title in {**first.pools, **second.pools}
    }
    made = assemble(
        name,
        customers,
        events,
        roles=_roles(first.roles, second.roles),
        timezone=first.timezone,
        lists=lists,
        pools=pools,
    )
    products = merged(first.products, second.products)
    return signed(replace(made, products=products)) if len(products) else made


def _refuse_conflicts(first: Dataset, second: Dataset) -> None:
    """An AppError that lists the columns of one name but two types that both hold values."""
    problems = [
        *_conflicts("attribute", first.attributes, second.attributes),
        *_conflicts("event property", first.properties, second.properties),
    ]
    if problems:
        raise AppError(
            f"“{second.name}” does not fit “{first.name}”; nothing was changed. Import it again with a mapping that "
            "gives these columns the same types.",
            problems,
        )


def _roles(first: Roles, second: Roles) -> Roles:
    """The roles of both; the second's win."""
    return Roles(
        {**first.attributes, **second.attributes},
        {**first.events, **second.events},
        {**first.properties, **second.properties},
        _currencies(first.attribute_currencies, second.attribute_currencies),
        _currencies(first.property_currencies, second.property_currencies),
    )


def _currencies(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    """The currency of each column, none where the datasets differ."""
    return {name: code for name, code in {**first, **second}.items() if first.get(name, code) == second.get(name, code)}


def _conflicts(what: str, first: Mapping[str, Column], second: Mapping[str, Column]) -> list[Problem]:
    return [
        Problem(
            "type-conflict", f"the {what} “{name}” is {first[name].type} in one and {second[name].type} in the other"
        )
        for name in first
        if name in second
        and first[name].type is not second[name].type
        and first[name].filled.any()
        and second[name].filled.any()
    ]


def _one_each(ids: pa.StringArray) -> Texts:
    return Texts(ids, np.arange(len(ids), dtype=np.int32))


def _stacked(first: Mapping[str, Column], second: Mapping[str, Column], counts: tuple[int, int]) -> dict[str, Column]:
    """Every column of either, the second's rows below the first's; one without values is of the other's type."""
    stacked = {}
    for name in {**first, **second}:
        both = [columns.get(name) for columns in (first, second)]
        type_ = next((each.type for each in both if each is not None and each.filled.any()), None)
        type_ = type_ or next(each.type for each in both if each is not None)
        parts = [
            each if each is not None and each.type is type_ else missing_column(type_, count)
            for each, count in zip(both, counts, strict=True)
        ]
        stacked[name] = concatenate(parts)
    return stacked


def _members(dataset: Dataset, title: str, ids: pa.StringArray) -> pa.StringArray:
    """The ids of a list's members."""
    return keep(ids, dataset.lists.get(title, np.zeros(dataset.customer_count, np.bool_)))
