"""What becomes of the rows of files, in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.data.importing.accounting.accounts import Account
from app.data.importing.accounting.people import people_in
from app.numbers import counted, number

_ROWS = {"customers": ("person", "people"), "events": ("event", "events"), "products": ("product", "products")}


def account_words(account: Account) -> str:
    """Like “customers.csv: 201 rows: 198 people, 1 repeated, 2 left out; 4 of them listed.”"""
    return f"{account.file}: {rows_words(account)}"


def rows_words(account: Account) -> str:
    """Like “201 rows: 198 people, 1 repeated, 2 left out; 4 of them listed.”: the groups make up the rows."""
    kept = account.imported + account.repaired
    again = kept - people_in(account) if account.role == "customers" else 0
    found = counted(kept - again, *_ROWS[account.role])
    repeated = f", {number(again)} repeated" if again else ""
    return f"{counted(account.read, 'row', 'rows')}: {found}{repeated}{_listed_words([account])}."


def sum_words(accounts: Sequence[Account]) -> str:
    """Like “3,412 rows: 3,410 come in, 2 left out; 4 of them listed.”"""
    read = sum(account.read for account in accounts)
    kept = sum(account.imported + account.repaired for account in accounts)
    return f"{counted(read, 'row', 'rows')}: {number(kept)} come in{_listed_words(accounts)}."


def _listed_words(accounts: Sequence[Account]) -> str:
    rejected = sum(account.rejected for account in accounts)
    listed = rejected + sum(account.repaired for account in accounts)
    more = f", {number(rejected)} left out" if rejected else ""
    return more + (f"; {number(listed)} of them listed" if listed else "")
