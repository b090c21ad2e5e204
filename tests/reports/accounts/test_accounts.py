"""Accounts against what was planted, and how people are put together to accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.errors import AppError
from app.look.palette import DARK, LIGHT
from app.numbers import NOTHING, day
from app.reports.accounts.chart import draw_accounts
from app.reports.accounts.definition import AccountsDefinition, accounts, proposed_accounts
from app.reports.accounts.figures import LAST, AccountsFigures
from app.reports.accounts.free_mailers import is_free_mailer
from app.reports.accounts.report import AccountsReport
from app.reports.accounts.sentence import changed, sentence
from app.reports.crm.way import Way
from app.reports.definition.sentence import Part
from app.reports.segments import NO_SEGMENTS, counted_of
from tests.builders.b2b import at_us, b2b, everybody, truth
from tests.builders.datasets import people


@pytest.fixture(name="definition", scope="module")
def _definition() -> AccountsDefinition:
    proposed = proposed_accounts(b2b())
    assert proposed is not None
    return proposed


@pytest.fixture(name="figures", scope="module")
def _figures(definition: AccountsDefinition) -> AccountsFigures:
    return accounts(b2b(), definition)


def planted() -> dict[str, dict[str, Any]]:
    """By account ("" for none): people, touches, scores, cents and the last activity, from the truth alone."""
    found: dict[str, dict[str, Any]] = {}
    of_person = {}
    for person in everybody():
        empty = {"people": set(), "touches": 0, "score": [], "open": 0, "won": 0, "last": 0}
        account = found.setdefault(person["account"], empty)
        of_person[person["id"]] = account
        account["people"].add(person["id"])
        account["touches"] += len(person["touches"])
        account["last"] = max(account["last"], person["active"])
        if person["scores"]:
            account["score"].append(max(person["scores"])[1])
    for deal in truth()["opportunities"]:
        if deal["outcome"] in ("open", "won"):
            of_person[deal["contact"]][deal["outcome"]] += deal["cents"]
    return found


def test_that_every_account_is_as_it_was_planted(figures: AccountsFigures) -> None:
    expected = planted()
    assert set(figures.names) == set(truth()["accounts"]) == {name for name in expected if name}
    of = figures.totals
    assert of.score is not None
    assert of.highest is not None
    for at, name in enumerate((*figures.names, "")):
        account = expected[name]
        assert (of.people[at], of.touches[at]) == (len(account["people"]), account["touches"])
        assert (of.open_cents[at], of.won_cents[at]) == (account["open"], account["won"])
        assert of.last[at] == at_us(account["last"])
        assert of.score[at] == sum(account["score"])
        assert account["score"] == [] or of.highest[at] == max(account["score"])


def test_that_the_open_pipeline_is_that_of_the_crm_to_the_cent(figures: AccountsFigures) -> None:
    deals = [deal["cents"] for deal in truth()["opportunities"] if deal["outcome"] == "open"]
    assert int(figures.totals.open_cents.sum()) == sum(deals) > 0
    amounts = [figures.totals.open_cents[at] for at in figures.ranked()]
    assert amounts == sorted(amounts, reverse=True)


def test_that_the_people_of_a_row_are_those_of_the_account(figures: AccountsFigures) -> None:
    expected = planted()
    for row, at in enumerate([*figures.ranked(), len(figures.names)]):
        ids = figures.people(row, 1)
        assert ids is not None
        assert set(ids.to_pylist()) == expected[figures.names[at] if at < len(figures.names) else ""]["people"]
    everyone = figures.people(len(figures.names) + 1, 1)
    assert everyone is not None
    assert len(everyone) == 3_000


def test_that_the_last_activity_is_a_day_of_the_zone_and_an_email_sent_is_none(
    figures: AccountsFigures, definition: AccountsDefinition
) -> None:
    first = figures.ranked()[0]
    local = datetime.fromtimestamp(int(figures.totals.last[first]) / 1e6, ZoneInfo(truth()["zone"])).date()
    assert figures.table()[1][0][LAST] == day(local)
    later = accounts(b2b(), replace(definition, passive=()))
    assert (later.totals.last >= figures.totals.last).all()
    assert (later.totals.last > figures.totals.last).any()


def test_that_data_that_end_before_their_first_event_have_accounts_in_which_nothing_happened(
    definition: AccountsDefinition,
) -> None:
    found = counted_of(NO_SEGMENTS, b2b(), replace(definition, data_end=date(2020, 1, 1)), accounts)
    assert set(found.names) == set(truth()["accounts"])
    assert (int(found.totals.people.sum()), int(found.totals.touches.sum())) == (3_000, 0)
    assert {row[LAST] for row in found.table()[1]} == {NOTHING}


CUSTOMERS = [
    {"customer_id": "a", "email": "a@acme.example", "company": "Acme Inc"},
    {"customer_id": "b", "email": "b@acme.example", "company": "ACME  inc"},
    {"customer_id": "c", "email": "c@ACME.example", "company": ""},
    {"customer_id": "d", "email": "d@bolt.example", "company": ""},
    {"customer_id": "e", "email": "e@gmail.com", "company": ""},
    {"customer_id": "f", "email": "f@gmx.net", "company": "Acme Inc"},
    {"customer_id": "g", "email": "nonsense", "company": ""},
]


def test_that_people_find_their_account_by_company_then_by_colleagues_then_by_domain() -> None:
    data = people(CUSTOMERS, [], roles={"company": "company"})
    proposed = proposed_accounts(data)
    assert proposed is not None
    figures = accounts(data, proposed)
    names = (*figures.names, None)
    assert [names[place] for place in figures.place.tolist()] == [
        "Acme Inc", "Acme Inc", "Acme Inc", "bolt.example", None, "Acme Inc", None,
    ]  # fmt: skip
    assert figures.totals.score is None
    assert len(figures.table()[1]) == 4


def test_that_free_mailers_of_all_countries_are_known_and_companies_are_not() -> None:
    free = ("gmail.com", "hotmail.co.uk", "yahoo.com.br", "gmx.at", "seznam.cz", "outlook.de", "qq.com", "t-online.de")
    assert all(map(is_free_mailer, free))
    assert not any(
        map(is_free_mailer, ("acme.example", "live", "liverpool.ac.uk", "gmail.acme.com", "yahoo.acme.example"))
    )


def test_that_data_without_companies_or_addresses_proposes_nothing_and_all_faults_are_named() -> None:
    assert proposed_accounts(people([], [("ann", "01-01 10:00", "visit")])) is None
    wrong = AccountsDefinition(Way(), "age", "", ("nowhere",), "city")
    with pytest.raises(AppError) as caught:
        accounts(people([{"customer_id": "a", "age": 3}], []), wrong)
    assert {problem.code for problem in caught.value.problems} == {
        "accounts-by", "accounts-touch", "accounts-score",
    }  # fmt: skip


def test_that_every_part_of_the_sentence_can_be_changed(definition: AccountsDefinition) -> None:
    for part in sentence(b2b(), definition):
        if isinstance(part, Part) and part.clauses is None:
            assert isinstance(changed(definition, part.field, part.choices[-1].value), AccountsDefinition)
    by_domain = accounts(b2b(), changed(definition, "company", ""))
    assert all("." in name for name in by_domain.names)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_chart_shows_as_many_accounts_as_have_room(palette: Any, figures: AccountsFigures) -> None:
    chart = draw_accounts(figures, palette)
    chart.lay_out(900, AccountsReport().height_px(figures))
    boxes = [hit.path.get_extents() for hit in chart.hits]
    assert 20 < len({hit.row for hit in chart.hits}) < 400
    assert all(0 <= box.x0 < box.x1 <= 901 and 0 <= box.y0 < box.y1 <= 760 for box in boxes)
