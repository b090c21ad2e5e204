"""Visits of nobody in particular join the customer as soon as a file links them, however files come in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.data.importing.plan import propose, with_file
from app.data.importing.planned import import_plan
from app.data.storing.soundness import is_sound
from app.jobs.datasets.importing import import_planned, proposed_for, undo_merge
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at

HEADER = "anonymous_id,user_id,timestamp,event\n"
VISITS = f"{HEADER}c1,,2024-01-01T10:00Z,visit\nc1,,2024-01-01T10:05Z,visit\nc2,,2024-01-01T10:00Z,visit\n"
LOGIN = f"{HEADER}c1,u1,2024-01-05T10:00Z,login\n"
MORE = f"{HEADER}c9,u1,2024-01-06T10:00Z,login\nc9,,2024-01-06T11:00Z,visit\nc1,,2024-01-06T12:00Z,visit\n"
PEOPLE = "customer_id,email,cookie_id\nu1,a@example.com,c1\nu2,b@example.com,c2\n"


def _counts(dataset: Dataset) -> dict[str, int]:
    counts = np.diff(dataset.offsets).tolist()
    return dict(zip(map(str, dataset.customer_ids.to_pylist()), counts, strict=True))


def _listed(dataset: Dataset) -> set[tuple[str, str]]:
    """Ids that became another's, and whose."""
    pairs = zip(dataset.merged.ids.to_pylist(), dataset.merged.kept.to_pylist(), strict=True)
    return {(str(id_), str(kept)) for id_, kept in pairs if id_ != kept}


def _imported(folder: Path, *texts: str) -> Dataset:
    """What these files give, imported one after another."""
    with Workspace.open(workspace_at(folder / "w.rehearse")) as store:
        for place, text in enumerate(texts):
            path = folder / f"{place}.csv"
            path.write_text(text, encoding="utf-8")
            import_planned(store, proposed_for(store, [path], "web"), "web")
        return store.datasets.load("web")


def test_that_a_cookie_gives_way_to_the_id_that_a_later_file_links_with_it(tmp_path: Path) -> None:
    assert _counts(_imported(tmp_path, VISITS, LOGIN)) == {"u1": 3, "c2": 1}


def test_that_a_further_cookie_of_a_customer_joins_them(tmp_path: Path) -> None:
    assert _counts(_imported(tmp_path, VISITS, LOGIN, MORE)) == {"u1": 6, "c2": 1}


def test_that_an_id_may_come_much_later_than_the_cookie(tmp_path: Path) -> None:
    late = f"{HEADER}c2,u2,2024-02-01T10:00Z,login\n"
    assert _counts(_imported(tmp_path, VISITS, LOGIN, MORE, late)) == {"u1": 6, "u2": 2}


def test_that_people_with_their_cookies_take_the_visits_of_an_earlier_file(tmp_path: Path) -> None:
    visits = "cookie_id,at,event\nc1,2024-01-01T00:00Z,visit\nc2,2024-01-02T00:00Z,visit\nc3,2024-01-02T00:00Z,visit\n"
    dataset = _imported(tmp_path, visits, PEOPLE)
    assert _counts(dataset) == {"u1": 1, "u2": 1, "c3": 1}
    assert set(dataset.attributes) == {"cookie_id", "email"}


def test_that_cookies_alone_stay_the_ids(tmp_path: Path) -> None:
    dataset = _imported(tmp_path, VISITS, f"{HEADER}c1,,2024-03-01T10:00Z,visit\nc4,,2024-03-01T10:00Z,visit\n")
    assert _counts(dataset) == {"c1": 3, "c2": 1, "c4": 1}
    assert dataset.attributes == {}


@pytest.mark.parametrize("together", [True, False])
def test_that_two_months_of_one_site_join_by_id_and_by_cookie(tmp_path: Path, together: bool) -> None:
    months = (
        f"{HEADER}c1,u1,2024-01-01T10:00Z,login\nc2,u2,2024-01-01T10:00Z,login\nc3,,2024-01-02T10:00Z,visit\n",
        f"{HEADER}c1,,2024-02-01T10:00Z,visit\nc5,u2,2024-02-01T10:00Z,login\nc3,u3,2024-02-02T10:00Z,login\n",
    )
    if not together:
        assert _counts(_imported(tmp_path, *months)) == {"u1": 2, "u2": 2, "u3": 2}
        return
    for place, text in enumerate(months):
        (tmp_path / f"{place}.csv").write_text(text, encoding="utf-8")
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        paths = [tmp_path / "0.csv", tmp_path / "1.csv"]
        import_planned(store, proposed_for(store, paths, "web"), "web")
        assert _counts(store.datasets.load("web")) == {"u1": 2, "u2": 2, "u3": 2}


EARLIER = f"{HEADER}c1,,2024-03-01T10:00Z,visit\n"
ANOTHER = f"{HEADER}c9,u1,2024-02-01T10:00Z,login\nc9,,2024-02-01T10:30Z,visit\n"
NAMED = "customer_id,email\nu1,a@x.io\nu2,b@x.io\n"


