"""Sentences call nodes as their cards do, and never by ids that nobody has seen."""

from __future__ import annotations

from app.runtime.explaining import explain
from app.runtime.explanation import Explanation
from tests.builders.datasets import people
from tests.builders.scenarios import MESSAGE, Json, scenario
from tests.runtime.explain.stories import ANN, CART, sentences
from tests.runtime.plays import PLAIN

OF_FIRST = {"property": "node", "op": "eq", "value": "n1"}
WELCOME: Json = {"id": "n1", "type": "email", "label": "Welcome", "params": MESSAGE}


def told(*nodes: Json, wires: str, **settings: object) -> Explanation:
    """What happens to Ann behind an entry without a label and a mail that is called Welcome."""
    entry = {"id": "n0", "type": "entry_event", "params": {"event": "cart"}}
    made = scenario([entry, WELCOME, *nodes], f"n0>n1 {wires}", **settings)
    return explain(made, people(ANN, CART), "ann", PLAIN)


def every_word(explanation: Explanation) -> str:
    """All that is said, with every clause and its parts."""
    clauses = [clause for step in explanation.steps for clause in step.clauses]
    parts = [part for clause in clauses for part in clause.parts]
    labels = [step.label for step in explanation.steps]
    return "\n".join([*sentences(explanation), *(clause.sentence for clause in (*clauses, *parts)), *labels])


def test_that_a_condition_about_a_message_names_it_by_its_label() -> None:
    asked = {"all": [{"message": "n1", "state": "sent"}, {"not": {"message": "n1", "state": "opened"}}]}
    words = every_word(told({"id": "n2", "type": "filter", "params": {"condition": asked}}, wires="n1>n2"))
    assert "Welcome was sent and not (Welcome was opened)" in words
    assert "n1" not in words


def test_that_what_is_awaited_of_a_message_names_it_by_its_label() -> None:
    params = {"event": "message_opened", "where": [OF_FIRST], "timeout": "P1D"}
    words = every_word(told({"id": "n2", "type": "wait_for", "params": params}, wires="n1>n2"))
    assert "waits for message_opened with node is Welcome" in words
    assert "n1" not in words


def test_that_clauses_about_the_message_that_was_sent_name_it_by_its_label() -> None:
    asked = {"event": "message_sent", "where": [OF_FIRST], "since": "entry"}
    words = every_word(told({"id": "n2", "type": "filter", "params": {"condition": asked}}, wires="n1>n2"))
    assert "message_sent with node is Welcome at least once" in words
    assert "n1" not in words


def test_that_an_event_of_another_message_says_by_labels_which_it_was_and_which_was_asked_for() -> None:
    asked = {"event": "message_sent", "where": [{**OF_FIRST, "value": "n3"}], "since": "entry"}
    bye: Json = {"id": "n3", "type": "email", "params": MESSAGE}
    test: Json = {"id": "n2", "type": "filter", "params": {"condition": asked}}
    explanation = told(test, bye, wires="n1>n2 n2.fail>n3")
    (clause,) = (clause for step in explanation.steps for clause in step.clauses if not clause.holds)
    assert clause.sights[0].why_not == "node is Welcome (asked: node is E-mail)"
    assert clause.sights[0].properties["node"] == "n1"  # what a program reads stays the id


def test_that_a_full_cap_names_the_messages_it_counted_by_their_labels() -> None:
    second: Json = {"id": "n2", "type": "email", "label": "Reminder", "params": MESSAGE}
    cap = {"channel": "any", "max": 1, "per": "P7D"}
    words = every_word(told(second, wires="n1>n2", frequency_caps=[cap]))
    assert "is used up ('Welcome' on 2024-05-01 10:00)" in words
    assert "n1" not in words
