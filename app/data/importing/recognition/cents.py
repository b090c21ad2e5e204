"""Money that a file may count in hundredths: 1190 for 11.90, as tools write it that keep whole numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import matches, words_of
from app.data.columns.texts import encode
from app.data.importing.file_plan import Doubt, Offer
from app.data.importing.prepared import with_columns
from app.data.vocabulary.headers import plain
from app.errors import AppError
from app.numbers import money

CODE = "cents"
"""The code of the doubt, which its offers answer."""
_SAYS_SO = re.compile(r"(?:^|_)(?:cents?|in_cents|minor(?:_units?)?|centimes|centavos|centimos|pence)(?:_|$)")
_MONEY = re.compile(
    r"(?:^|_)(?:sub_?total|total|amount|price|tax|taxes|vat|fee|fees|discount|shipping|net|gross|revenue|refund|refunded"
    r"|earnings|setup|mwst|steuer|betrag|summe|preis|rabatt|versand|gebuhr|montant|taxe|remise|prix|frais|importe|precio"
    r"|impuesto|descuento)(?:_(?:total|amount|value|usd|eur|gbp))?$"
)
_BESIDE = re.compile(r"(?:^|_)(?:tax|taxes|vat|fee|fees|mwst|steuer|gebuhr|taxe|frais|impuesto)(?:_|$)")
"""What is a share of an amount, and of a whole number of coins hardly ever a whole number itself."""
_WHOLE = r"^\s*-?\d+\s*$"
_LEAST = r"^\s*-?[1-9]\d{2,}\s*$"
_LOOK = 1000
_FEW = 3
_MOST = 0.8
_WITHOUT = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "HUF", "UGX", "PYG", "XAF", "XOF", "XPF", "IDR", "COP"})
"""Currencies that are counted in whole numbers."""


def cents_of(table: pa.Table, roles: Mapping[str, str], said: bool | None) -> tuple[str, ...]:
    """The columns of money that are counted in hundredths: those that say so, or all whole ones where it is `said`."""
    if said is False:
        return ()
    named = [name for name in table.column_names if _SAYS_SO.search(plain(name))]
    if said is None:
        return tuple(name for name in named if _is_whole(table, name))
    meant = {*named, *_money_columns(table), *(roles[role] for role in ("amount", "price") if role in roles)}
    return tuple(name for name in table.column_names if name in meant and _is_whole(table, name))


def open_cents(table: pa.Table, roles: Mapping[str, str], file: str) -> Doubt | None:
    """The question whether amounts are hundredths, where a sign says that they may be and no name says it.

    The sign: all money of the file is whole and in the hundreds, beside it taxes or fees are whole too, or its currency
    is written small, as programs write it, in a currency that has hundredths.
    """
    amount, currency = roles.get("amount"), roles.get("currency")
    if amount is None or currency is None or table.num_rows < _FEW or _SAYS_SO.search(plain(amount)):
        return None
    head = table.slice(0, _LOOK)
    codes = [word.strip() for word in words_of(encode(head.column(currency)).distinct)]
    if not codes or any(code.upper() in _WITHOUT for code in codes):
        return None
    others = [name for name in _money_columns(head) if matches(_words(head, name), r"\d").any()]
    values = encode(head.column(amount)).distinct
    are_whole = all(_is_whole(head, name) for name in {*others, amount})
    if not are_whole or not len(values) or matches(values, _LEAST).mean() < _MOST:
        return None
    taxed = [name for name in others if _BESIDE.search(plain(name)) and matches(_words(head, name), _LEAST).any()]
    if not taxed and not all(code.islower() for code in codes):
        return None
    example = next(word.strip() for word in words_of(values) if re.match(_LEAST, word))
    return _doubt(file, amount, example, codes[0].upper(), taxed)


def with_cents(table: pa.Table, columns: Collection[str], sign: str = ".") -> tuple[pa.Table, tuple[str, ...]]:
    """The table with 11.90 for 1190 in these columns, `sign` being their decimal sign, and how that is told."""
    there = [name for name in columns if name in table.column_names]
    changed: dict[str, Any] = {name: _divided(table.column(name), sign) for name in there}
    if not changed:
        return table, ()
    named = ", ".join(f"“{name}”" for name in changed)
    return with_columns(table, changed), (f"{named}: whole numbers were read as hundredths, 1190 as 11.90.",)


def refuse(doubt: Doubt) -> AppError:
    """The question as a command asks it."""
    return AppError(
        f"{doubt.text} Nothing was imported.",
        command='Say which with --cents or --no-cents (in a mapping: "cents": true or false).',
    )


def _doubt(file: str, amount: str, example: str, currency: str, taxed: Sequence[str]) -> Doubt:
    parted, whole = money(int(example) / 100, currency), money(int(example), currency)
    beside = f", and so has “{taxed[0]}”" if taxed else ""
    text = f"“{amount}” in {file} has nothing but whole numbers{beside}: is {example} in it {parted}, or {whole}?"
    offers = (Offer(parted, "cents", True), Offer(whole, "cents", False))
    return Doubt(CODE, file, text, must_be_answered=True, offers=offers)


def _money_columns(table: pa.Table) -> list[str]:
    return [name for name in table.column_names if _MONEY.search(plain(name))]


def _words(table: pa.Table, name: str) -> pa.StringArray:
    return encode(table.column(name)).distinct


def _is_whole(table: pa.Table, name: str) -> bool:
    words = _words(table, name) if name in table.column_names else pa.array([], pa.string())
    return bool(len(words)) and bool(matches(words, _WHOLE).all())


def _divided(texts: Any, sign: str) -> Any:
    """Whole numbers with a decimal sign before their last two digits."""
    bare = pc.utf8_trim_whitespace(texts)
    for digits, zeros in ((r"\d", "00"), (r"\d\d", "0")):
        bare = pc.replace_substring_regex(bare, rf"^(-?)({digits})$", rf"\1{zeros}\2")
    return pc.replace_substring_regex(bare, r"^(-?)(\d+)(\d{2})$", rf"\1\2{sign}\3")
