"""What is said of a file in which no column names the customer, by what it has instead."""

from __future__ import annotations

import pyarrow as pa

from app.data.importing.recognition.columns.first_rows import are_mostly, words_in
from app.data.importing.recognition.missing import MissingColumnError
from app.data.vocabulary.headers import plain

_FEW = 2
FULL_NAME = r"^\s*\p{L}[\p{L}.'’-]*(?:\s+\p{L}[\p{L}.'’-]*)+\s*$"
"""A name of two words and more, as people have."""
_OF_PEOPLE = ("name", "kunde", "client", "cliente", "nom", "nombre", "氏名", "名前")
_COUNTS = frozenset(
    {"visitors", "unique_visitors", "pageviews", "page_views", "views", "visits", "sessions", "users", "total_users"}
    | {"new_users", "active_users", "returning_users", "impressions", "clicks", "bounce_rate", "opens", "reach"}
    | {
        "event_count",
        "engaged_sessions",
        "visit_duration",
        "besucher",
        "seitenaufrufe",
        "sitzungen",
        "nutzer",
        "klicks",
    }
    | {"visiteurs", "visites", "pages_vues", "utilisateurs", "visitas", "sesiones", "usuarios", "impresiones"}
    | {"セッション", "ユーザー", "表示回数", "ページビュー", "クリック数"}
)
"""How columns are called that count many people."""


def no_key(file: str, table: pa.Table, of_payments: str | None = None) -> MissingColumnError:
    """The error that nothing names the customer; `of_payments` is the id by which each payment is known."""
    what = "a column that names the customer"
    hint = _of_counts(table) or _of_payments(table, of_payments)
    return MissingColumnError("no-key", file, what, table.column_names, "Who: names the customer", "--key", hint=hint)


def _of_counts(table: pa.Table) -> str:
    counts = [name for name in table.column_names if plain(name) in _COUNTS]
    if len(counts) < _FEW:
        return ""
    shown = " and ".join(f"“{name}”" for name in counts[:_FEW])
    return (
        f"It counts many people together ({shown}). Have the tool export a row for each person, order or event "
        "instead, with an id or e-mail address."
    )


def _of_payments(table: pa.Table, key: str | None) -> str:
    if key is None:
        return ""
    names = [name for name in table.column_names if _holds_names(table, name)]
    called = f" “{names[0]}” has names, by which people who are called alike are one." if names else ""
    return (
        f"“{key}” has another value in each row: it is of the payment, not of who paid.{called} An export with an "
        "e-mail address or a customer's id tells more."
    )


def _holds_names(table: pa.Table, name: str) -> bool:
    is_called_so = any(word in plain(name).split("_") for word in _OF_PEOPLE)
    return is_called_so and are_mostly(words_in(table, name), FULL_NAME)
