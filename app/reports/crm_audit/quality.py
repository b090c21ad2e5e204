"""The quality of leads, opportunities and touches by quarter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of, words_of
from app.data.columns.column import Column
from app.data.dataset import Dataset
from app.data.quality.addresses import is_empty, normal_emails
from app.numbers import Rate
from app.reports.by_customer.counting import Which, Within, did, instants, with_text
from app.reports.counting.buckets import Buckets
from app.reports.counting.kept import kept_among
from app.reports.crm.opportunities import Opportunities
from app.reports.crm.spellings import families
from app.reports.crm.way import NEVER, Longs, Way, firsts
from app.reports.crm_audit.by_kind import NO_KIND, by_kind, counted
from app.reports.crm_audit.figures import Line

_MOST_NAMED = 20
_AT_ONCE = 100_000  # events
_UNTOUCHED = int(np.iinfo(np.int64).max)


def quality_lines(
    dataset: Dataset,
    way: Way,
    deals: Opportunities,
    quarters: Buckets,
    source: str,
    touch: Sequence[str],
    email: str,
) -> Iterator[Line]:
    """Leads and opportunities with what they lack."""
    lead = firsts(dataset, way.step("lead"))
    quarter = _quarter_of(lead, quarters)
    touched = first_touches(dataset, touch)
    without = ~dataset.attributes[source].filled if source else touched > lead
    yield _counted("leads", "Leads", quarter, np.arange(len(lead)), len(quarters))
    if source or touch:
        yield _share("without_source", "Leads without a source", quarter, without, np.arange(len(lead)), len(quarters))
    if email:
        asked = (email, way.step("lead").model_dump_json())
        again = kept_among(dataset, "repeated addresses", asked, lambda: _repeats(dataset, email, lead))
        yield _share("duplicates", "Leads that are duplicates", quarter, again, np.arange(len(lead)), len(quarters))
    if way.opportunity:
        opened = _quarter_of(deals.opened, quarters)
        yield _counted("opportunities", "Opportunities opened", opened, deals.customer, len(quarters))
        if touch:
            alone = touched[deals.customer] > deals.opened
            name = "Opportunities without a touch"
            yield _share("without_touch", name, opened, alone, deals.customer, len(quarters))


def spelling_lines(dataset: Dataset, touch: Sequence[str], quarters: Buckets) -> Iterator[Line]:
    """For each property of touches how many are spelled otherwise than most, then each of these spellings."""
    named = []
    for title in touch:
        column = dataset.properties[title]
        words = words_of(column.words)
        counts = dataset.kept(("how often", title), partial(counts_of, dataset, column))
        alike = [family for family in families(words, counts) if counts[family[0]]]
        others = {at: family[0] for family in alike for at in family[1:] if counts[at]}
        ranked = sorted(others, key=lambda at: (-counts[at], words[at]))
        kind_of = np.zeros(len(words) + 1, np.int64)
        kind_of[0] = NO_KIND
        kind_of[np.array(ranked, np.int64) + 1] = np.arange(1, len(ranked) + 1)
        asked = partial(by_kind, dataset, column.values, kind_of, len(ranked) + 1, quarters)
        found = kept_among(dataset, "spellings", (title, quarters.edges_us.tobytes()), asked)
        rates = [Rate(int(each[1:].sum()), int(each.sum())) for each in found]
        key, name = f"spelling:{title}", f"{title} spelled otherwise"
        yield Line(key, name, tuple(rates), partial(_spelling, dataset, column, [*others], quarters))
        for place, at in enumerate(ranked, 1):
            said = f"“{words[at]}” for “{words[others[at]]}”"
            people = partial(_spelling, dataset, column, [at], quarters)
            named.append(Line(f"{key}:{words[at]}", said, tuple(found[:, place].tolist()), people))
    yield from named[:_MOST_NAMED]


def counts_of(dataset: Dataset, column: Column) -> list[int]:
    """How many events have each word, counted part by part, each of which stays in the processor's cache."""
    words, counts = len(column.words), np.zeros(len(column.words) + 1, np.int64)
    for first in range(0, dataset.event_count, _AT_ONCE):
        counts += np.bincount(column.values[first : first + _AT_ONCE] + 1, minlength=words + 1)
    return [int(count) for count in counts[1:]]


def _spelling(dataset: Dataset, column: Column, codes: list[int], quarters: Buckets, quarter: int) -> Longs:
    """Who had touches spelled so in a quarter."""
    first, end = quarters.edges_us[quarter : quarter + 2].tolist()
    fits = np.zeros(len(column.words) + 1, np.uint8)
    fits[np.array(codes, np.int64) + 1] = 1
    when = Within(since=first, until=end - 1)
    return np.flatnonzero(did(dataset, Which(column.values, fits), ("count",), when=when).count)


def first_touches(dataset: Dataset, touch: Sequence[str]) -> Longs:
    """When each customer had their first touch, the greatest instant for who never had one; shape (customers,)."""
    return kept_among(dataset, "first touches", tuple(touch), lambda: _first_touches(dataset, touch))


def _first_touches(dataset: Dataset, touch: Sequence[str]) -> Longs:
    first = np.full(dataset.customer_count, _UNTOUCHED, np.int64)
    for title in touch:
        found = did(dataset, with_text(dataset.properties[title]), ("first",)).first
        first = np.minimum(first, instants(dataset, found, _UNTOUCHED))
    return first


def _repeats(dataset: Dataset, email: str, lead: Longs) -> NDArray[np.bool_]:
    """Who has the address of somebody who was a lead before them; of the same instant, of who stands before them."""
    label = dataset.kept(("labels of addresses", email), lambda: _labels(dataset.attributes[email]))
    many = np.append(np.bincount(label + 1)[1:], 0)
    shared = np.flatnonzero(many[label] > 1)  # the last is for those without an address
    order = shared[np.lexsort((lead[shared], label[shared]))]
    again = np.zeros(len(lead), np.bool_)
    again[order[1:]] = label[order[1:]] == label[order[:-1]]
    return again


def _labels(column: Column) -> Longs:
    """Whose addresses are equal have one number; -1 for none."""
    normal = normal_emails(column.words)
    codes = numpy_of(normal.dictionary_encode().indices).astype(np.int64)
    labels: Longs = np.append(np.where(is_empty(normal), -1, codes), -1)[column.values]
    return labels


def _quarter_of(at: Longs, quarters: Buckets) -> Longs:
    """The quarter of each instant, -1 of what never was."""
    return quarters.of(at, NEVER)


def _counted(key: str, name: str, quarter: Longs, who: Longs, many: int) -> Line:
    counts, _ = counted(quarter, None, many)
    return Line(key, name, tuple(counts.tolist()), lambda at: np.unique(who[quarter == at]))


def _share(key: str, name: str, quarter: Longs, bad: NDArray[np.bool_], who: Longs, many: int) -> Line:
    of, worse = counted(quarter, bad, many)
    rates = tuple(Rate(count, whole) for count, whole in zip(worse.tolist(), of.tolist(), strict=True))
    return Line(key, name, rates, lambda at: np.unique(who[bad & (quarter == at)]))
