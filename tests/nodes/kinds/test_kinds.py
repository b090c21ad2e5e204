"""What holds for every kind of node: defaults, words, ports, form, file."""

from __future__ import annotations

import json
from pkgutil import iter_modules
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.columns.column import ColumnType
from app.nodes import kinds
from app.nodes.catalogue import KINDS
from app.nodes.document import Document
from app.nodes.instructions import Instruction
from app.nodes.kind import Control, Family, Kind, Written
from app.resources import resource
from tests.nodes.schemas import AROUND, BLIND, SCHEMA
from tests.nodes.strategies import PARAMS, Json

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
documents = st.sampled_from(sorted(PARAMS)).flatmap(lambda type_: PARAMS[type_].map(lambda values: (type_, values)))


def read(kind: Kind[Any], values: Any) -> Document:
    return kind.params.model_validate_json(json.dumps(values))


def test_that_the_catalogue_holds_the_kinds_in_the_order_of_the_palette() -> None:
    expected = (
        "entry_event entry_audience entry_date entry_score filter branch wait wait_for split email sms push"
        " score set list ad_audience recommend task webhook voucher exit"
    )
    assert list(KINDS) == expected.split()
    assert all(kind.type == name for name, kind in KINDS.items())
    families = [kind.family for kind in KINDS.values()]
    assert families == sorted(families, key=list(Family).index)


def test_that_the_palette_and_the_folder_of_kinds_are_one_to_one() -> None:
    modules = {module.name for module in iter_modules(kinds.__path__)}
    assert sorted(type(kind).__module__.rpartition(".")[2] for kind in KINDS.values()) == sorted(modules)


@every_kind
def test_that_a_node_fresh_from_the_palette_fits_its_kind_and_has_words(kind: Kind[Any]) -> None:
    params = read(kind, dict(kind.defaults()))
    assert kind.describe(params)
    assert isinstance(kind.compile(params), get_args(Instruction))


@every_kind
def test_that_each_row_of_the_form_is_a_key_of_the_file_and_each_needed_key_has_a_row(kind: Kind[Any]) -> None:
    fields = kind.params.model_fields
    keys = {field.alias or name: field.is_required() for name, field in fields.items()}
    rows = {row.name: row for row in kind.form()}
    assert set(rows) <= set(keys)
    assert {name for name, needed in keys.items() if needed} <= set(rows)
    for name, row in rows.items():
        assert row.optional is not keys[name]
        assert row.label
        assert bool(row.choices) == (row.control is Control.CHOICE)


@every_kind
def test_that_each_choice_of_the_form_is_one_that_the_file_allows(kind: Kind[Any]) -> None:
    for row in kind.form():
        for value, label in row.choices:
            assert label
            assert getattr(read(kind, {**kind.defaults(), row.name: value}), row.name) == value


@every_kind
def test_that_the_icon_is_bundled(kind: Kind[Any]) -> None:
    assert resource("icons", f"{kind.icon}.svg").is_file()


@every_kind
def test_that_entries_and_only_entries_belong_to_their_family(kind: Kind[Any]) -> None:
    assert kind.is_entry == (kind.family is Family.ENTRY)


@every_kind
def test_that_an_unknown_key_is_refused(kind: Kind[Any]) -> None:
    with pytest.raises(ValueError, match="colour"):
        read(kind, {**kind.defaults(), "colour": "red"})


@given(documents)
def test_that_any_valid_document_has_words_ports_checks_and_an_instruction(document: tuple[str, Json]) -> None:
    kind, values = KINDS[document[0]], document[1]
    params = read(kind, values)
    assert kind.describe(params).strip()
    assert all(port.name and port.label for port in kind.ports(params))
    assert isinstance(kind.compile(params), get_args(Instruction))
    for around in (AROUND, BLIND):
        keys = {field.alias or name for name, field in kind.params.model_fields.items()}
        assert {problem.field for problem in kind.check(params, around)} <= keys


@given(documents)
def test_that_any_valid_document_comes_back_as_it_went_in(document: tuple[str, Json]) -> None:
    kind, values = KINDS[document[0]], document[1]
    params = read(kind, values)
    dumped = params.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert dumped == values
    assert read(kind, dumped) == params


@every_kind
def test_that_templates_are_long_or_short_texts_of_the_form(kind: Kind[Any]) -> None:
    controls = {row.name: row.control for row in kind.form()}
    assert {controls[name] for name in kind.templates} <= {Control.TEXT, Control.LONG_TEXT}


def test_that_kinds_say_themselves_what_they_write_into_the_profile() -> None:
    assert [name for name, kind in KINDS.items() if kind.can_write] == ["set", "recommend", "voucher"]
    written = KINDS["set"].writes(read(KINDS["set"], {"attribute": "tier", "from_entry": "amount"}), SCHEMA)
    assert list(written) == [Written("tier", SCHEMA.properties["amount"])]
    codes = KINDS["voucher"].writes(read(KINDS["voucher"], {"pool": "spring", "into": "code"}), None)
    assert list(codes) == [Written("code", ColumnType.TEXT, is_code=True)]
