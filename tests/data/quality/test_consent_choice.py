"""Who agreed is what the user says that values mean, and never more."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.data.dataset import Dataset
from app.data.importing.rows import Row
from app.data.quality.consent_choice import consent_choice, with_consent, without_agreement
from app.data.storing.soundness import is_sound
from app.errors import AppError
from tests.builders.datasets import from_rows

ROLE = "email_consent"
PEOPLE: list[Row] = [
    {"id": "a", "state": "Active", "agreed": "yes", "score": 1},
    {"id": "b", "state": "Cold", "agreed": "no", "score": 2},
    {"id": "c", "state": "Active", "score": 2},
    {"id": "d", "marketing since": "2024-01-01"},
]


def _dataset(people: Sequence[Row] = PEOPLE, **roles: str) -> Dataset:
    types = {"state": "text", "agreed": "boolean", "score": "number", "marketing since": "date", "name": "text"}
    types |= {"flag": "number", "street": "text"}
    return from_rows(people, [], {"customers": {"key": "id", "types": types, "roles": roles}})


def _said(dataset: Dataset) -> list[int]:
    return [int(value) for value in dataset.attributes[dataset.roles.attributes[ROLE]].values]


def test_that_only_columns_whose_names_or_values_speak_of_it_may_say_it_those_with_such_names_first() -> None:
    flagged: list[Row] = [{**row, "flag": at % 2, "street": "Main St 1"} for at, row in enumerate(PEOPLE)]
    for people, speak in ((PEOPLE, []), (flagged, [("flag", {"0": 2, "1": 2})])):
        choice = consent_choice(_dataset(people), ROLE)
        assert choice is not None
        named = [(each.name, dict(each.values)) for each in choice.columns]
        assert sorted(named[:2]) == [("agreed", {"no": 1, "yes": 1}), ("marketing since", {"any day": 1})]
        assert sorted(named[2:]) == [*speak, ("state", {"Active": 2, "Cold": 1})]


def test_that_addresses_names_and_columns_of_many_values_cannot_say_it() -> None:
    people: list[Row] = [{"id": f"c{at:02}", "state": f"s{at}", "name": "Ann"} for at in range(30)]
    assert consent_choice(_dataset(people, first_name="name"), ROLE) is None


def test_that_values_mean_what_is_said_and_others_leave_it_unknown() -> None:
    mended = with_consent(_dataset(), ROLE, "state", ["Active"], [])
    assert _said(mended) == [1, -1, 1, -1]
    assert is_sound(mended)
    assert _said(with_consent(_dataset(), ROLE, "score", ["2"], ["1"])) == [0, 1, 1, -1]
    assert _said(with_consent(_dataset(), ROLE, "marketing since", ["any day"], [])) == [-1, -1, -1, 1]


def test_that_a_column_of_yes_and_no_that_means_what_it_says_gets_the_role() -> None:
    mended = with_consent(_dataset(), ROLE, "agreed", ["yes"], ["no"])
    assert mended.roles.attributes[ROLE] == "agreed"
    assert set(mended.attributes) == set(_dataset().attributes)
    assert _said(with_consent(_dataset(), ROLE, "agreed", ["no"], ["yes"])) == [0, 1, -1, -1]


def test_that_what_is_known_stays() -> None:
    known = _dataset(email_consent="agreed")
    assert _said(with_consent(known, ROLE, "state", ["Cold", "Active"], [])) == [1, 0, 1, -1]
    assert _said(without_agreement(known, ROLE)) == [1, 0, 0, 0]
    assert _said(without_agreement(_dataset(), ROLE)) == [0, 0, 0, 0]


def test_that_a_new_column_takes_no_name_that_is_there() -> None:
    people: list[Row] = [{"id": "a", "state": "Active", ROLE: "Hot"}]
    dataset = from_rows(people, [], {"customers": {"key": "id", "types": {"state": "text", ROLE: "text"}}})
    mended = with_consent(dataset, ROLE, "state", ["Active"], [])
    assert mended.roles.attributes[ROLE] == "email_consent (yes or no)"
    assert ROLE in mended.attributes


@pytest.mark.parametrize(
    ("column", "yes", "no", "says"),
    [
        ("nowhere", ["x"], [], "no column “nowhere”"),
        ("state", ["x"], [], "no “x” in “state”"),
        ("state", ["Cold"], ["Cold"], "“Cold” cannot mean yes and no"),
    ],
)
def test_that_values_that_are_not_there_are_named(column: str, yes: list[str], no: list[str], says: str) -> None:
    with pytest.raises(AppError, match=says):
        with_consent(_dataset(), ROLE, column, yes, no)
