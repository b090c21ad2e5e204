"""How programs write one table: delimiter, quotes, encoding, ends of lines, header, what stands between the rows."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hypothesis import strategies as st

_MARKED = {"utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "utf-16-be": "utf-16-be"}
_QUOTING: tuple[Literal[0, 1], ...] = (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
_SPELLINGS = (str, str.upper, str.title, lambda name: name.replace("_", " ").title(), lambda name: f" {name} ")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a table; `again` is the row before which the header stands once more."""

    delimiter: str
    quoting: Literal[0, 1]
    encoding: str
    newline: str
    named: bool
    spelling: int
    blank_at_end: int
    again: int | None
    order: tuple[float, ...]

    def place_of(self, column: int) -> float:
        """By what columns are put in order."""
        return self.order[column % len(self.order)]

    def write(self, path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Write the table; the header's names in the order of the columns given."""
        spelled = [_SPELLINGS[self.spelling](name) for name in header]
        order = sorted(range(len(header)), key=self.place_of)
        text = io.StringIO(newline="")
        if self.named:
            text.write(f"sep={self.delimiter}{self.newline}")
        writer = csv.writer(text, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.newline)
        writer.writerow([spelled[at] for at in order])
        for place, row in enumerate(rows):
            if place == self.again:
                writer.writerow([spelled[at] for at in order])
            writer.writerow([*(row[at] for at in order if at < len(row)), *row[len(header) :]])
        text.write(self.newline * self.blank_at_end)
        path.write_bytes(_encoded(text.getvalue(), self.encoding))
        return [name.strip() for name in spelled]


def _encoded(text: str, encoding: str) -> bytes:
    """The bytes; in UTF-8 where a code page has not every letter."""
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode()
    return codecs.BOM_UTF16_BE + content if encoding == "utf-16-be" else content


def forms(
    delimiters: str = ",;\t|", encodings: Sequence[str] = ("utf-8", "cp1252", *_MARKED), *, again: bool = True
) -> st.SearchStrategy[Form]:
    """Ways to write a table of at least two columns and ten rows."""
    return st.builds(
        Form,
        st.sampled_from(delimiters),
        st.sampled_from(_QUOTING),
        st.sampled_from(encodings),
        st.sampled_from(("\n", "\r\n", "\r")),
        st.sampled_from((False, False, True)),
        st.integers(0, len(_SPELLINGS) - 1),
        st.integers(0, 2),
        st.one_of(st.none(), st.integers(1, 9)) if again else st.none(),
        st.lists(st.floats(0, 1), min_size=4, max_size=4).map(tuple),
    )
