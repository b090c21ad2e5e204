"""Guests who are known by an address alone are listed and can be told apart when they turn out to be a customer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.data.storing.soundness import is_sound
from app.jobs.datasets.importing import import_planned, proposed_for, undo_merge
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at

HEADER = "user_id,email,phone,timestamp,event,amount\n"
GUESTS = f"{HEADER},a@x.io,,2024-01-01T10:00Z,purchase,10\n,b@x.io,,2024-01-02T10:00Z,purchase,20\n"
KNOWN = (
    f"{HEADER}u1,a@x.io,+49 170 1234567,2024-02-01T10:00Z,visit,\nu2,c@x.io,+49 170 7654321,2024-02-01T11:00Z,visit,\n"
    "u2,c@x.io,,2024-02-02T11:00Z,visit,\nu3,d@x.io,,2024-02-02T11:00Z,visit,\n,e@x.io,,2024-02-02T12:00Z,visit,\n"
)
BY_ADDRESS = "email,timestamp,event\na@x.io,2024-01-01T10:00Z,visit\nb@x.io,2024-01-02T10:00Z,visit\n"
PEOPLE = "customer_id,email,city\nu1,a@x.io,Brno\nu9,z@x.io,Praha\n"
ALL = {"u1": 2, "u2": 2, "u3": 1, "b@x.io": 1, "e@x.io": 1}


def _counts(dataset: Dataset) -> dict[str, int]:
    counts = np.diff(dataset.offsets).tolist()
    return dict(zip(map(str, dataset.customer_ids.to_pylist()), counts, strict=True))


def _listed(dataset: Dataset) -> set[tuple[str, str]]:
    pairs = zip(dataset.merged.ids.to_pylist(), dataset.merged.kept.to_pylist(), strict=True)
    return {(str(id_), str(kept)) for id_, kept in pairs if id_ != kept}


@pytest.mark.parametrize(
    ("files", "listed", "counts"),
    [
        ((GUESTS + KNOWN.removeprefix(HEADER),), {("a@x.io", "u1")}, ALL),
        ((GUESTS, KNOWN), {("a@x.io", "u1")}, ALL),
        ((KNOWN, GUESTS), set(), ALL),
        ((BY_ADDRESS, PEOPLE), {("a@x.io", "u1")}, {"u1": 1, "b@x.io": 1, "u9": 0}),
        ((PEOPLE, BY_ADDRESS), set(), {"u1": 1, "b@x.io": 1, "u9": 0}),
    ],
    ids=["in one file", "with a later file", "a file of addresses alone", "by people", "joined as all are"],
)
def test_that_guests_who_turn_out_to_be_a_customer_are_listed_and_told_apart(
    tmp_path: Path, files: tuple[str, ...], listed: set[tuple[str, str]], counts: dict[str, int]
) -> None:
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        for place, text in enumerate(files):
            path = tmp_path / f"{place}.csv"
            path.write_text(text, encoding="utf-8")
            plan = proposed_for(store, [path], "shop")
            said = {(id_, each.kept) for each in import_planned(store, plan, "shop").merges for id_ in each.merged}
        dataset = store.datasets.load("shop")
        assert said <= listed == _listed(dataset)
        assert _counts(dataset) == counts
        assert is_sound(dataset)
        for id_, kept in sorted(listed):
            dataset = undo_merge(store, "shop", id_)
            counts = counts | {id_: 1, kept: counts[kept] - 1}
            assert _counts(dataset) == counts
        assert is_sound(dataset)
        assert not _listed(dataset)


def test_that_a_guest_told_apart_stays_so_in_later_imports(tmp_path: Path) -> None:
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        for place, text in enumerate((GUESTS, KNOWN)):
            (tmp_path / f"{place}.csv").write_text(text, encoding="utf-8")
            import_planned(store, proposed_for(store, [tmp_path / f"{place}.csv"], "shop"), "shop")
        undo_merge(store, "shop", "a@x.io")
        (tmp_path / "later.csv").write_text((GUESTS + KNOWN.removeprefix(HEADER)).replace("2024", "2025"), "utf-8")
        import_planned(store, proposed_for(store, [tmp_path / "later.csv"], "shop"), "shop")
        dataset = store.datasets.load("shop")
        assert _counts(dataset) == {"a@x.io": 2, "b@x.io": 2, "e@x.io": 2, "u1": 2, "u2": 4, "u3": 2}
        assert not _listed(dataset)


def test_that_a_later_file_finds_customers_by_the_address_that_stands_on_their_events(tmp_path: Path) -> None:
    rows = "".join(
        f"u{row % 5},{'P' if row % 2 else 'p'}{row % 5}@x.io,kim@shop.io,2024-01-02 10:{row},visit\n"
        for row in range(10, 40)
    )
    (tmp_path / "events.csv").write_text(f"user_id,email,agent_email,at,event\n{rows}", encoding="utf-8")
    people = "".join(f"p{row}@x.io,Ann {row},Brno\n" for row in range(6))
    (tmp_path / "people.csv").write_text(f"email,name,city\n{people}", encoding="utf-8")
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        for name in ("events.csv", "people.csv"):
            plan = proposed_for(store, [tmp_path / name], "shop")
            assert not plan.unanswered
            import_planned(store, plan, "shop")
        dataset = store.datasets.load("shop")
    assert dataset.customer_ids.to_pylist() == ["p5@x.io", "u0", "u1", "u2", "u3", "u4"]
    assert dataset.roles.attributes["email"] == "email"
    emails = dataset.attributes["email"]
    assert [emails.words[code].as_py() for code in emails.values] == [f"p{row}@x.io" for row in (5, 0, 1, 2, 3, 4)]
    assert "agent_email" not in dataset.attributes


def test_that_the_address_on_an_event_leaves_the_one_that_the_dataset_knows(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("user_id,email\nu1,a@x.io\nu2,\nu3,c@x.io\nu4,d@x.io\n", encoding="utf-8")
    rows = "".join(f"u{row + 1},{name}@x.io,2024-01-02,visit\n" for row, name in enumerate(("other", "b", "c", "d")))
    (tmp_path / "events.csv").write_text(f"user_id,email,at,event\n{rows}", encoding="utf-8")
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        for name in ("people.csv", "events.csv"):
            import_planned(store, proposed_for(store, [tmp_path / name], "shop"), "shop")
        emails = store.datasets.load("shop").attributes["email"]
    assert [emails.words[code].as_py() for code in emails.values] == ["a@x.io", "b@x.io", "c@x.io", "d@x.io"]
