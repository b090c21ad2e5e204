"""What can be read of damaged workspaces is written as other files, and what cannot is named."""

from __future__ import annotations

import hashlib
import json
import os
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from app.cli import run
from app.data.assembling.fingerprint import signed
from app.data.columns.arrow import NO_WORDS
from app.data.columns.column import Column, ColumnType
from app.data.importing.read import Imported
from app.data.merged import Merged
from app.data.products import Products
from app.errors import AppError
from app.nodes.conditions import ALWAYS
from app.scenario.files import parse_scenario
from app.workspace.recovery.rescuing import LIST_NAME, rescue
from app.workspace.store import Workspace
from tests.builders.workspaces import MAPPING, REMINDER, rewrite, small_workspace
from tests.torture.crafted import COMPANIONS, PAGES, PRECIOUS, SCHEMAS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_workspace(tmp_path / "shop.rehearse", "shop", "../second")


def test_that_all_of_a_sound_workspace_is_written(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    found = rescue(path, tmp_path / "out")
    assert found.lost == []
    assert path.read_bytes() == before
    out = tmp_path / "out"
    assert parse_scenario((out / "scenario reminder.json").read_bytes(), "it") == REMINDER
    customers = pq.read_table(out / "dataset shop customers.parquet").to_pylist()
    assert [row["customer_id"] for row in customers] == ["anna", "béla", "cyril"]
    assert (customers[0]["mail"], customers[0]["age"], customers[0]["vip"], customers[2]["mail"]) == (
        "anna@example.com", 31.0, True, None,
    )  # fmt: skip
    events = pacsv.read_csv(out / "dataset shop events.csv").to_pylist()
    told = [(row["customer_id"], row["event"], row["amount"]) for row in events]
    assert told[:2] == [("anna", "cart", 1), ("anna", "buy", 2)]
    assert (out / "run 1 visits 0.parquet").exists()
    assert (out / "dataset ..-second events.csv").exists()
    assert sorted(file.name for file in out.iterdir()) == sorted(found.written)


def test_that_one_long_text_in_every_row_is_not_written_a_thousand_times(tmp_path: Path) -> None:
    path, out = tmp_path / "shop.rehearse", tmp_path / "out"
    small_workspace(path)
    with Workspace.open(path) as workspace:
        found = workspace.datasets.load("shop")
        rows = 400
        word = pa.array(["x" * 3_000_000], pa.string())
        long = replace(
            found,
            offsets=np.array([0, rows, rows, rows]),
            at=np.full(rows, found.at[0]),
            names=replace(found.names, values=np.zeros(rows, np.int32)),
            properties={"note": Column(ColumnType.TEXT, np.zeros(rows, np.int32), word)},
        )
        workspace.datasets.save(Imported(signed(long), MAPPING, ()))
    told = rescue(path, out)
    assert [what for what in told.lost if "gigabytes" in what] == [
        "The dataset 'shop' as tables, in which its long texts would take gigabytes; its parts are written"
    ]
    assert any(name.startswith("dataset shop events") and name.endswith(".parquet") for name in told.written)
    assert sum(file.stat().st_size for file in out.iterdir()) < 10_000_000


def test_that_of_a_file_that_was_cut_off_what_is_left_is_written(path: Path, tmp_path: Path) -> None:
    PAGES["half a file"](path)
    rescue(path, tmp_path / "out")
    assert parse_scenario((tmp_path / "out" / "scenario reminder.json").read_bytes(), "it") == REMINDER


def test_that_where_nothing_can_be_read_it_is_not_advised_to_read_it(path: Path, tmp_path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100] + bytes(path.stat().st_size - 100))
    with pytest.raises(AppError, match=r"brings that back\.$"):
        rescue(path, tmp_path / "out")


@pytest.mark.parametrize("gone", [16, 100, 4096])
def test_that_a_file_whose_beginning_is_gone_is_read_as_far_as_the_rest_says(
    path: Path, tmp_path: Path, gone: int
) -> None:
    content = bytes(gone) + path.read_bytes()[gone:]
    path.write_bytes(content)
    with pytest.raises(AppError, match=r"its beginning is damaged.*rehearse rescue, saves what can still be read"):
        Workspace.open(path)
    found = rescue(path, tmp_path / "out")
    assert found.lost == []
    assert {"scenario reminder.json", "dataset shop customers.csv", "run 1 visits 0.parquet"} <= set(found.written)
    assert path.read_bytes() == content


def test_that_catalogue_codes_merges_and_segments_are_written_too(tmp_path: Path) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    with Workspace.open(path) as workspace:
        found = workspace.datasets.load("shop")
        price = Column(ColumnType.NUMBER, np.array([9.5]), NO_WORDS)
        whole = replace(
            found,
            products=Products(pa.array(["mug"], pa.string()), {"price": price}),
            pools={"spring": pa.array(["S1", "S2"], pa.string())},
            merged=Merged(pa.array(["anna2"], pa.string()), pa.array(["anna"], pa.string())),
        )
        workspace.datasets.save(Imported(signed(whole), MAPPING, ()))
        workspace.segments.put("everybody", ALWAYS)
    out = tmp_path / "out"
    assert rescue(path, out).lost == []
    assert pacsv.read_csv(out / "dataset shop products.csv").to_pylist() == [{"product_id": "mug", "price": 9.5}]
    codes = pq.read_table(out / "dataset shop voucher codes.parquet").to_pylist()
    assert codes == [{"pool": "spring", "code": "S1"}, {"pool": "spring", "code": "S2"}]
    assert json.loads((out / "segments.json").read_text()) == {"everybody": {"all": []}}
    assert (out / "dataset shop customers.csv").exists()
    assert not (out / "identity.json").exists()


