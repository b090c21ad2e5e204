"""What is remembered of a dataset whose lists were changed: what the lists of each of its versions were."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice

import numpy as np
from numpy.typing import NDArray

Digests = Mapping[str, str]
"""A digest of the members of each list, by its name."""

MOST_VERSIONS = 32
_MOST_DIGESTS = 2_000
_DIGEST_LETTERS = 32


@dataclass(frozen=True, slots=True)
class ListVersions:
    """Versions of a dataset that differ in their lists alone, newest last: the lists of each, by its fingerprint.

    A dataset whose lists were never changed has none.
    """

    lists: Mapping[str, Digests] = field(default_factory=dict)

    def agree(self, one: str, other: str, names: Collection[str]) -> bool:
        """Whether what has these two fingerprints differs at most in lists that are not among the names."""
        if one == other:
            return True
        if one not in self.lists or other not in self.lists:
            return False
        return all(self.lists[one].get(name) == self.lists[other].get(name) for name in names)

    def joined(self, fingerprint: str, digests: Digests, earlier: ListVersions) -> ListVersions:
        """These with the version of that fingerprint as the newest, after those known earlier of the same data."""
        if not (self.lists or fingerprint in earlier.lists):
            return self
        is_same = fingerprint in earlier.lists or not earlier.lists.keys().isdisjoint(self.lists)
        known = {**(earlier.lists if is_same else {}), **self.lists}
        known.pop(fingerprint, None)
        return ListVersions(dict(reversed(list(_newest(fingerprint, digests, known)))))


def digests_of(lists: Mapping[str, NDArray[np.bool_]]) -> Digests:
    """A digest of the members of each list."""
    return {
        name: sha256(np.ascontiguousarray(members).data).hexdigest()[:_DIGEST_LETTERS]
        for name, members in lists.items()
    }


def _newest(fingerprint: str, digests: Digests, earlier: Mapping[str, Digests]) -> Iterator[tuple[str, Digests]]:
    """The newest version, and of those before it as many as are remembered, newest first."""
    yield fingerprint, digests
    held = len(digests)
    for each, lists in islice(reversed(list(earlier.items())), MOST_VERSIONS - 1):
        held += len(lists)
        if held > _MOST_DIGESTS:
            return
        yield each, lists
