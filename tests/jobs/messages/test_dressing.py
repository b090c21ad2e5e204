"""A changed brand is seen in every e-mail of a workspace that is made of blocks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.jobs.messages.dressing import ChangedSnippet, dress_others, dressed
from app.messages.blocks.compiling import body_of
from app.messages.blocks.design import USUAL_BRAND, Brand, TextBlock, blocks_of
from app.scenario.graph import NodeId, Scenario, ScenarioId
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import workspace_at

GREEN = Brand(paper="#eaffea")
BLOCKS = (TextBlock(text="Hello {{ customer.first_name }}"), TextBlock(text="Bye", snippet="End"))
OWN_END = TextBlock(text="Bye, Anna", snippet="End")


def with_mails(name: str) -> Scenario:
    made = kind("made", "email", subject="Hello", body=body_of(BLOCKS, USUAL_BRAND))
    by_hand = kind("by_hand", "email", subject="Hello", body="<p>Hello</p>")
    made_of = scenario([kind("go", "entry_event", event="go"), made, by_hand], "go>made made>by_hand")
    return replace(made_of, id=ScenarioId(name))


def body(of: Scenario, node: str) -> str:
    return str(of.node(NodeId(node)).params.model_dump()["body"])


def test_that_what_is_made_of_blocks_wears_it_and_what_is_written_by_hand_stays() -> None:
    before = with_mails("one")
    edit = dressed(before, GREEN)
    assert edit is not None
    after, back = edit.apply(before)
    assert "#eaffea" in body(after, "made")
    assert blocks_of(body(after, "made")) == BLOCKS
    assert body(after, "by_hand") == body(before, "by_hand")
    assert back.apply(after)[0] == before
    assert dressed(after, GREEN) is None


def test_that_every_scenario_but_the_open_one_gets_a_revision_and_those_it_does_not_concern_none(
    tmp_path: Path,
) -> None:
    plain = replace(scenario([kind("go", "entry_event", event="go")]), id=ScenarioId("plain"))
    path = workspace_at(tmp_path / "w.rehearse", with_mails("one"), with_mails("two"), plain)
    with Workspace.open(path) as workspace:
        assert dress_others(workspace, GREEN, "one") == (with_mails("two").name,)
        assert "#eaffea" in body(workspace.scenarios.load("two"), "made")
        assert [len(workspace.scenarios.revisions(name)) for name in ("one", "two", "plain")] == [1, 2, 1]
        assert dress_others(workspace, GREEN, "one") == ()


def test_that_a_changed_snippet_is_changed_where_it_says_what_it_said_and_nowhere_else(tmp_path: Path) -> None:
    own = kind("own", "email", subject="Hello", body=body_of((OWN_END, TextBlock(text="Bye")), USUAL_BRAND))
    other = replace(scenario([kind("go", "entry_event", event="go"), own], "go>own"), id=ScenarioId("own"))
    changed = ChangedSnippet("End", "Bye", "So long")
    path = workspace_at(tmp_path / "w.rehearse", with_mails("one"), with_mails("two"), other)
    with Workspace.open(path) as workspace:
        assert dress_others(workspace, USUAL_BRAND, "one", changed) == (with_mails("two").name,)
        after = workspace.scenarios.load("two")
        assert blocks_of(body(after, "made")) == (BLOCKS[0], TextBlock(text="So long", snippet="End"))
        assert "So long" in body(after, "made").partition("#}")[2]
        assert [len(workspace.scenarios.revisions(name)) for name in ("one", "two", "own")] == [1, 2, 1]
        assert dressed(after, USUAL_BRAND, changed) is None
