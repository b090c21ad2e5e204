"""Which version of the product this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

DISTRIBUTION = "rehearse-designer"
UNKNOWN = "0+unknown"


def product_version() -> str:
    """The version as installed; `0+unknown` where the sources run without an installation."""
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return UNKNOWN
