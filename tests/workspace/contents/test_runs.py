"""Runs in the workspace."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pytest
from sqlalchemy import delete, insert, select, update

from app.errors import AppError, Cancelled
from app.runtime.rehearse import RunOptions, rehearse
from app.runtime.summary import GoalCounts, NodeCounts, Summary
from app.scenario.combined import joined
from app.scenario.graph import ScenarioId
from app.workspace.contents.runs import RunStore
from app.workspace.sqlite.database import Database
from app.workspace.sqlite.documents import sealed
from app.workspace.sqlite.tables import run as run_table
from app.workspace.sqlite.tables import run_part
from tests.builders.datasets import from_rows
from tests.builders.scenarios import kind, scenario

CART = replace(scenario([kind("start", "entry_event", event="cart")]), id=ScenarioId("cart"), name="Abandoned cart")
OTHER = replace(CART, id=ScenarioId("other"), name="Other")
SUMMARY = Summary(
    seed=7,
    version="0.1.0",
    fingerprint="f" * 64,
    scenario="cart",
    timings={"read": 0.5, "kernel": 0.25},
    visits=5,
    customers=2,
    instances=3,
    nodes={"start": NodeCounts(3, {"out": 3}, 0, 0), "mail": NodeCounts(2, {}, 0, 2, 1, {"no_consent": 1})},
    edges={("start", "out", "mail"): 3},
    goals={"bought": GoalCounts(1, 1, 12.5)},
    beyond_data=1,
    zone_fallbacks=2,
    warnings=("No column says who agreed to e-mail.",),
)
INSTANCES = pa.table({
    "customer_id": ["anna", "béla", "anna"],
    "entered_at": pa.array([1, 2, None], pa.timestamp("us", tz="UTC")),
    "end_reason": pa.array(["completed", None, "completed"]).dictionary_encode(),
})  # fmt: skip
SCORES = pa.table({"customer_id": pa.array([], pa.string()), "delta": pa.array([], pa.float64())})


@dataclass(frozen=True)
class FinishedRun:
    tables: Mapping[str, pa.Table]
    summary: Summary

    @property
    def row_count(self) -> int:
        return sum(table.num_rows for table in self.tables.values())

    def in_parts(self) -> Iterator[Mapping[str, pa.Table]]:
        yield self.tables


RUN = FinishedRun({"instances": INSTANCES, "scores": SCORES}, SUMMARY)


@pytest.fixture
def database(empty: Path) -> Database:
    return Database(empty)


@pytest.fixture
def store(database: Database) -> RunStore:
    return RunStore(database)


def test_that_a_stored_run_is_loaded_as_it_was(store: RunStore) -> None:
    info = store.save(RUN, CART, "shop")
    stored = store.load(info.id)
    assert (stored.info, stored.scenario, stored.summary) == (info, CART, SUMMARY)
    assert {name: table.to_pylist() for name, table in stored.tables.items()} == {
        name: table.to_pylist() for name, table in RUN.tables.items()
    }
    assert stored.tables["instances"].schema == INSTANCES.schema
    assert stored.tables["scores"].schema == SCORES.schema


def test_that_some_columns_of_some_tables_are_read_and_one_is_told_how_far_that_is(store: RunStore) -> None:
    info, told = store.save(RUN, CART, "shop"), list[tuple[int, int]]()
    wanted = {"scores": SCORES.column_names[:1], "instances": INSTANCES.column_names[1:], "audiences": ["node"]}
    read = store.columns(info.id, wanted, lambda done, total, _: told.append((done, total)))
    assert {name: table.to_pylist() for name, table in read.items()} == {
        "scores": SCORES.select(wanted["scores"]).to_pylist(),
        "instances": INSTANCES.select(wanted["instances"]).to_pylist(),
    }
    assert told == [(0, 2), (1, 2)]


def test_that_what_the_runtime_yields_is_loaded_as_it_was(store: RunStore) -> None:
    carts = [{"customer_id": who, "timestamp": "2024-05-01T10:00:00Z", "event": "cart"} for who in ("anna", "béla")]
    run = rehearse(CART, from_rows([], carts, {}), RunOptions(compiled=False))
    stored = store.load(store.save(run, CART, "shop").id)
    assert stored.summary == run.summary
    assert stored.info.instances == 2
    assert {name: table.to_pylist() for name, table in stored.tables.items()} == {
        name: table.to_pylist() for name, table in run.tables.items()
    }


def test_that_what_is_known_of_a_run_needs_no_loading(store: RunStore) -> None:
    info = store.save(RUN, CART, "shop")
    assert store.all() == (info,)
    assert (info.scenario_id, info.scenario_name, info.dataset_name) == ("cart", "Abandoned cart", "shop")
    assert (info.dataset_fingerprint, info.seed) == ("f" * 64, 7)
    assert (info.customers, info.instances, info.visits) == (2, 3, 5)
    assert info.ran_at > 0


def test_that_runs_are_listed_newest_first_and_by_scenario(store: RunStore) -> None:
    other = replace(CART, id=ScenarioId("other"))
    ids = [store.save(RUN, scenario, "shop").id for scenario in (CART, other, CART)]
    assert [info.id for info in store.all()] == ids[::-1]
    assert [info.id for info in store.all("cart")] == [ids[2], ids[0]]
    assert store.all("none") == ()


def test_that_a_removed_run_is_gone_and_its_number_is_not_given_again(store: RunStore, database: Database) -> None:
    first = store.save(RUN, CART, "shop").id
    assert "béla".encode() in database.path.read_bytes()
    store.remove(first)
    assert "béla".encode() not in database.path.read_bytes()
    with pytest.raises(AppError, match=f"There is no run {first} in"):
        store.load(first)
    assert store.save(RUN, CART, "shop").id > first


def test_that_a_table_of_a_run_removed_meanwhile_is_missed_in_words(store: RunStore) -> None:
    info = store.save(RUN, CART, "shop")
    stored = store.load(info.id)
    assert stored.tables["instances"].num_rows == 3
    store.remove(info.id)
    assert stored.tables["instances"].num_rows == 3
    with pytest.raises(AppError, match="There is no run"):
        stored.tables["scores"]


def test_that_a_save_cancelled_at_any_moment_leaves_nothing_behind(store: RunStore, database: Database) -> None:
    told: list[int] = []
    store.remove(store.save(RUN, CART, "shop", lambda done, *_: told.append(done)).id)
    for moment in range(len(told)):
        left = moment

        def cancel(done: int, total: int, what: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Cancelled

        with pytest.raises(Cancelled):
            store.save(RUN, [CART, OTHER], "shop", cancel, "{}")
        assert store.all() == ()
        with database.reading() as connection:
            assert connection.execute(run_part.select()).all() == []
            assert connection.execute(run_table.select()).all() == []
    assert len(told) > 2


def test_that_tables_of_any_name_are_kept(store: RunStore) -> None:
    tables = {name: pa.table({"code": [name, None]}) for name in ("tasks", "webhooks", "vouchers", "of_tomorrow")}
    stored = store.load(store.save(FinishedRun(tables, SUMMARY), CART, "shop").id)
    assert {name: table.to_pydict() for name, table in stored.tables.items()} == {
        name: table.to_pydict() for name, table in tables.items()
    }


def test_that_a_run_of_several_scenarios_keeps_them_in_their_order(store: RunStore) -> None:
    info = store.save(RUN, [OTHER, CART], "shop")
    stored = store.load(info.id)
    assert stored.scenarios == (OTHER, CART)
    assert stored.scenario == joined((OTHER, CART))
    assert (info.scenario_ids, info.scenario_name) == (("other", "cart"), "Other + Abandoned cart")
    assert store.all() == (info,)
    assert store.all("other") == store.all("cart") == ()


def test_that_a_forecast_is_kept_with_its_run(store: RunStore) -> None:
    forecast = store.save(RUN, CART, "shop", forecast_json='{"mean": 1.5, "č": [1]}')
    replay = store.save(RUN, CART, "shop")
    assert (forecast.forecast, replay.forecast) == (True, False)
    assert store.load(forecast.id).forecast_json == '{"mean": 1.5, "č": [1]}'
    assert store.load(replay.id).forecast_json is None


def test_that_runs_from_before_forecasts_are_read(store: RunStore, database: Database) -> None:
    info = store.save(RUN, CART, "shop")
    with database.writing() as connection:
        document = json.loads(connection.execute(select(run_table.c.document)).scalar_one())
        for key in ("further_scenarios", "forecast"):
            del document[key]
        for key in ("further_ids", "forecast"):
            del document["info"][key]
        connection.execute(update(run_table).values(**sealed(json.dumps(document))))
    assert store.all("cart") == (info,)
    stored = store.load(info.id)
    assert (stored.scenarios, stored.forecast_json) == ((CART,), None)
    assert stored.tables["instances"].num_rows == 3


def test_that_progress_runs_from_none_to_all_rows(store: RunStore) -> None:
    seen: list[tuple[int, int, str]] = []
    store.save(RUN, CART, "shop", lambda *step: seen.append(step))
    assert {(total, what) for _, total, what in seen} == {(3, "Storing the run")}
    assert [done for done, _, _ in seen] == [0, 0, 3, 3]


def test_that_a_run_that_a_kill_left_unfinished_is_no_run_and_goes_with_the_next(
    store: RunStore, database: Database
) -> None:
    with database.writing() as connection:
        listed = {column.name: 0 for column in run_table.columns}
        connection.execute(insert(run_table).values({**listed, "id": 1, "document": "", "sha256": ""}))
        columns = {"kind": "visits", "position": 0, "rows": 1, "sha256": "", "content": b"half"}
        connection.execute(insert(run_part).values(run_id=1, **columns))
    assert store.all() == ()
    with pytest.raises(AppError, match="There is no run 1 in"):
        store.load(1)
    info = store.save(RUN, CART, "shop")
    assert store.all() == (info,)
    with database.reading() as connection:
        assert {row.run_id for row in connection.execute(run_part.select())} == {info.id}


def test_that_others_can_write_between_the_parts_of_a_run(store: RunStore, database: Database) -> None:
    def write(done: int, total: int, what: str) -> None:
        with database.writing() as connection:
            connection.execute(update(run_table).values(scenario_id="cart"))

    info = store.save(RUN, CART, "shop", write)
    assert store.all() == (info,)


@pytest.mark.parametrize("document", ["{}", '{"info": 1}', "", "[]"])
def test_that_a_damaged_run_is_refused(store: RunStore, database: Database, document: str) -> None:
    info = store.save(RUN, CART, "shop")
    with database.writing() as connection:
        connection.execute(update(run_table).values(document=document))
    with pytest.raises(AppError, match=f"Run {info.id} is damaged"):
        store.load(info.id)


@pytest.mark.parametrize(
    "change", [update(run_part).values(content=b"nonsense"), update(run_part).values(kind="x"), delete(run_part)]
)
def test_that_a_damaged_table_is_refused_and_the_summary_still_shown(
    store: RunStore, database: Database, change: object
) -> None:
    info = store.save(FinishedRun({"instances": INSTANCES}, SUMMARY), CART, "shop")
    with database.writing() as connection:
        connection.execute(change)  # type: ignore[call-overload]  # parametrised statements of two kinds
    stored = store.load(info.id)
    assert stored.summary == SUMMARY
    with pytest.raises(AppError, match=f"The table 'instances' of run {info.id} is damaged"):
        stored.tables["instances"]
    with pytest.raises(AppError, match=f"The table 'instances' of run {info.id} is damaged"):
        store.columns(info.id, {"instances": ["customer_id"]})
