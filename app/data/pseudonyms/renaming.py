"""What becomes of each text of a workspace in which nobody is to be found: of values, titles and prose alike."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.data.pseudonyms.keyed import KeyedNames
from app.data.pseudonyms.known import KEPT_ROLES, MOST_UNSPACED, MOST_WORDS, UNSPACED, WORD, Known, Of, phone_digits

_NAMED_BY_ROLE = {
    "email": KeyedNames.email,
    "phone": KeyedNames.phone,
    "first_name": KeyedNames.person,
    "last_name": KeyedNames.person,
}
_BETWEEN_SIGNS = re.compile(r"""[^\s<>"'(),;:/?&=\[\]{}|]+""")
_PICTURE = re.compile(r"@[\d.]+x\.")
_PHONE = re.compile(r"\+?\d[\d ()./-]{4,}\d")
_TOKEN = re.compile(r"""[^\s"'<>(){}\[\],;=&?|]+""")
_PLACEHOLDER = re.compile(r"(\{\{[^{}]*\}\}|\{%[^{}]*%\})")
_RUN = re.compile(rf"{UNSPACED.pattern}(?:[ \u3000]{UNSPACED.pattern})*")
_UNSPACED_LENGTHS = range(MOST_UNSPACED + 1, 1, -1)
_LEAST_DIGITS_OF_AN_ID = 5
_LEAST_LETTERS_OF_AN_ID = 4


@dataclass(frozen=True, slots=True)
class Renaming:
    """The same text becomes the same wherever it stands, so that what refers to one another still does.

    A `cautious` one leaves ids alone that are words of letters only.
    """

    names: KeyedNames
    known: Known
    is_cautious: bool = False

    def word(self, of: Of, word: str) -> str:
        """What a value of a text column becomes; one that merely reads like an id stays what it is in its column."""
        role = self.known.roles.get(of, "")
        named = _NAMED_BY_ROLE.get(role)
        if named is not None:
            return named(self.names, word)
        if word in self.known.ids and (of in self.known.naming or self._is_telling(word)):
            return self.names.id(word)
        if role in KEPT_ROLES or word in self.known.shared.get(of, ()):
            return self.masked(word)
        return self.names.other(word)

    def literal(self, of: Of, value: object, *, is_whole: bool) -> object:
        """What becomes of a value with which a document compares a column, as a whole or in part."""
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int | float):
            is_amount = of in self.known.amounts
            is_telling = of in self.known.numbering or (not is_amount and self.masked(str(value)) != str(value))
            return type(value)(self.names.number(float(value))) if is_telling else value
        text = str(value)
        return self.word(of, text) if is_whole and text in self.known.there.get(of, ()) else self.masked(text)

    def masked(self, text: str) -> str:
        """A text in which e-mail addresses, and what is known of customers, became others."""
        if text in self.known.ids and self._is_telling(text):
            return self.names.id(text)
        if "@" in text or "%40" in text:
            text = _BETWEEN_SIGNS.sub(self._email, text)
        text = _PHONE.sub(self._phone, text)
        parts = _PLACEHOLDER.split(text)
        return "".join(self._without_ids(part, is_prose=at % 2 == 0) for at, part in enumerate(parts))

    def _email(self, found: re.Match[str]) -> str:
        """What stands between blanks and signs, if it is an address; linear in its length, whatever it holds."""
        text = found.group()
        bare = text.rstrip(".!")
        address = bare.replace("%40", "@")
        before, at, after = address.partition("@")
        if not (at and before and after) or _PICTURE.search(address):
            return text
        made = self.names.email(address)
        return (made if "@" in bare else made.replace("@", "%40")) + text[len(bare) :]

    def _phone(self, found: re.Match[str]) -> str:
        text = found.group()
        is_known = text.startswith("+") or any(digits in self.known.phones for digits in phone_digits(text))
        return self.names.phone(text) if is_known else text

    def _without_ids(self, text: str, *, is_prose: bool) -> str:
        def renamed(found: re.Match[str]) -> str:
            token = found.group()
            if token in self.known.ids and self._is_telling(token) and (is_prose or not token.isalpha()):
                return self.names.id(token)
            return token

        text = WORD.sub(renamed, _TOKEN.sub(renamed, text))
        if is_prose and self.known.unspaced:
            text = _RUN.sub(self._without_unspaced, text)
        return self._without_phrases(text) if is_prose and self.known.phrases else text

    def _without_unspaced(self, found: re.Match[str]) -> str:
        """Names and addresses within letters that go on into the next word, the longest first."""
        run, made, at = found.group(), [], 0
        while at < len(run):
            known = next(filter(None, (self._unspaced_at(run, at, length) for length in _UNSPACED_LENGTHS)), "")
            made.append(self.names.other("".join(known.split())) if known else run[at])
            at += len(known) or 1
        return "".join(made)

    def _unspaced_at(self, run: str, at: int, length: int) -> str:
        """What stands there if it is known, whether a blank parts the names in it or not."""
        piece = run[at : at + length]
        return piece if len(piece) == length and "".join(piece.split()) in self.known.unspaced else ""

    def _without_phrases(self, text: str) -> str:
        """Names and addresses of several words, the longest first."""
        spans = [(found.start(), found.end(), found.group().casefold()) for found in WORD.finditer(text)]
        made, done, at = [], 0, 0
        while at < len(spans):
            for count in range(min(MOST_WORDS, len(spans) - at), 0, -1):
                phrase = " ".join(word for _, _, word in spans[at : at + count])
                if phrase in self.known.phrases:
                    made += [text[done : spans[at][0]], self.names.other(phrase)]
                    done = spans[at + count - 1][1]
                    at += count - 1
                    break
            at += 1
        return "".join([*made, text[done:]])

    def _is_telling(self, word: str) -> bool:
        """Whether a word of a text that is also an id can hardly be anything else."""
        if word.isdigit():
            return len(word) >= _LEAST_DIGITS_OF_AN_ID
        if word.isalpha():
            return len(word) >= _LEAST_LETTERS_OF_AN_ID and not self.is_cautious
        return True