def test_that_an_open_workspace_can_be_rescued_too(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path) as workspace:
        assert rescue(path, tmp_path / "out").lost == []
        workspace.settings.put("still", "writable")


def test_that_of_a_damaged_scenario_the_revision_before_is_written(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.scenarios.save(REMINDER, "again")
    rewrite(path, "UPDATE scenario_revision SET document = '{}' WHERE number = 2")
    found = rescue(path, tmp_path / "out")
    assert found.lost == ["Revision 2 of the scenario 'reminder'"]
    assert "scenario reminder.json" in found.written


def test_that_of_a_damaged_dataset_and_run_the_sound_parts_are_written(path: Path, tmp_path: Path) -> None:
    rewrite(path, "UPDATE dataset_part SET content = x'00' WHERE dataset_id = 1 AND kind = 'events' AND position = 0")
    rewrite(path, "DELETE FROM run_part WHERE kind = 'messages'")
    found = rescue(path, tmp_path / "out")
    assert found.lost == [
        "The dataset 'shop', part 0 of its events",
        "The dataset 'shop' as a whole; its sound parts are written one by one",
        "Run 1, part 0 of its messages",
    ]
    assert "dataset shop customers 0.parquet" in found.written
    assert "dataset ..-second events.csv" in found.written
    assert (tmp_path / "out" / LIST_NAME).read_text().splitlines() == found.lost


def test_that_whatever_bytes_are_damaged_nothing_false_is_written(path: Path, tmp_path: Path) -> None:
    sound = rescue(path, tmp_path / "sound")
    content, chance = path.read_bytes(), random.Random(7)
    for number in range(40):
        damaged = bytearray(content)
        for _ in range(chance.randint(1, 40)):
            damaged[chance.randrange(100, len(damaged))] ^= chance.randint(1, 255)
        place = tmp_path / f"{number}.rehearse"
        place.write_bytes(damaged)
        try:
            found = rescue(place, tmp_path / str(number))
        except AppError:
            continue
        for name in set(found.written) & set(sound.written) - {LIST_NAME}:
            assert (tmp_path / str(number) / name).read_bytes() == (tmp_path / "sound" / name).read_bytes()
        assert found.lost or set(found.written) == set(sound.written)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no workspace, but long enough to look like something",
        b"SQLite format 3\0" + bytes(4096),
        bytes(40_000),
    ],
)
def test_that_of_what_holds_nothing_nothing_is_written(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "x.rehearse"
    place.write_bytes(content)
    with pytest.raises(AppError, match="can be read"):
        rescue(place, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_that_the_command_says_what_is_lost(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rescue", str(path), "--out", str(tmp_path / "a")]) == 0
    assert "dataset shop events.csv" in capsys.readouterr().out
    rewrite(path, "UPDATE run SET document = '{}'")
    assert run(["rescue", str(path), "--out", str(tmp_path / "b")]) == 1
    assert "Run 1" in capsys.readouterr().err
    assert run(["rescue", str(tmp_path / "none"), "--out", str(tmp_path / "c")]) == 1
    assert (tmp_path / "b" / "scenario reminder.json").exists()


@pytest.mark.parametrize("name", ["/dev/zero", "link", "pipe", ".", "", "missing"])
def test_that_what_is_no_file_is_not_read(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("link").symlink_to("/dev/zero")
    os.mkfifo("pipe")
    with pytest.raises(AppError, match="Nothing was written"):
        rescue(Path(name), tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("document", ["[" * 100_000, '{"parts": ' + "9" * 5_000 + "}", "[]", '{"parts": [1, {}]}'])
def test_that_hostile_documents_under_right_hashes_are_lost_and_nothing_else(
    document: str, path: Path, tmp_path: Path
) -> None:
    seal = hashlib.sha256(document.encode()).hexdigest()
    for table in ("dataset", "run"):
        rewrite(path, f"UPDATE {table} SET document = ?, sha256 = ? WHERE id = 1", document, seal)
    found = rescue(path, tmp_path / "out")
    assert any("'shop'" in words for words in found.lost)
    assert "dataset ..-second events.csv" in found.written
    assert "scenario reminder.json" in found.written


def test_that_a_revision_without_a_number_keeps_nothing_from_being_read(path: Path, tmp_path: Path) -> None:
    with Workspace.open(path) as workspace:
        workspace.scenarios.save(REMINDER, "again")
    rewrite(path, "UPDATE scenario_revision SET number = 'none' WHERE number = 1")
    assert "scenario reminder.json" in rescue(path, tmp_path / "out").written


def test_that_what_only_looks_like_a_table_is_not_asked_for_its_rows(path: Path, tmp_path: Path) -> None:
    SCHEMAS["a table that is an endless view"](path)
    found = rescue(path, tmp_path / "out")
    assert found.lost == ["Some or all runs: the table of them is damaged"]
    assert "scenario reminder.json" in found.written


def test_that_a_journal_that_names_a_file_does_not_have_it_deleted(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    path = small_workspace(tmp_path / "place" / "shop.rehearse")
    (tmp_path / PRECIOUS).write_text("mine")
    COMPANIONS["a journal that names a file"](path)
    with pytest.raises(AppError, match="which Rehearse did not write, so neither is opened"):
        Workspace.open(path)
    rescue(path, tmp_path / "out")
    assert (tmp_path / PRECIOUS).read_text() == "mine"


def test_that_nothing_is_left_beside_a_workspace_that_another_program_gave_a_log(path: Path, tmp_path: Path) -> None:
    PAGES["a write-ahead log"](path)
    found = rescue(path, tmp_path / "out")
    assert "scenario reminder.json" in found.written
    assert sorted(each.name for each in path.parent.iterdir()) == ["out", path.name]
