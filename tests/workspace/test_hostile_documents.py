"""Stored content that somebody crafted, under hashes that fit: it ends in a sentence that repeats none of it."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from app.errors import AppError
from app.jobs.reports.reporting import report_of_run
from app.jobs.runs.checking import all_problems
from app.workspace.opening.verifying import damages, has_damaged_pages
from app.workspace.recovery.rescuing import rescue
from app.workspace.sharing import People
from app.workspace.store import Workspace
from tests.builders.workspaces import rewrite, rewrite_document, rewrite_part, small_workspace
from tests.torture.crafted import PAGES

SECRET = "a secret of somebody"
DEEP: list[object] = []
for _ in range(300):
    DEEP = [DEEP]
HOSTILE: tuple[object, ...] = (
    None, True, -1, 0, 2**53, 2**63, -(2**70), 1e308, "", SECRET, f"\x00{SECRET}", SECRET * 1_000, [], {}, [None],
    {SECRET: SECRET}, [[SECRET]], DEEP,
)  # fmt: skip
DOCUMENTS = ("dataset", "run", "scenario_revision", "setting")
CELLS = (-1, 2**62, 1.5, SECRET, "\x00", SECRET.encode(), b"\xff\xfe")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two datasets, a scenario, a run and the responses that a forecast expects."""
    path = small_workspace(tmp_path_factory.mktemp("whole") / "whole.rehearse", "shop", "zoo")
    with Workspace.open(path) as workspace:
        workspace.settings.put("responses", {"email": {"open": 0.5}})
    return path


def sayings(path: Path) -> list[str]:
    """Look at everything in a workspace; what is said of what cannot be looked at."""
    said: list[str] = []

    def look(work: Callable[[], object]) -> None:
        try:
            work()
        except AppError as error:
            said.append(str(error))

    with Workspace.open(path) as workspace:
        for dataset in workspace.datasets.names():
            look(lambda name=dataset.name: workspace.datasets.load(name).schema())  # type: ignore[misc]  # a default
            look(lambda name=dataset.name: [list(each.notes) for each in workspace.datasets.accounts(name)])  # type: ignore[misc]  # a default
            look(lambda name=dataset.name: workspace.datasets.mapping(name))  # type: ignore[misc]  # a default
        for scenario in workspace.scenarios.all():
            workspace.scenarios.revisions(scenario.id)
            look(lambda id_=scenario.id: all_problems(workspace.scenarios.load(id_), None))  # type: ignore[misc]  # a default
        for run in workspace.runs.all():
            look(lambda id_=run.id: report_of_run(workspace, id_))  # type: ignore[misc]  # a default
        look(lambda: workspace.settings.get("responses"))
        look(lambda: workspace.responses.get())
    return said


