"""Which account each customer belongs to: the company they name, else the domain of their e-mail address."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import numpy_of, words_of
from app.data.columns.column import Column
from app.reports.accounts.free_mailers import is_free_mailer

Longs = NDArray[np.int64]


def accounts_of(
    company: Column | None, domains: tuple[list[str], Longs] | None, customers: int
) -> tuple[tuple[str, ...], Longs]:
    """The accounts, and the one of each customer, -1 for who has none.

    Companies are one where capitals and blanks alone differ, under the most frequent spelling. Who names none belongs
    to the company that most at the same domain name, else to the domain; free mailers say nothing.
    """
    names, code = _companies(company, customers)
    if domains is None:
        return names, code
    titles, domain = domains
    known = domain >= 0
    both = known & (code >= 0)
    most = _most_frequent(domain[both], code[both], len(titles), max(len(names), 1))
    alone = known & (code < 0)
    new = np.unique(domain[alone & (most[np.maximum(domain, 0)] < 0)])
    most[new] = len(names) + np.arange(len(new))
    return (*names, *(titles[at] for at in new.tolist())), np.where(alone, most[np.maximum(domain, 0)], code)


def _companies(company: Column | None, customers: int) -> tuple[tuple[str, ...], Longs]:
    if company is None:
        return (), np.full(customers, -1, np.int64)
    words = words_of(company.words)
    counts = np.bincount(company.values[company.values >= 0], minlength=len(words))
    keys: dict[str, int] = {}
    family = [keys.setdefault(" ".join(word.casefold().split()), len(keys)) for word in words]
    best = _best_word(family, counts.tolist(), len(keys))
    codes = np.array([*family, -1], np.int64)[company.values]
    empty = keys.get("")
    return tuple(words[at] for at in best), codes if empty is None else np.where(codes == empty, -1, codes)


def _best_word(family: Sequence[int], counts: Sequence[int], families: int) -> list[int]:
    """The most frequent word of each family, of equal ones the first."""
    best = [-1] * families
    for at, member in enumerate(family):
        if best[member] < 0 or counts[at] > counts[best[member]]:
            best[member] = at
    return best


def domains_of(email: Column) -> tuple[list[str], Longs]:
    """Domains that may name an account, and the one of each customer's address, -1 for none."""
    words = email.words
    named = pc.match_substring_regex(words, r"(?s)\S.*@")
    after = pc.replace_substring_regex(words, r"(?s)^.*@", "").dictionary_encode()
    found: dict[str, int] = {}
    codes = []
    for text in map(str, after.dictionary.to_pylist()):
        domain = text.strip().casefold()
        is_one = "." in domain and not is_free_mailer(domain)
        codes.append(found.setdefault(domain, len(found)) if is_one else -1)
    of_word = np.array([*codes, -1], np.int64)[numpy_of(after.indices)]
    return list(found), np.append(np.where(numpy_of(named), of_word, -1), -1)[email.values]


def _most_frequent(domain: Longs, account: Longs, domains: int, accounts: int) -> Longs:
    """For each domain the account that most of its people name, of equal ones the first; -1 for none."""
    most = np.full(max(domains, 1), -1, np.int64)
    if len(domain):
        pairs, counts = np.unique(domain * accounts + account, return_counts=True)
        domain, account = np.divmod(pairs, accounts)
        begins = np.flatnonzero(np.append(True, np.diff(domain) != 0))
        best = np.maximum.reduceat(counts * accounts + (accounts - 1 - account), begins)
        most[domain[begins]] = accounts - 1 - best % accounts
    return most
