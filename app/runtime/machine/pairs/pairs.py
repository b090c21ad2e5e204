"""Which products go with which: customers counted by pair and month, and what is popular.

A pair of a customer is noted once, with the first month whose table may know it, so that the counts of a month are
those of the months before and what has become known since.
"""

from __future__ import annotations

from app.runtime.machine.pairs.pair_tables import PairTables
from app.runtime.machine.pairs.ranking import rank
from app.runtime.native.jit import jitable

_NONE = -1
_ANY, _SAME = 0, 1  # of categories


@jitable
def note_pairs(
    t: PairTables, first: int, end: int, within: int, from_anchor: int, to_anchor: int, is_counting: int
) -> None:
    """Note the pairs of customers `first:end` whose anchor is in the range, or only count how many there are.

    `within` is how much later the other may be bought, in microseconds; negative: in the same order.
    """
    for customer in range(first, end):
        begin, stop = t.offsets[customer], t.offsets[customer + 1]
        if begin == stop:
            continue
        chain_products(t, begin, stop)
        different = 0
        for event in range(begin, stop):
            anchor = t.product[event]
            if t.head[anchor] != event:
                continue
            different += 1
            if from_anchor <= anchor < to_anchor:
                others = meet_others(t, event, stop, within)
                if is_counting:
                    t.counts[anchor] += others + 1
                else:
                    write_notes(t, anchor, t.known[event], others)
        t.most[0] = max(t.most[0], different)


@jitable
def chain_products(t: PairTables, begin: int, stop: int) -> None:
    """Link the customer's events on each product, from `head` on."""
    for event in range(stop - 1, begin - 1, -1):
        product = t.product[event]
        later = t.head[product]
        t.following[event] = later if begin <= later < stop else _NONE
        t.head[product] = event


@jitable
def meet_others(t: PairTables, event: int, stop: int, within: int) -> int:
    """The other products that go with an anchor, whose first event this is: how many, and which are `touched`."""
    t.stamp[0] += 1
    anchor, others = t.product[event], 0
    while event != _NONE:
        if within >= 0:
            last = t.at[event] + within
            for later in range(event + 1, stop):
                if t.at[later] > last:
                    break
                if t.at[later] > t.at[event] and t.product[later] != anchor:
                    others = meet(t, t.product[later], t.known[later], others)
        else:
            for place in range(t.order_first[event], t.order_end[event]):
                other = t.of_order[place]
                if t.product[other] != anchor:
                    others = meet(t, t.product[other], max(t.known[event], t.known[other]), others)
        event = t.following[event]
    return others


@jitable
def meet(t: PairTables, product: int, known: int, others: int) -> int:
    """Meet a product that a month knows of: how many have been met by then."""
    if t.met[product] == t.stamp[0]:
        t.best[product] = min(t.best[product], known)
        return others
    t.met[product] = t.stamp[0]
    t.best[product] = known
    t.touched[others] = product
    return others + 1


@jitable
def write_notes(t: PairTables, anchor: int, known: int, others: int) -> None:
    """Note a customer who has the anchor, and the products met."""
    products = len(t.support)
    cursor = t.cursors[anchor]
    t.notes[cursor] = known * products + anchor
    for place in range(others):
        product = t.touched[place]
        t.notes[cursor + 1 + place] = t.best[product] * products + product
    t.cursors[anchor] = cursor + 1 + others


@jitable
def count_popular(t: PairTables, first: int, end: int, lately: int) -> None:
    """By month and product, how many of the customers `first:end` have an event on it so lately, and of how many."""
    products, months = len(t.support), len(t.months)
    for customer in range(first, end):
        begin, stop = t.offsets[customer], t.offsets[customer + 1]
        if begin == stop:
            continue
        low, high, month = begin, begin, t.known[begin]
        while month < months and t.at[stop - 1] >= t.months[month] - lately:
            while high < stop and t.at[high] < t.months[month]:
                high += 1
            while low < high and t.at[low] < t.months[month] - lately:
                low += 1
            if low < high:
                t.popular_of[month] += 1
                t.stamp[0] += 1
                for event in range(low, high):
                    product = t.product[event]
                    if t.met[product] != t.stamp[0]:
                        t.met[product] = t.stamp[0]
                        t.popular[month * products + product] += 1
            month += 1


