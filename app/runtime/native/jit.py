"""How the machine is compiled (see `linking`), and that the compiled code is kept (see `code_cache`).

The machine is ordinary Python, marked by `jitable`; compiled, it gets its tables as addresses (see `addresses`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar, cast, get_type_hints

import numba
import numpy as np
from numba.core import config
from numba.core.dispatcher import Dispatcher
from numba.extending import register_jitable
from numpy.typing import NDArray

from app.runtime.native.code_cache import code_folder
from app.runtime.native.kept_code import keep_apart
from app.runtime.native.linking import PartCompiler, WholeCompiler, put_in_place

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "pipeline_class": WholeCompiler}
_ONE_AT_A_TIME = threading.Lock()  # numba's settings are the process's, and reports load their kernels in threads
_TYPES = {int: numba.int64, float: numba.float64, NDArray[np.int64]: numba.int64[::1]}


def jitable(function: F) -> F:
    """The function as it is, which compiled code may call as well."""
    marked: F = register_jitable(pipeline_class=PartCompiler)(function)
    return marked


def inlined(function: F) -> F:
    """As `jitable`, and compiled into each of its callers."""
    put_in_place(function.__module__, function.__name__)
    return jitable(function)


def compiled(function: F) -> F:
    """The function compiled at its first call, to run without the interpreter's lock, and kept for the next process."""
    folder = code_folder()
    with _ONE_AT_A_TIME:
        before: str = config.CACHE_DIR  # type: ignore[attr-defined]  # numba sets its settings as it is imported
        config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]  # the same
        try:
            made = numba.njit(**_OPTIONS, cache=folder is not None)(function)
        finally:
            config.CACHE_DIR = before  # type: ignore[attr-defined]  # the same
    if folder is not None:
        keep_apart(made)
    return cast(F, made)


def compile_ahead(module: ModuleType) -> None:
    """Compile a module's `compiled` functions for the types they name, or load what is kept of them."""
    for function in _compiled_in(module):
        hints = get_type_hints(function.py_func)
        hints.pop("return", None)
        function.compile(tuple(_TYPES[hint] for hint in hints.values()))


def load_kept(module: ModuleType) -> None:
    """Take whatever earlier processes kept of a module's `compiled` functions into this one; never compiles."""
    for function in _compiled_in(module):
        file = getattr(function._cache, "_cache_file", None)  # there is none where nothing can be kept
        kept = file._load_index() if file is not None else {}
        machine = function.targetctx.codegen()
        for key in kept:
            if key == function._cache._index_key(key[0], machine):
                function.compile(key[0])


def is_compiled(module: ModuleType) -> bool:
    """Whether this process has compiled or loaded all of a module's `compiled` functions."""
    functions = _compiled_in(module)
    return bool(functions) and all(function.signatures for function in functions)


def _compiled_in(module: ModuleType) -> list[Any]:
    return [thing for thing in list(vars(module).values()) if isinstance(thing, Dispatcher)]
