"""Where the e-mail addresses of customers stand who have none in their column of addresses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.assembling.fingerprint import signed
from app.data.columns.arrow import matches, numpy_of, pick
from app.data.columns.column import MISSING_CODE, Column, ColumnType, missing_column
from app.data.columns.selection import concatenate, last_filled, take
from app.data.dataset import Dataset
from app.data.quality.consent_choice import with_role

_LETTER = r"\p{L}\p{M}\p{N}"  # of any script: programs write names of domains in ASCII themselves
_ADDRESS = rf"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~\x{{80}}-\x{{10ffff}}-]+@[{_LETTER}.-]+$"
"""What browsers take for a valid e-mail address (WHATWG HTML, "valid e-mail address"), but for what is `_MISPLACED`.

With the parts of the domain each in its place, the pattern alone would take 0.1 s to be made ready.
"""
_MISPLACED = r"^\.|\.\.|\.@|@[.-]|@.*\.-|@.*-\.|[.-]$|@[^.]*$|@(?:.*\.)?[^.]{64}"
"""Points and hyphens where none may be, a domain of one part, and a part of it that is too long."""
OF_IDS = "customer_id"
_ROLE = "email"
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Spare:
    """Addresses that stand elsewhere: `words` say where, `column` (n,) has them, missing where there is none."""

    name: str
    words: str
    column: Column
    share: float
    """Which part of the values there are addresses."""

    @property
    def are_addresses(self) -> bool:
        """Whether that is a place for addresses, and not one where some happen to stand."""
        return self.share >= _MOSTLY


def valid_emails(words: pa.StringArray) -> NDArray[np.bool_]:
    """Where a text could be an e-mail address."""
    bare = pc.utf8_trim_whitespace(words)
    return matches(bare, _ADDRESS) & ~matches(bare, _MISPLACED)


def spare_addresses(dataset: Dataset) -> list[Spare]:
    """All places with addresses beside the column of that role: those where most customers without one have one."""
    own = dataset.attribute_of(_ROLE)
    lacks = ~own.filled if own is not None else np.ones(dataset.customer_count, np.bool_)
    found = [spare for spare in _places(dataset, own) if (spare.column.filled & lacks).any()]
    return sorted(found, key=lambda spare: -int((spare.column.filled & lacks).sum()))


def _places(dataset: Dataset, own: Column | None) -> Iterator[Spare]:
    for name, column in dataset.attributes.items():
        if column is not own and column.type is ColumnType.TEXT:
            yield _addresses_in(name, f"“{name}”", column)
    ids = Column(ColumnType.TEXT, np.arange(dataset.customer_count, dtype=np.int32), dataset.customer_ids)
    yield _addresses_in(OF_IDS, "their ids", ids)
    owners = dataset.event_customers()
    for name, column in dataset.properties.items():
        if column.type is ColumnType.TEXT:
            found = _addresses_in(name, f"“{name}” of their events", column)
            if found.column.filled.any():
                yield replace(found, column=last_filled(found.column, owners, dataset.customer_count))


def _addresses_in(name: str, words: str, column: Column) -> Spare:
    """The addresses among the values of a column."""
    valid = numpy_of(pc.match_substring(column.words, "@"))
    candidates = np.flatnonzero(valid)
    valid[candidates] = valid_emails(pick(column.words, candidates))
    there = np.append(valid, False)[column.values]
    share = float(there.sum() / max(int(column.filled.sum()), 1))
    codes = np.where(there, column.values, MISSING_CODE).astype(np.int32)
    return Spare(name, words, take(Column(column.type, codes, column.words), np.arange(len(codes))), share)


def filled_from(dataset: Dataset, spare: Spare) -> Dataset:
    """The dataset in which who has no address has that which stands elsewhere; the others keep theirs."""
    name = dataset.roles.attributes.get(_ROLE, "")
    is_new = name not in dataset.attributes
    name = _ROLE if is_new else name
    own = missing_column(ColumnType.TEXT, dataset.customer_count) if is_new else dataset.attributes[name]
    rows = np.arange(len(own))
    both = np.where(own.filled, rows, np.where(spare.column.filled, len(own) + rows, -1))
    made = take(concatenate([own, spare.column]), both)
    changed = replace(dataset, attributes={**dataset.attributes, name: made})
    return with_role(changed, _ROLE, name) if is_new else signed(changed)