@jitable
def rank_popular(t: PairTables, month: int, overstock: float, keep: int) -> None:
    """Rank what is popular in a month, in the slot behind those of the anchors."""
    products, months = len(t.support), len(t.months)
    size = 0
    for product in range(products):
        count = t.popular[month * products + product]
        if count > 0 and t.allowed[product]:
            t.support[product] = count
            t.active[size] = product
            size += 1
    place = t.written[1] * months + month
    t.of[place] = t.popular_of[month]
    t.begins[place] = t.written[0]
    t.sizes[place] = rank(t, size, month, t.popular_of[month], overstock, keep)
    for number in range(size):
        t.support[t.active[number]] = 0


@jitable
def rank_anchors(
    t: PairTables, first: int, end: int, min_support: int, overstock: float, categories: int, keep: int
) -> int:
    """Rank what goes with the anchors `first:end`, by month; the first anchor for whose rows there is no room.

    `categories`: 0 any, 1 the anchor's own, 2 another.
    """
    months = len(t.months)
    for anchor in range(first, end):
        if t.counts[anchor] == 0:
            continue
        if t.written[0] + months * keep > len(t.row_product) or (t.written[1] + 1) * months > len(t.of):
            return anchor
        rank_anchor(t, anchor, min_support, overstock, categories, keep)
    return end


@jitable
def rank_anchor(t: PairTables, anchor: int, min_support: int, overstock: float, categories: int, keep: int) -> None:
    """Go through an anchor's notes month by month, and rank the pairs with enough support."""
    months, count = len(t.months), t.counts[anchor]
    sort_notes(t, t.cursors[anchor] - count, count)
    slot = t.written[1] * months
    of, active, position, has_pairs, begin, size = 0, 0, 0, False, 0, 0
    for month in range(months):
        is_new = False
        while position < t.by_month[month]:
            product = t.sorted[position]
            position += 1
            is_new = True
            if product == anchor:
                of += 1
                continue
            t.support[product] += 1
            if t.support[product] == min_support:
                has_pairs = True
                if t.allowed[product] and fits_category(t, product, anchor, categories):
                    t.active[active] = product
                    active += 1
        t.of[slot + month] = of if has_pairs else 0
        if has_pairs and (is_new or overstock > 0.0):
            begin = t.written[0]
            size = rank(t, active, month, of, overstock, keep)
        t.begins[slot + month] = begin
        t.sizes[slot + month] = size
    for place in range(count):
        t.support[t.sorted[place]] = 0
    if has_pairs:
        t.slots[anchor] = t.written[1]
        t.written[1] += 1


@jitable
def fits_category(t: PairTables, product: int, anchor: int, categories: int) -> bool:
    """Whether a product is of a category that is wanted beside the anchor's."""
    if categories == _ANY:
        return True
    return (t.category[product] == t.category[anchor]) == (categories == _SAME)


@jitable
def sort_notes(t: PairTables, first: int, count: int) -> None:
    """The products of an anchor's notes, by month; `by_month` then says where each month's end."""
    products, months = len(t.support), len(t.months)
    for month in range(months + 1):
        t.by_month[month] = 0
    for note in range(first, first + count):
        t.by_month[t.notes[note] // products + 1] += 1
    for month in range(months):
        t.by_month[month + 1] += t.by_month[month]
    for note in range(first, first + count):
        month = t.notes[note] // products
        t.sorted[t.by_month[month]] = t.notes[note] - month * products
        t.by_month[month] += 1
