"""`--pool NAME=FILE`: files of voucher codes, named on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from app.data.changes.pools import PoolSource
from app.errors import AppError

Pools = Annotated[
    list[str] | None, typer.Option("--pool", metavar="NAME=FILE", help="A file of codes for the voucher pool NAME.")
]


def pool_sources(texts: Iterable[str] | None) -> tuple[PoolSource, ...]:
    """The pools and files that `--pool` named, in order; AppError for one that is not NAME=FILE."""
    return tuple(map(_source, texts or ()))


def _source(text: str) -> PoolSource:
    name, equals, path = text.partition("=")
    if not (name.strip() and equals and path):
        raise AppError(f"--pool: “{text}” is not of the form NAME=FILE, like --pool spring=codes.csv.")
    return PoolSource(name.strip(), Path(path))
