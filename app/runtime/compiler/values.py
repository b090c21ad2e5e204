"""What scenarios write into the profile: every value that may be written, and what each test says of it.

A value is a row of `values`; an attribute that is written (a field) has a run of them: the missing one, the code of a
voucher, the constants, the distinct values of the properties that are copied, and products. So a test of a written
attribute is a bit to look up, as it is for one that nobody writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.columns.arrow import pick, words_of
from app.data.columns.column import MISSING_INSTANT, Column, ColumnType
from app.data.dataset import Dataset
from app.nodes.ad_platforms import CONSENT_ROLE
from app.nodes.conditions import AttributeTest, NumberOperator
from app.nodes.instructions import Constant
from app.nodes.times import Moment
from app.runtime.compiler.conditions import NUMBER_OPERATORS, add_number_test
from app.runtime.compiler.draft import Draft
from app.runtime.compiler.events import EventTable, text_column
from app.runtime.compiler.recommending import Models
from app.runtime.matching import passing
from app.runtime.program.channels import channel_bits
from app.runtime.program.conditions import AttributeTestRow, MomentsRow
from app.runtime.program.nodes import FieldRow, SetRow, ValueRow, VoucherRow
from app.runtime.program.opcodes import AD_CONSENT_BIT, NONE
from app.runtime.program.zones import read_zone
from app.runtime.recommending import Model

_EPOCH = date(1970, 1, 1).toordinal()
_DAY_US = 86_400_000_000
_A_CODE = "a code"


@dataclass(slots=True)
class _Field:
    """A written attribute: its type, and its values in order; the first is the missing one."""

    first: int
    type: ColumnType
    values: list[Any]
    places: dict[Any, int]

    def place(self, value: Any) -> int:
        """The row of a value; None is the missing one."""
        key = (type(value), value)
        if key not in self.places:
            self.places[key] = self.first + len(self.values)
            self.values.append(value)
        return self.places[key]


def compile_values(draft: Draft, dataset: Dataset, events: EventTable, models: Models) -> dict[str, Any]:
    """The tables of fields, their values and what is written; the types of what is written have been checked."""
    chosen = [_products_of(model) for model in models.of_nodes]
    fields = _fields(draft, dataset, events, chosen)
    numbers = {attribute: number for number, attribute in enumerate(fields)}
    drawn = [drawn.property for drawn in draft.drawn]
    sets: list[SetRow] = []
    copies: list[NDArray[np.int32]] = []
    for setter in draft.setters:
        field, value, column, property_ = fields[setter.attribute], NONE, NONE, NONE
        if setter.from_entry is None:
            value = field.place(_as_type(setter.value, field.type))
        else:
            column = len(copies)
            copies.append(_copied(events.column(setter.from_entry), field))
            property_ = drawn.index(setter.from_entry) if setter.from_entry in drawn else NONE
        sets.append(SetRow(numbers[setter.attribute], value, column, property_))
    vouchers = [
        VoucherRow(draft.pool_names.place(taker.pool), numbers[taker.into], fields[taker.into].place(_A_CODE))
        for taker in draft.takers
    ]
    product_values = _product_values(draft, fields, numbers, chosen, len(models.ids))
    tests, bits = _tests(draft, fields, numbers)
    return {
        "sets": sets,
        "vouchers": vouchers,
        "product_values": product_values,
        "fields": [_field_row(field, attribute, dataset) for attribute, field in fields.items()],
        "values": [_value_row(value) for field in fields.values() for value in field.values],
        "event_values": np.concatenate([np.zeros(0, np.int32), *copies]),
        "attribute_tests": tests,
        "value_bits": np.concatenate([np.zeros(0, np.uint8), *bits]),
        "moment_columns": [MomentsRow(numbers.get(column.of, NONE)) for column in draft.customer_moments.rows],
    }


def _fields(
    draft: Draft, dataset: Dataset, events: EventTable, chosen: Sequence[Mapping[int, str]]
) -> dict[str, _Field]:
    """All fields with all their values, so that each knows where its run begins."""
    fields: dict[str, _Field] = {}
    first = 0
    intos = [*(taker.into for taker in draft.takers), *(recommender.into for recommender in draft.recommenders)]
    written = [*(setter.attribute for setter in draft.setters), *intos]
    for attribute in dict.fromkeys(written):
        field = fields[attribute] = _Field(first, _type(attribute, draft, dataset, events), [], {})
        field.place(None)
        for setter in draft.setters:
            if setter.attribute == attribute and setter.from_entry is None:
                field.place(_as_type(setter.value, field.type))
            elif setter.attribute == attribute and setter.from_entry is not None:
                for value in _distinct(events.column(setter.from_entry)):
                    field.place(value)
        if any(taker.into == attribute for taker in draft.takers):
            field.place(_A_CODE)
        for recommender, products in zip(draft.recommenders, chosen, strict=True):
            if recommender.into == attribute:
                for product in products.values():
                    field.place(product)
        first += len(field.values)
    return fields


def _products_of(model: Model) -> dict[int, str]:
    """What a model may choose: ids by their places."""
    may_be = np.zeros(len(model.ids), np.bool_)
    may_be[model.products] = True
    places = np.flatnonzero(may_be)
    return dict(zip(places.tolist(), words_of(pick(model.ids, places)), strict=True))


def _product_values(
    draft: Draft,
    fields: dict[str, _Field],
    numbers: dict[str, int],
    chosen: Sequence[Mapping[int, str]],
    products: int,
) -> NDArray[np.int32]:
    """The row of the value that each product would write, node after node; the nodes learn where theirs begin."""
    values = np.zeros(len(chosen) * products, np.int32)
    for place, (row, recommender, own) in enumerate(zip(draft.recommends, draft.recommenders, chosen, strict=True)):
        row.field, row.values = numbers[recommender.into], place * products
        field = fields[recommender.into]
        for product, id_ in own.items():
            values[row.values + product] = field.place(id_)
    return values


def _type(attribute: str, draft: Draft, dataset: Dataset, events: EventTable) -> ColumnType:
    column = dataset.attributes.get(attribute)
    if column is not None:
        return column.type
    for setter in draft.setters:
        if setter.attribute == attribute and setter.from_entry is not None:
            return events.column(setter.from_entry).type
        if setter.attribute == attribute and isinstance(setter.value, bool):
            return ColumnType.BOOLEAN
        if setter.attribute == attribute and isinstance(setter.value, int | float):
            return ColumnType.NUMBER
    return ColumnType.TEXT


def _as_type(value: Constant | None, type_: ColumnType) -> Any:
    """A constant of a scenario as a value of the column: dates and instants are written as texts."""
    match type_:
        case ColumnType.DATE:
            return np.datetime64(date.fromisoformat(str(value)), "D")
        case ColumnType.INSTANT:
            return Moment.parse(str(value))
        case ColumnType.NUMBER:
            return float(value or 0)
        case _:
            return value


def _distinct(column: Column) -> Iterator[Any]:
    """The distinct values of a column, as values of a field."""
    values = np.unique(column.values[column.filled])
    match column.type:
        case ColumnType.TEXT:
            words = column.words.to_pylist()
            yield from (words[code] for code in values.tolist())
        case ColumnType.BOOLEAN:
            yield from (bool(value) for value in values.tolist())
        case ColumnType.DATE:
            yield from (np.datetime64(day, "D") for day in values.tolist())
        case ColumnType.INSTANT:
            yield from (Moment("", at, False) for at in values.tolist())
        case ColumnType.NUMBER:
            yield from (float(value) for value in values.tolist())


def _copied(column: Column, field: _Field) -> NDArray[np.int32]:
    """The row of the value that each event would write."""
    places = np.array([field.place(value) for value in _distinct(column)], np.int32)
    rows = np.full(len(column), field.place(None), np.int32)
    filled = column.filled
    rows[filled] = places[np.unique(column.values[filled], return_inverse=True)[1]]
    return rows


def _field_row(field: _Field, attribute: str, dataset: Dataset) -> FieldRow:
    roles = dataset.roles.attributes
    addresses = channel_bits(lambda channel: roles.get(channel.address_role) == attribute)
    consents = channel_bits(lambda channel: roles.get(channel.consent_role) == attribute)
    if roles.get(CONSENT_ROLE) == attribute:
        consents |= AD_CONSENT_BIT
    return FieldRow(field.first, addresses, consents)


def _value_row(value: Any) -> ValueRow:
    moment, is_wall = MISSING_INSTANT, False
    if isinstance(value, Moment):
        moment, is_wall = value.us, value.is_local
    elif isinstance(value, np.datetime64):
        moment, is_wall = int(value.astype(np.int64)) * _DAY_US, True
    is_missing = value is None or (isinstance(value, str) and not value)
    return ValueRow(moment, is_wall, not is_missing, value is True)


def _tests(
    draft: Draft, fields: dict[str, _Field], numbers: dict[str, int]
) -> tuple[list[AttributeTestRow], list[NDArray[np.uint8]]]:
    """Each test of an attribute over the values that its field may have."""
    rows: list[AttributeTestRow] = []
    bits: list[NDArray[np.uint8]] = []
    written = 0
    for zoned in draft.attribute_tests.rows:
        test, field = zoned.of, fields.get(zoned.of.attribute)
        if field is None:
            rows.append(AttributeTestRow(NONE, 0, 0, NONE))
            continue
        number_test = NONE
        if field.type is ColumnType.NUMBER and test.op in NUMBER_OPERATORS:
            number_test = add_number_test(draft, cast(NumberOperator, test.op), test.value)
        stride = len(field.values) if field.type is ColumnType.INSTANT else 0
        rows.append(AttributeTestRow(numbers[test.attribute], written, stride, number_test))
        zones = range(len(draft.zone_names)) if stride else range(1)
        bits.extend(_passing(test, field, draft.zone_names.rows[zone].name) for zone in zones)
        written += len(zones) * len(field.values)
    return rows, bits


def _passing(test: AttributeTest, field: _Field, zone: str) -> NDArray[np.uint8]:
    """Which of a field's values pass a test in a zone."""
    clock = read_zone(zone)

    def from_wall(wall: int) -> NDArray[np.int64]:
        return np.full(len(field.values), clock.instants(np.array([wall]))[0], np.int64)

    return passing(_column(field, zone), test, from_wall).astype(np.uint8)


def _column(field: _Field, zone: str) -> Column:
    """A field's values as a column."""
    clock = read_zone(zone)
    match field.type:
        case ColumnType.TEXT:
            return text_column(field.values)
        case ColumnType.INSTANT:
            at = [
                MISSING_INSTANT if value is None
                else int(clock.instants(np.array([value.us]))[0]) if value.is_local
                else value.us
                for value in field.values
            ]  # fmt: skip
            return Column(field.type, np.array(at, np.int64), pa.array([], pa.string()))
        case ColumnType.DATE:
            days = [np.iinfo(np.int32).min if v is None else int(v.astype(np.int64)) for v in field.values]
            return Column(field.type, np.array(days, np.int32), pa.array([], pa.string()))
        case ColumnType.BOOLEAN:
            flags = [-1 if value is None else int(value) for value in field.values]
            return Column(field.type, np.array(flags, np.int8), pa.array([], pa.string()))
        case ColumnType.NUMBER:
            numbers = [np.nan if value is None else value for value in field.values]
            return Column(field.type, np.array(numbers, np.float64), pa.array([], pa.string()))
