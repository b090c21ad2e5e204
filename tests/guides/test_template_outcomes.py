"""What comes of each bundled template over bundled data, held against a count of its own from the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from functools import cache

import pyarrow as pa
import pytest

from app.data.dataset import Dataset, Roles
from app.data.samples import load_sample
from app.guides.adapting import adapted
from app.guides.templates import bundled_templates, template_of
from app.runtime.rehearse import Run, rehearse
from app.scenario.graph import Scenario
from tests.guides.outcomes.advice import cross_sell
from tests.guides.outcomes.journey import Outcome
from tests.guides.outcomes.people import rows
from tests.guides.outcomes.services import SERVICES
from tests.guides.outcomes.shops import SHOPS

COUNTED: Mapping[str, Callable[[], Outcome]] = {**SHOPS, **SERVICES, "cross_sell": lambda: cross_sell()[0]}
OVER = {
    **dict.fromkeys(("abandoned_cart", "welcome"), "shop"),
    **dict.fromkeys(("browse", "second_purchase", "cart_everywhere", "cross_sell"), "store"),
    **dict.fromkeys(("win_back", "vip"), "grocery"),
    **dict.fromkeys(("lead_nurture", "sunset"), "b2b"),
    **dict.fromkeys(("double_opt_in", "post_purchase", "replenishment", "back_in_stock"), "studio"),
    **dict.fromkeys(("trial_to_paid", "appointment_reminder", "birthday"), "studio"),
}
CHOSEN = {"cross_sell": {"visit": "home", "purchase": "store_purchase"}}
"""What a person chooses where the data do not say it."""
OF_ONE_DRAW = {"discount": "discount or delivery", "delivery": "discount or delivery"}
MARKED = ("score", "list", "task", "voucher", "ad_audience")


@cache
def sample(name: str) -> Dataset:
    return load_sample(name).dataset


@cache
def rehearsed(name: str) -> tuple[Scenario, Run]:
    dataset = sample(OVER[name])
    roles = dataset.roles
    events = {**roles.events, **CHOSEN.get(name, {})}
    chosen = replace(dataset, roles=Roles(roles.attributes, events, roles.properties))
    made = adapted(template_of(name), chosen)
    assert made.missing == ()
    return made.scenario, rehearse(made.scenario, chosen)


def table(name: str, of: str) -> list[dict[str, object]]:
    found = rehearsed(name)[1].tables[of]
    seconds = [pa.types.is_timestamp(field.type) for field in found.schema]
    pairs = zip(found.columns, seconds, strict=True)
    columns = [column.cast(pa.int64()) if is_at else column for column, is_at in pairs]
    return pa.table(columns, names=found.column_names).to_pylist()


def second(at: object) -> int:
    assert isinstance(at, int)
    return at // 1_000_000


def assert_alike(found: Iterable[Hashable], expected: Iterable[Hashable]) -> None:
    """The same ones as often, in any order."""
    one, other = Counter(found), Counter(expected)
    assert [*(one - other).elements()][:5] == [*(other - one).elements()][:5] == []


def of_all(name: str) -> list[tuple[object, ...]]:
    """What was sent or not sent, with what one draw decides as one."""
    return [
        (row["customer_id"], OF_ONE_DRAW.get(str(row["node"]), row["node"]), second(row["at"]), row["outcome"])
        for row in table(name, "messages")
    ]


def marked(name: str) -> list[tuple[object, ...]]:
    """Where points, lists, tasks, codes and audiences were given; a pool that is empty gives none."""
    nodes = {node.id for node in rehearsed(name)[0].nodes if node.type in MARKED}
    visits = (row for row in table(name, "visits") if row["node"] in nodes and row["port"] != "none_left")
    return [(row["customer_id"], row["node"], second(row["arrived_at"])) for row in visits]


@cache
def counted(name: str) -> Outcome:
    return COUNTED[name]()


@pytest.mark.parametrize("name", COUNTED)
def test_that_those_enter_get_leave_and_convert_whom_an_independent_count_names(name: str) -> None:
    told, instances = counted(name), table(name, "instances")
    assert told.entered
    assert_alike(((row["customer_id"], second(row["entered_at"])) for row in instances), told.entered)
    assert_alike(of_all(name), told.messages)
    assert_alike(((row["customer_id"], second(row["entered_at"]), row["end_reason"]) for row in instances), told.ended)
    converted = table(name, "conversions")
    assert_alike(((row["customer_id"], second(row["at"]), row["value"] or 0.0) for row in converted), told.converted)
    assert_alike(marked(name), told.marks)


def test_that_each_template_is_counted_over_a_sample() -> None:
    assert sorted(COUNTED) == sorted(OVER) == sorted(template.id for template in bundled_templates())


def test_that_half_of_those_from_paid_traffic_are_offered_a_discount() -> None:
    offers = Counter(str(row["node"]) for row in table("abandoned_cart", "messages"))
    assert 0.4 < offers["discount"] / (offers["discount"] + offers["delivery"]) < 0.6


def test_that_each_code_goes_to_one_journey_and_none_is_given_twice() -> None:
    for name in ("cart_everywhere", "birthday"):
        given = [row["code"] for row in table(name, "vouchers") if row["code"]]
        assert len(given) == len(set(given)) == sum(node == "code" for _, node, _ in counted(name).marks)
    assert sum(bool(row["code"]) for row in table("birthday", "vouchers")) == 120 < len(table("birthday", "vouchers"))


def test_that_sales_and_owners_get_a_task_for_each_that_is_counted() -> None:
    for name, node in (("lead_nurture", "sales"), ("vip", "person"), ("post_purchase", "call")):
        tasks = [(row["customer_id"], node, second(row["at"])) for row in table(name, "tasks")]
        assert_alike(tasks, (mark for mark in counted(name).marks if mark[1] == node))


def test_that_those_are_in_the_audience_who_agreed_and_have_not_bought_that_cart() -> None:
    people = {row["user_id"]: row for row in rows("store", "customers")}

    def outcome(who: str, node: str) -> str:
        if node == "no_ads":
            return "removed"
        if not (people[who]["email"] or people[who]["phone"]):
            return "no_address"
        return "added" if people[who]["ad_consent"] == "true" else "no_consent"

    changes = [(row["customer_id"], second(row["at"]), row["outcome"]) for row in table("cart_everywhere", "audiences")]
    marks = (mark for mark in counted("cart_everywhere").marks if mark[1] != "code")
    assert_alike(changes, ((who, at, outcome(who, node)) for who, node, at in marks))


def test_that_the_cross_sell_offers_what_a_count_by_hand_ranks_first() -> None:
    offered = [
        (row["customer_id"], second(row["at"]), row["rank"], row["product"])
        for row in table("cross_sell", "recommendations")
    ]
    assert_alike(offered, cross_sell()[1])
    assert {row["basis"] for row in table("cross_sell", "recommendations")} == {"next", "popular"}
