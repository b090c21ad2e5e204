"""Files of one name from several folders stay several files, in what is asked, answered, counted and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data.importing.file_names import names_apart, shown
from app.data.importing.plan import answered, propose, with_file
from app.data.importing.planned import import_plan

MAY = "customer_id,event,at,amount\n1,purchase,2024-05-01,5\n2,purchase,2024-05-02,7\n"
JUNE = "customer_id,event,at,amount\n1,purchase,2024-06-01,5\n,purchase,2024-06-02,7\n3,purchase,2024-06-03,1\n"


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["/a/may/orders.csv", "/a/june/orders.csv"], ["may/orders.csv", "june/orders.csv"]),
        (["/a/may/orders.csv", "/a/june/people.csv"], ["orders.csv", "people.csv"]),
        (["/a/x/o.csv", "/b/x/o.csv", "/b/p.csv"], ["a/x/o.csv", "b/x/o.csv", "p.csv"]),
        (["o.csv", "may/o.csv"], ["o.csv", "may/o.csv"]),
        (["/a/o.csv", "/a/o.csv"], ["o.csv", "o.csv"]),
    ],
)
def test_that_as_many_folders_stand_before_a_name_as_tell_it_from_others(paths: list[str], names: list[str]) -> None:
    assert names_apart([Path(path) for path in paths]) == names


def test_that_a_whole_path_that_was_kept_is_shown_by_its_name() -> None:
    assert (shown("/home/ann/orders.csv"), shown("may/orders.csv")) == ("orders.csv", "may/orders.csv")


def _files(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        (folder / name).mkdir()
        paths.append(folder / name / "orders.csv")
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def test_that_each_has_its_own_account_and_notes(tmp_path: Path) -> None:
    imported = import_plan(propose(_files(tmp_path, may=MAY, june=JUNE)), "shop")
    counts = {account.file: (account.read, account.rejected) for account in imported.accounts}
    assert counts == {"may/orders.csv": (2, 0), "june/orders.csv": (3, 1)}
    assert [note.file for account in imported.accounts for note in account.notes] == ["june/orders.csv"]


def test_that_an_answer_holds_for_the_file_that_was_asked_about(tmp_path: Path) -> None:
    people = "id,email\n1,ann@example.com\n"
    others = {"two": people.replace("1,ann", "2,bob"), "three": people.replace("1,ann", "3,cat")}
    plan = propose(_files(tmp_path, one=people, **others))
    asked = [doubt for doubt in plan.unanswered if doubt.code in ("no-join", "few-meet")]
    assert len({doubt.key for doubt in asked}) == len(asked) > 1
    left = [doubt.key for doubt in answered(plan, asked[0]).unanswered]
    assert asked[0].key not in left
    assert asked[1].key in left


def test_that_ids_of_two_shops_in_files_of_one_name_stay_apart(tmp_path: Path) -> None:
    paths = _files(tmp_path, one="id,email\n1,ann@example.com\n", two="id,email\n1,bob@example.com\n")
    document = propose(paths).mapping()
    assert [file.file for file in document.files] == ["one/orders.csv", "two/orders.csv"]
    assert propose(paths, document).mapping() == document


def test_that_a_change_of_one_leaves_the_other(tmp_path: Path) -> None:
    plan = with_file(propose(_files(tmp_path, may=MAY, june=JUNE)), 1, leave_out=("amount",))
    assert [file.name for file in plan.files] == ["may/orders.csv", "june/orders.csv"]
    assert [file.leave_out for file in plan.files] == [(), ("amount",)]
