"""Forecasts against what can be worked out by hand: expectations of small trees, each within four standard errors."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from app.bench.job import synthetic_dataset
from app.nodes.response import Response
from app.runtime.forecast.forecast import ForecastOptions, forecast
from app.runtime.rehearse import Run, RunOptions, rehearse
from app.scenario.graph import Scenario
from tests.builders.scenarios import MESSAGE, Nodes, document, scenario
from tests.reference.cases import play_case
from tests.reference.state import Json
from tests.reference.summary import summary_of
from tests.runtime.played_cases import differences, machine_plays

CUSTOMERS = 20_000
DATASET = synthetic_dataset(CUSTOMERS)
AUDIENCE = ("entry_audience", {"at": "2024-02-01T00:00:00Z"})
HOUR_US = 3_600_000_000
D, O, C, U, R = 0.9, 0.4, 0.3, 0.1, 0.5  # noqa: E741  deliver, open, click, unsubscribe, rate of conversion
RESPONSE: Json = {
    "deliver": D, "open": O, "click": C, "unsubscribe": U,
    "open_after": {"median": "PT3H", "sigma": 1.2}, "click_after": {"median": "PT2M", "sigma": 1.0},
    "convert": {"event": "bought", "rate": R, "after": {"median": "PT1H", "sigma": 1.0},
                "property": "amount", "value": {"median": 45, "sigma": 0.6}},
}  # fmt: skip
BOUGHT: Json = {"id": "bought", "event": "bought", "value": "amount"}
MAIL = ("email", {**MESSAGE, "response": RESPONSE})
Numbers = NDArray[np.float64]


def _mail(**response: Any) -> tuple[str, Json]:
    return "email", {**MESSAGE, "response": response}


def _run(journey: Scenario, replication: int = 1, **options: Any) -> Run:
    return rehearse(journey, DATASET, RunOptions(replication=replication, compiled=True, **options))


def _one_mail(response: Json = RESPONSE, replication: int = 1, **options: Any) -> Run:
    journey = scenario({"in": AUDIENCE, "mail": _mail(**response)}, "in>mail", goals=[BOUGHT])
    return _run(journey, replication, **options)


def _reactions(run: Run, node: str = "mail") -> Mapping[str, int]:
    return run.summary.nodes[node].reactions


def _instants(run: Run, column: str) -> Numbers:
    """Microseconds as floats; what never happened is nan."""
    return np.asarray(run.tables["messages"].column(column).cast(pa.int64()).to_numpy(), np.float64)


def assert_share(count: float, of: float, share: float) -> None:
    """A count is within four standard errors of its expectation."""
    assert abs(count - of * share) <= 4 * math.sqrt(of * share * (1 - share)), (count, of * share)


def assert_lognormal(values: Numbers, median: float, sigma: float) -> None:
    """Values have the quantiles of a lognormal at 16 %, 50 % and 84 %."""
    for deviation in (-1.0, 0.0, 1.0):
        below = float((values <= median * math.exp(sigma * deviation)).sum())
        assert_share(below, len(values), NormalDist().cdf(deviation))


# --- one message ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def one_mail() -> Run:
    return _one_mail()


def test_that_reactions_come_as_often_as_their_rates_say(one_mail: Run) -> None:
    found = _reactions(one_mail)
    assert one_mail.summary.nodes["mail"].sent == CUSTOMERS
    assert found["delivered"] + found["bounced"] == CUSTOMERS
    assert_share(found["delivered"], CUSTOMERS, D)
    assert_share(found["opened"], CUSTOMERS, D * O)
    assert_share(found["clicked"], CUSTOMERS, D * O * C)
    assert_share(found["unsubscribed"], CUSTOMERS, D * O * U)
    assert_share(one_mail.summary.goals["bought"].instances, CUSTOMERS, D * O * C * R)


def test_that_draws_for_different_things_are_independent(one_mail: Run) -> None:
    opened = ~np.isnan(_instants(one_mail, "opened_at"))
    clicked, unsubscribed = (~np.isnan(_instants(one_mail, f"{state}_at")) for state in ("clicked", "unsubscribed"))
    assert not (clicked | unsubscribed)[~opened].any()
    assert_share(int((clicked & unsubscribed).sum()), CUSTOMERS, D * O * C * U)


def test_that_delays_are_lognormal_and_follow_one_another(one_mail: Run) -> None:
    at, delivered, opened, clicked, unsubscribed = (
        _instants(one_mail, name) for name in ("at", "delivered_at", "opened_at", "clicked_at", "unsubscribed_at")
    )
    assert (at == delivered)[~np.isnan(delivered)].all()
    assert (unsubscribed == opened)[~np.isnan(unsubscribed)].all()
    assert_lognormal((opened - delivered)[~np.isnan(opened)], 3 * HOUR_US, 1.2)
    assert_lognormal((clicked - opened)[~np.isnan(clicked)], HOUR_US / 30, 1.0)


def test_that_conversions_are_modelled_with_lognormal_delays_and_values(one_mail: Run) -> None:
    table = one_mail.tables["conversions"]
    assert set(table.column("observed").to_pylist()) == {False}
    values = np.asarray(table.column("value").to_numpy(), np.float64)
    assert_lognormal(values, 45, 0.6)
    deviation = 45 * math.exp(0.6**2 / 2) * math.sqrt(math.exp(0.6**2) - 1)
    assert abs(values.mean() - 45 * math.exp(0.6**2 / 2)) <= 4 * deviation / math.sqrt(len(values))
    goal = one_mail.summary.goals["bought"]
    assert goal.modelled_value == goal.value == pytest.approx(values.sum())
    assert goal.modelled_instances == goal.instances == len(values)
    messages = one_mail.tables["messages"]
    clicked = dict(zip(messages.column("customer_id").to_pylist(), messages.column("clicked_at"), strict=True))
    bought = zip(table.column("customer_id").to_pylist(), table.column("at").to_pylist(), strict=True)
    delays = np.array([(at - clicked[customer].as_py()).total_seconds() for customer, at in bought])
    assert_lognormal(delays, 3600, 1.0)


def test_that_a_replay_has_no_reactions_and_no_modelled_conversion() -> None:
    run = _one_mail(replication=0)
    assert _reactions(run) == {}
    assert run.tables["conversions"].num_rows == 0
    assert run.tables["messages"].column("delivered_at").null_count == CUSTOMERS


def test_that_an_sms_is_read_unless_it_says_otherwise_and_an_email_is_not() -> None:
    sms, silent = ("sms", {"text": "Hello", "response": {"deliver": D}}), ("email", {**MESSAGE, "response": {}})
    run = _run(scenario({"in": AUDIENCE, "sms": sms, "mail": silent}, "in>sms sms>mail"))
    assert _reactions(run, "sms")["opened"] == _reactions(run, "sms")["delivered"]
    assert _reactions(run, "mail") == {"delivered": CUSTOMERS}


def test_that_what_a_node_leaves_out_is_the_channels_default() -> None:
    defaults = {"email": Response.model_validate({"deliver": 0.5, "open": 0.8})}
    journey = scenario({"in": AUDIENCE, "own": _mail(deliver=1.0), "plain": ("email", MESSAGE)}, "in>own own>plain")
    run = _run(journey, responses=defaults)
    assert _reactions(run, "own")["delivered"] == CUSTOMERS
    assert_share(_reactions(run, "own")["opened"], CUSTOMERS, 0.8)
    assert_share(_reactions(run, "plain")["opened"], CUSTOMERS, 0.5 * 0.8)


def test_that_a_message_without_any_response_is_not_even_delivered_and_the_run_says_so() -> None:
    run = _run(scenario({"in": AUDIENCE, "mail": ("email", MESSAGE)}, "in>mail"))
    assert _reactions(run) == {}
    assert any("mail" in warning for warning in run.summary.warnings)


# --- overrides, fatigue, opting out ----------------------------------------------------------------------------------


def test_that_an_override_changes_the_rates_of_those_for_whom_it_is_the_first_that_holds() -> None:
    split = ("split", {"variants": [{"port": port, "label": port, "weight": 1} for port in ("a", "b")]})
    mark = {port: ("set", {"attribute": "group", "value": port}) for port in ("a", "b")}
    when = [
        {"condition": {"attribute": "group", "op": "eq", "value": "a"}, "open": 0.9},
        {"condition": {"attribute": "group", "op": "exists"}, "open": 0.2, "deliver": 0.5},
    ]
    mail = _mail(deliver=1.0, open=0.6, when=when)
    edges = "in>s s.a>a s.b>b a>mail b>mail"
    run = _run(scenario({"in": AUDIENCE, "s": split, **mark, "mail": mail}, edges))
    of_a, of_b = (run.summary.nodes["s"].left[port] for port in ("a", "b"))
    assert_share(_reactions(run)["bounced"], of_b, 0.5)
    deviation = math.sqrt(of_a * 0.9 * 0.1 + of_b * 0.1 * 0.9)
    assert abs(_reactions(run)["opened"] - (of_a * 0.9 + of_b * 0.1)) <= 4 * deviation


def test_that_each_message_received_in_the_window_tires() -> None:
    tiring = {"per_message": 0.5, "window": "P7D"}
    mails = {f"m{n}": _mail(deliver=0.8, open=0.8, fatigue=tiring) for n in (1, 2)}
    nodes = {"in": AUDIENCE, **mails, "w": ("wait", {"for": "P7D"}), "m3": _mail(open=0.8, fatigue=tiring)}
    run = _run(scenario(nodes, "in>m1 m1>m2 m2>w w>m3"))
    assert_share(_reactions(run, "m1")["opened"], CUSTOMERS, 0.8 * 0.8)
    assert_share(_reactions(run, "m2")["opened"], CUSTOMERS, 0.8 * 0.8 * (0.8 * 0.5 + 0.2))
    assert_share(_reactions(run, "m3")["opened"], CUSTOMERS, 0.8)


def test_that_those_who_unsubscribe_get_no_more_marketing() -> None:
    nodes = {"in": AUDIENCE, "mail": _mail(deliver=D, open=O, unsubscribe=0.5), "day": ("wait", {"for": "P1D"}),
             "next": ("email", MESSAGE), "receipt": ("email", {**MESSAGE, "marketing": False})}  # fmt: skip
    run = _run(scenario(nodes, "in>mail mail>day day>next next>receipt"))
    unsubscribed = _reactions(run)["unsubscribed"]
    assert_share(unsubscribed, CUSTOMERS, D * O * 0.5)
    assert run.summary.nodes["next"].skipped == {"no_consent": unsubscribed}
    assert run.summary.nodes["receipt"].sent == CUSTOMERS


def test_that_waiting_for_a_reaction_divides_customers_by_it() -> None:
    mail = _mail(deliver=D, open=O, open_after={"median": "PT3H", "sigma": 1.2})
    wait = ("wait_for", {"message": "mail", "state": "opened", "timeout": "PT3H"})
    run = _run(scenario({"in": AUDIENCE, "mail": mail, "w": wait}, "in>mail mail>w"))
    assert_share(run.summary.nodes["w"].left["happened"], CUSTOMERS, D * O / 2)


# --- luck -------------------------------------------------------------------------------------------------------------


def test_that_replications_seeds_and_salts_are_independent() -> None:
    opened = [~np.isnan(_instants(run, "opened_at")) for run in (
        _one_mail(), _one_mail(replication=2), _one_mail(seed=1),
        _run(scenario({"in": AUDIENCE, "mail": MAIL}, "in>mail", seed_salt="x")),
        _run(scenario({"in": AUDIENCE, "other": MAIL}, "in>other")),
    )]  # fmt: skip
    for other in opened[1:]:
        assert_share(int((opened[0] & other).sum()), CUSTOMERS, (D * O) ** 2)


def test_that_a_visit_after_the_first_draws_anew() -> None:
    nodes = {"in": AUDIENCE, "mail": _mail(deliver=D), "w": ("wait", {"for": "P1D"})}
    run = _run(scenario(nodes, "in>mail mail>w w>mail"), until=1_706_832_000_000_000)  # a day after the audience
    delivered = (~np.isnan(_instants(run, "delivered_at"))).reshape(CUSTOMERS, 2)
    assert_share(int(delivered.all(axis=1).sum()), CUSTOMERS, D * D)


def test_that_two_variants_have_equal_draws_at_the_nodes_they_share() -> None:
    nodes: Nodes = {"in": AUDIENCE, "mail": MAIL, "end": ("exit", {})}
    plain = _run(scenario(nodes, "in>mail mail>end", goals=[BOUGHT]))
    more: Nodes = {
        "before": ("email", MESSAGE),
        "w": ("wait", {"for": "PT5H"}),
        "f": ("filter", {"condition": {"all": []}}),
    }
    varied = _run(scenario({**more, **nodes}, "in>before before>w w>f f.pass>mail mail>end", goals=[BOUGHT]))
    mine = np.array(varied.tables["messages"].column("node").to_pylist()) == "mail"
    for name in ("delivered_at", "bounced_at", "opened_at", "clicked_at", "unsubscribed_at"):
        there = _instants(varied, name)[mine] - 5 * HOUR_US
        np.testing.assert_array_equal(_instants(plain, name), there, err_msg=name)
    for column in ("customer_id", "value"):
        assert varied.tables["conversions"].column(column) == plain.tables["conversions"].column(column)


def test_that_who_opens_at_a_low_rate_opens_at_a_higher_one() -> None:
    low, high = (_instants(_one_mail({"open": rate}), "opened_at") for rate in (0.2, 0.5))
    assert not np.isnan(high[~np.isnan(low)]).any()
    assert np.isnan(low[~np.isnan(high)]).any()


HELD: Json = {
    "name": "held",
    "mapping": {
        "customers": {"key": "customer_id", "types": {}},
        "events": {"key": "customer_id", "at": "timestamp", "name": "event", "types": {"amount": "number"}},
    },
    "customers": [{"customer_id": f"c{n}"} for n in range(40)],
    "events": [],
    "replication": 1,
    "scenario": document(
        {
            "in": ("entry_audience", {"at": "2024-11-04T03:30:00"}),
            "call": ("webhook", {"name": "crm", "payload": ""}),
            "mail": MAIL,
        },
        "in>call in>mail call>mail",
        settings={"quiet_hours": [{"from": "02:30", "to": "09:00"}]},
    ),
}
"""Two tokens of an instance come to one message in quiet hours, and both are held till the morning."""


def test_that_messages_held_at_one_node_have_each_the_luck_of_their_own_visit() -> None:
    expected = play_case(HELD)
    run = machine_plays(HELD)
    assert differences(expected, summary_of(HELD, expected), run) == []
    delivered = np.array(run.tables["messages"].column("delivered_at").is_null()).reshape(-1, 2)
    assert (delivered[:, 0] != delivered[:, 1]).any()


# --- many replications ----------------------------------------------------------------------------------------------


def test_that_the_means_of_a_forecast_are_the_expectations_and_its_ranges_hold_them() -> None:
    replications, customers = 40, 2_000
    journey = scenario({"in": AUDIENCE, "mail": MAIL}, "in>mail", goals=[BOUGHT])
    found = forecast(journey, synthetic_dataset(customers), ForecastOptions(replications, compiled=True)).figures
    shares = {"nodes.mail.reactions.delivered": D, "nodes.mail.reactions.opened": D * O,
              "nodes.mail.reactions.clicked": D * O * C, "goals.bought.modelled_instances": D * O * C * R}  # fmt: skip
    for path, share in shares.items():
        figure = found[path]
        assert_share(figure.mean * replications, customers * replications, share)
        deviation = math.sqrt(customers * share * (1 - share))
        widths = (figure.high_80 - figure.low_80, figure.high_95 - figure.low_95)
        assert_near(widths, [2 * NormalDist().inv_cdf(level) * deviation for level in (0.9, 0.975)])
        assert figure.observed == 0
    assert found["nodes.mail.sent"].mean == found["nodes.mail.sent"].observed == customers
    value = found["goals.bought.modelled_value"].mean
    expected = customers * D * O * C * R * 45 * math.exp(0.6**2 / 2)
    assert value == pytest.approx(expected, rel=0.05)


def assert_near(found: Sequence[float], expected: Sequence[float]) -> None:
    """Ranges of forty replications are only roughly as wide as those of infinitely many."""
    for one, other in zip(found, expected, strict=True):
        assert 0.5 * other < one < 1.7 * other, (one, other)


def test_that_a_forecast_names_in_how_many_replications_customers_were_refused() -> None:
    nodes: Nodes = {
        "in": AUDIENCE, "mail": _mail(deliver=1.0), "again": ("entry_event", {"event": "message_delivered"}),
    }  # fmt: skip
    journey = scenario(nodes, "in>mail again>mail", reentry={"mode": "concurrent"})
    found = forecast(journey, synthetic_dataset(2), ForecastOptions(3, compiled=True))
    assert not any("10000" in warning for warning in found.replay.warnings)
    (warning,) = (warning for warning in found.warnings if "10000" in warning)
    assert warning.startswith("In 3 of 3 replications, up to 2 customers entered a scenario 10000 times")
