"""Pseudonyms by a keyed hash: the same text gets the same one, and nobody can find out which without the key."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field

MOST_WEEKS = 26
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"


@dataclass(frozen=True, slots=True)
class KeyedNames:
    """Gives pseudonyms that look like what they stand for; `key` is to be forgotten."""

    key: bytes
    _keyed: hashlib._Hash = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_keyed", hashlib.blake2b(key=self.key, digest_size=8))

    def id(self, text: str) -> str:
        """A customer's id; one that is an address stays one."""
        return self.email(text) if "@" in text else f"c{self._hash(text)}"

    def email(self, text: str) -> str:
        """An address that nobody has, whatever case it was written in."""
        return f"{self._word(text.casefold())}.{self._hash(text.casefold())[:8]}@example.com"

    def phone(self, text: str) -> str:
        """Other digits in the same places; the first two stay, which tell the country."""
        digits = iter(str(int(self._hash(text), 16)).rjust(20, "0") * (1 + len(text) // 20))
        seen, made = 0, []
        for sign in text:
            if sign.isdigit():
                seen += 1
                made.append(sign if seen <= 2 else next(digits))
            else:
                made.append(sign if sign in "+-() ./" else "x")
        return "".join(made)

    def person(self, text: str) -> str:
        """A word that may be a name."""
        return self._word(text).capitalize()

    def code(self, text: str) -> str:
        """A voucher's code."""
        return f"V{self._hash(text).upper()}"

    def other(self, text: str) -> str:
        """A text of no known meaning."""
        return self.email(text) if "@" in text else f"text-{self._hash(text)}"

    def number(self, value: float) -> float:
        """A whole number with as many digits."""
        if math.isnan(value):
            return value
        size = 10 ** int(math.log10(abs(value))) if value else 1
        return float(size + int(self._hash(repr(float(value))), 16) % (9 * size))

    def weeks(self, customer_id: str) -> int:
        """By how many weeks a customer's instants are moved; never none."""
        number = int(self._hash(f"weeks of {customer_id}"), 16) % (2 * MOST_WEEKS)
        return number - MOST_WEEKS if number < MOST_WEEKS else number - MOST_WEEKS + 1

    def _word(self, text: str) -> str:
        number = int(self._hash(text), 16)
        made = []
        for _ in range(4):
            number, consonant = divmod(number, len(_CONSONANTS))
            number, vowel = divmod(number, len(_VOWELS))
            made.append(_CONSONANTS[consonant] + _VOWELS[vowel])
        return "".join(made)

    def _hash(self, text: str) -> str:
        keyed = self._keyed.copy()  # the key is taken in once
        keyed.update(text.encode(errors="replace"))
        return keyed.hexdigest()
