"""How the machine's compiled parts are put together into one whole.

Numba makes each function a library of its own that could be run by itself: it optimizes it, together with everything
that it calls, and turns it into machine code; and it does so again for its caller, up to the top. It also keeps every
function as others might call it. Neither is of use for a machine that is only ever entered at its top. Here parts are
linked and nothing else, and the whole, once optimized, belongs to nobody but its entry. Measured on the abandoned cart:
compilation in 16 instead of 26 seconds of processor time, and 14.5 instead of 9 million visits per second.

The optimizer puts short functions in the place of their calls by itself. Of those that are called most, longer ones are
put there too (`put_in_place`): a sixth of the kernel's time, in turn with the kernel without.
"""

# Numba's classes have no types; the whole file talks to its internals.
# mypy: disable-error-code="misc, no-untyped-call"

from __future__ import annotations

from typing import Any

from llvmlite.binding import Linkage
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler

_IN_PLACE: set[str] = set()


def put_in_place(module: str, name: str) -> None:
    """Let the code of a function stand wherever it is called."""
    path = (*module.split("."), name)
    _IN_PLACE.add("".join(f"{len(part)}{part}" for part in path))  # as numba names what it compiles


class PartCompiler(Compiler):
    """Compiles a function that only compiled code calls."""

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        super().__init__(typing, target, library or _Part(target.codegen(), "part"), *rest)


class WholeCompiler(Compiler):
    """Compiles a function that Python calls, with all its parts."""

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        if library is None:
            library = _Whole(target.codegen(), "whole")
            library.enable_object_caching()
        super().__init__(typing, target, library, *rest)


class _Part(JITCodeLibrary):
    """Code that is linked into that of its callers; by itself it is neither optimized nor loaded."""

    @property
    def codegen(self) -> _NothingLoaded:
        """Asked for when the code is ready to run, which it never is."""
        return _NothingLoaded()

    def _optimize_final_module(self) -> None:
        """Leave that to the whole."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True


class _Whole(JITCodeLibrary):
    """Code that runs. Nobody else calls its parts, so the optimizer may change, merge and drop them."""

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == Linkage.linkonce_odr:
                function.linkage = Linkage.internal
            if not function.is_declaration and any(f"{path}B" in function.name for path in _IN_PLACE):
                function.add_function_attribute("alwaysinline")
        super()._optimize_final_module()


class _NothingLoaded:
    """Stands for loaded code where there is none."""

    def set_env(self, name: str, environment: Any) -> None:
        """An environment serves to raise exceptions, which a part does not do."""
