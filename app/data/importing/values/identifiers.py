"""What names a person in a column, and the form in which two spellings of it are the same."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc

from app.data.columns.arrow import keep, matches, words_of
from app.data.columns.column import MISSING_CODE
from app.data.columns.texts import Texts, encode
from app.data.vocabulary.headers import COOKIES, EMAILS, PHONES, plain

EMAIL, PHONE, COOKIE = "email", "phone", "cookie"
_LOOK = 1000
_INVISIBLE = r"[\s\p{Z}\x{200b}-\x{200f}\x{2060}\x{feff}]+"
_ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s.]+$"
_GUARDED = r"^(?:=\"(.*)\"|'([-+=@\d].*))$"
_DIALLED = r"^\+?[\d\s().\-/\x{a0}\x{202f}]{6,}(?:\s*(?:x|ext\.?)\s*\d+)?$"
_E164 = r"^\+[1-9]\d{6,14}$"


def identified(name: str, texts: Texts) -> str:
    """What the values of a column are: `email`, `phone`, `cookie`, or the column's own name in its plain form."""
    some = texts.distinct.slice(0, _LOOK)
    if len(some):
        bare = pc.replace_substring_regex(some, r"(?i)^\s*(?:mailto:)?\s*|\s+$", "")
        if matches(bare, _ADDRESS).mean() > 0.5:
            return EMAIL
        if matches(bare, _E164).mean() > 0.9:
            return PHONE
        if plain(name) in PHONES or plain(name).endswith(("_phone", "_mobile")):
            return PHONE if matches(pc.utf8_trim_whitespace(some), r"^'?" + _DIALLED[1:]).mean() > 0.5 else plain(name)
    if plain(name) in EMAILS:
        return EMAIL
    return COOKIE if plain(name) in COOKIES else plain(name)


def normal_form(texts: pa.StringArray, identifies: str, region: str | None = None) -> pa.StringArray:
    """The texts as they are compared; "" where one names nobody.

    E-mail addresses without blanks, `mailto:` and capitals (RFC 5321 allows case to matter before the sign, no provider
    does); phones in E.164, those without a country code in that of `region` (ISO 3166), else their digits; other
    identifiers without blanks around them and an exporter's guard.
    """
    if identifies == EMAIL:
        return _addresses(texts)
    bare = pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, _GUARDED, r"\1\2"))
    if identifies != PHONE:
        return pc.replace_substring_regex(bare, r"\.0$", "") if are_floats(bare) else bare
    compact = pc.replace_substring_regex(bare, r"[\s().\-/\x{a0}\x{202f}]|^tel:", "")
    done = matches(compact, _E164)
    if done.all():
        return compact
    rest = iter([_e164(text, region) for text in words_of(keep(bare, ~done))])
    return pa.array(
        [text if is_done else next(rest) for text, is_done in zip(words_of(compact), done.tolist(), strict=True)],
        pa.string(),
    )


def are_floats(texts: pa.StringArray | pa.ChunkedArray[Any]) -> bool:
    """Whether all texts are whole numbers with a decimal, 17850.0, as programs write ids of a column with gaps."""
    head = texts.slice(0, _LOOK)
    if not _are_floats(head):
        return False
    return _are_floats(texts)


def _are_floats(texts: pa.StringArray | pa.ChunkedArray[Any]) -> bool:
    filled: Any = pc.not_equal(texts, pa.scalar(""))
    fits: Any = pc.match_substring_regex(texts, r"^\s*\d+\.0\s*$")
    return bool(pc.any(fits).as_py()) and bool(pc.all(pc.or_(fits, pc.invert(filled))).as_py())


def normal_texts(column: Texts, identifies: str, region: str | None = None) -> Texts:
    """The identifiers of a column in normal form, each once; those that name nobody are missing."""
    merged = encode(normal_form(column.distinct, identifies, region))
    return Texts(merged.distinct, np.append(merged.codes, np.int32(MISSING_CODE))[column.codes])


def _addresses(texts: pa.StringArray) -> pa.StringArray:
    bare = pc.utf8_lower(pc.replace_substring_regex(texts, _INVISIBLE, ""))
    inside = pc.replace_substring_regex(bare, r"^(?:'|mailto:|<)+|>$", "")
    return cast(pa.StringArray, pc.if_else(pc.match_substring(inside, "@"), inside, pa.scalar("")))


def _e164(text: str, region: str | None) -> str:
    """One phone number; its digits where nothing says which country's it is."""
    dialled = f"+{text[2:]}" if region is None and text.startswith("00") else text  # from most countries, abroad
    try:
        number = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return "".join(letter for letter in text if letter.isdigit() or letter == "+")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