@pytest.mark.parametrize(
    "files",
    [
        (LOGIN, ANOTHER, EARLIER),
        (NAMED, LOGIN, ANOTHER, EARLIER),
        (VISITS, LOGIN, ANOTHER, EARLIER),
        (LOGIN, ANOTHER, "anonymous_id,timestamp,event\nc1,2024-03-01T10:00Z,visit\nc9,2024-03-02T10:00Z,visit\n"),
    ],
)
def test_that_visits_with_an_earlier_cookie_join_though_a_later_one_came(
    tmp_path: Path, files: tuple[str, ...]
) -> None:
    counts = _counts(_imported(tmp_path, *files))
    assert counts["u1"] >= 4
    assert not {"c1", "c9"} & set(counts)


def test_that_cookies_of_files_that_hang_together_through_others_are_compared(tmp_path: Path) -> None:
    texts = (
        NAMED,
        f"{LOGIN}c3,,2024-01-06T10:00Z,visit\n",
        ANOTHER,
        f"{HEADER}c9,,2024-03-01T10:00Z,visit\nc1,,2024-03-01T12:00Z,visit\nc2,u2,2024-03-01T12:00Z,login\n",
    )
    paths = [tmp_path / f"{place}.csv" for place in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        import_planned(store, proposed_for(store, paths, "web"), "web")
        assert _counts(store.datasets.load("web")) == {"u1": 5, "u2": 1, "c3": 1}


def test_that_a_device_that_two_customers_share_makes_them_no_one(tmp_path: Path) -> None:
    shared = f"{HEADER}c1,u1,2024-01-05T10:00Z,login\nc1,u2,2024-01-06T10:00Z,login\n"
    counts = _counts(
        _imported(tmp_path, shared, f"{HEADER}c1,u1,2024-02-05T10:00Z,login\nc7,u2,2024-02-06T10:00Z,login\n")
    )
    assert counts == {"u1": 2, "u2": 2}


TWO_COOKIES = "customer_id,email,cookie_id\nu1,a@example.com,c1\nu1,a@example.com,c7\nu2,b@example.com,c2\n"
ANOTHER_COOKIE = "customer_id,email,cookie_id\nu1,a@example.com,c7\nu3,d@example.com,c3\n"
ALL_VISITS = "cookie_id,at,event\n" + "".join(f"c{at},2024-03-0{at}T00:00Z,visit\n" for at in (1, 2, 3, 7))


@pytest.mark.parametrize(
    "files",
    [
        (TWO_COOKIES, ALL_VISITS),
        (PEOPLE, ANOTHER_COOKIE, ALL_VISITS),
        (PEOPLE, ANOTHER_COOKIE, ANOTHER_COOKIE.replace("c7", "c8"), ALL_VISITS),
    ],
    ids=["in one file", "in two files", "in three files"],
)
def test_that_a_cookie_which_only_files_of_people_have_stays_known_when_another_comes(
    tmp_path: Path, files: tuple[str, ...]
) -> None:
    dataset = _imported(tmp_path, *files)
    counts = _counts(dataset)
    assert counts["u1"] == 2
    assert not {"c1", "c7"} & set(counts)
    assert is_sound(dataset)
    assert {"c1"} <= set(dataset.merged.ids.to_pylist())


def test_that_an_earlier_cookie_is_told_apart_for_this_and_later_imports(tmp_path: Path) -> None:
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        for place, text in enumerate((PEOPLE, ANOTHER_COOKIE, ALL_VISITS)):
            (tmp_path / f"{place}.csv").write_text(text, encoding="utf-8")
            import_planned(store, proposed_for(store, [tmp_path / f"{place}.csv"], "web"), "web")
        changed = undo_merge(store, "web", "c1")
        assert {"u1": 1, "c1": 1}.items() <= _counts(changed).items()
        assert is_sound(changed)
        (tmp_path / "later.csv").write_text(ALL_VISITS.replace("2024", "2025"), encoding="utf-8")
        import_planned(store, proposed_for(store, [tmp_path / "later.csv"], "web"), "web")
        assert {"u1": 2, "c1": 2}.items() <= _counts(store.datasets.load("web")).items()


def test_that_visits_joined_in_their_own_import_are_listed_and_told_apart(tmp_path: Path) -> None:
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        (tmp_path / "web.csv").write_text(VISITS + LOGIN.removeprefix(HEADER) + MORE.removeprefix(HEADER), "utf-8")
        imported = import_planned(store, proposed_for(store, [tmp_path / "web.csv"], "web"), "web")
        assert [(merge.kept, merge.merged) for merge in imported.merges] == [("u1", ("c1", "c9"))]
        assert _listed(imported.dataset) == {("c1", "u1"), ("c9", "u1")}
        assert _counts(imported.dataset) == {"u1": 6, "c2": 1}
        assert is_sound(imported.dataset)
        first = undo_merge(store, "web", "c1")
        assert _counts(first) == {"u1": 3, "c1": 3, "c2": 1}
        assert _listed(first) == {("c9", "u1")}
        (tmp_path / "later.csv").write_text(VISITS.replace("2024", "2025"), "utf-8")
        import_planned(store, proposed_for(store, [tmp_path / "later.csv"], "web"), "web")
        assert _counts(undo_merge(store, "web", "c9")) == {"u1": 2, "c1": 5, "c2": 2, "c9": 1}


def test_that_many_visits_that_joined_are_named_in_part_and_counted(tmp_path: Path) -> None:
    rows = [f"c{n},,2024-01-01T10:00Z,visit\nc{n},u{n},2024-01-02T10:00Z,login\n" for n in range(30)]
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        (tmp_path / "web.csv").write_text(HEADER + "".join(rows), "utf-8")
        (account,) = import_planned(store, proposed_for(store, [tmp_path / "web.csv"], "web"), "web").accounts
        assert "“c0” and “u0” are one customer." in account.remarks
        assert sum("are one customer" in remark for remark in account.remarks) == 20
        assert (
            "10 more ids became parts of other customers; the tab “Merges” and rehearse merges list them all."
            in account.remarks
        )


@pytest.mark.parametrize(
    "visits",
    [f"{HEADER}c1,,2024-03-01T10:00Z,visit\n", "anonymous_id,timestamp,event\nc1,2024-03-01T10:00Z,visit\n"],
    ids=["with a column for ids", "with cookies alone"],
)
def test_that_visits_of_another_file_than_the_one_that_names_their_customer_are_listed(
    tmp_path: Path, visits: str
) -> None:
    paths = [tmp_path / "login.csv", tmp_path / "visits.csv"]
    for path, text in zip(paths, (LOGIN, visits), strict=True):
        path.write_text(text, encoding="utf-8")
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        import_planned(store, proposed_for(store, paths, "web"), "web")
        assert _listed(store.datasets.load("web")) == {("c1", "u1")}
        assert _counts(undo_merge(store, "web", "c1")) == {"u1": 1, "c1": 1}


def test_that_a_cookie_that_reads_like_an_id_is_not_listed(tmp_path: Path) -> None:
    dataset = _imported(
        tmp_path, f"{HEADER}7,u1,2024-01-01T10:00Z,login\n7,,2024-01-02T10:00Z,visit\n8,7,2024-01-03T10:00Z,login\n"
    )
    assert not _listed(dataset)
    assert is_sound(dataset)


@pytest.mark.parametrize("later", [LOGIN, PEOPLE], ids=["by events", "by people"])
def test_that_a_cookie_whose_customer_gets_an_id_is_listed_and_told_apart(tmp_path: Path, later: str) -> None:
    texts = (VISITS, later, VISITS.replace("2024-01-01", "2024-05-01"))
    with Workspace.open(workspace_at(tmp_path / "w.rehearse")) as store:
        paths = [tmp_path / f"{place}.csv" for place in range(3)]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        import_planned(store, proposed_for(store, paths[:1], "web"), "web")
        imported = import_planned(store, proposed_for(store, paths[1:2], "web"), "web")
        assert ("u1", ("c1",)) in [(merge.kept, merge.merged) for merge in imported.merges]
        merged = imported.dataset.merged
        assert ("c1", "u1") in list(zip(merged.ids.to_pylist(), merged.kept.to_pylist(), strict=True))
        assert is_sound(imported.dataset)
        changed = undo_merge(store, "web", "c1")
        assert _counts(changed)["c1"] == 2
        assert is_sound(changed)
        import_planned(store, proposed_for(store, paths[2:], "web"), "web")
        assert _counts(store.datasets.load("web"))["c1"] == 4


def test_that_a_cookie_of_two_customers_is_kept_for_neither(tmp_path: Path) -> None:
    shared = "customer_id,email,cookie_id\nu1,a@example.com,c9\nu2,b@example.com,c9\n"
    later = "customer_id,email,cookie_id\nu1,a@example.com,c1\nu2,b@example.com,c2\n"
    assert not len(_imported(tmp_path, shared, later).merged)


def test_that_nothing_is_said_of_whom_a_visit_is_where_no_row_of_theirs_came_in(tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    more = "c1,,2024-01-04T10:00Z,visit\nc2,u2,soon,login\nc2,,soon,visit\n"
    path.write_text(LOGIN + more, encoding="utf-8")
    imported = import_plan(with_file(propose([path]), 0, kind="events", at="timestamp"), "web")
    assert imported.dataset.customer_ids.to_pylist() == ["u1"]
    assert [(merge.kept, merge.merged) for merge in imported.merges] == [("u1", ("c1",))]
    assert not [remark for remark in imported.accounts[0].remarks if "u2" in remark]
