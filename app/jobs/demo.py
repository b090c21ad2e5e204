"""The demo: the bundled data and scenarios in a workspace, one run of the abandoned cart, and its report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from app.data.samples import SAMPLES, load_sample
from app.guides.templates import bundled_templates, load_template
from app.jobs.reports.reporting import composed_of_run, report_of_run, write_report
from app.jobs.reports.saving import save_figures
from app.jobs.runs.keeping_runs import FIRST_RUN
from app.jobs.runs.rehearsing import rehearse_stored
from app.progress import Progress, silent
from app.reports.documents.formats import figure_formats, report_formats
from app.reports.report import Figures
from app.runtime.summary import Summary
from app.scenario.graph import Scenario
from app.workspace.store import Workspace

DATASET = "shop"
SCENARIO = "abandoned_cart"
WORKSPACE_NAME = "demo.rehearse"
REPORT_NAME = "report.html"


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the demo's files stand, and what the run the report tells of comes to."""

    workspace: Path
    report: Path
    run_id: int
    scenario: Scenario
    summary: Summary
    figures: Figures


def demo_folder() -> Path:
    """Where the window keeps its demo: the user's data folder."""
    return user_data_path("rehearse") / "demo"


def demo_workspace(folder: Path, progress: Progress = silent) -> tuple[Path, int]:
    """The demo workspace in the folder and the id of its newest run of the abandoned cart.

    Makes what is missing and leaves alone what a person did in it since.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / WORKSPACE_NAME
    with Workspace.open(path) if path.exists() else Workspace.create(path) as workspace:
        there = {info.name for info in workspace.datasets.names()}
        for sample in SAMPLES:
            if sample.id not in there:
                workspace.datasets.save(load_sample(sample.id, progress), progress)
        stored = {info.id for info in workspace.scenarios.all()}
        for template in bundled_templates():
            if template.sample and template.id not in stored:
                workspace.scenarios.save(load_template(template.id), "From the templates")
        runs = workspace.runs.all(SCENARIO)
        if not runs:
            made = rehearse_stored(workspace, load_template(SCENARIO), DATASET, progress=progress)
            workspace.run_names.put(made, FIRST_RUN)
            return path, made.id
        return path, runs[0].id


def build_demo(folder: Path, progress: Progress = silent, *, in_all_formats: bool = False) -> Demo:
    """The demo workspace and the report of its newest run, as files in the folder.

    In all formats these are one report of each kind, and the first of its figures as each kind of picture and table.
    """
    path, run_id = demo_workspace(folder, progress)
    report = folder / REPORT_NAME
    progress(0, 0, "Drawing the report")
    with Workspace.open(path, read_only=True) as workspace:
        content = report_of_run(workspace, run_id, progress)
        composed = composed_of_run(workspace, run_id)
        run = workspace.runs.load(run_id)
    figures = content.sections[0].measured[0].figures
    write_report(composed, report)
    if in_all_formats:
        for each in report_formats():
            progress(0, 0, f"Writing the {each.title}")
            write_report(composed, report.with_suffix(f".{each.suffixes[0]}"))
        for each in figure_formats():
            save_figures(figures, folder / f"{figures.key}.{each.suffixes[0]}")
    return Demo(path, report, run_id, run.scenario, run.summary, figures)