def places(document: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value in a document."""
    inner = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return [here, *(place for key, value in inner for place in places(value, (*here, key)))]


def changed(luck: random.Random, document: Any) -> Any:
    """The document with a hostile value in place of one of its own, or without it."""
    place = luck.choice(places(document)[1:] or [()])
    if not place:
        return luck.choice(HOSTILE)
    owner = document
    for key in place[:-1]:
        owner = owner[key]
    if luck.random() < 0.2:
        del owner[place[-1]]
    else:
        owner[place[-1]] = luck.choice(HOSTILE)
    return document


@pytest.mark.parametrize("table", DOCUMENTS)
def test_that_no_crafted_document_raises_or_is_repeated(whole: Path, tmp_path: Path, table: str) -> None:
    luck = random.Random(table)
    for number in range(15):
        path = Path(shutil.copy(whole, tmp_path / f"{number}.rehearse"))
        rewrite_document(path, table, lambda document: changed(luck, document))
        assert not [saying for saying in sayings(path) if SECRET in saying or len(saying) > 2_000]


@pytest.mark.parametrize("table", [*DOCUMENTS, "dataset_part", "run_part"])
def test_that_no_crafted_cell_raises_or_is_repeated(whole: Path, tmp_path: Path, table: str) -> None:
    with Workspace.open(whole) as workspace, workspace._database.reading() as connection:
        columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    for number, column in enumerate(columns):
        path = Path(shutil.copy(whole, tmp_path / f"{number}.rehearse"))
        cell = CELLS[number % len(CELLS)]
        rewrite(path, f"UPDATE OR IGNORE {table} SET {column} = ? WHERE rowid = 1", cell)
        is_shown = column in ("name", "scenario_id")
        assert not [saying for saying in sayings(path) if SECRET in saying and not is_shown]


EXTREMES = pa.array(np.array([-(2**63), 2**63 - 1, 0], np.int64)).view(pa.timestamp("us", tz="UTC"))


@pytest.mark.parametrize("kind", ["visits", "conversions"])
@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.select(table.column_names[1:]),
        lambda table: table.rename_columns([SECRET, *table.column_names[1:]]),
        lambda table: pa.table({name: pa.nulls(3) for name in table.column_names}),
        lambda table: pa.table(dict.fromkeys(table.column_names, EXTREMES)),
        lambda table: pa.table({name: pa.array([b"\xff"] * 3).view(pa.string()) for name in table.column_names}),
    ],
    ids=["one less", "another name", "nulls", "instants out of time", "no UTF-8"],
)
def test_that_a_runs_table_of_another_form_is_told_as_damage(
    whole: Path, tmp_path: Path, kind: str, change: Callable[[pa.Table], pa.Table]
) -> None:
    path = Path(shutil.copy(whole, tmp_path / "crafted.rehearse"))
    rewrite_part(path, "run", kind, change)
    (said,) = sayings(path)
    assert said.startswith(f"The table '{kind}' of run 1 is damaged")


@pytest.mark.parametrize("owner", ["dataset", "run"])
def test_that_a_part_that_is_a_text_is_told_as_damage(whole: Path, tmp_path: Path, owner: str) -> None:
    path = Path(shutil.copy(whole, tmp_path / "w.rehearse"))
    rewrite(path, f"UPDATE {owner}_part SET content = 'text'")
    assert any("is damaged" in saying for saying in sayings(path))


@pytest.mark.parametrize("table", ["datasets", "scenarios", "runs", "settings"])
def test_that_a_table_of_billions_of_rows_in_a_few_pages_ends_in_words(tmp_path: Path, table: str) -> None:
    path = small_workspace(tmp_path / "w.rehearse")
    PAGES[f"{table} by shared children"](path)
    said = []
    with Workspace.open(path, read_only=True) as workspace:
        for read in (workspace.datasets.names, workspace.scenarios.all, workspace.runs.all, workspace.segments.all):
            try:
                read()
            except AppError as error:
                said.append(error.message)
    assert all("may be made to do so" in words or "is damaged" in words for words in said)
    assert said or table in ("settings", "scenarios")  # of a segment, and of each scenario's newest, one row is read
    assert has_damaged_pages(path)


def test_that_an_index_that_misses_a_row_is_told_as_damage(tmp_path: Path) -> None:
    path = small_workspace(tmp_path / "w.rehearse")
    content, missed = re.subn(rb'identity(?!")', b"id9ntity", path.read_bytes())  # no value follows in an index
    path.write_bytes(content)
    assert missed == 1
    assert has_damaged_pages(path)


@pytest.mark.parametrize("owner", ["dataset", "run"])
def test_that_parts_that_are_listed_again_and_again_are_refused_and_rescued_once(
    whole: Path, tmp_path: Path, owner: str
) -> None:
    path = Path(shutil.copy(whole, tmp_path / "w.rehearse"))
    rewrite_document(path, owner, lambda document: {**document, "parts": document["parts"] * 2_000})
    assert any("is damaged" in saying for saying in sayings(path))
    assert damages(path) == ()
    assert len(rescue(path, tmp_path / "out").written) < 40


def test_that_a_scenario_kept_under_the_id_of_another_is_damage_to_a_copy(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path / "w.rehearse"))
    rewrite(path, "UPDATE scenario_revision SET scenario_id = 'another'")
    with Workspace.open(path, read_only=True) as workspace, pytest.raises(AppError, match="is damaged"):
        workspace.copy_to(tmp_path / "copy.rehearse", people=People.PSEUDONYMS)
    assert [each.name for each in tmp_path.iterdir()] == ["w.rehearse"]
