"""Files with several identifiers join over all of them, as far as those say the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.data.columns.arrow import words_of
from app.data.dataset import Dataset
from app.data.importing.keys.stored import texts_of
from app.data.importing.plan import answered, propose
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported

PEOPLE = "id,email,phone\n7,anna@x.de,+49 171 234567\n8,bob@x.de,0172 9876543\n9,cem@x.de,\n"
ORDERS = "Order ID,Customer ID,Email,Phone,Created at,Total\n"


def _imported(folder: Path, zone: str | None = None, **texts: str) -> Imported:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    plan = propose([folder / f"{name}.csv" for name in texts], timezone=zone)
    for doubt in plan.unanswered:
        plan = answered(plan, doubt)
    return import_plan(plan, "shop")


def _counts(dataset: Dataset) -> dict[str, int]:
    counts = np.diff(dataset.offsets).tolist()
    return dict(zip(map(str, dataset.customer_ids.to_pylist()), counts, strict=True))


def _remarks(imported: Imported) -> str:
    return "\n".join(remark for account in imported.accounts for remark in account.remarks)


def test_that_each_identifier_of_an_order_finds_the_customer(tmp_path: Path) -> None:
    orders = ORDERS + (
        "o1,7,anna@x.de,,2024-01-01,10\no2,,Anna@X.de,,2024-01-02,10\no3,8,,,2024-01-03,10\n"
        "o4,,,0171 234567,2024-01-04,10\n"
        "o5,9,cem@x.de,,2024-01-05,10\no6,8,bob@x.de,,2024-01-05,12\no7,,new@x.de,,2024-01-05,12\n"
    )
    imported = _imported(tmp_path, people=PEOPLE, orders=orders)
    assert _counts(imported.dataset) == {"7": 3, "8": 2, "9": 1, "new@x.de": 1}
    assert "Customer ID" not in imported.dataset.attributes


@pytest.mark.parametrize("is_later", [False, True])
def test_that_customers_of_the_same_ids_and_other_addresses_are_no_same_people_before_it_is_said(
    is_later: bool, tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("one.csv", "orders.csv", "other.csv")]
    for path in paths:
        rows = (
            f"{n},{path.stem}{n}@x.io,Brno" if path.stem != "orders" else f"o{n},{n},2026-01-0{n}" for n in range(1, 9)
        )
        header = "order_id,id,created_at" if path.stem == "orders" else "id,email,city"
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
    before = import_plan(propose(paths[:2]), "shop")
    plan = propose(paths[2:], dataset=before.dataset, before=before.mapping) if is_later else propose(paths)
    (doubt,) = plan.unanswered
    assert ", but with the same address 0 of 8; 0 of 8 by “email”" in doubt.text
    dataset = import_plan(answered(plan, doubt), "shop", before.dataset if is_later else None).dataset
    assert dataset.customer_count == 16
    assert dataset.event_count == 8


def test_that_two_shops_with_a_customer_1_each_are_joined_by_address(tmp_path: Path) -> None:
    one = "id,email,city\n1,a@x.io,Brno\n2,b@x.io,Praha\n3,c@x.io,Wien\n"
    other = "id,email,plan\n1,c@x.io,gold\n2,d@x.io,blue\n3,b@x.io,gold\n"
    imported = _imported(tmp_path, one=one, other=other)
    dataset = imported.dataset
    assert dataset.customer_count == 4
    assert [name for name in dataset.attributes if name.startswith("id")] == ["id (other.csv)"]
    assert "“id” holds other ids than that of another file: it is kept as “id (other.csv)”." in _remarks(imported)
    plans = dict(zip(dataset.customer_ids.to_pylist(), words_of(texts_of(dataset.attributes["plan"])), strict=True))
    assert [plans[id_] for id_ in ("1", "2", "3")] == ["", "gold", "gold"]
    again = propose([tmp_path / "other.csv"], dataset=dataset, before=imported.mapping, on_duplicate="append")
    assert list(import_plan(again, "shop", dataset).dataset.attributes) == list(dataset.attributes)
    (tmp_path / "seen.csv").write_text("id,event,at\n1,visit,2024-01-01\n3,visit,2024-01-03\n", encoding="utf-8")
    columns = propose([tmp_path / "seen.csv"], dataset=dataset).stored
    assert columns is not None
    assert "id (other.csv)" in columns.columns


def _emails(dataset: Dataset) -> dict[str, str]:
    ids, emails = words_of(dataset.customer_ids), words_of(texts_of(dataset.attributes["email"]))
    return dict(zip(ids, emails, strict=True))


@pytest.mark.parametrize(("at_once", "key"), [(True, "id"), (False, "id"), (False, "customer")])
def test_that_the_second_shops_customers_stay_others_whenever_its_exports_come(
    tmp_path: Path, at_once: bool, key: str
) -> None:
    texts = {
        "one": f"{key},email\n1,a@x.io\n2,b@x.io\n3,c@x.io\n4,z@x.io\n",
        "other": f"{key},email\n1,c@x.io\n2,d@x.io\n3,b@x.io\n",
        "later": f"{key},email\n1,c@x.io\n2,d@x.io\n3,b@x.io\n4,e@x.io\n",
    }
    imported = _imported(tmp_path, **{name: texts[name] for name in (("one", "other") if at_once else ("one",))})
    accounts, before = list(imported.accounts), imported.mapping
    for name in ("other", "later", "other", "later"):
        (tmp_path / f"{name}.csv").write_text(texts[name], encoding="utf-8")
        plan = propose(
            [tmp_path / f"{name}.csv"],
            dataset=imported.dataset,
            accounts=accounts,
            before=before,
            on_duplicate="append",
        )
        imported = import_plan(plan, "shop", imported.dataset)
        accounts += imported.accounts
        before = before.model_copy(update={"files": (*before.files, *imported.mapping.files)})
    assert _emails(imported.dataset) == {
        "1": "a@x.io",
        "2": "b@x.io",
        "3": "c@x.io",
        "4": "z@x.io",
        f"2 ({key} of other.csv)": "d@x.io",
        f"4 ({key} of other.csv)": "e@x.io",
    }
    assert [name for name in imported.dataset.attributes if name.startswith(key)] == [f"{key} (other.csv)"]


def test_that_ids_which_contradict_the_addresses_are_not_compared(tmp_path: Path) -> None:
    people = "id,email\n1,a@x.io\n2,b@x.io\n3,c@x.io\n4,d@x.io\n"
    events = "User ID,Email,event,at\n2,a@x.io,visit,2024-01-01\n1,b@x.io,visit,2024-01-01\n4,c@x.io,visit,2024-01-02\n"
    assert _counts(_imported(tmp_path, people=people, events=events).dataset) == {"1": 1, "2": 1, "3": 1, "4": 0}


_NATIONAL = "id,phone,country\n1,0171 234567,{0}\n2,0171 7654321,{0}\n"
_CALLS = "Phone,event,at\n+49 171 234567,call,2024-01-01\n+49 171 7654321,call,2024-01-02\n"


@pytest.mark.parametrize(("country", "zone"), [("Deutschland", None), ("de", None), ("", "Europe/Berlin")])
def test_that_a_national_number_is_of_the_country_that_something_says(
    tmp_path: Path, country: str, zone: str | None
) -> None:
    calls = _CALLS + "+420 600 000 001,call,2024-01-03\n+44 20 7946 0000,call,2024-01-03\n" if country else _CALLS
    imported = _imported(tmp_path, zone, people=_NATIONAL.format(country), calls=calls)
    counts = _counts(imported.dataset)
    assert (counts["1"], counts["2"]) == (1, 1)
    assert "such as “0171 234567” without a country's code: read in international form" in _remarks(imported)


def test_that_a_national_number_stands_where_nothing_says_whose_it_is(tmp_path: Path) -> None:
    calls = "Phone,event,at\n0171 234567,call,2024-01-01\n0171/7654321,call,2024-01-02\n"
    imported = _imported(tmp_path, people=_NATIONAL.format(""), calls=calls)
    assert _counts(imported.dataset) == {"1": 1, "2": 1}
    assert "and nothing says whose: compared as they stand" in _remarks(imported)
