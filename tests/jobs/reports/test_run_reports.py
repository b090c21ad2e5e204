"""A stored run's reports as they were chosen, and a comparison as a section of a composed report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.data.assembling.fingerprint import signed
from app.errors import AppError
from app.jobs.reports.composing import material_of_run
from app.jobs.reports.kept_reporting import composed_of_kept
from app.jobs.reports.reporting import composed_of_run
from app.jobs.reports.run_reports import RunReports
from app.progress import silent
from app.reports.catalogue import reports
from app.reports.definition.sentence import Part
from app.reports.documents.composing.composed import FiguresPart
from app.reports.documents.composing.composition import USUAL, Composition, ReportSection
from app.reports.report import Adjustable
from app.runtime.rehearse import RunOptions, rehearse
from app.scenario.graph import ScenarioId
from app.workspace.settings.kept_reports import KeptReport
from app.workspace.store import Workspace
from tests.builders.scenarios import MESSAGE, kind, scenario
from tests.builders.workspaces import REMINDER, imported, workspace_at

MAILED = replace(
    scenario(
        [kind("start", "entry_event", event="cart"), kind("mail", "email", **MESSAGE)],
        "start>mail",
        goals=[{"id": "order", "event": "buy"}, {"id": "cart", "event": "cart"}],
        control_group=0.5,
    ),
    id=REMINDER.id,
    name="Mailed",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    path = workspace_at(tmp_path / "office.rehearse", REMINDER, datasets=[imported()])
    with Workspace.open(path) as opened:
        for each in (REMINDER, MAILED):
            run = rehearse(each, signed(imported().dataset), RunOptions(compiled=False))
            opened.runs.save(run, each, "shop")
    return path


@pytest.mark.parametrize(
    "report", [each for each in reports() if isinstance(each, Adjustable)], ids=lambda each: each.key
)
def test_that_every_choice_of_a_run_gives_figures_that_say_it(report: Adjustable, workspace: Path) -> None:
    key = report.key  # type: ignore[attr-defined]  # a report has one
    with Workspace.open(workspace) as opened:
        run = RunReports(opened, 2)
        usual = run.report(key, {})
        if key != "pipeline":  # these data know no opportunities
            assert usual.sentence or key == "scores"
        for part in usual.sentence:
            if isinstance(part, Part):
                for choice in part.choices:
                    changed = run.report(key, {part.field: choice.value})
                    assert len(changed.measured) == len(usual.measured)
                    now = [
                        each.words for each in changed.sentence if isinstance(each, Part) and each.field == part.field
                    ]
                    assert now
                    assert now[0] in choice.words


def test_that_another_goal_is_met_after_the_messages(workspace: Path) -> None:
    with Workspace.open(workspace) as opened:
        run = RunReports(opened, 2)
        first, other = (run.report("messages", chosen).measured[0].figures for chosen in ({}, {"goal": "cart"}))
    assert first.to_document()["definition"] != other.to_document()["definition"]
    with Workspace.open(workspace) as opened, pytest.raises(AppError, match="There is no goal “none”"):
        RunReports(opened, 2).report("messages", {"goal": "none"})


def test_that_a_comparison_is_a_section_of_a_composed_report(workspace: Path) -> None:
    section = ReportSection(report="comparison", choices={"other": "1"})
    with Workspace.open(workspace) as opened:
        made = composed_of_run(opened, 2, Composition(sections=(section,)))
        without = composed_of_run(opened, 2, Composition(sections=(ReportSection(report="comparison"),)))
        material = material_of_run(opened, 2, silent)
        previewed = material.composed(Composition(sections=(section,)))
    headings = [part.heading for part in made.parts if isinstance(part, FiguresPart)]
    assert headings == ["Against “Reminder”", "Who went another way"]
    assert [part.heading for part in previewed.parts if isinstance(part, FiguresPart)] == headings
    assert without.left_out[0].value == "Choose another run to compare this one with."
    assert [choice.value for choice in material.other_runs] == ["1"]


def test_that_a_run_is_compared_with_the_one_before_it_of_the_same_scenario_unless_another_is_chosen(
    workspace: Path,
) -> None:
    with Workspace.open(workspace) as opened:
        second, first = (RunReports(opened, run).report("comparison", {}) for run in (2, 1))
        run = rehearse(MAILED, signed(imported().dataset), RunOptions(compiled=False))
        opened.runs.save(run, replace(MAILED, id=ScenarioId("other")), "shop")
        third = RunReports(opened, 3).report("comparison", {})
    assert [each.heading for each in second.measured] == ["Against “Reminder”", "Who went another way"]
    assert "run 1" in "".join(part.words for part in second.sentence if isinstance(part, Part))
    assert first.measured == third.measured == ()


def test_that_a_section_whose_choice_cannot_be_is_left_out_with_the_reason(workspace: Path) -> None:
    sections = (ReportSection(report="comparison", choices={"other": "x"}), ReportSection(report="flow"))
    with Workspace.open(workspace) as opened:
        made = composed_of_run(opened, 2, Composition(sections=sections))
    assert [(fact.label, "not the number of a run" in fact.value) for fact in made.left_out] == [("Comparison", True)]
    assert len(made.parts) == 1


def test_that_what_cannot_be_counted_over_a_run_still_says_its_sentence(workspace: Path) -> None:
    with Workspace.open(workspace) as opened:
        run, chosen = RunReports(opened, 2), {"since": "2030-01-01", "until": "2029-01-01"}
        with pytest.raises(AppError):
            run.report("run_trend", chosen)
        fields = [part.field for part in run.sentence("run_trend", chosen) if isinstance(part, Part)]
    assert {"since", "until"} <= set(fields)


def test_that_a_kept_report_of_a_run_is_counted_as_it_was_chosen(workspace: Path) -> None:
    kept = KeptReport(report="drop_off", run=1, changes=(("within", "3"),))
    with Workspace.open(workspace) as opened:
        opened.kept_reports.put("Then", kept)
        opened.kept_reports.put("Gone", kept.model_copy(update={"run": 9}))
        made = composed_of_kept(opened, "Then", USUAL)
        (part,) = (each for each in made.parts if isinstance(each, FiguresPart))
        assert part.figures.to_document()["definition"]["within"] == "P3D"
        assert "Reminder" in part.figures.definition.in_words()  # run 1, not the latest
        with pytest.raises(AppError, match="Run 9, which the kept report “Gone” is on, is no longer there"):
            composed_of_kept(opened, "Gone", USUAL)
