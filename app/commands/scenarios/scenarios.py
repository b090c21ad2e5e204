"""`rehearse scenario`: list, add, export and check scenarios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output.choosing import dataset_named, scenario_file, scenario_named
from app.commands.output.terminal import say, say_json, say_table, say_whole
from app.commands.output.workspaces import opened
from app.data.dataset import Dataset, Schema
from app.errors import AppError, Problem
from app.files.reading import STANDARD_INPUT
from app.files.writing import write_whole
from app.jobs.datasets.segments import as_meant
from app.jobs.messages.message_lint import remarks_on_last_run
from app.jobs.runs.checking import all_problems, all_remarks
from app.numbers import counted, number
from app.scenario.files import dump_scenario
from app.scenario.graph import Scenario
from app.workspace.store import Workspace

app = typer.Typer(help="List, add, export and check scenarios.", rich_markup_mode=None, no_args_is_help=True)

WorkspacePath = Annotated[Path, typer.Argument(help="The workspace file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_MOST_SHOWN = 50
_MOST_SCENARIOS = 20


@app.command("list")
def list_scenarios(workspace: WorkspacePath, as_json: Json = False) -> None:
    """List the scenarios of a workspace."""
    with opened(workspace, read_only=True) as store:
        infos = store.scenarios.all()
    if as_json:
        say_json([{"id": info.id, "name": info.name, "revision": info.revision} for info in infos])
    elif infos:
        say_table(("Id", "Name", "Revision"), [(info.id, info.name, number(info.revision)) for info in infos])
    else:
        say("The workspace holds no scenario yet; add one with: rehearse scenario add WORKSPACE FILE.json")


@app.command("add")
def add(
    workspace: WorkspacePath,
    files: Annotated[list[Path], typer.Argument(help="Scenario files, JSON.")],
    message: Annotated[str, typer.Option(help="What changed, kept with the revision.")] = "",
) -> None:
    """Store scenario files as new revisions; all of them or, when one cannot be read, none."""
    scenarios = [scenario_file(file) for file in files]
    with opened(workspace) as store:
        for scenario in scenarios:
            revision = store.scenarios.save(scenario, message)
            say(f"{scenario.id}: '{scenario.name}' is stored as revision {revision.number}.")


@app.command("export")
def export(
    workspace: WorkspacePath,
    scenario: Annotated[str, typer.Argument(help="The scenario's id.")],
    out: Annotated[Path | None, typer.Option(help="The file to write; stdout if left out.")] = None,
) -> None:
    """Write a stored scenario as JSON."""
    with opened(workspace, read_only=True) as store:
        text = dump_scenario(scenario_named(store, scenario))
    if out is None:
        say_whole(text.rstrip("\n"))
    else:
        write_whole(out, text)
        say(f"Written to {out}.")


@app.command("check")
def check(
    paths: Annotated[list[Path], typer.Argument(help="Workspaces or scenario files (.json).")],
    dataset: Annotated[
        str | None, typer.Option(help="Check names and types against this dataset of the workspace.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Say the problems and remarks of each scenario, all with --json; exit code 1 for a problem or damage."""
    found = [finding for path in paths for finding in _checked(path, dataset)]
    if as_json:
        say_json({finding.label: finding.to_document() for finding in found})
    else:
        _say_findings(found)
    count = sum(len(finding.problems) for finding in found)
    if count:
        raise AppError(f"{count} problem{'s' if count > 1 else ''} to mend. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class _Finding:
    """What was found of one scenario."""

    label: str
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]

    def to_document(self) -> dict[str, object]:
        return {"problems": [_document(p) for p in self.problems], "remarks": [_document(r) for r in self.remarks]}


def _say_findings(found: Sequence[_Finding]) -> None:
    """The first findings of the first scenarios, and how many more there are."""
    shown: dict[bool, int] = {True: 0, False: 0}  # of those that have problems, and of those that have none
    for finding in found:
        has_problems = bool(finding.problems)
        shown[has_problems] += 1
        if shown[has_problems] <= _MOST_SCENARIOS:
            say(finding.label if has_problems else f"{finding.label}: no problems")
            _say_some([f"  - {problem}" for problem in finding.problems], "problem", "problems")
            _say_some([f"  (remark) {remark}" for remark in finding.remarks], "remark", "remarks")
    for has_problems, words in ((True, "with problems"), (False, "without problems")):
        if shown[has_problems] > _MOST_SCENARIOS:
            more = counted(shown[has_problems] - _MOST_SCENARIOS, "more scenario", "more scenarios")
            say(f"And {more} {words}; --json tells of each.")


def _say_some(lines: Sequence[str], one: str, many: str) -> None:
    for line in lines[:_MOST_SHOWN]:
        say(line)
    if len(lines) > _MOST_SHOWN:
        say(f"  and {counted(len(lines) - _MOST_SHOWN, f'more {one}', f'more {many}')}; --json tells all")


def _checked(path: Path, dataset: str | None) -> list[_Finding]:
    if path == STANDARD_INPUT or path.suffix == ".json":
        return [_finding(str(path), scenario_file(path), None)]
    with opened(path, read_only=True) as store:
        data = store.datasets.load(dataset_named(store, dataset)) if dataset is not None else None
        return [_stored_finding(f"{path} {info.id}", store, info.id, data) for info in store.scenarios.all()]


def _stored_finding(label: str, store: Workspace, scenario_id: str, data: Dataset | None) -> _Finding:
    """One that is damaged has that as its problem, and keeps nobody from the others."""
    try:
        scenario = as_meant(store, store.scenarios.load(scenario_id))
    except AppError as error:
        return _Finding(label, (Problem("damaged-scenario", str(error)),), ())
    found = _finding(label, scenario, data.schema() if data is not None else None)
    if data is None or found.problems:
        return found
    return replace(found, remarks=(*found.remarks, *remarks_on_last_run(store, scenario, data)))


def _finding(label: str, scenario: Scenario, schema: Schema | None) -> _Finding:
    return _Finding(label, all_problems(scenario, schema), all_remarks(scenario, schema))


def _document(problem: Problem) -> dict[str, str]:
    where = {"where": problem.where, "node": problem.node, "field": problem.field}
    return {"code": problem.code, "message": problem.message, **{key: value for key, value in where.items() if value}}
