"""Which encoding a file is in: UTF-8 where it can be, else the code page whose letters make the likeliest words."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable
from functools import cache

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The letters beyond ASCII of the languages written in a code page, frequent ones first; the common pages stand first.
_LETTERS = {
    "cp1252": "éäü£öøáóåíæèñçàãâêôßú–’“”€ºªëîïœùìòõû",
    "cp1250": "áéíěýšžčłąőęóřśżůűúćňäüöťńßďźăţş–“”€",
    "cp1251": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъіїєґё–«»№",
    "cp1253": "αοιετσνρυπκμλςάόίέήηωγδχθφβύώξζψ–",
    "cp1254": "ıüşğçöİ–âî“”",
    "cp1257": "āšīēūžčņļģķėąįęųäöõüß–",
    "cp1255": "יוהלאמרתבשנחדכפעגקזסםטצןךףץ",
    "cp1256": "الينمروتبعدسهفكقحأجةشصطخزضىذثئغءؤظإپچگ",
    "koi8_r": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "cp866": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "mac_roman": "éäüöáóíèñçàãâêôåøßúæõ–’“”ëîïûœùìò",
    "cp850": "éäüöáóíèñçàãâêôåøßúæõëîïûùìò",
    "cp852": "áíéěýšžřčłąęóśżůúćňäüöőťńßďźűăţş",
}
_WESTERN = (
    *("áéíóúñüºª¿¡", "éèêëàâùûüîïôçœ«»", "äöüßé", "àèéìòù", "ãõáâàçéêíóôúºª", "åäöéæø", "éëïíóöü"),
    "áéíóúýþæöð",
)
_CENTRAL = (*("áéíěýšžčřďťňóůú", "áäčďéíĺľňóôŕšťúýž", "ąęłóśżćńź", "áéíóöőúüű", "ăâîşţ", "čšžćđ", "äöüß"),)
# What single languages are written with: the letters of one file are seldom of several.
_LANGUAGES = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
    "mac_roman": _WESTERN,
    "cp850": _WESTERN,
    "cp852": _CENTRAL,
}
_SELDOM_MET = dict.fromkeys(("koi8_r", "cp866", "mac_roman", "cp850", "cp852"), 0.05)
# The first bytes of the signs that are in daily use: kana and first-level kanji, hanzi of the first level, hangul.
# Bytes of another page become signs that hardly anybody writes.
_ASIAN = {
    "cp932": (*range(0x82, 0x84), *range(0x88, 0x99)),
    "euc_jp": (*range(0xA4, 0xA6), *range(0xB0, 0xD0)),
    "gb18030": (*range(0xB0, 0xD8),),
    "big5": (*range(0xA4, 0xC7),),
    "cp949": (*range(0xB0, 0xC9),),
}
_SECOND_BYTES_FROM = {"gb18030": 0xA1, "cp949": 0xA1}  # below stand the signs that were added for completeness
_ASIAN_SCORE = 0.8
_NOT_ASCII = re.compile(rb"[\x80-\xff][^\n]{0,80}")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z])[A-Z]")
_BEFORE = 40
_SAMPLE_BYTES = 1 << 16
_CHUNK = 1 << 18
_DAMAGED_SHARE = 0.1
UTF8_LETTERS = re.compile(rb"(?:[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x90-\xbf]|\xe2\x82\xac)+")
"""Letters and signs of Europe in UTF-8; in cp1252 they would be pairs such as “Ã¶”, which are in no word."""
_LETTERS_OR_PRIVATE = ("Lo", "Lm", "Ll", "Lu", "Co")


def _unwatched(done: int) -> None:
    """Nobody wants to know."""


def split_bom(raw: bytes) -> tuple[str | None, int]:
    """The encoding that a byte order mark names and the mark's length, or None and 0."""
    return next(((name, len(mark)) for mark, name in _BOMS if raw.startswith(mark)), (None, 0))


def detect(raw: bytes, look: Callable[[int], None] = _unwatched) -> str:
    """The encoding of a file without a byte order mark, as Python names it; `look` is told how far it is."""
    if is_utf8(raw, look):
        return "utf-8" if b"\0" not in raw[:4096] else _unmarked_utf16(raw) or "utf-8"
    return _unmarked_utf16(raw) or ("utf-8" if _is_damaged_utf8(raw) else _code_page(raw))


def is_utf8(raw: bytes, look: Callable[[int], None] = _unwatched) -> bool:
    """Whether these bytes are UTF-8 throughout; `look` is told how far it is."""
    if raw.isascii():
        return True
    decoder, view = codecs.getincrementaldecoder("utf-8")(), memoryview(raw)
    try:
        for start in range(0, len(raw), _CHUNK):
            look(start)
            decoder.decode(view[start : start + _CHUNK], final=start + _CHUNK >= len(raw))
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(raw: bytes) -> str | None:
    """UTF-16 of a western text has a NUL in every second byte."""
    head = raw[:4096]
    pairs = len(head) // 2
    if head[1::2].count(0) > pairs * 0.6 and head[0::2].count(0) < pairs * 0.1:
        return "utf-16-le"
    if head[0::2].count(0) > pairs * 0.6 and head[1::2].count(0) < pairs * 0.1:
        return "utf-16-be"
    return None


