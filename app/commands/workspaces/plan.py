"""`rehearse plan`: the plan of a workspace, and what is written into it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.output.terminal import progress_bar, say, say_json, say_table
from app.commands.output.workspaces import opened
from app.errors import AppError
from app.guides.plan.changing import (
    answer_of,
    answered,
    goal_of,
    reviewed,
    with_card,
    with_dataset,
    with_goal,
    with_naming,
    with_own_line,
    with_profile,
    with_review_day,
    with_service,
    without_goal,
    without_own_line,
)
from app.guides.plan.judging import judged_lines
from app.guides.plan.kpis import kpi_of
from app.guides.plan.own_checklists import checklist_of, with_checklist
from app.guides.plan.tables import plan_tables
from app.jobs.guides.plan_report import plan_report
from app.jobs.guides.planning import ground_of, measured_baseline
from app.jobs.reports.reporting import write_report
from app.numbers import counted, parsed
from app.reports.documents.formats import endings, format_of, report_formats
from app.workspace.settings.plan import Plan, PlanGoal
from app.workspace.store import Workspace

app = typer.Typer(help="Show the plan of a workspace, and write into it.", rich_markup_mode=None, no_args_is_help=True)
WorkspacePath = Annotated[Path, typer.Argument(help="The workspace file.")]
Note = Annotated[str | None, typer.Option(help="A note; what stands there stays if left out.")]


@app.command("show")
def show(
    workspace: WorkspacePath,
    dataset: Annotated[str | None, typer.Option(help="Count over this dataset; the plan's own if left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    out: Annotated[Path | None, typer.Option(help=f"Write it as a document, FILE{endings(report_formats())}.")] = None,
) -> None:
    """Show the plan: the checklist judged by what the workspace holds, the six parts, the scenarios' owners."""
    if out is not None:
        format_of(out, report_formats())
    with opened(workspace, read_only=True) as store, progress_bar() as progress:
        plan = store.plan.get()
        if dataset is not None:
            plan = with_dataset(plan, _dataset(store, dataset))
        ground = ground_of(store, plan, date.today(), progress=progress)
        if out is not None:
            progress(0, 0, "Writing the plan")
            write_report(plan_report(plan, ground, workspace.stem), out)
    if out is not None:
        say(f"Written to {out}.")
    if as_json:
        lines = [
            {"line": line.text.key, "state": line.verdict, "words": line.judged.words, "next": line.next}
            for line in judged_lines(plan, ground)
        ]
        readings = {key: now.value for key, (now, _) in ground.readings.items() if now is not None}
        say_json({"plan": plan.model_dump(mode="json"), "checklist": lines, "dataset": ground.dataset, "now": readings})
    elif out is None:
        for table in plan_tables(plan, ground):
            headers, rows = table.table
            say_table(headers, rows, title=table.heading)


@app.command("dataset")
def dataset(workspace: WorkspacePath, name: Annotated[str, typer.Argument(help="The dataset.")]) -> None:
    """Count the plan over this dataset."""
    with opened(workspace) as store:
        wanted = _dataset(store, name)
        store.plan.change(lambda plan: with_dataset(plan, wanted))
    say(f"The plan counts over “{wanted}”.")


@app.command("goal")
def goal(
    workspace: WorkspacePath,
    figure: Annotated[str, typer.Argument(help="The figure, like orders or came_back.")],
    target: Annotated[str | None, typer.Option(help="What it shall be: a number, or 30% of a share.")] = None,
    by: Annotated[str | None, typer.Option(help="The day until which, like 2025-03-31.")] = None,
    measure: Annotated[bool, typer.Option("--measure", help="Measure its baseline over the data now.")] = False,
    note: Note = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove the goal.")] = False,
) -> None:
    """Set a goal: a figure with its target, date and baseline; what is left out stays as it was."""
    kpi = kpi_of(figure)
    changes: dict[str, Any] = {"note": note} if note is not None else {}
    if target is not None:
        changes["target"] = _target(target, is_share=kpi.unit == "share")
    if by is not None:
        changes["by"] = _day(by, "--by")
    with opened(workspace) as store:
        if remove:
            store.plan.change(lambda plan: without_goal(plan, figure))
            say(f"The goal “{kpi.title}” is removed.")
            return
        if measure:
            changes["baseline"] = measured_baseline(ground_of(store, store.plan.get(), date.today()), figure)

        def change(plan: Plan) -> Plan:
            before = goal_of(plan, figure) or PlanGoal(kpi=figure)
            return with_goal(plan, before.model_copy(update=changes))

        store.plan.change(change)
    say(f"The goal “{kpi.title}” is set.")


@app.command("profile")
def profile(
    workspace: WorkspacePath,
    segment: Annotated[str, typer.Argument(help="The segment of the ideal customer.")],
    note: Note = None,
) -> None:
    """Say which segment the ideal customer is in."""
    with opened(workspace) as store:
        there = store.segments.all()
        if segment not in there:
            raise AppError(f"There is no segment '{segment}'; the workspace holds: {', '.join(there) or 'none yet'}.")
        store.plan.change(lambda plan: with_profile(plan, segment, plan.profile_note if note is None else note))
    say(f"The ideal customer is in the segment “{segment}”.")


