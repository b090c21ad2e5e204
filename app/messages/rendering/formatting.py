"""Filters that write money, dates, numbers and plurals as a locale does; the same on each machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from app.messages.rendering.budget import USUAL_CUSTOMS, Customs, RenderingError
from app.messages.rendering.values import as_text
from app.region import Region, region_of

MOST_DECIMALS = 10
_FORMS = ("short", "medium", "long", "full")
_CODE_LETTERS = 3


def _money(value: object, currency: object = None, locale: object = None, *, customs: Customs = USUAL_CUSTOMS) -> str:
    code = as_text(currency) or customs.currency
    if code and not (len(code) == _CODE_LETTERS and code.isalpha() and code.isascii()):
        raise RenderingError("'money' takes the three letters of a currency, like money('EUR')")
    amount, region = _number_of(value, "money"), _region(locale, customs)
    return region.amount(amount, code.upper()) if code else region.decimal_number(amount, 2)


def _number(
    value: object, decimals: int | None = None, locale: object = None, *, customs: Customs = USUAL_CUSTOMS
) -> str:
    amount = _number_of(value, "number")
    places = (0 if amount.is_integer() else 2) if decimals is None else decimals
    if not isinstance(places, int) or not 0 <= places <= MOST_DECIMALS:
        raise RenderingError(f"'number' takes at most {MOST_DECIMALS} decimals")
    return _region(locale, customs).decimal_number(amount, places)


def _date(value: object, form: object = "medium", locale: object = None, *, customs: Customs = USUAL_CUSTOMS) -> str:
    wanted = as_text(form)
    if wanted not in _FORMS:
        raise RenderingError(f"'date' has the forms {', '.join(_FORMS)}, like date('long')")
    return _region(locale, customs).spelled_day(_date_of(value, "date"), wanted)


def _time(value: object, locale: object = None, *, customs: Customs = USUAL_CUSTOMS) -> str:
    at = _date_of(value, "time")
    if not isinstance(at, datetime):
        raise RenderingError("'time' takes an instant, and a day has none")
    return _region(locale, customs).spelled_clock(at)


def _plural(
    value: object,
    one: object,
    other: object,
    few: object = None,
    many: object = None,
    two: object = None,
    zero: object = None,
    locale: object = None,
    *,
    customs: Customs = USUAL_CUSTOMS,
) -> str:
    forms = {"zero": zero, "one": one, "two": two, "few": few, "many": many}
    chosen = forms.get(_region(locale, customs).plural_form(_number_of(value, "plural")))
    return as_text(other if chosen is None else chosen)


BY_CUSTOMS: Mapping[str, Callable[..., Any]] = {
    "date": _date,
    "money": _money,
    "number": _number,
    "plural": _plural,
    "time": _time,
}


def _region(locale: object, customs: Customs) -> Region:
    name = as_text(locale) or customs.locale
    region = region_of(name)
    if region.name.split("_")[0] != name.replace("-", "_").split("_")[0].casefold():
        raise RenderingError(f"'{name[:20]}' is not a locale; write it like de or de_AT")
    return region


def _number_of(value: object, name: str) -> float:
    """A number, or a text that is one; the number of things in a list."""
    if isinstance(value, (list, tuple)):
        return float(len(value))
    try:
        return float(value if isinstance(value, (int, float)) else as_text(value))
    except ValueError:
        raise RenderingError(f"'{name}' takes a number, and there is a text") from None


def _date_of(value: object, name: str) -> date:
    """A day or an instant, or a text in ISO 8601 that is one."""
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(as_text(value))
    except ValueError:
        raise RenderingError(f"'{name}' takes a day or an instant, and there is something else") from None
