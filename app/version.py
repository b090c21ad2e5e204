"""Which version of the product this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "rehearse-designer"
UNKNOWN = "0+unknown"


@cache
def product_version() -> str:
    """The version as installed; `0+unknown` where the sources run without an installation."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return UNKNOWN
