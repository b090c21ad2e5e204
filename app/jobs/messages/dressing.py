"""A changed brand seen everywhere: the e-mails made of blocks of all scenarios, compiled anew."""

from __future__ import annotations

from collections.abc import Iterator

from app.messages.blocks.compiling import body_of
from app.messages.blocks.design import Brand, blocks_of
from app.scenario.edits import SetParams, Several
from app.scenario.graph import Node, Scenario
from app.workspace.store import Workspace

WORDS = "Dress the e-mails in the brand"


def dressed(scenario: Scenario, brand: Brand) -> Several | None:
    """The edit by which all its e-mails that are made of blocks wear the brand; None where they do already."""
    edits = tuple(edit for node in scenario.nodes for edit in _edits(node, brand))
    return Several(edits, WORDS) if edits else None


def dress_others(workspace: Workspace, brand: Brand, open_id: str) -> tuple[str, ...]:
    """Keep every scenario but the open one in the brand, as a new revision; the names of those that changed."""
    changed = []
    for info in workspace.scenarios.all():
        if info.id == open_id:
            continue
        scenario = workspace.scenarios.load(info.id)
        edit = dressed(scenario, brand)
        if edit is not None:
            workspace.scenarios.save(edit.apply(scenario)[0], WORDS)
            changed.append(scenario.name)
    return tuple(changed)


def _edits(node: Node, brand: Brand) -> Iterator[SetParams]:
    body = getattr(node.params, "body", None)
    blocks = blocks_of(body) if isinstance(body, str) else None
    if blocks and (anew := body_of(blocks, brand)) != body:
        yield SetParams(node.id, node.params.model_copy(update={"body": anew}))
