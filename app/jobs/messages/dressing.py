"""A brand or a snippet that is changed, seen everywhere: the e-mails made of blocks of all scenarios, compiled anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.messages.blocks.compiling import body_of
from app.messages.blocks.design import Brand, TextBlock, blocks_of
from app.scenario.edits import SetParams, Several
from app.scenario.graph import Node, Scenario
from app.workspace.store import Workspace

_IN_BRAND = "Dress the e-mails in the brand"


@dataclass(frozen=True, slots=True)
class ChangedSnippet:
    """A snippet that says something else now; whoever changed it in an e-mail alone keeps what stands there."""

    name: str
    before: str
    after: str


def dressed(scenario: Scenario, brand: Brand, changed: ChangedSnippet | None = None) -> Several | None:
    """The edit by which its e-mails made of blocks wear the brand, or have the snippet; None where they do already."""
    edits = tuple(edit for node in scenario.nodes for edit in _edits(node, brand, changed))
    return Several(edits, _words(changed)) if edits else None


def dress_others(
    workspace: Workspace, brand: Brand, open_id: str, changed: ChangedSnippet | None = None
) -> tuple[str, ...]:
    """Keep every scenario but the open one so, as a new revision; the names of those that changed."""
    names = []
    for info in workspace.scenarios.all():
        if info.id == open_id:
            continue
        scenario = workspace.scenarios.load(info.id)
        edit = dressed(scenario, brand, changed)
        if edit is not None:
            workspace.scenarios.save(edit.apply(scenario)[0], _words(changed))
            names.append(scenario.name)
    return tuple(names)


def _words(changed: ChangedSnippet | None) -> str:
    return _IN_BRAND if changed is None else f"Change the snippet “{changed.name}” everywhere"


def _edits(node: Node, brand: Brand, changed: ChangedSnippet | None) -> Iterator[SetParams]:
    body = getattr(node.params, "body", None)
    blocks = blocks_of(body) if isinstance(body, str) else None
    if not blocks:
        return
    followed = blocks if changed is None else tuple(_followed(block, changed) for block in blocks)
    if changed is not None and followed == blocks:
        return
    if (anew := body_of(followed, brand)) != body:
        yield SetParams(node.id, node.params.model_copy(update={"body": anew}))


def _followed(block: Any, changed: ChangedSnippet) -> Any:
    is_it = isinstance(block, TextBlock) and (block.snippet, block.text) == (changed.name, changed.before)
    return block.model_copy(update={"text": changed.after}) if is_it else block