@app.command("service")
def service(
    workspace: WorkspacePath, who: Annotated[str, typer.Argument(help="Who answers customers.")], note: Note = None
) -> None:
    """Say who answers when customers write back."""
    with opened(workspace) as store:
        store.plan.change(lambda plan: with_service(plan, who, plan.service_note if note is None else note))
    say(f"Customers are answered by {who}.")


@app.command("answer")
def answer(
    workspace: WorkspacePath,
    line: Annotated[str, typer.Argument(help="The line of the checklist, like compliance.")],
    state: Annotated[str, typer.Argument(help="done, open, not_needed; or “auto”, to have it judged again.")],
    note: Annotated[str, typer.Option(help="Why.")] = "",
) -> None:
    """Answer a line of the checklist by hand."""
    given = None if state == "auto" else answer_of(state, note, date.today())
    with opened(workspace) as store:
        store.plan.change(lambda plan: answered(plan, line, given))
    say(f"The line “{line}” is judged by the workspace." if given is None else f"The line “{line}” is answered.")


@app.command("line")
def line(
    workspace: WorkspacePath,
    words: Annotated[str, typer.Argument(help="What has to be so, like “The lawyer has read all of it”.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take the line off the checklist.")] = False,
) -> None:
    """Add a line of your own to the checklist, or remove it."""
    with opened(workspace) as store:
        before, after = store.plan.change(lambda plan: (without_own_line if remove else with_own_line)(plan, words))
    if remove:
        say(f"The line “{words}” is removed.")
    else:
        added = next(each for each in after.own_lines if each not in before.own_lines)
        say(f"The checklist has the line “{added.title}”; its name for answers is {added.key}.")


@app.command("checklist")
def checklist(
    workspace: WorkspacePath,
    file: Annotated[Path, typer.Argument(help="A text file with a line for each thing that has to be so.")],
) -> None:
    """Add the lines of a file that the checklist lacks."""
    lines = checklist_of(file)
    with opened(workspace) as store:
        before, after = store.plan.change(lambda plan: with_checklist(plan, lines))
    added = len(after.own_lines) - len(before.own_lines)
    say(f"The checklist has {counted(added, 'line', 'lines')} more.")


@app.command("scenario")
def scenario(
    workspace: WorkspacePath,
    scenario_id: Annotated[str, typer.Argument(help="The scenario's id.")],
    folder: Annotated[str | None, typer.Option(help="The folder it lies in.")] = None,
    stage: Annotated[str | None, typer.Option(help="The stage of a customer's life that it serves.")] = None,
    owner: Annotated[str | None, typer.Option(help="Whose it is.")] = None,
    status: Annotated[str | None, typer.Option(help="draft, in_review, approved, live or retired.")] = None,
) -> None:
    """Say whose a scenario is, how far, where it lies and which stage it serves."""
    given = {"folder": folder, "stage": stage, "owner": owner, "status": status}
    changes = {key: value for key, value in given.items() if value is not None}
    with opened(workspace) as store:
        ids = [info.id for info in store.scenarios.all()]
        if scenario_id not in ids:
            raise AppError(
                f"There is no scenario '{scenario_id}'; the workspace holds: {', '.join(ids) or 'none yet'}."
            )
        store.plan.change(lambda plan: with_card(plan, scenario_id, plan.card(scenario_id).model_copy(update=changes)))
    say(f"The scenario '{scenario_id}' has its card.")


@app.command("naming")
def naming(
    workspace: WorkspacePath,
    pattern: Annotated[str, typer.Argument(help="Like {stage}-{channel}-{yyyymm}; empty for no rule.")],
) -> None:
    """Set the rule that scenarios' names are checked against."""
    with opened(workspace) as store:
        _, after = store.plan.change(lambda plan: with_naming(plan, pattern))
    say(f"Names follow {after.naming}." if after.naming else "There is no rule of names.")


@app.command("review")
def review(
    workspace: WorkspacePath,
    day: Annotated[int | None, typer.Option(help="The day of each month; 0 for none.")] = None,
    held: Annotated[bool, typer.Option("--held", help="The review was held today.")] = False,
) -> None:
    """Set the day of the monthly review, or say that it was held."""
    if day is None and not held:
        raise AppError("Say --day N, or --held.")
    today = date.today()
    with opened(workspace) as store:
        if day is not None:
            wanted = day
            store.plan.change(lambda plan: with_review_day(plan, wanted, today))
        if held:
            store.plan.change(lambda plan: reviewed(plan, today))
        plan = store.plan.get()
        line = next(line for line in judged_lines(plan, ground_of(store, plan, today)) if line.text.key == "review")
    say(line.judged.words)


def _dataset(store: Workspace, name: str) -> str:
    there = [info.name for info in store.datasets.names()]
    if name not in there:
        raise AppError(f"There is no dataset '{name}'; the workspace holds: {', '.join(there) or 'none yet'}.")
    return name


def _target(text: str, *, is_share: bool) -> float:
    bare = text.strip().removesuffix("%").strip()
    try:
        value = parsed(bare)
    except ValueError as error:
        raise AppError(f"--target: “{text}” is no number.") from error
    return value / 100 if is_share and text.strip().endswith("%") else float(value)


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise AppError(f"{option}: “{text}” is no day like 2025-03-31.") from error
