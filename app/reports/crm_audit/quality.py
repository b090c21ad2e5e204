"""The quality of leads, opportunities and touches by quarter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from app.data.arrow import numpy_of, words_of
from app.data.dataset import Dataset
from app.data.quality.addresses import is_empty, normal_emails
from app.numbers import Rate
from app.reports.buckets import Buckets
from app.reports.crm.opportunities import Opportunities
from app.reports.crm.sources import touches_of
from app.reports.crm.spellings import families
from app.reports.crm.way import NEVER, Longs, Way, firsts
from app.reports.crm_audit.figures import Line

_MOST_NAMED = 20
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
    lead = firsts(dataset, way.lead)
    quarter = _quarter_of(lead, quarters)
    touched = first_touches(dataset, touch)
    without = ~dataset.attributes[source].filled if source else touched > lead
    yield _counted("leads", "Leads", quarter, np.arange(len(lead)), len(quarters))
    if source or touch:
        yield _share("without_source", "Leads without a source", quarter, without, np.arange(len(lead)), len(quarters))
    if email:
        again = _repeats(dataset, email, lead)
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
    whose, quarter_of_event = dataset.event_customers(), _quarter_of(dataset.at, quarters)
    named = []
    for title in touch:
        column = dataset.properties[title]
        rows = np.flatnonzero(column.values >= 0)
        codes, words = column.values[rows], words_of(column.words)
        counts = np.bincount(codes, minlength=len(words)).tolist()
        alike = [family for family in families(words, counts) if counts[family[0]]]
        others = {at: family[0] for family in alike for at in family[1:] if counts[at]}
        is_other = np.isin(codes, list(others))
        quarter, who = quarter_of_event[rows], whose[rows].astype(np.int64)
        name = f"{title} spelled otherwise"
        yield _share(f"spelling:{title}", name, quarter, is_other, who, len(quarters))
        for at in sorted(others, key=lambda at: (-counts[at], words[at])):
            here = codes == at
            said = f"“{words[at]}” for “{words[others[at]]}”"
            key = f"spelling:{title}:{words[at]}"
            named.append(_counted(key, said, np.where(here, quarter, -1), who, len(quarters)))
    yield from named[:_MOST_NAMED]


def first_touches(dataset: Dataset, touch: Sequence[str]) -> Longs:
    """When each customer had their first touch, the greatest instant for who never had one; shape (customers,)."""
    first = np.full(dataset.customer_count, _UNTOUCHED, np.int64)
    if touch:
        moments = touches_of(dataset, touch, is_one=False).moments
        np.minimum.at(first, moments.customer, moments.at)
    return first


def _repeats(dataset: Dataset, email: str, lead: Longs) -> NDArray[np.bool_]:
    """Who has the address of somebody who was a lead before them; of the same instant, of who stands before them."""
    column = dataset.attributes[email]
    normal = normal_emails(column.words)
    codes = numpy_of(normal.dictionary_encode().indices).astype(np.int64)
    label = np.append(np.where(is_empty(normal), -1, codes), -1)[column.values]
    order = np.lexsort((np.arange(len(lead)), lead, label))
    again = np.zeros(len(lead), np.bool_)
    again[order[1:]] = label[order[1:]] == label[order[:-1]]
    known: NDArray[np.bool_] = label >= 0
    return again & known


def _quarter_of(at: Longs, quarters: Buckets) -> Longs:
    """The quarter of each instant, -1 of what never was."""
    return np.where(at == NEVER, -1, quarters.of(np.where(at == NEVER, quarters.edges_us[0], at)))


def _counted(key: str, name: str, quarter: Longs, who: Longs, many: int) -> Line:
    counts = np.bincount(quarter[quarter >= 0], minlength=many).tolist()
    people = tuple(np.unique(who[quarter == at]) for at in range(many))
    return Line(key, name, tuple(int(count) for count in counts), people)


def _share(key: str, name: str, quarter: Longs, bad: NDArray[np.bool_], who: Longs, many: int) -> Line:
    rates = [Rate(int((bad & (quarter == at)).sum()), int((quarter == at).sum())) for at in range(many)]
    people = tuple(np.unique(who[bad & (quarter == at)]) for at in range(many))
    return Line(key, name, tuple(rates), people)
