"""Durations as ISO 8601 writes them: a calendar part and an absolute part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer
from pydantic_core import CoreSchema, core_schema

_FORM = re.compile(
    r"(?P<sign>-?)P(?=[\dT])(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,5})M)?(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d{1,7})H)?(?:(?P<minutes>\d{1,8})M)?(?:(?P<seconds>\d{1,9})(?:\.(?P<fraction>\d{1,6}))?S)?)?",
    re.ASCII,
)
_SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Duration:
    """Months and days are calendar steps in the customer's zone, `time_us` is absolute; all three carry the sign."""

    text: str
    months: int
    days: int
    time_us: int

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `P1DT2H` and the like; ValueError says what was expected."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"'{text}' is not a duration; write it like PT1H (an hour), P3D (days) or P1M (a month)")
        texts = match.groupdict()
        part = {key: int(text) for key, text in texts.items() if text and key not in ("sign", "fraction")}
        fraction = int((match["fraction"] or "0").ljust(6, "0"))
        seconds = part.get("hours", 0) * 3600 + part.get("minutes", 0) * 60 + part.get("seconds", 0)
        sign = -1 if match["sign"] else 1
        return cls(
            text=text,
            months=sign * (part.get("years", 0) * 12 + part.get("months", 0)),
            days=sign * (part.get("weeks", 0) * 7 + part.get("days", 0)),
            time_us=sign * (seconds * _SECOND_US + fraction),
        )

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> CoreSchema:
        """In a document a duration is its text."""
        written = core_schema.plain_serializer_function_ser_schema(
            lambda duration: duration.text, return_schema=core_schema.str_schema()
        )
        return core_schema.no_info_plain_validator_function(_read, serialization=written)

    @property
    def is_zero(self) -> bool:
        """No time at all."""
        return not (self.months or self.days or self.time_us)

    @property
    def is_negative(self) -> bool:
        """Points into the past."""
        return self.months < 0 or self.days < 0 or self.time_us < 0

    def in_words(self) -> str:
        """`1 hour`, `2 days 3 hours`, `3 days before` for a negative one."""
        match = _FORM.fullmatch(self.text)
        names = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
        amounts = {name: str(int(match[name])) for name in names if match and match[name]}
        if match and match["fraction"]:
            amounts["seconds"] = f"{amounts['seconds']}.{match['fraction']}".rstrip("0").rstrip(".")
        parts = [f"{n} {name[:-1] if n == '1' else name}" for name, n in amounts.items() if n != "0"]
        words = " ".join(parts) or "no time"
        return f"{words} before" if self.is_negative else words


def _read(value: object) -> Duration:
    if isinstance(value, Duration):
        return value
    if not isinstance(value, str):
        raise ValueError("a duration is a text like PT1H or P3D")
    return Duration.parse(value)


DurationField = Annotated[
    Duration, BeforeValidator(_read), PlainSerializer(lambda duration: duration.text, return_type=str)
]
