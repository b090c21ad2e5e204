"""The random cases are worth playing: they are valid, and everything that the contract knows occurs in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings

from app.nodes.catalogue import KINDS
from app.nodes.conditions import Aggregate, MessageOutcome, NumberOperator, Operator
from app.nodes.response import Override, Response
from app.scenario.checks.validation import scenarios_problems
from app.scenario.settings import ExitTiming, Reentry, Settings
from tests.reference.cases import Rows, play_case
from tests.reference.play import TABLES, TooLongError
from tests.reference.state import Json
from tests.reference.summary import REASONS
from tests.runtime.played_cases import dataset_of, parsed
from tests.runtime.random_cases import CaseMaker, cases
from tests.runtime.random_score_loops import ENTRY as LOOP

MANY = 300


def _random_case(seed: int) -> Json:
    random = Random(seed)
    return CaseMaker(random.randrange).case()


@cache
def _many() -> tuple[Json, ...]:
    return tuple(_random_case(seed) for seed in range(MANY))


@cache
def _played() -> tuple[Rows, ...]:
    return tuple(_tables(case) for case in _many())


def _tables(case: Json) -> Rows:
    try:
        return play_case(case, 3_000)
    except TooLongError:
        return {table: [] for table in TABLES}


def _objects(part: Any) -> Iterator[Json]:
    """Every object in a document."""
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _objects(inner)


def _values(*keys: str) -> set[Any]:
    """What the keys hold anywhere in the random cases."""
    found = (one[key] for case in _many() for one in _objects(case) for key in keys if key in one)
    return {value for value in found if isinstance(value, bool | int | float | str)}


def _keys_of(key: str) -> set[str]:
    """The keys of the objects that stand under a key."""
    found: set[str] = set()
    for one in (one for case in _many() for one in _objects(case)):
        for inner in one.get(key, []) if isinstance(one.get(key), list) else [one.get(key)]:
            found |= set(inner) if isinstance(inner, dict) else set()
    return found


@settings(suppress_health_check=list(HealthCheck), max_examples=max(settings().max_examples // 3, 30))
@given(cases())
def test_that_random_cases_are_valid(case: Json) -> None:
    assert scenarios_problems(parsed(case), dataset_of(case).schema()) == ()


def test_that_all_kinds_and_settings_occur() -> None:
    assert _values("type") >= set(KINDS)
    settings_seen = {key for case in _many() for scenario in case["scenarios"] for key in scenario["settings"]}
    assert settings_seen == set(Settings.model_fields)
    assert _keys_of("reentry") == set(Reentry.model_fields)
    assert _values("mode") == {"never", "after_exit", "concurrent", "restart"}
    assert _values("exit_timing") == set(get_args(ExitTiming))
    assert _values("on_cap") == {"skip", "exit"}
    assert _values("on_quiet") == {"hold", "skip", "exit"}
    assert _keys_of("exit_rules") >= {"event", "where", "match_key", "condition"}
    assert _keys_of("scoring") == {"score", "event", "where", "condition", "add"}
    assert _keys_of("goals") >= {"where", "within", "value", "match_key"}
    assert _keys_of("quiet_hours") >= {"weekdays", "channel"}
    assert _keys_of("repeat") == {"every", "until", "count"}
    assert _keys_of("until") == {"at", "time", "weekdays", "attribute", "offset", "best_time"}
    assert _values("sticky") == {"customer", "instance"}
    assert {len(case["scenarios"]) for case in _many()} == {1, 2, 3}


def test_that_all_conditions_occur() -> None:
    forms = {key for one in (one for case in _many() for one in _objects(case)) for key in one}
    assert forms >= {"all", "any", "not", "attribute", "entry", "score", "in_list", "sequence", "local_time", "message"}
    assert _values("op") == set(get_args(Operator))
    assert _values("aggregate") == set(get_args(Aggregate))
    assert _values("since") >= {"ever", "entry", "arrival"}
    assert _values("state") == set(get_args(MessageOutcome))
    assert {test["op"] for case in _many() for one in _objects(case) if isinstance(test := one.get("count"), dict)} == {
        *get_args(NumberOperator)
    }


def test_that_all_of_a_response_occurs() -> None:
    assert _keys_of("response") == set(Response.model_fields)
    assert _keys_of("responses") == {"email", "sms", "push"}
    assert _keys_of("when") == set(Override.model_fields)
    assert _keys_of("convert") == {"event", "rate", "after", "property", "value"}


def test_that_everything_happens() -> None:
    tables = _played()
    assert sum(bool(rows["instances"]) for rows in tables) > MANY / 2
    assert sum(bool(rows["messages"]) for rows in tables) > MANY / 4
    ends = Counter(row[5] for rows in tables for row in rows["instances"])
    reasons = ("completed", "filtered", "exit_node", "exit_rule", "restarted", "waiting", "quiet", "capped")
    assert min(ends[reason] for reason in reasons) > 2
    loops = Counter((place, row[0]) for place, rows in enumerate(tables) for row in rows["instances"] if row[2] == LOOP)
    assert sum(times > 1 for times in loops.values()) > 5
    outcomes = Counter(row[6] for rows in tables for row in rows["messages"])
    assert min(outcomes[outcome] for outcome in ("sent", *REASONS)) > 5
    reactions = Counter(place for rows in tables for row in rows["messages"] for place in range(7, 12) if row[place])
    assert min(reactions[place] for place in range(7, 12)) > 5
    assert {row[5] for rows in tables for row in rows["conversions"]} == {True, False}
    assert {row[6] is None for rows in tables for row in rows["vouchers"]} == {True, False}
    changed = Counter(row[8] for rows in tables for row in rows["audiences"])
    assert min(changed[outcome] for outcome in ("added", "removed", "no_address", "no_consent", "control")) > 2
    bases = Counter(row[7] for rows in tables for row in rows["recommendations"])
    assert min(bases["next"], bases["popular"]) > 0
    assert all(sum(bool(rows[table]) for rows in tables) > 5 for table in TABLES)
