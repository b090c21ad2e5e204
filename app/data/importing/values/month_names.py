"""Months, weekdays and small words of dates in other languages, put into English, which one set of forms reads."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache

import numpy as np
import pyarrow as pa

from app.data.columns.arrow import matches, words_of
from app.region import month_names, weekday_names

_LANGUAGES = ["de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "sv", "da", "nb", "fi", "ro", "hr", "sl", "ca"]
_ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_FEWEST_LETTERS = 3
_WORD = re.compile(r"[^\W\d_]+\.?")
_DATE = (
    r"(?:^|[^\d])\d{1,2}(?:\.|er|re|º|°|ª|o)?[ -]*(?:de |d['’])?\p{L}{3,}\.?[., -]*(?:de |del )?\d{2,4}(?:\D|$)"
    r"|^(?:\p{L}+\.?,? )?\p{L}{3,}\.? \d{1,2}(?:\.|º|°)?,? (?:de |del )?\d{4}(?:\D|$)"
)
_HALF = re.compile(r"\b([ap])\.? ?m\.", re.IGNORECASE)
_LINKS = frozenset(
    {"de", "del", "den", "der", "er", "re", "o", "um", "as", "a", "klo", "kl", "uhr", "le", "il", "el", "la", "v", "ve"}
    | {"d", "º", "ª"}
)


def in_english(texts: pa.StringArray) -> pa.StringArray:
    """The texts that have a month of another language, with it in English; the others as they are.

    Where a word means two months, the language that knows most of the texts' words decides; where no one does, the word
    stays as it is.
    """
    if not len(texts):
        return texts
    rows = np.flatnonzero(matches(texts, _DATE))
    if not len(rows):
        return texts
    words = words_of(texts)
    found = Counter(_plain(word) for row in rows for word in _WORD.findall(words[row]))
    months = _months_of(found)
    if not months.keys() & found.keys():
        return texts
    for row in rows:
        words[row] = _translated(words[row], months)
    return pa.array(words, pa.string())


def _translated(text: str, months: Mapping[str, str]) -> str:
    def english(found: re.Match[str]) -> str:
        word = _plain(found[0])
        if word in months:
            return months[word]
        return "" if word in _LINKS or word in _weekdays() else found[0]

    bare = _WORD.sub(english, _HALF.sub(r"\1m", text).replace("°", ""))
    return re.sub(" {2,}", " ", bare.replace("'", " ").replace("’", " ")).strip(" ,.-")


def _months_of(found: Mapping[str, int]) -> Mapping[str, str]:
    """Month -> its English name, first as the language has it that knows most of the words."""
    known = {language: sum(found[word] for word in found if word in _words(language)) for language in _LANGUAGES}
    order = sorted(_LANGUAGES, key=lambda language: known[language])
    merged: dict[str, str] = {}
    for language in order:
        merged |= _months()[language]
    likeliest = [language for language in order if known[language] == known[order[-1]]]
    for word in found:
        if len({_months()[language][word] for language in likeliest if word in _months()[language]}) > 1:
            del merged[word]  # “listopada” alone, which is October in Croatian and November in Polish
    return merged


@cache
def _words(language: str) -> frozenset[str]:
    """Months and weekdays of a language."""
    return frozenset(_months()[language]) | _days_of(language)


@cache
def _months() -> Mapping[str, Mapping[str, str]]:
    return {
        language: {
            word: _ENGLISH[number - 1] for number, name in month_names(language) if _is_word(word := _last(name))
        }
        for language in _LANGUAGES
    }


@cache
def _weekdays() -> frozenset[str]:
    """Weekdays of all languages, English ones aside."""
    return frozenset(day for language in _LANGUAGES for day in _days_of(language))


@cache
def _days_of(language: str) -> frozenset[str]:
    return frozenset(_plain(part) for day in weekday_names(language) for part in re.split(r"\W", day))


def _last(name: str) -> str:
    """The name itself of “de març”."""
    return _plain(re.split(r"[ '’]", name.strip())[-1])


def _is_word(word: str) -> bool:
    return len(word) >= _FEWEST_LETTERS and word.isalpha()


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.lower().rstrip("."))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("ł", "l")
