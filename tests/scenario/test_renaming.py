"""Scenarios and conditions with nobody in them: they compare with the pseudonyms that the columns have."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from app.data.dataset import Roles
from app.data.pseudonyms.keyed import KeyedNames
from app.data.pseudonyms.known import Known
from app.data.pseudonyms.renaming import Renaming
from app.scenario.files import parse_scenario
from app.scenario.renaming import compared_texts, renamed, renamed_scenario
from tests.builders.datasets import dataset
from tests.builders.scenarios import document, kind

NAMES = KeyedNames(b"a key for tests only")
CONDITION: dict[str, Any] = {
    "any": [
        {"attribute": "mail", "op": "in", "value": ["anna@posta.cz", "x@posta.cz"]},
        {"attribute": "mail", "op": "ends_with", "value": "@posta.cz"},
        {"attribute": "street", "op": "eq", "value": "Lipová 7"},
        {"attribute": "street", "op": "eq", "value": "Nowhere"},
        {"attribute": "country", "op": "eq", "value": "CZ"},
        {"attribute": "age", "op": "gt", "value": 30},
        {"event": "buy", "where": [{"property": "url", "op": "eq", "value": "/thanks/anna"}]},
    ]
}


def _renaming(*ids: str) -> Renaming:
    people: list[dict[str, object]] = [
        {"id": id_, "mail": f"{id_}@posta.cz", "street": f"Lipová {7 + at}", "country": "CZ", "age": 31}
        for at, id_ in enumerate(ids)
    ]
    made = dataset(people, [{"id": ids[0], "at": "2024-05-01T10:00:00Z", "event": "buy", "url": "/thanks/anna"}])
    known = Known(frozenset(compared_texts(CONDITION)))
    known.learn(replace(made, roles=Roles({"email": "mail", "country": "country"})))
    return Renaming(NAMES, known)


def test_that_a_condition_compares_with_the_pseudonyms_of_its_column() -> None:
    renaming = _renaming("anna", "bela")
    mails, ending, street, nowhere, country, age, event = renamed(CONDITION, renaming)["any"]
    assert mails["value"] == [NAMES.email("anna@posta.cz"), NAMES.email("x@posta.cz")]
    assert ending["value"] == "@posta.cz"
    assert street["value"] == renaming.word(("attribute", "street"), "Lipová 7") != "Lipová 7"
    assert (nowhere["value"], country["value"], age["value"]) == ("Nowhere", "CZ", 30)
    assert event["where"][0]["value"] == renaming.word(("property", "url"), "/thanks/anna")


def test_that_a_scenario_stays_one_though_an_id_is_a_word_of_its_form() -> None:
    tree = document(
        [kind("hour", "wait", for_="PT1H"), kind("who", "filter", condition=CONDITION)],
        "hour>who",
        id="cart",
        name="Without anna88 and anna@posta.cz",
        notes=[{"id": "n", "at": [0, 0], "size": [9, 9], "text": "anna88 calls"}],
    )
    made = renamed_scenario(json.dumps(tree), _renaming("anna88", "params", "nodes", "settings", "attribute"))
    assert "anna" not in made
    scenario = parse_scenario(made)
    assert [node.type for node in scenario.nodes] == ["wait", "filter"]
    assert scenario.notes[0].text == f"{NAMES.id('anna88')} calls"
