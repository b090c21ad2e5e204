"""Messages of runs: every figure against the run's own tables, counted row by row."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from app.look.palette import DARK, LIGHT
from app.reports.documents.figures.pictures import picture
from app.reports.messages.chart import draw_messages
from app.reports.messages.definition import messages
from app.reports.messages.figures import MessageFigures
from app.reports.messages.report import MessagesReport
from app.reports.report import Subject
from app.runtime.rehearse import RunOptions, rehearse
from app.runtime.summary import NodeCounts, Summary
from app.scenario.graph import Scenario
from tests.builders.datasets import people
from tests.builders.scenarios import kind, scenario

RESPONSE = {
    "deliver": 0.8, "open": 0.6, "click": 0.5, "unsubscribe": 0.2,
    "open_after": {"median": "PT1H", "sigma": 0.1}, "click_after": {"median": "PT1H", "sigma": 0.1},
    "convert": {"event": "buy", "rate": 0.7, "after": {"median": "PT1H", "sigma": 0.1}, "property": "amount",
                "value": {"median": 10, "sigma": 0.1}},
}  # fmt: skip
MAIL = {"subject": "Hello", "body": "Hello", "cost": 0.5}


def shop(customers: int = 40) -> Any:
    rows = [
        {
            "customer_id": f"c{who:02}",
            "email": f"c{who:02}@example.com" if who % 4 else "",
            "agreed": str(who % 5 != 1).lower(),
        }
        for who in range(customers)
    ]
    events: list[Any] = []
    for who in range(customers):
        events.append((f"c{who:02}", "05-01 10:00", "cart"))
        if who % 3 == 0:
            events.append((f"c{who:02}", f"05-0{2 + who % 2} 10:00", "buy", {"amount": who}))
    return people(rows, events, {"email_consent": "agreed"}, {"purchase": "buy"})


def journey(text: str = "", response: bool = False) -> Scenario:
    more = {"response": RESPONSE} if response else {}
    nodes = [
        kind("start", "entry_event", event="cart"),
        kind("mail", "email", **MAIL, **more) | {"label": "Reminder"},
        kind("day", "wait", for_="P1D"),
        kind("second", "email", **MAIL, **more) | {"label": "Second reminder"},
        *([kind("text", "sms", text=text, cost=0.1, marketing=False) | {"label": "SMS"}] if text else []),
    ]
    wires = "start>mail mail>day day>second" + (" second>text" if text else "")
    return scenario(nodes, wires, goals=[{"id": "order", "event": "buy", "within": "P7D", "value": "amount"}])


def subject_of(made: Scenario, replication: int = 0) -> Subject:
    data = shop()
    run = rehearse(made, data, RunOptions(compiled=False, replication=replication))
    return Subject(made, run.summary, run.tables, data)


def measured(subject: Subject) -> MessageFigures:
    figures = messages(subject)
    assert figures is not None
    return figures


def rows_of(subject: Subject, name: str) -> list[dict[str, Any]]:
    return subject.tables[name].to_pylist()


def naive(subject: Subject, node: str) -> dict[str, Any]:
    """What the tables say of a message, row by row."""
    mine = [row for row in rows_of(subject, "messages") if row["node"] == node]
    sent = [row for row in mine if row["outcome"] == "sent"]
    journeys = {(row["customer_id"], row["instance"]): row["at"] for row in sent}
    after = [
        row
        for row in rows_of(subject, "conversions")
        if row["at"]
        >= journeys.get((row["customer_id"], row["instance"]), row["at"].max.replace(tzinfo=row["at"].tzinfo))
    ]
    return {
        "decided": len(mine),
        "sent": len(sent),
        "reached": len({row["customer_id"] for row in sent}),
        "converted": len({(row["customer_id"], row["instance"]) for row in after if row["observed"]}),
        "modelled": len({(row["customer_id"], row["instance"]) for row in after if not row["observed"]}),
        "value": sum(row["value"] or 0 for row in after if row["observed"]),
        "cost": sum(row["cost"] for row in sent),
        **{
            name: sum(row[f"{name}_at"] is not None for row in sent)
            for name in ("delivered", "bounced", "opened", "clicked", "unsubscribed")
        },
    }


@pytest.fixture(name="replay", scope="module")
def _replay() -> Subject:
    return subject_of(journey())


@pytest.fixture(name="drawn", scope="module")
def _drawn() -> Subject:
    return subject_of(journey(response=True), 1)


@pytest.mark.parametrize("which", ["replay", "drawn"])
def test_that_every_figure_is_what_the_tables_say(which: str, request: pytest.FixtureRequest) -> None:
    subject: Subject = request.getfixturevalue(which)
    figures = measured(subject)
    assert [row.title for row in figures.rows] == ["Reminder", "Second reminder", "All messages"]
    for row, node in zip(figures.rows, ("mail", "second"), strict=False):
        known = naive(subject, node)
        assert (row.decided, row.sent) == (known["decided"], known["sent"])
        assert row.reached is not None
        assert row.converted is not None
        assert row.modelled is not None
        assert row.reached.count == known["reached"]
        assert (row.converted.journeys.count, row.converted.value) == (known["converted"], known["value"])
        assert row.modelled.journeys.count == known["modelled"]
        assert row.cost == pytest.approx(known["cost"])
        assert {name: row.reactions[name] for name in row.reactions} == {name: known[name] for name in row.reactions}
    assert figures.rows[0].skipped["no_address"] == 10


def test_that_a_conversion_counts_once_in_the_sum(replay: Subject) -> None:
    first, second, both = measured(replay).rows
    assert first.converted
    assert second.converted
    assert both.converted
    assert second.converted.journeys.count > 0
    assert first.converted.journeys.count <= both.converted.journeys.count
    assert both.converted.journeys.count < first.converted.journeys.count + second.converted.journeys.count


def test_that_each_rate_names_what_it_is_of(drawn: Subject) -> None:
    figures = measured(drawn)
    row = figures.rows[0]
    assert row.rate("delivered").of == row.rate("bounced").of == row.sent
    assert row.rate("opened").of == row.rate("clicked").of == row.rate("unsubscribed").of == row.reactions["delivered"]
    assert row.rate("click_to_open").of == row.reactions["opened"]
    cells = dict(zip(figures.columns(), figures.table()[1][0], strict=True))
    assert cells["opened"].note == row.rate("opened").fraction()
    assert cells["opened"].tone == "modelled"
    assert cells["sent"].tone == ""


def test_that_a_message_without_a_model_has_no_rates() -> None:
    figures = measured(subject_of(journey("Hello", response=True), 1))
    text, everything = figures.rows[2], figures.rows[-1]
    assert (text.title, text.rate("delivered").percent()) == ("SMS", "–")
    assert everything.rate("delivered").of == everything.sent - text.sent


def test_that_a_replay_has_no_columns_of_reactions(replay: Subject) -> None:
    columns = measured(replay).columns()
    assert not {"opened", "click_to_open", "converted_modelled"} & set(columns)
    assert "knows no reactions" in measured(replay).definition.in_words()


@pytest.mark.parametrize("which", ["replay", "drawn"])
def test_that_the_people_behind_a_count_are_as_many(which: str, request: pytest.FixtureRequest) -> None:
    figures = measured(request.getfixturevalue(which))
    for at, row in enumerate(figures.rows[:2]):  # one message goes to each customer here
        for column, name in enumerate(figures.columns()):
            ids = figures.people(at, column)
            if name in ("sent", "decided"):
                assert ids is not None
                assert len(ids) == getattr(row, name)
            elif name.startswith("skipped."):
                assert ids is not None
                assert len(ids) == row.skipped.get(name.removeprefix("skipped."), 0)
            elif name in row.reactions:
                assert ids is not None
                assert len(ids) == row.reactions[name]
            elif name == "converted":
                assert ids is not None
                assert row.converted is not None
                assert len(ids) == row.converted.journeys.count
            elif name in ("title", "channel", "cost", "revenue", "per_send"):
                assert ids is None


@pytest.mark.parametrize(
    ("text", "said"),
    [("x" * 161, "2"), ("x" * 150 + "{{ customer.first_name }}", "at least 1"), ("a{% if x %}b{% endif %}", None)],
)
def test_that_segments_are_those_of_the_text_as_far_as_it_is_known(text: str, said: str | None) -> None:
    made = journey(text)
    counts = {"text": NodeCounts(3, {}, 0, 3, 3)}
    summary = Summary(
        seed=1, version="", fingerprint="", scenario="", timings={}, visits=0, customers=0, instances=0, nodes=counts,
        edges={}, goals={}, beyond_data=0, zone_fallbacks=0, warnings=(),
    )  # fmt: skip
    figures = measured(Subject(made, summary, {}))
    assert [row.title for row in figures.rows][-3:] == ["All e-mails", "All SMS", "All messages"]
    assert [row[0].tone for row in figures.table()[1] if row[0].startswith("All ")] == ["total"] * 3  # of one SMS, too
    row = next(row for row in figures.rows if row.title == "SMS")
    if said is None:
        assert row.texts is None
        return
    assert row.texts is not None
    assert row.texts.segments == 3 * int(said.removeprefix("at least "))
    cells = dict(zip(figures.columns(), figures.table()[1][2], strict=True))
    assert str(cells["segments"]).startswith("at least") == said.startswith("at least")


def test_that_a_run_without_tables_still_says_what_its_summary_knows(cart: Scenario, counted: Summary) -> None:
    figures = measured(Subject(cart, counted, {}))
    (row,) = figures.rows
    assert (row.sent, row.decided, row.skipped) == (50, 60, {"no_consent": 10})
    assert row.reached is None
    assert row.converted is None
    assert row.cost is None
    assert figures.people(0, 3) is None
    assert figures.to_document()["messages"][0]["reached"] is None
    assert "50 of 60 sent" in " ".join(MessagesReport().words(figures))


def test_that_messages_after_the_data_end_stand_in_a_column_with_their_customers(replay: Subject) -> None:
    sent = [row for row in rows_of(replay, "messages") if row["outcome"] == "sent"]
    end = min(row["at"] for row in sent)
    late = {row["customer_id"] for row in sent if row["at"] > end}
    summary = replace(replay.summary, known_until_us=round(end.timestamp() * 1e6))
    figures = measured(Subject(replay.scenario, summary, replay.tables, replay.dataset))
    column, total = figures.columns().index("late"), len(figures.rows) - 1
    assert late
    assert figures.table()[0][column] == "After the data end"
    assert figures.rows[total].late == sum(row["at"] > end for row in sent)
    assert set((figures.people(total, column) or pa.array([])).to_pylist()) == late
    assert figures.to_document()["sums"][-1]["late"]["of"] == len(sent)
    never = replace(replay.summary, known_until_us=None)
    assert "late" not in measured(Subject(replay.scenario, never, replay.tables, replay.dataset)).columns()


def test_that_a_scenario_without_messages_has_no_figures(counted: Summary) -> None:
    quiet = scenario([kind("start", "entry_event", event="cart"), kind("gone", "exit")], "start>gone")
    assert list(MessagesReport().measure(Subject(quiet, counted, {}))) == []


def test_that_journeys_of_several_scenarios_are_kept_apart() -> None:
    at = pa.array([0, 0, 5], pa.timestamp("us", "UTC"))
    sent = pa.table(
        {"customer_id": ["a", "a", "b"], "instance": [1, 1, 1], "node": ["one/mail", "two/mail", "two/mail"], "at": at,
         "outcome": ["sent"] * 3}
    )  # fmt: skip
    met = pa.table(
        {"customer_id": ["a", "b"], "instance": [1, 1], "goal": ["one/order", "two/order"], "observed": [True, True],
         "at": pa.array([3, 3], pa.timestamp("us", "UTC"))}
    )  # fmt: skip
    from app.reports.messages.outcomes import outcomes_of

    outcomes = outcomes_of({"messages": sent, "conversions": met}, frozenset({"one/order", "two/order"}))
    assert outcomes is not None
    for node, converted in (("one/mail", [True, False]), ("two/mail", [False, False])):  # b's came before her message
        mine = outcomes.of_nodes(frozenset({node})) & outcomes.with_outcome("sent")
        assert outcomes.conversions_after(mine).tolist() == converted


@pytest.mark.parametrize("many", [1, 3, 30, 300])
def test_that_bars_stay_within_the_picture(replay: Subject, drawn: Subject, many: int) -> None:
    for figures in (measured(replay), measured(drawn)):
        row = replace(figures.rows[0], title="Donaudampfschifffahrtsgesellschaftserinnerung")
        wide = replace(figures, rows=(row,) * many)
        for size in ((900, 420), (420, 320)):
            chart = draw_messages(wide, DARK)
            chart.lay_out(*size)
            boxes = [hit.path.get_extents() for hit in chart.hits]
            assert boxes
            assert all(0 <= box.x0 < box.x1 <= size[0] and 0 <= box.y0 < box.y1 <= size[1] for box in boxes)


def test_that_modelled_bars_are_hatched_and_observed_ones_are_not(replay: Subject, drawn: Subject) -> None:
    assert "fill: url(#" not in picture(measured(replay), "svg", 800, 420).decode()
    assert "fill: url(#" in picture(measured(drawn), "svg", 800, 420).decode()


def test_that_no_message_at_all_is_said_in_a_sentence(cart: Scenario, counted: Summary) -> None:
    figures = measured(Subject(cart, replace(counted, nodes={}), {}))
    assert "No message came to be sent." in picture(figures, "svg", 700, 400, palette=LIGHT).decode()


def test_that_it_leads_with_how_many_were_sent(replay: Subject) -> None:
    assert measured(replay).leading() == "60% sent (48 of 80)"


def test_that_who_is_reached_on_several_channels_is_one_customer_and_counted_by_how_many() -> None:
    subject = subject_of(journey("Come back"))
    figures = measured(subject)
    sent = [row for row in rows_of(subject, "messages") if row["outcome"] == "sent"]
    on: dict[str, set[str]] = {}
    for row in sent:
        on.setdefault(row["customer_id"], set()).add(row["channel"])
    expected = [sum(len(channels) == count for channels in on.values()) for count in (1, 2)]
    assert [rate.count for rate in figures.reached_by] == expected
    assert min(expected) > 0
    assert {rate.of for rate in figures.reached_by} == {len(on)}
    everybody = figures.rows[-1].reached
    assert everybody is not None
    assert everybody.count == len(on)  # one customer each, on whatever channels
    _, rows = figures.table()
    assert len(rows) == len(figures.rows) + 2
    column = figures.columns().index("reached")
    for count in (1, 2):
        place = len(figures.rows) + count - 1
        assert rows[place][0] == f"Reached on {count} channel{'s' if count > 1 else ''}"
        people_there = figures.people(place, column)
        assert people_there is not None
        assert set(people_there.to_pylist()) == {who for who, channels in on.items() if len(channels) == count}
        assert figures.people(place, 2) is None
    assert len(figures.records()[1]) == len(rows)
    assert figures.to_document()["reached_by_channels"][1]["count"] == expected[1]
    assert any(words.startswith("Reached on 2 channels: ") for words in MessagesReport().words(figures))


def test_that_a_run_with_one_channel_says_nothing_of_several() -> None:
    assert measured(subject_of(journey())).reached_by == ()
