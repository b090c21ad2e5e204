"""The machine's tables in compiled code: addresses and lengths, and nothing else.

Compiled code sees a structure of tables as one pointer to pairs of address and length, and a table as such a pair.
Numba's own arrays would do the same work, but each access and each call would count references, and a structure of some
sixty of them would be part of the name of every function (measured: compilation twice, execution four times as long).
Whoever calls compiled code has to keep the arrays alive and must not let an index leave its table; the machine's tests
run the same code on lists, which check.
"""

# Numba's functions have no types; the whole file talks to its internals.
# mypy: disable-error-code="misc, no-untyped-call, override, untyped-decorator"

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import Any

import numba
import numpy as np
from numba.core import types
from numba.core.imputils import lower_builtin, lower_getattr_generic
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import intrinsic, models, register_model
from numpy.typing import NDArray

from app.runtime.program.row_layout import dtype_of

_WORDS_PER_TABLE = 2
_INDEX = types.intp


def addresses_of(tables: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    """Address and length of each array, all of which have to be contiguous; valid as long as the arrays live."""
    return np.array([word for table in tables for word in (table.ctypes.data, len(table))], np.int64)


class TableType(types.Type):
    """A table of records or numbers in compiled code."""

    def __init__(self, element: Any) -> None:
        dtype = dtype_of(element)
        self.element = numba.from_dtype(dtype)
        super().__init__(name=f"Table({dtype.name if dtype.names is None else element.__name__})")


class StructureType(types.Type):
    """A structure of tables in compiled code."""

    def __init__(self, name: str, elements: Mapping[str, Any]) -> None:
        self.tables = {field: TableType(element) for field, element in elements.items()}
        self.places = {field: place for place, field in enumerate(elements)}
        super().__init__(name=name)


@register_model(TableType)
class _TableModel(models.StructModel):
    def __init__(self, manager: Any, type_: TableType) -> None:
        super().__init__(manager, type_, [("address", types.voidptr), ("size", _INDEX)])


@register_model(StructureType)
class _StructureModel(models.PrimitiveModel):
    def __init__(self, manager: Any, type_: StructureType) -> None:
        super().__init__(manager, type_, manager.lookup(types.CPointer(_INDEX)).get_value_type())


def structure_at(structure: StructureType) -> Any:
    """What compiled code calls to take an array of `addresses_of` for a structure."""

    @intrinsic
    def at(_context: Any, addresses: Any) -> Any:
        def generate(context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
            array = context.make_array(sig.args[0])(context, builder, arguments[0])
            return builder.bitcast(array.data, context.get_value_type(sig.return_type))

        return structure(addresses), generate

    return at


@infer_getattr
class _StructureAttributes(AttributeTemplate):
    key = StructureType

    def generic_resolve(self, structure: StructureType, field: str) -> TableType | None:
        return structure.tables.get(field)


@lower_getattr_generic(StructureType)
def _lower_field(context: Any, builder: Any, structure: StructureType, pointer: Any, field: str) -> Any:
    """Load a table; the pairs never change while compiled code runs, so loads need not be repeated."""
    place = structure.places[field] * _WORDS_PER_TABLE
    table = context.make_helper(builder, structure.tables[field])
    words = []
    for word in range(_WORDS_PER_TABLE):
        load = builder.load(builder.gep(pointer, [context.get_constant(_INDEX, place + word)]))
        load.set_metadata("invariant.load", builder.module.add_metadata([]))
        words.append(load)
    table.address = builder.inttoptr(words[0], context.get_value_type(types.voidptr))
    table.size = words[1]
    return table._getvalue()


@infer_global(operator.getitem)
class _GetItem(AbstractTemplate):
    def generic(self, args: tuple[Any, ...], _: Mapping[str, Any]) -> Any:
        table, index = args
        if isinstance(table, TableType) and isinstance(index, types.Integer):
            return signature(table.element, table, _INDEX)
        return None


@infer_global(operator.setitem)
class _SetItem(AbstractTemplate):
    def generic(self, args: tuple[Any, ...], _: Mapping[str, Any]) -> Any:
        table, index = args[:2]
        if isinstance(table, TableType) and isinstance(index, types.Integer):
            return signature(types.none, table, _INDEX, table.element)
        return None


@infer_global(len)
class _Length(AbstractTemplate):
    def generic(self, args: tuple[Any, ...], _: Mapping[str, Any]) -> Any:
        return signature(_INDEX, args[0]) if isinstance(args[0], TableType) else None


def _element(context: Any, builder: Any, type_: TableType, value: Any, index: Any) -> Any:
    """The pointer to an element."""
    table = context.make_helper(builder, type_, value)
    pointer = context.get_data_type(type_.element).as_pointer()
    return builder.gep(builder.bitcast(table.address, pointer), [index])


@lower_builtin(operator.getitem, TableType, types.Integer)
def _lower_get(context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
    element = _element(context, builder, sig.args[0], *arguments)
    return context.unpack_value(builder, sig.return_type, element)


@lower_builtin(operator.setitem, TableType, types.Integer, types.Any)
def _lower_set(context: Any, builder: Any, sig: Any, arguments: Any) -> None:
    element = _element(context, builder, sig.args[0], *arguments[:2])
    context.pack_value(builder, sig.args[0].element, arguments[2], element)


@lower_builtin(len, TableType)
def _lower_length(context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
    return context.make_helper(builder, sig.args[0], arguments[0]).size
