"""The plan as a document of its own, and as a part of other reports."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from app.errors import AppError
from app.guides.plan.ground import Ground
from app.guides.plan.judging import judged_lines
from app.guides.plan.tables import plan_tables
from app.jobs.guides.planning import Load, ground_of
from app.numbers import Rate, counted, day, day_of, number
from app.progress import Progress, silent
from app.reports.documents.composing.composed import ComposedReport, FactsPart, Part, TablesPart
from app.reports.documents.composing.composition import USUAL
from app.reports.documents.composing.content import Fact
from app.reports.documents.composing.look import look_of
from app.reports.documents.composing.named_table import NamedTable
from app.version import product_version
from app.workspace.settings.plan import EMPTY_PLAN, Plan
from app.workspace.store import Workspace


def plan_in_reports(
    workspace: Workspace, load: Load | None = None, progress: Progress = silent
) -> tuple[NamedTable, ...]:
    """The plan as reports carry it; nothing where nobody has begun one, and where it cannot be read."""
    with suppress(AppError):  # whoever opens the plan is told
        plan = workspace.plan.get()
        if plan != EMPTY_PLAN:
            return _filled(plan_tables(plan, ground_of(workspace, plan, date.today(), load, progress)))
    return ()


def plan_report(plan: Plan, ground: Ground, name: str) -> ComposedReport:
    """The plan of the workspace of that name; what is still empty is named on the last page."""
    everything = plan_tables(plan, ground)
    tables = _filled(everything)
    parts: tuple[Part, ...] = (FactsPart(tuple(_facts(plan, ground))), *(TablesPart((table,)) for table in tables))
    return ComposedReport(
        kind="Plan",
        title=f"Plan of {name}",
        text="",
        logo=None,
        look=look_of(USUAL),
        parts=parts,
        definitions=tuple(Fact(table.heading, table.definition) for table in tables if table.definition),
        warnings=(),
        left_out=tuple(Fact(each.heading, "There is nothing yet.") for each in everything if each not in tables),
        provenance=(
            Fact("Dataset", ground.dataset or "none"),
            Fact("As of", day(ground.today)),
            Fact("Made with", f"Rehearse {product_version()}"),
        ),
    )


def _filled(tables: tuple[NamedTable, ...]) -> tuple[NamedTable, ...]:
    """Those with rows."""
    return tuple(table for table in tables if table.table[1])


def _facts(plan: Plan, ground: Ground) -> list[Fact]:
    lines = judged_lines(plan, ground)
    ready = Rate(sum(line.verdict == "ready" for line in lines), len(lines))
    until = "" if ground.data_end_us is None else f"until {day_of(ground.data_end_us)}"
    return [
        Fact("Lines that are ready", ready.fraction(), ready.percent()),
        Fact("Goals", number(len(plan.goals))),
        Fact("Scenarios", number(len(ground.scenarios)), f"{counted(len(plan.cards), 'one', 'of them')} with a card"),
        Fact("Customers", number(ground.customers), until),
    ]
