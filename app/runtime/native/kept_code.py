"""Compiled functions in files, taken for no other types than they were compiled for.

Numba numbers the files of a function's types and notes the numbers in an index. Of two processes that compile the
function for other types at once, both may choose one number, so that the index names the code of the one for the types
of the other; which would be run as it is.
"""

# Numba's classes have no types; the whole file talks to its internals.
# mypy: disable-error-code="attr-defined, misc, no-untyped-call"

from __future__ import annotations

from typing import Any

from numba.core.caching import IndexDataCacheFile
from numba.core.dispatcher import Dispatcher


class KeptCode(IndexDataCacheFile):
    """The files of one function."""

    def load(self, key: Any) -> Any:
        """The code for these types; None where there is none, and where a file holds that for others."""
        found = super().load(key)
        return found if found is not None and _types_of(found) == tuple(key[0]) else None


def keep_apart(function: Dispatcher) -> None:
    """Have what is kept of the function looked at before it is taken."""
    file = function._cache._cache_file
    base = file._index_name.removesuffix(".nbi")
    function._cache._cache_file = KeptCode(file._cache_path, base, file._source_stamp)


def _types_of(reduced: Any) -> tuple[Any, ...]:
    """Of a compiled function as Numba writes it."""
    _, _, _, signature, *_ = reduced
    return tuple(signature.args)
