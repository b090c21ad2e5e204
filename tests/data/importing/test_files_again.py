"""Files that a dataset has already make no customer another one, whatever their ids read like."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.data.importing.mapping import Kind, OnDuplicate
from app.data.importing.plan import ImportPlan, answered, propose, with_file
from app.data.importing.planned import import_plan
from app.jobs.datasets.importing import import_planned, proposed_for
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at


def _written(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in texts]


def _twice(folder: Path, paths: list[Path], way: OnDuplicate = "append") -> tuple[Dataset, Dataset]:
    """What the files give, and what the dataset is after they came in once more."""
    with Workspace.open(workspace_at(folder / "w.rehearse")) as store:
        import_planned(store, proposed_for(store, paths, "shop"), "shop")
        first = store.datasets.load("shop")
        import_planned(store, proposed_for(store, paths, "shop", on_duplicate=way), "shop")
        return first, store.datasets.load("shop")


def test_that_devices_counted_as_customers_are_make_no_two_customers_one(tmp_path: Path) -> None:
    people = "customer_id,device_id,city\n1,2,Brno\n2,3,Praha\n3,1,Wien\n4,4,Graz\n"
    visits = "device_id,event,at\n2,visit,2024-01-01\n4,visit,2024-01-02\n9,visit,2024-01-02\n"
    first, again = _twice(tmp_path, _written(tmp_path, people=people, visits=visits))
    assert first.customer_ids.equals(again.customer_ids)
    assert first.offsets.tolist() == again.offsets.tolist()


def test_that_two_shops_keep_their_customers_of_one_number(tmp_path: Path) -> None:
    one = "id,email,city\n1,a@x.io,Brno\n2,b@x.io,Praha\n3,c@x.io,Wien\n"
    other = "user_id,email,plan\n7,c@x.io,gold\n2,d@x.io,blue\n8,b@x.io,gold\n"
    first, again = _twice(tmp_path, _written(tmp_path, one=one, other=other))
    assert first.customer_count == 4
    assert first.customer_ids.equals(again.customer_ids)
    for name, column in first.attributes.items():
        assert column.words.equals(again.attributes[name].words), name
        assert column.values.tolist() == again.attributes[name].values.tolist(), name


def test_that_an_event_known_by_its_name_alone_is_known_again(tmp_path: Path) -> None:
    visits = "event_id,date,anonymous_id\nPlaced Order,2024-01-01,c1\nViewed Product,2024-01-02,c1\n"
    first, again = _twice(tmp_path, _written(tmp_path, visits=visits))
    assert (first.event_count, again.event_count) == (2, 2)


def test_that_of_two_columns_of_one_name_the_filled_one_has_the_address(tmp_path: Path) -> None:
    people = "id,email,Email\nu1,,a@x.io\nu2,,b@x.io\n"
    events = "email,event,at\na@x.io,visit,2024-01-01\nb@x.io,visit,2024-01-01\n"
    first, again = _twice(tmp_path, _written(tmp_path, people=people, events=events))
    assert first.customer_ids.to_pylist() == again.customer_ids.to_pylist() == ["u1", "u2"]
    assert first.roles.attributes["email"] == "Email"


_WAYS: tuple[OnDuplicate, ...] = ("append", "replace")
_ONE_ORDER = "user_id,order_id,date,sku,price\nu1,7,2024-01-02,s1,3\nu1,7,2024-01-02,s2,4\n"
_ORDERS = f"{_ONE_ORDER}u1,,2024-01-02,s1,3\nu1,,2024-01-02,s1,3\nu1,,2024-01-02,s2,3\n"


@pytest.mark.parametrize("way", _WAYS)
def test_that_orders_without_an_id_are_known_again(tmp_path: Path, way: OnDuplicate) -> None:
    first, again = _twice(tmp_path, _written(tmp_path, orders=_ORDERS), way)
    assert first.event_count == 9
    assert first.fingerprint == again.fingerprint


def test_that_of_orders_without_an_id_the_new_ones_come_in(tmp_path: Path) -> None:
    before = import_plan(propose(_written(tmp_path, orders=_ORDERS)), "shop").dataset
    more = _ORDERS.replace(",7,", ",8,") + "u1,,2024-01-02,s2,3\nu1,,2024-01-02,s3,3\n"
    added = import_plan(propose(_written(tmp_path, more=more), dataset=before), "shop", before)
    assert (added.accounts[0].imported, added.accounts[0].rejected) == (4, 3)
    assert added.dataset.event_count == before.event_count + 3 + 4


@pytest.mark.parametrize("way", _WAYS)
def test_that_events_whose_id_is_missing_are_known_again(tmp_path: Path, way: OnDuplicate) -> None:
    rows = [f"u1,visit,2024-01-01,e{number},{number}" for number in range(1100)]
    rows += [f"{who},visit,2024-01-01,,{page}" for who, page in (("u1", "x"), ("u2", "x"), ("u2", "y"))]
    path = _written(tmp_path, events="\n".join(["user_id,event,at,event_id,page", *rows]))
    first, again = _twice(tmp_path, path, way)
    assert first.event_count == 1103
    assert first.fingerprint == again.fingerprint


def test_that_orders_which_were_corrected_or_came_back_since_are_told_and_replaced_if_that_is_meant(
    tmp_path: Path,
) -> None:
    header = "order_id,customer_id,created_at,sku,quantity,price,status\n"
    lines = [f"o{n // 2},c{n % 4 // 2},2026-01-0{n // 2 + 1},s{n},1,{n + 1}.10,paid\n" for n in range(10)]
    (path,) = _written(tmp_path, orders=header + "".join(lines))
    first = import_plan(propose([path]), "shop")
    changed = [line.replace("paid", "refunded") if line.startswith("o1") else line for line in lines]
    changed[6] = changed[6].replace("7.10", "7.60")
    what = "orders.csv: 2 orders that the dataset has say another sum here, or came back: the dataset"
    for text, way, told, rejected in (
        (lines[::-1], _WAYS[0], (), 10),
        (changed, _WAYS[0], (f"{what} keeps what it has.",), 10),
        (changed, _WAYS[1], (f"{what} takes what this file says.",), 0),
    ):
        path.write_text(header + "".join(text), encoding="utf-8")
        plan = propose([path], dataset=first.dataset, before=first.mapping, on_duplicate=way)
        again = import_plan(plan, "shop", first.dataset)
        assert again.accounts[0].rejected == rejected
        assert again.changed == told
        assert [f"orders.csv: {said}" for said in again.accounts[0].remarks if "another sum" in said] == list(told)
    assert again.dataset.fingerprint == import_plan(propose([path]), "shop").dataset.fingerprint


def test_that_events_of_an_id_that_say_something_else_now_are_told_and_replaced_if_that_is_meant(
    tmp_path: Path,
) -> None:
    rows = [f"u{number},visit,2024-01-0{number},e{number},{number}\n" for number in range(1, 7)]
    header = "user_id,event,at,event_id,page\n"
    (path,) = _written(tmp_path, events=header + "".join(rows))
    first = import_plan(propose([path]), "shop")
    rows[0], rows[1], rows[2] = (
        rows[0].replace(",1\n", ",9\n"),
        rows[1].replace("-02", "-12"),
        rows[2].replace("visit", "call"),
    )
    path.write_text(header + "".join(rows), encoding="utf-8")
    for way, follows in zip(_WAYS, ("keeps what it has", "takes what this file says"), strict=True):
        again = import_plan(
            propose([path], dataset=first.dataset, before=first.mapping, on_duplicate=way), "shop", first.dataset
        )
        assert again.changed == (
            f"events.csv: 3 events that the dataset has say something else here: the dataset {follows}.",
        )
    assert again.dataset.fingerprint == import_plan(propose([path]), "shop").dataset.fingerprint


def test_that_amounts_of_orders_are_called_as_those_that_are_there(tmp_path: Path) -> None:
    purchases = "user_id,event,at,revenue\nu1,purchase,2023-12-01,5\n"
    lines = "user_id,order_id,date,sku,total\nu1,{0},2024-0{0}-01,s1,3\nu1,{0},2024-0{0}-01,s2,4\n"
    one = _written(tmp_path, purchases=purchases, january=lines.format(1))
    before = import_plan(propose(one), "shop").dataset
    later = import_plan(propose(_written(tmp_path, february=lines.format(2)), dataset=before), "shop", before).dataset
    for dataset, months in ((before, 1), (later, 2)):
        amounts, of_lines = (dataset.properties[dataset.roles.properties[role]] for role in ("amount", "line_amount"))
        assert np.nansum(amounts.values) == 5 + 7 * months
        assert np.nansum(of_lines.values) == 7 * months


_OF_ORDERS = {
    "order_id": ("", "", "1", "2", "C3", "4"),
    "sku": ("a", "b", ""),
    "price": ("1", "2", "-1", ""),
    "quantity": ("1", "2", "-1"),
    "total": ("3", "5", "-3", ""),
    "status": ("paid", "refunded", "failed", ""),
    "line_type": ("Sale", "Sale Line"),
    "city": ("x", "y", ""),
}
_OF_EVENTS = {
    "event_id": ("", "", "1", "2", "3"),
    "event": ("buy", "see"),
    "amount": ("1.5", "2", ""),
    "page": ("/", "/a", ""),
}


_DEVICES = "customer_id,device_id,city\n1,2,Brno\n2,3,Praha\n3,1,Wien\n4,4,Graz\n"
_VISITS = "device_id,event,at\n2,visit,2024-01-01\n4,visit,2024-01-02\n9,visit,2024-01-02\n11,visit,soon\n"


@pytest.mark.parametrize("way", _WAYS)
def test_that_somebody_whose_rows_were_all_rejected_makes_no_two_one(tmp_path: Path, way: OnDuplicate) -> None:
    first, again = _twice(tmp_path, _written(tmp_path, people=_DEVICES, visits=_VISITS), way)
    assert first.customer_ids.equals(again.customer_ids)
    assert first.offsets.tolist() == again.offsets.tolist()
    assert not len(again.merged)


def test_that_somebody_whose_rows_were_all_rejected_is_whoever_has_the_address_by_now(tmp_path: Path) -> None:
    visits = "email,event,at,seen\na@x.io,visit,2024-01-01,2024-01-01\nc@x.io,visit,soon,2024-01-03\n"
    path = _written(tmp_path, visits=visits)
    one = import_plan(_answered(with_file(propose(path), 0, at="at")), "shop")
    assert one.dataset.customer_ids.to_pylist() == ["a@x.io"]
    people = propose(_written(tmp_path, people="customer_id,email\n7,a@x.io\n8,c@x.io\n"), None, one.dataset)
    two = import_plan(_answered(people), "shop", one.dataset)
    again = propose(path, None, two.dataset, accounts=one.accounts, before=one.mapping, on_duplicate="replace")
    after = import_plan(_answered(with_file(again, 0, at="seen")), "shop", two.dataset).dataset
    assert after.customer_ids.to_pylist() == ["7", "8"]
    assert after.offsets.tolist() == [0, 1, 2]


def test_that_customers_keep_their_ids_when_a_file_has_grown_by_somebody_new(tmp_path: Path) -> None:
    people = "email,city\na@x.io,Brno\nb@x.io,Wien\n"
    visits = "customer_id,event,at\n1,visit,2024-01-01\n2,visit,2024-01-02\n3,visit,2024-01-03\n"
    paths = _written(tmp_path, people=people, visits=visits)
    first = import_plan(_answered(propose(paths)), "shop")
    paths[1].write_text(f"{visits}4,visit,2024-01-04\n", encoding="utf-8")
    for mapping in (None, first.mapping):
        again = propose(paths, mapping, first.dataset, before=first.mapping, on_duplicate="append")
        after = import_plan(_answered(again), "shop", first.dataset).dataset
        assert after.customer_ids.to_pylist() == ["1", "2", "3", "4", "a@x.io", "b@x.io"]
        assert after.event_count == 4


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("kind", "choices"), [("orders", _OF_ORDERS), ("events", _OF_EVENTS)])
def test_that_of_an_export_that_has_grown_just_what_is_new_comes_in(
    tmp_path: Path, kind: Kind, choices: dict[str, tuple[str, ...]], seed: int
) -> None:
    draw = random.Random(seed)
    id_, *others = choices
    columns = [id_, *(name for name in others if name == "event" or draw.random() < 0.7)]
    rows = [
        [f"u{draw.randint(1, 3)}", f"2024-01-0{draw.randint(1, 2)}", *(draw.choice(choices[name]) for name in columns)]
        for _ in range(draw.choice((6, 12, 25)))
    ]
    if kind == "events":
        for number, row in enumerate(rows):
            row[2] = row[2] and str(number)  # two events never share an id, two lines of one order do
    was_there = [draw.random() < 0.5 for _ in rows[1:]]
    old = [rows[0], *(row for row, there in zip(rows[1:], was_there, strict=True) if there)]
    header = ["user_id", "at", *columns]
    texts = ["\n".join(map(",".join, [header, *each])) for each in (old, rows)]
    paths = _written(tmp_path, old=texts[0], grown=texts[1])

    first = import_plan(_answered(with_file(propose(paths[:1]), 0, kind=kind)), "shop")
    grown = propose(paths[1:], None, first.dataset, accounts=first.accounts, before=first.mapping)
    account = import_plan(_answered(with_file(grown, 0, kind=kind)), "shop", first.dataset).accounts[0]

    known = {row[2] for row in old}
    new_ids = [row[2] for row in rows if row[2] and row[2] not in known]
    alone = sum(not row[2] for row in rows) - sum(not row[2] for row in old)
    assert account.imported + account.repaired == alone + len(new_ids)
    assert account.read == account.imported + account.repaired + account.rejected


def _answered(plan: ImportPlan) -> ImportPlan:
    for doubt in plan.unanswered:
        plan = answered(plan, doubt)
    return plan
