"""The truth that the script of the b2b sample planted, as plain Python, to recount what reports say."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from functools import cache
from typing import Any

from app.data.dataset import Dataset
from app.data.samples import load_sample
from app.resources import resource

Truth = dict[str, Any]


@cache
def b2b() -> Dataset:
    """The sample, imported once."""
    return load_sample("b2b").dataset


@cache
def truth() -> Truth:
    """What was planted; instants are seconds since the start of the year."""
    found: Truth = json.loads(gzip.decompress(resource("samples", "b2b", "truth.json.gz").read_bytes()))
    return found


def everybody() -> list[Truth]:
    """The people and the visitors who stayed unknown, as customers stand in the dataset."""
    return sorted([*truth()["people"], *truth()["anonymous"]], key=lambda person: str(person["id"]))


def at_us(seconds: int) -> int:
    """An instant of the truth in microseconds UTC."""
    start = int(datetime.fromisoformat(truth()["start"]).timestamp())
    return (start + seconds) * 1_000_000
