"""`rehearse quality`: what is wrong with the data, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from app.commands.datasets.quality_files import SUFFIXES, check_suffix, quality_document, save_findings, save_ids
from app.commands.output.choosing import dataset_named
from app.commands.output.terminal import say, say_json
from app.commands.output.workspaces import opened
from app.data.dataset import Dataset
from app.data.quality.consent_choice import with_consent
from app.data.quality.finding import Finding, Mend
from app.data.quality.report import Quality
from app.data.quality.report import quality as judge
from app.errors import AppError
from app.jobs.datasets.dataset_changes import replace_dataset
from app.jobs.datasets.segments import save_as_list
from app.numbers import counted, number
from app.workspace.store import Workspace

_MOST_COLUMNS = 3
_MOST_VALUES = 4


def quality(
    workspace: Annotated[Path, typer.Argument(help="The workspace file.")],
    dataset: Annotated[str | None, typer.Option(help="The dataset; may be left out when there is one.")] = None,
    people: Annotated[str | None, typer.Option(help="List the ids of the customers of this finding.")] = None,
    mend: Annotated[str | None, typer.Option(help="Do what is offered for this finding, and store it.")] = None,
    column: Annotated[
        str | None, typer.Option(help="With --mend: the column that has what is missing, or says who agreed.")
    ] = None,
    way: Annotated[
        int | None,
        typer.Option(min=1, help="With --mend: which of several mends, as they are numbered; else the first."),
    ] = None,
    yes: Annotated[
        list[str] | None, typer.Option(help="With --column: a value that means that a customer agreed; repeatable.")
    ] = None,
    no: Annotated[list[str] | None, typer.Option(help="With --column: a value that means they did not.")] = None,
    save_as: Annotated[
        str | None, typer.Option(metavar="LIST", help="With --people: keep these customers as a list of the dataset.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[
        Path | None, typer.Option(help=f"Save the findings, or the ids of --people: FILE{' or '.join(SUFFIXES)}.")
    ] = None,
) -> None:
    """Say what is wrong with the data, what is worth knowing, and what can be done about it."""
    _refuse_odd_options(mend, column, way, yes, no, people, save_as)
    _check_file(out, mend, save_as)
    only_reads = mend is None and save_as is None
    with opened(workspace, read_only=only_reads) as store:
        loaded = store.datasets.load(dataset_named(store, dataset, may_choose=only_reads))
        report = judge(loaded)
        if mend is not None:
            finding = _named(report, mend)
            chosen = _chosen(finding, column, yes or (), no or ()) if way is None else _numbered(finding, way)
            _mend(store, loaded, finding, chosen)
            return
        if people is not None and save_as is not None:
            finding = _named(report, people)
            save_as_list(store, loaded.name, save_as, finding.customers)
            say(f"{counted(len(finding.customers), 'customer is', 'customers are')} in the list “{save_as}” now.")
            return
    _tell(report, None if people is None else _ids(loaded, _named(report, people)), out, as_json=as_json)


def _tell(report: Quality, ids: Sequence[str] | None, out: Path | None, *, as_json: bool) -> None:
    """The findings, or the customers of one, on the terminal and in a file."""
    if out is not None and ids is not None:
        save_ids(ids, out)
    elif out is not None:
        save_findings(report, out)
    if ids is not None:
        say_json(ids) if as_json else say("\n".join(ids))
    else:
        say_json(quality_document(report)) if as_json else _say(report)
    if out is not None and not as_json:
        say(f"Written to {out}.")


def _refuse_odd_options(
    mend: str | None,
    column: str | None,
    way: int | None,
    yes: list[str] | None,
    no: list[str] | None,
    people: str | None,
    save_as: str | None,
) -> None:
    """Options that do not go together are mistakes in the use of the command."""
    if column is not None and mend is None:
        raise typer.BadParameter("--column belongs to --mend.")
    if way is not None and (mend is None or column is not None):
        raise typer.BadParameter("--way belongs to --mend, without a --column.")
    if (yes or no) and column is None:
        raise typer.BadParameter("--yes and --no say what values of a --column mean.")
    if save_as is not None and people is None:
        raise typer.BadParameter("--save-as keeps the customers of a finding: say which with --people.")


def _check_file(out: Path | None, mend: str | None, save_as: str | None) -> None:
    """A file holds what is found, and is of a kind there is."""
    if out is not None and (mend is not None or save_as is not None):
        raise typer.BadParameter("--out saves what is found; leave out --mend and --save-as.")
    if out is not None:
        check_suffix(out)


def _named(report: Quality, key: str) -> Finding:
    found = next((finding for finding in report.findings if finding.key == key), None)
    if found is None:
        keys = ", ".join(finding.key for finding in report.findings) or "none"
        raise AppError(f"There is no finding {key!a} in “{report.dataset}”. Its findings are: {keys}.")
    return found


def _chosen(finding: Finding, column: str | None, yes: Sequence[str], no: Sequence[str]) -> Mend:
    """What was asked for: the first of what is offered, or that which takes the values of a column."""
    if column is not None and finding.choice is not None and (yes or no):
        change = partial(with_consent, role=finding.choice.role, name=column, yes=yes, no=no)
        return Mend(f"Take “{column}” for who agreed", change, column)
    offered = finding.mends if column is None else tuple(mend for mend in finding.mends if mend.column == column)
    if offered:
        return offered[0]
    if column is not None and finding.choice is not None:
        values = next((each.values for each in finding.choice.columns if each.name == column), ())
        listed = ", ".join(f"“{value}” ({number(count)})" for value, count in values)
        if listed:
            raise AppError(
                f"Say with --yes and --no what the values of “{column}” mean: {listed}. Nothing was changed."
            )
    what = f"{finding.key!a}" if column is None else f"{finding.key!a} with “{column}”"
    raise AppError(f"There is nothing the program could mend of {what}. {finding.advice}")


def _numbered(finding: Finding, way: int) -> Mend:
    if way > len(finding.mends):
        ways = "; ".join(f"{place}: {mend.words}" for place, mend in enumerate(finding.mends, 1)) or "there are none"
        raise AppError(f"There is no way {way} to mend {finding.key!a}. Its ways: {ways}. Nothing was changed.")
    return finding.mends[way - 1]


def _mend(store: Workspace, dataset: Dataset, finding: Finding, mend: Mend) -> None:
    """Do what was asked for, and keep it."""
    mended = replace_dataset(store, dataset.name, mend.apply(dataset))
    say(f"{mend.words}: {finding.words}")
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
        for place, mend in enumerate(finding.mends):
            if place == 0:
                say(f"    --mend {finding.key}: {mend.words}")
            elif mend.column:
                say(f"    --mend {finding.key} --column '{mend.column}': {mend.words}")
            else:
                say(f"    --mend {finding.key} --way {place + 1}: {mend.words}")
        if finding.choice is not None:
            say(f"    --mend {finding.key} --column COLUMN --yes VALUE --no VALUE: say who agreed; {_columns(finding)}")


def _columns(finding: Finding) -> str:
    """The columns that may say who agreed, with their values."""
    assert finding.choice is not None
    some = finding.choice.columns[:_MOST_COLUMNS]
    named = [f"“{each.name}” ({', '.join(value for value, _ in each.values[:_MOST_VALUES])})" for each in some]
    return f"columns such as {', '.join(named)}"
