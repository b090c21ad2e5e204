"""Choosing products for a customer from the model's lists: scenario.md, section 6."""

from __future__ import annotations

from typing import Final

from app.runtime.machine.state.history import selects
from app.runtime.machine.state.machine import Machine
from app.runtime.machine.state.writing import new_row
from app.runtime.machine.steps.profile import write_field
from app.runtime.native.jit import jitable
from app.runtime.program.opcodes import ANY_CATEGORY, NO_PAIRS, NONE, POPULAR, RECOMMENDATIONS, SAME_CATEGORY

_MONTH_US: Final = 2_629_746_000_000  # on average; no month has to be looked for where they follow one another


@jitable
def begin_choosing(m: Machine) -> None:
    """Nothing is known of a customer who begins."""
    for number in range(len(m.choosers)):
        m.state[0].stamp += 1
        chooser = m.choosers[number]
        chooser.read = 0
        chooser.anchor = NONE
        chooser.month = NONE
        chooser.stamp = m.state[0].stamp


@jitable
def recommend(m: Machine, visit: int, number: int) -> bool:
    """Choose products, with a row of `recommendations` for each, and write the first: whether anything fits."""
    keep_up(m, number)
    know_month(m, number)
    if m.choosers[number].month == NONE:
        return False
    wanted = m.recommends[number]
    place = place_of(m, number)
    product = m.model_firsts[place]  # the lists themselves are far away, and mostly not needed
    found, nth = 0, 0
    while product >= 0:
        if fits(m, number, place, product):
            found += 1
            if found == 1:
                write_field(m, wanted.field, m.product_values[wanted.values + product])
            if m.settings[0].counts_only == 1:
                break
            write_recommendation(m, visit, number, place, nth, found)
            if found == wanted.count:
                break
        nth += 1
        if nth == m.model_sizes[place]:
            break
        product = m.model_products[wanted.rows + m.model_begins[place] + nth]
    return found > 0


@jitable
def keep_up(m: Machine, number: int) -> None:
    """Read what has happened since the node chose for the customer last: which products there are."""
    wanted = m.recommends[number]
    chooser = m.choosers[number]
    while chooser.read < m.state[0].log_size:
        entry = m.log[chooser.read]
        chooser.read += 1
        if entry.event < len(m.event_products) and selects(m, wanted.selector, entry.event, entry.value):
            product = m.event_products[entry.event]
            if product != NONE:
                chooser.anchor = product
                m.bought[number * wanted.products + product] = chooser.stamp


@jitable
def know_month(m: Machine, number: int) -> None:
    """Go on to the last month that has begun, whose table may be known now; time does not go back."""
    wanted = m.recommends[number]
    chooser = m.choosers[number]
    now, first, last = m.state[0].now, wanted.months, wanted.month_count - 1
    if last < 0:
        return
    likely = min((now - m.model_months[first]) // _MONTH_US, last)
    if likely > chooser.month and m.model_months[first + likely] <= now:
        chooser.month = likely
    while chooser.month < last and m.model_months[first + chooser.month + 1] <= now:
        chooser.month += 1


@jitable
def place_of(m: Machine, number: int) -> int:
    """The list of the month for the anchor; that of what is popular where it has no pair of enough support."""
    wanted = m.recommends[number]
    chooser = m.choosers[number]
    if wanted.basis != POPULAR and chooser.anchor != NONE:
        slot = m.model_slots[wanted.slots + chooser.anchor]
        place = wanted.places + slot * wanted.month_count + chooser.month
        if slot != NONE and m.model_firsts[place] != NO_PAIRS:
            return place
    return popular_of(m, number)


@jitable
def popular_of(m: Machine, number: int) -> int:
    """The list of what is popular in the month."""
    wanted = m.recommends[number]
    return wanted.places + wanted.popular * wanted.month_count + m.choosers[number].month


@jitable
def fits(m: Machine, number: int, place: int, product: int) -> bool:
    """Whether a product of a list can be offered: the lists of anchors hold their categories alone."""
    wanted = m.recommends[number]
    chooser = m.choosers[number]
    if wanted.excludes and m.bought[number * wanted.products + product] == chooser.stamp:
        return False
    if wanted.categories == ANY_CATEGORY or chooser.anchor == NONE or place != popular_of(m, number):
        return True
    is_same = m.product_categories[product] == m.product_categories[chooser.anchor]
    return is_same == (wanted.categories == SAME_CATEGORY)


@jitable
def write_recommendation(m: Machine, visit: int, number: int, place: int, nth: int, rank: int) -> None:
    """A new row of `recommendations`, now at a visit (its row of `visits`)."""
    at = m.visit_records[visit]
    record = m.recommendation_records[new_row(m, RECOMMENDATIONS, len(m.recommendation_records))]
    record.customer = m.state[0].customer
    record.instance = at.instance
    record.visit = at.visit
    record.node = at.node
    record.rank = rank
    record.anchor = NONE if place == popular_of(m, number) else m.choosers[number].anchor
    record.place = place
    record.nth = nth
    record.at = m.state[0].now
