"""Files that a dataset has already make no customer another one, whatever their ids read like."""

from __future__ import annotations

from pathlib import Path

from app.data.dataset import Dataset
from app.jobs.datasets.importing import import_planned, proposed_for
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at


def _written(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [folder / f"{name}.csv" for name in texts]


def _twice(folder: Path, paths: list[Path]) -> tuple[Dataset, Dataset]:
    """What the files give, and what the dataset is after they came in once more."""
    with Workspace.open(workspace_at(folder / "w.rehearse")) as store:
        import_planned(store, proposed_for(store, paths, "shop"), "shop")
        first = store.datasets.load("shop")
        import_planned(store, proposed_for(store, paths, "shop", on_duplicate="append"), "shop")
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
