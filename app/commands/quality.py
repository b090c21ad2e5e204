"""`rehearse quality`: what is wrong with the data, and with whom."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.choosing import dataset_named
from app.commands.output.terminal import say, say_json
from app.commands.output.workspaces import opened
from app.data.dataset import Dataset
from app.data.quality.finding import Finding
from app.data.quality.report import Quality
from app.data.quality.report import quality as judge
from app.errors import AppError
from app.jobs.dataset_changes import replace_dataset
from app.numbers import counted
from app.workspace.store import Workspace


def quality(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    people: Annotated[str | None, typer.Option(help="List the ids of the customers of this finding.")] = None,
    mend: Annotated[str | None, typer.Option(help="Do what is offered for this finding, and store it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say what is wrong with the data, what is worth knowing, and what can be done about it."""
    with opened(workspace, read_only=mend is None) as store:
        loaded = store.datasets.load(dataset_named(store, dataset, may_choose=mend is None))
        report = judge(loaded)
        if mend is not None:
            _mend(store, loaded, _named(report, mend))
            return
    if people is not None:
        ids = _ids(loaded, _named(report, people))
        say_json(ids) if as_json else say("\n".join(ids))
    elif as_json:
        say_json(_document(report))
    else:
        _say(report)


def _named(report: Quality, key: str) -> Finding:
    found = next((finding for finding in report.findings if finding.key == key), None)
    if found is None:
        keys = ", ".join(finding.key for finding in report.findings) or "none"
        raise AppError(f"There is no finding {key!a} in “{report.dataset}”. Its findings are: {keys}.")
    return found


def _mend(store: Workspace, dataset: Dataset, finding: Finding) -> None:
    """Do the first of what is offered."""
    if not finding.mends:
        raise AppError(f"There is nothing the program could mend of {finding.key!a}. {finding.advice}")
    mended = replace_dataset(store, dataset.name, finding.mends[0].apply(dataset))
    say(f"{finding.mends[0].words}: {finding.words}")
    customers = counted(mended.customer_count, "customer", "customers")
    say(f"'{dataset.name}' has {customers} and {counted(mended.event_count, 'event', 'events')} now.")


def _ids(dataset: Dataset, finding: Finding) -> list[str]:
    return [str(dataset.customer_ids[int(row)]) for row in finding.customers]


def _say(report: Quality) -> None:
    customers = counted(report.customers, "customer", "customers")
    say(f"{report.dataset}: {customers}, {counted(report.events, 'event', 'events')}")
    if not report.findings:
        say("Nothing was found that is wrong with them.")
    for finding in report.findings:
        say(f"{'!' if finding.kind == 'fault' else '·'} {finding.words} [{finding.key}]")
        if finding.examples:
            say(f"    For example: {', '.join(finding.examples)}")
        say(f"    {finding.advice}")
        if finding.mends:
            say(f"    --mend {finding.key}: {finding.mends[0].words}")


def _document(report: Quality) -> dict[str, object]:
    return {
        "dataset": report.dataset,
        "customers": report.customers,
        "events": report.events,
        "findings": [
            {
                "key": finding.key,
                "kind": finding.kind,
                "words": finding.words,
                "advice": finding.advice,
                "count": finding.rate.count,
                "of": finding.rate.of,
                "customers": len(finding.customers),
                "examples": list(finding.examples),
                "mends": [mend.words for mend in finding.mends],
            }
            for finding in report.findings
        ],
    }
