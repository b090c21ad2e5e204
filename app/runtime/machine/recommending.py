"""Choosing products for a customer from the model's lists: scenario.md, section 6."""

from __future__ import annotations

import math

from app.runtime.machine.history import selects
from app.runtime.machine.machine import Machine
from app.runtime.machine.profile import write_field
from app.runtime.machine.writing import new_row
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import ANY_CATEGORY, NONE, POPULAR, RECOMMENDATIONS, SAME_CATEGORY


@jitable
def recommend(m: Machine, visit: int, number: int) -> bool:
    """Choose products, with a row of `recommendations` for each, and write the first: whether anything fits."""
    wanted = m.recommends[number]
    anchor = look_back(m, number)
    month = month_of(m, number)
    if month == NONE:
        return False
    place = place_of(m, number, anchor, month)
    is_popular = place == wanted.places + wanted.popular * wanted.month_count + month
    first = wanted.rows + m.model_begins[place]
    found = 0
    for row in range(first, first + m.model_sizes[place]):
        product = m.model_products[row]
        if wanted.excludes and m.bought[product] == m.state[0].stamp:
            continue
        if is_popular and not suits(m, wanted.categories, product, anchor):
            continue
        found += 1
        write_recommendation(m, visit, number, found, row, place, NONE if is_popular else anchor, month)
        if found == 1:
            write_field(m, wanted.field, m.product_values[wanted.values + product])
        if found == wanted.count:
            break
    return found > 0


@jitable
def look_back(m: Machine, number: int) -> int:
    """Mark what the customer has (`bought`, by the stamp): the last of it, -1 for nothing."""
    state = m.state[0]
    state.stamp += 1
    selector, anchor = m.recommends[number].selector, NONE
    for position in range(state.log_size):
        entry = m.log[position]
        if entry.event < len(m.event_products) and selects(m, selector, entry.event, entry.value):
            product = m.event_products[entry.event]
            if product != NONE:
                anchor = product
                m.bought[product] = state.stamp
    return anchor


@jitable
def month_of(m: Machine, number: int) -> int:
    """The month whose table may be known now: the last that has begun; -1 before anything is known."""
    wanted = m.recommends[number]
    low, high = 0, wanted.month_count
    while low < high:
        middle = (low + high) // 2
        if m.model_months[wanted.months + middle] <= m.state[0].now:
            low = middle + 1
        else:
            high = middle
    return low - 1


@jitable
def place_of(m: Machine, number: int, anchor: int, month: int) -> int:
    """The list of a month for an anchor; that of what is popular where the anchor has no pair of enough support."""
    wanted = m.recommends[number]
    if wanted.basis != POPULAR and anchor != NONE:
        slot = m.model_slots[wanted.slots + anchor]
        place = wanted.places + slot * wanted.month_count + month
        if slot != NONE and m.model_of[place] > 0:
            return place
    return wanted.places + wanted.popular * wanted.month_count + month


@jitable
def suits(m: Machine, categories: int, product: int, anchor: int) -> bool:
    """Whether a product is of a category that is wanted beside the anchor's, if there is an anchor."""
    if categories == ANY_CATEGORY or anchor == NONE:
        return True
    is_same = m.product_categories[product] == m.product_categories[anchor]
    return is_same == (categories == SAME_CATEGORY)


@jitable
def write_recommendation(
    m: Machine, visit: int, number: int, rank: int, row: int, place: int, anchor: int, month: int
) -> None:
    """A new row of `recommendations`, now at a visit (its row of `visits`)."""
    wanted = m.recommends[number]
    at = m.visit_records[visit]
    record = m.recommendation_records[new_row(m, RECOMMENDATIONS, len(m.recommendation_records))]
    record.customer = m.state[0].customer
    record.instance = at.instance
    record.visit = at.visit
    record.node = at.node
    record.at = m.state[0].now
    record.rank = rank
    record.product = m.model_products[row]
    record.basis = POPULAR if anchor == NONE else wanted.basis
    record.anchor = anchor
    record.support = m.model_supports[row]
    record.of = m.model_of[place]
    if wanted.cover == NONE:
        record.cover = math.nan
    else:
        record.cover = m.model_cover[wanted.cover + month * wanted.products + m.model_products[row]]
    record.score = m.model_scores[row]
