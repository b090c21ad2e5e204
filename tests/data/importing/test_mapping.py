"""A mapping document says what it means or is refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.data.columns.column import ColumnType
from app.data.importing.mapping import MappingDocument, read_mapping
from app.errors import AppError


def _write(folder: Path, document: object) -> Path:
    path = folder / "mapping.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_that_the_form_of_the_cases_is_read(tmp_path: Path) -> None:
    mapping = read_mapping(
        _write(
            tmp_path,
            {
                "customers": {"key": "id", "types": {"age": "number"}, "roles": {"email": "mail"}},
                "events": {"key": "id", "at": "t", "name": "e", "types": {}, "roles": {"email_unsubscribe": "optout"}},
                "timezone": "Europe/Prague",
            },
        )
    )
    assert mapping.customers is not None
    assert mapping.events is not None
    assert mapping.customers.types == {"age": ColumnType.NUMBER}
    assert mapping.customers.roles == {"email": "mail"}
    assert mapping.events.roles == {"email_unsubscribe": "optout"}
    assert mapping.events.property_roles is None


def test_that_everything_may_be_left_out(tmp_path: Path) -> None:
    assert read_mapping(_write(tmp_path, {})) == MappingDocument()


def test_that_a_mapping_reads_back_from_its_own_json() -> None:
    mapping = MappingDocument.model_validate({"events": {"name_constant": "visit", "types": {"amount": "number"}}})
    assert MappingDocument.model_validate_json(mapping.model_dump_json()) == mapping


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"customers": {"kee": "id"}}, "customers.kee: is not a key of a mapping"),
        ({"customers": {"types": {"age": "integer"}}}, "customers.types.age: Input should be 'text'"),
        ({"customers": {"roles": {"mail": "x"}}}, "there is no role “mail”; the roles are email, phone"),
        ({"events": {"roles": {"amount": "x"}}}, "there is no role “amount”"),
        ({"events": {"name": "e", "name_constant": "visit"}}, "not both"),
        ({"timezone": "Mars/Base"}, "“Mars/Base” is not a time zone"),
        ({"timezone": "../etc"}, "is not a time zone"),
        ({"files": [{"file": "a.csv", "encoding": "klingon"}]}, "“klingon” is not an encoding"),
        ({"files": [{"file": "a.csv", "encoding": "base64"}]}, "“base64” is not an encoding"),
        ([], "file: Input should be"),
    ],
)
def test_that_a_wrong_mapping_is_refused_with_its_place(tmp_path: Path, document: object, words: str) -> None:
    with pytest.raises(AppError) as refusal:
        read_mapping(_write(tmp_path, document))
    assert words in str(refusal.value)


def test_that_every_problem_is_listed(tmp_path: Path) -> None:
    with pytest.raises(AppError) as refusal:
        read_mapping(_write(tmp_path, {"a": 1, "b": 2, "customers": {"types": {"x": "y"}}}))
    assert len(refusal.value.problems) == 3


def test_that_what_is_no_json_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    with pytest.raises(AppError, match=r"There is no file .* Nothing was imported"):
        read_mapping(path)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(AppError, match="is not JSON"):
        read_mapping(path)