def _is_damaged_utf8(raw: bytes) -> bool:
    """Whether a few wrong bytes stand among far more letters that are right only in UTF-8."""
    text = _sample(raw).decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return damaged <= _DAMAGED_SHARE * sum(ord(letter) > 127 and letter != "\ufffd" for letter in text)


def _sample(raw: bytes) -> bytes:
    """Places with bytes beyond ASCII, wherever in the file they stand."""
    parts: list[bytes] = []
    at = size = 0
    while size < _SAMPLE_BYTES and (found := _NOT_ASCII.search(raw, at)):
        before = raw[max(at, found.start() - _BEFORE) : found.start()].rpartition(b"\n")[2]
        parts.append(before + found.group())
        size += len(parts[-1])
        at = found.end()
    return b"\n".join(parts)


def _whole_lines(raw: bytes) -> bytes:
    """Whole lines from the first one with bytes beyond ASCII on: signs of two bytes must not be cut."""
    found = _NOT_ASCII.search(raw)
    start = raw.rfind(b"\n", 0, found.start()) + 1 if found else 0
    lines = raw[start : start + _SAMPLE_BYTES]
    return lines if start + len(lines) == len(raw) else lines[: lines.rfind(b"\n") + 1]


def _code_page(raw: bytes) -> str:
    """The page that charset-normalizer finds clean and in whose languages the letters are frequent.

    Its own first choice is a coin toss on a short file, because cp1250, cp1252 and cp1257 all decode to tidy words.
    """
    scores: dict[str, float] = {}
    for pages, sample in ((_LETTERS, UTF8_LETTERS.sub(b"", _sample(raw))), (_ASIAN, _whole_lines(raw))):
        candidates: dict[str, float] = {}
        for match in from_bytes(sample, cp_isolation=[*pages], threshold=0.6):
            for page in match.could_be_from_charset:
                candidates.setdefault(page, match.chaos)
        scores |= {page: _likelihood(sample, page) - candidates.get(page, 1.0) / 2 for page in pages}
    return max(scores, key=lambda page: scores[page])


def _likelihood(sample: bytes, page: str) -> float:
    """From 0 to 1 how frequent the letters beyond ASCII are in the page's languages, less what no word has inside."""
    try:
        text = sample.decode(page)
    except UnicodeDecodeError:
        return -1.0
    beyond = _beyond_ascii(text)
    mixed = sum(_mixed(*three) for three in beyond)
    if page in _ASIAN:
        return _ASIAN_SCORE * _share_in_use([letter for _, letter, _ in beyond], mixed, page)
    letters = _LETTERS[page]
    weights = {letter: 1 - rank / len(letters) / 2 for rank, letter in enumerate(letters)}
    signs = sum(_is_sign(*three) for three in beyond)
    capitals_inside = len(_CAPITAL_INSIDE.findall(text)) + sum(_capitals_inside(*three) for three in beyond)
    there = [letter for _, letter, _ in beyond]
    total = sum(weights.get(letter, weights.get(letter.lower(), 0.0)) for letter in there)
    likely = (total - capitals_inside - signs - mixed) / max(len(there), 1)
    return likely - _share_of_others(there, page) - _SELDOM_MET.get(page, 0.0)


def _beyond_ascii(text: str) -> list[tuple[str, str, str]]:
    """The letters beyond ASCII, each between its neighbours; they are few, so that nothing else is looked at."""
    padded = f" {text} "
    places = (found.start() for found in _BEYOND_ASCII.finditer(padded))
    return [(padded[at - 1], padded[at], padded[at + 1]) for at in places]


def _share_of_others(letters: list[str], page: str) -> float:
    """The share of different letters that are not those of the one language of the page that most of them are of."""
    there = {letter.lower() for letter in letters if letter.isalpha()}
    languages = _LANGUAGES.get(page, ())
    return min((len(there.difference(language)) for language in languages), default=0) / max(len(there), 1)


def _is_sign(before: str, letter: str, after: str) -> bool:
    """Whether a capital beyond ASCII stands where no word is, as Ł of cp1250 for £ of cp1252 does; or ª in one."""
    return after.isalpha() if letter in "ªº" else letter.isupper() and not before.isalpha() and not after.isalpha()


def _capitals_inside(before: str, letter: str, after: str) -> int:
    """How many capitals follow a small letter here; a pair beyond ASCII counts at its second."""
    return (before.islower() and letter.isupper()) + (after.isascii() and letter.islower() and after.isupper())


def _mixed(before: str, letter: str, after: str) -> int:
    """How many Latin letters a letter of another script touches: as م of cp1256 does in “São Paulo”."""
    if not letter.isalpha() or _is_latin(letter):
        return 0
    return sum(each.isascii() and each.isalpha() for each in (before, after))


@cache
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(("LATIN", "FEMININE", "MASCULINE", "MICRO"))


def _share_in_use(beyond: list[str], mixed: int, page: str) -> float:
    """The share of signs in daily use among the letters; a sign that is no letter says nothing of them."""
    letters = [letter for letter in beyond if unicodedata.category(letter) in _LETTERS_OR_PRIVATE]
    in_use = sum(_is_in_use(letter, page) for letter in letters)
    return (in_use - mixed) / max(len(letters), 1)


@cache
def _is_in_use(letter: str, page: str) -> bool:
    first, *others = letter.encode(page)
    return first in _ASIAN[page] and bool(others) and others[0] >= _SECOND_BYTES_FROM.get(page, 0)
