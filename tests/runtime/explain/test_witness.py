"""Only the uncompiled machine tells a witness; in compiled code there is nothing of it."""

from __future__ import annotations

import inspect
from typing import Any

import numba
import pytest

from app.runtime.machine.state import witness


def test_that_compiled_code_passes_over_what_a_witness_is_told() -> None:
    def told(machine: Any) -> Any:
        witness.tell_applied(machine, 1)
        return machine + 7

    compiled: Any = numba.njit(told)
    assert compiled(1) == 8  # a number is no machine, and nothing has noticed
    with pytest.raises(AttributeError, match="witness"):
        told(1)


def test_that_every_telling_has_a_method_of_the_witness() -> None:
    tellings = [name for name, _ in inspect.getmembers(witness, inspect.isfunction) if name.startswith("tell_")]
    methods = [name for name, _ in inspect.getmembers(witness.Witness, inspect.isfunction) if not name.startswith("_")]
    assert len(tellings) == len(methods)
