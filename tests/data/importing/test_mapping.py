"""A mapping document says what it means or is refused in words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app.data.columns.column import ColumnType
from app.data.importing.mapping import FileMapping, MappingDocument, parse_mapping, read_mapping
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.errors import AppError

PAGE = (Path(__file__).parents[3] / "docs" / "data.md").read_text("utf-8")
SECTION = PAGE.split("\n## The mapping\n")[1].split("\n## ")[0]
EXAMPLES = re.findall(r"```json\n(.*?)```", SECTION, re.S)
FILES = {
    "bons-2025.csv": "Bon;Karte;Tag;Uhr;Artikel;Menge;Summe;Filiale;Kasse\n"
    "1;K1;01.03.2025;10:00;a;2;4,50;01;9\n1;K1;01.03.2025;10:00;b;1;3,00;01;9\n2;K2;02.03.2025;11:30;a;1;2,25;02;9\n",
    "artikel.csv": "Artikel;Text;Preis\na;Brötchen;2,25\nb;Kaffee;3,00\n",
    "stamm.csv": "Karte\nK2\n",
}


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


def test_that_the_page_of_the_mapping_names_all_that_it_can_say_and_its_examples_are_read() -> None:
    fields = {**FileMapping.model_fields, **MappingDocument.model_fields}
    del fields["header"]  # the workspace's own
    named = [name for name, field in fields.items() if not re.search(rf"[`\"]{field.alias or name}[`\"]", SECTION)]
    assert named == []
    assert [parse_mapping(each, "example") for each in EXAMPLES]


def test_that_the_example_which_says_everything_reads_its_files(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="cp1252" if name.startswith("bons") else "utf-8")
    (document,) = (parse_mapping(each, "example") for each in EXAMPLES if "bons" in each)
    dataset = import_plan(propose([tmp_path / name for name in FILES], document), document.dataset or "").dataset
    assert dataset.schema().events == {"purchase": 2, "ordered_product": 3}
    assert sorted(map(str, dataset.customer_ids.to_pylist())) == ["K1", "K2"]
    assert dataset.products.ids.to_pylist() == ["a", "b"]
    assert list(dataset.lists) == ["regulars"]
    assert "Kasse" not in dataset.properties


_EVENTS = "member,event,at,n\n1,visit,2024-01-01,3\n2,visit,2024-01-02,4\n"


@pytest.mark.parametrize(
    ("said", "properties"),
    [
        ({}, ["n"]),
        ({"events": {"key": "member"}}, ["n"]),
        ({"events": {"key": "member", "types": {"member": "text"}}}, ["member", "n"]),
        ({"files": [{"file": "e.csv", "as": "events", "types": {"member": "text"}}]}, ["member", "n"]),
    ],
)
def test_that_a_key_is_a_property_too_where_a_mapping_gives_it_a_type(
    said: dict[str, object], properties: list[str], tmp_path: Path
) -> None:
    (tmp_path / "e.csv").write_text(_EVENTS, encoding="utf-8")
    first = import_plan(propose([tmp_path / "e.csv"], parse_mapping(json.dumps(said), "m")), "t")
    known = first.mapping, first.dataset
    plan = propose([tmp_path / "e.csv"], *known, accounts=first.accounts, before=first.mapping, on_duplicate="append")
    again = import_plan(plan, "t", first.dataset)
    assert sorted(first.dataset.properties) == sorted(again.dataset.properties) == properties
    assert again.dataset.event_count == 2
