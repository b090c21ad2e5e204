"""Phone numbers without a country's code, as others and the column beside them say whose they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import matches, numpy_of, pick, words_of
from app.data.columns.column import MISSING_CODE
from app.data.columns.texts import Texts, encode
from app.data.importing.values.identifiers import PHONE, normal_form, normal_texts
from app.numbers import stored_number
from app.region import names_of_territories, territory_of_zone

_LOOK = 1000
_MOST = 0.9
_INTERNATIONAL = r"^'?\s*(?:tel:)?(?:\+|00)\s*[1-9]"
_NATIONAL = r"^'?\s*(?:tel:)?\(?[\d][\d\s().\-/]{5,}$"


class Phones(NamedTuple):
    """What says whose numbers are: the country of each row where one stands there, else that of all others.

    `because` says in words why `region` (ISO 3166) is theirs.
    """

    region: str | None = None
    because: str = ""


NOWHERE = Phones()


def region_of(columns: Iterable[Texts], zone: str) -> Phones:
    """The country that nearly all international numbers of these columns are from, else that of the time zone."""
    counts: Counter[int] = Counter()
    for column in columns:
        words = column.distinct.slice(0, _LOOK)
        there = np.flatnonzero(matches(words, _INTERNATIONAL))
        counts.update(code for text in words_of(pick(words, there)) if (code := _country_code(text)))
    if counts:
        code, most = counts.most_common(1)[0]
        region = phonenumbers.region_code_for_country_code(code)
        if most < _MOST * counts.total() or region not in phonenumbers.SUPPORTED_REGIONS:
            return NOWHERE
        return Phones(region, "as the others are")
    territory = territory_of_zone(zone)
    if territory not in phonenumbers.SUPPORTED_REGIONS:
        return NOWHERE
    return Phones(territory, f"as the time zone {zone} says")


def normal_phones(texts: Texts, region: str | None = None, countries: Texts | None = None) -> Texts:
    """The numbers of a column in E.164 as far as a row's country, or the `region` of all, says which country's."""
    if countries is None or not countries.filled.any():
        return _merged(texts, _by_region(texts.distinct, region))
    known = [_region_called(word) for word in words_of(countries.distinct)]
    regions = sorted({each for each in known if each is not None})
    number_of = {each: place + 1 for place, each in enumerate(regions)}
    of_country = np.array([*(number_of.get(each or "", 0) for each in known), 0], np.int64)
    kinds = len(regions) + 1
    pairs = np.where(texts.codes < 0, -1, texts.codes.astype(np.int64) * kinds + of_country[countries.codes])
    distinct, codes = np.unique(pairs, return_inverse=True)
    words, which = distinct // kinds, distinct % kinds
    found = np.empty(len(distinct), object)
    for place, each in enumerate([region, *regions]):
        rows = np.flatnonzero((distinct >= 0) & (which == place))
        found[rows] = words_of(_by_region(pick(texts.distinct, words[rows]), each))
    found[distinct < 0] = ""
    return encode(pick(pa.array(found.tolist(), pa.string()), codes.reshape(-1)))


def normal_identifiers(
    texts: Texts, identifies: str, phones: Phones = NOWHERE, countries: Texts | None = None
) -> Texts:
    """The identifiers of a column in normal form, each once; those that name nobody are missing."""
    if identifies == PHONE:
        return normal_phones(texts, phones.region, countries)
    return normal_texts(texts, identifies)


def national(texts: Texts) -> NDArray[np.bool_]:
    """Which of the distinct texts are numbers that name no country."""
    words = texts.distinct
    return matches(words, _NATIONAL) & ~matches(words, _INTERNATIONAL)


def remarks(name: str, texts: Texts, normal: Texts, phones: Phones) -> Iterator[str]:
    """What the user hears of numbers without a country's code: how they were read, or that nothing says it."""
    mask = national(texts)
    if not mask.any():
        return
    rows = np.flatnonzero(np.append(mask, False)[texts.codes])
    read = np.append(matches(normal.distinct, r"^\+"), False)[normal.codes[rows]]
    because = phones.because or "as the country beside them says"
    for some, said in (
        (rows[read], f"without a country's code: read in international form, {because}"),
        (rows[~read], "without a country's code, and nothing says whose: compared as they stand"),
    ):
        if len(some):
            count = "1 number" if len(some) == 1 else f"{stored_number(len(some))} numbers"
            yield f"“{name}”: {count} such as “{texts.at(int(some[0]))}” {said}."


def _merged(texts: Texts, normal: pa.StringArray) -> Texts:
    merged = encode(normal)
    return Texts(merged.distinct, np.append(merged.codes, np.int32(MISSING_CODE))[texts.codes])


def _by_region(words: pa.StringArray, region: str | None) -> pa.StringArray:
    """The numbers in E.164 where they can be that country's, else their digits."""
    bare = normal_form(words, PHONE)
    if region is None or not len(words):
        return bare
    rows = np.flatnonzero(~matches(bare, r"^\+") & (numpy_of(pc.utf8_length(bare)) > 0))
    if not len(rows):
        return bare
    read = [_as_of(text, region) for text in words_of(pick(bare, rows))]
    places = np.arange(len(bare))
    places[rows] = len(bare) + np.arange(len(rows))
    return pick(pa.concat_arrays([bare, pa.array(read, pa.string())]), places)


def _as_of(digits: str, region: str) -> str:
    """One number that was dialled within a country, as it is dialled from abroad."""
    prefix, lengths, code = _rules(region)
    if prefix == "0" and digits.startswith("0") and digits[1:2] != "0" and digits.isascii():
        return f"+{code}{digits[1:]}" if len(digits) - 1 in lengths else digits
    try:
        found = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_valid_number(found):
        return digits
    return str(phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164))


@lru_cache(maxsize=64)
def _rules(region: str) -> tuple[str, frozenset[int], int]:
    """What is dialled before a number within a country, how long numbers are, and the country's code."""
    metadata: Any = phonenumbers.PhoneMetadata.metadata_for_region(region)
    is_plain = metadata.national_prefix == "0" and metadata.national_prefix_transform_rule is None
    return "0" if is_plain else "", frozenset(metadata.general_desc.possible_length), metadata.country_code


def _country_code(text: str) -> int:
    compact = "".join(letter for letter in text if letter.isdigit() or letter == "+")
    try:
        return phonenumbers.parse(f"+{compact[2:]}" if compact.startswith("00") else compact).country_code or 0
    except phonenumbers.NumberParseException:
        return 0


def _region_called(word: str) -> str | None:
    """The country of that code or name."""
    bare = word.strip()
    return (
        bare.upper() if bare.upper() in phonenumbers.SUPPORTED_REGIONS else names_of_territories().get(bare.casefold())
    )
