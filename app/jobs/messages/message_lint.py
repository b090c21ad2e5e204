"""Placeholders of messages that are empty for many of a run's recipients, as remarks on the scenario."""

from __future__ import annotations

from collections.abc import Iterator

from app.data.dataset import Dataset
from app.errors import Problem, Severity
from app.jobs.messages.message_previews import material_of
from app.messages.sample import Sample
from app.nodes.catalogue import KINDS
from app.progress import Progress, silent
from app.scenario.graph import Node, Scenario
from app.workspace.store import Workspace

EMPTY = "empty-placeholder"


def remarks_on_last_run(
    workspace: Workspace, scenario: Scenario, dataset: Dataset, progress: Progress = silent
) -> tuple[Problem, ...]:
    """What the recipients of the last run over these data would miss; nothing where there is no such run."""
    runs = (run for run in workspace.runs.all(str(scenario.id)) if run.dataset_name == dataset.name)
    last = next((run for run in runs if run.dataset_fingerprint == dataset.fingerprint), None)
    if last is None:
        return ()
    run = workspace.runs.load(last.id)
    found: list[Problem] = []
    for index, node in enumerate(scenario.nodes):
        if KINDS[node.type].is_message and KINDS[node.type].templates:
            material = material_of(run.scenario, dataset, str(node.id), lambda: run.tables, progress=progress)
            if material.is_of_run:
                found.extend(remarks_of_sample(node, material.sample(node, progress), index))
    return tuple(found)


def remarks_of_sample(node: Node, sample: Sample, index: int) -> Iterator[Problem]:
    """One for each placeholder that is empty for more than 5 % of them."""
    for share in sample.shares:
        if share.is_often_empty:
            where = f"nodes[{index}].params.{share.field}"
            yield Problem(EMPTY, share.in_words(), where, node.id, share.field, Severity.REMARK)
