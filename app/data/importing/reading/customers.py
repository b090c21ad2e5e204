"""The rows of customers files, mapped and converted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from app.data.assembling.rows import CustomerRows
from app.data.columns.arrow import pick, words_of
from app.data.columns.column import Column
from app.data.columns.texts import Texts, encode, trimmed
from app.data.importing.accounting.accounts import Ledger, Reasons
from app.data.importing.accounting.people import STANDS_TWICE
from app.data.importing.mapping import CustomersMapping
from app.data.importing.prepared import is_label
from app.data.importing.reading.gathering import FileRows, Gathering, complete_rows, require_role_columns
from app.data.importing.recognition.customers.customer_keys import customer_key
from app.data.importing.recognition.guessed_roles import attribute_roles
from app.data.importing.values.convert import DateStyle
from app.data.vocabulary.roles import ATTRIBUTE_ROLES, types_of_roles
from app.numbers import stored_number
from app.progress import Progress


def read_customers(
    ledgers: Sequence[Ledger],
    given: CustomersMapping,
    style: DateStyle,
    progress: Progress,
    keys: Sequence[str] | None = None,
) -> tuple[CustomerRows, CustomersMapping]:
    """All rows that name a customer, with the mapping completed; the ledgers learn what became of the others.

    `keys` name each file's column with the customer's id, where they are not to be found here.
    """
    if keys is None:
        keys = [customer_key(ledger.raw.file, ledger.raw.table, given) for ledger in ledgers]
        for ledger, key in zip(ledgers, keys, strict=True):
            ledger.read_by(key)
    files = [complete_rows(ledger, [key]) for ledger, key in zip(ledgers, keys, strict=True)]
    for part, key in zip(files, keys, strict=True):
        _note_repeated(part, trimmed(encode(part.table.column(key))))
    gathering = Gathering(files, style, progress)
    chunks = [chunk for part, key in zip(files, keys, strict=True) for chunk in part.table.column(key).chunks]
    ids = gathering.trim_ids(encode(pa.chunked_array(chunks, pa.string())))
    columns = gathering.columns([key for key in keys if is_label(key)])
    texts = gathering.encode(columns)
    require_role_columns(ledgers, given.roles or {}, given.types)
    types = gathering.types(texts, given.types)
    roles = attribute_roles(texts, types) if given.roles is None else given.roles
    types |= types_of_roles(roles, given.types)
    kept = {name: texts[name] for name in texts if name not in keys or name in {*roles.values(), *given.types}}
    converted = gathering.convert(kept, {name: types[name] for name in {**kept, **given.types}})
    _remark_on_consent(gathering, converted, roles)
    completed = CustomersMapping(
        key=keys[0] if keys else given.key,
        types={name: column.type for name, column in converted.items()},
        roles=roles,
        day_first=given.day_first,
        decimal=given.decimal,
        currencies={**given.currencies, **gathering.currencies},
    )
    return CustomerRows(ids, converted), completed


def _note_repeated(part: FileRows, ids: Texts) -> None:
    """Rows whose customer stands further up in the same file came in as additions to her."""
    first = np.unique(ids.codes, return_index=True)[1]
    again = np.setdiff1d(np.arange(len(ids)), first)
    there, codes = np.unique(ids.codes[again], return_inverse=True)
    words = words_of(pick(ids.distinct, there))
    part.ledger.repair(
        part.rows[again],
        Reasons(codes, [f"“{word}” {STANDS_TWICE}; the last filled value of each column counts" for word in words]),
    )


def _remark_on_consent(gathering: Gathering, columns: Mapping[str, Column], roles: Mapping[str, str]) -> None:
    """Unknown consent is never consent, and the user is told."""
    for name, role in ATTRIBUTE_ROLES.items():
        if not role.agrees_to:
            continue
        if name not in roles:
            if role.address in roles:
                said = f"No column says who agreed to {role.agrees_to}, so runs do not check it."
                gathering.remark(said, roles[role.address])
            continue
        unknown = int((~columns[roles[name]].filled & gathering.in_files_with(roles[name])).sum())
        if unknown:
            rows = "1 row does" if unknown == 1 else f"{stored_number(unknown)} rows do"
            said = f"{rows} not say whether they agreed to {role.agrees_to}: they count as not subscribed."
            gathering.remark(said, roles[name])
