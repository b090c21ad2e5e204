"""A composed report: its parts in their order, ready to be written in any format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.data.dataset import Dataset
from app.errors import AppError
from app.progress import Progress, heeding, silent
from app.reports.catalogue import WITH_MESSAGES, recorded_reports, report_of, reports_over_runs
from app.reports.definitions import definition_from
from app.reports.documents.composing.composition import (
    USUAL,
    Composition,
    PartSection,
    ReportSection,
    Section,
    TextSection,
)
from app.reports.documents.composing.content import Fact, ReportContent
from app.reports.documents.composing.decisions import goal_tables
from app.reports.documents.composing.logo import Logo, logo_in
from app.reports.documents.composing.look import Look, look_of
from app.reports.documents.composing.named_table import NamedTable
from app.reports.report import Choices, Figures, Measured, RecordedReport, counting
from app.reports.segments import NO_SEGMENTS, Segments, counted_of

OfRun = Callable[[str, Choices, Progress], tuple[tuple[Measured, ...], str]]
"""The figures of a report over the run as chosen, or why there are none."""
_SHARE = Fact("Share", "Every share stands beside the two counts it is made of. “–” is a share of nobody.")
_OF_A_RUN = Fact(
    "Customer, journey, visit",
    "A customer is one row of the dataset. A journey is one pass of a customer through the scenario, a visit one "
    "arrival at one node.",
)
_OF_DATA = Fact("Customer", "A customer is one row of the dataset, or one id in its events.")
_INSIDE = Fact(
    "Inside at the data end",
    "Journeys that had not ended by the last recorded event. What the report says of them rests on silence, not on "
    "knowledge.",
)
_TIMES = Fact(
    "Window of a funnel, time of a goal",
    "A funnel’s window is elapsed time: a day in it is 24 hours, whatever the clocks do. The time that a goal gives is "
    "that of the calendar: a day later is the same hour of the next day, a month later the same day of the next month.",
)
_OLDER_MESSAGES = ReportSection(report="messages", show=("table",))


@dataclass(frozen=True, slots=True)
class FactsPart:
    """The key figures."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class WordsPart:
    """A text in paragraphs, perhaps under a heading."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FiguresPart:
    """Figures under their heading, as chart, table or both."""

    heading: str
    figures: Figures
    has_chart: bool = True
    has_table: bool = True


@dataclass(frozen=True, slots=True)
class TablesPart:
    """Tables that belong together, under the heading of the first."""

    tables: tuple[NamedTable, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The recorded events, where they are at hand, the segments that a definition may ask for, and the run.

    `progress` is told while they are counted.
    """

    dataset: Dataset | None
    segments: Segments
    of_run: OfRun | None
    progress: Progress


Part = FactsPart | WordsPart | FiguresPart | TablesPart


@dataclass(frozen=True, slots=True)
class ComposedReport:
    """Everything a document says, in order; the last page holds definitions, warnings, what is left out, provenance."""

    kind: str
    title: str
    text: str
    logo: Logo | None
    look: Look
    parts: tuple[Part, ...]
    definitions: tuple[Fact, ...]
    warnings: tuple[str, ...]
    left_out: tuple[Fact, ...]
    provenance: tuple[Fact, ...]


def compose(
    content: ReportContent,
    composition: Composition = USUAL,
    dataset: Dataset | None = None,
    segments: Segments = NO_SEGMENTS,
    of_run: OfRun | None = None,
    progress: Progress = silent,
) -> ComposedReport:
    """The report as the composition wants it; figures of recorded events are counted over the dataset.

    `of_run` measures a report over the run by its key as chosen.
    """
    sections = default_sections(content, dataset) if composition.sections is None else composition.sections
    left_out: list[Fact] = []
    with heeding(progress) as heeded:
        recorded = Sources(dataset, segments, of_run, heeded)
        parts = tuple(part for section in sections for part in _parts(section, content, recorded, left_out))
    return ComposedReport(
        kind="Rehearsal report" if content.is_run else "Report on recorded events",
        title=composition.title or content.title,
        text=composition.text or content.text,
        logo=logo_in(composition.logo),
        look=look_of(composition),
        parts=parts,
        definitions=tuple(_definitions(parts, content)),
        warnings=content.warnings,
        left_out=tuple(left_out) if composition.sections is not None else (),
        provenance=content.provenance,
    )


def default_sections(content: ReportContent, dataset: Dataset | None = None) -> tuple[Section, ...]:
    """All there is, in its usual order."""
    facts = PartSection(part="facts")
    plan = (PartSection(part="plan"),) if content.plan else ()
    if not content.is_run:
        known = [each.key for each in recorded_reports() if dataset is not None and each.proposed(dataset) is not None]
        return (facts, *(ReportSection(report=key) for key in known), *plan)
    measured = (ReportSection(report=section.key) for section in content.sections)
    return (facts, *measured, PartSection(part="goals"), *plan)


def heading_of(section: Section) -> str:
    """What a section is called in a list of sections."""
    match section:
        case TextSection():
            return section.heading or " ".join(section.text.split()) or "Text"
        case PartSection(part=part):
            return {"facts": "Key figures", "messages": "Messages", "goals": "Goals", "plan": "The plan"}[part]
        case _:
            titles = {each.key: each.title for each in (*reports_over_runs(), *recorded_reports())}
            return section.heading or titles.get(section.report, section.report)


def _parts(section: Section, content: ReportContent, recorded: Sources, left_out: list[Fact]) -> Iterator[Part]:
    """What the section comes to; where that is nothing, why."""
    match section:
        case TextSection():
            if section.heading or section.text.strip():
                yield WordsPart(section.heading, _paragraphs(section.text))
        case PartSection(part="facts"):
            yield FactsPart(content.facts)
        case PartSection(part="messages"):
            yield from _parts(_OLDER_MESSAGES, content, recorded, left_out)
        case PartSection(part=part):
            tables = content.plan if part == "plan" else goal_tables(content)
            if tables:
                yield TablesPart(tables)
            else:
                left_out.append(Fact(heading_of(section), "There is none." if part == "plan" else "There are none."))
        case ReportSection():
            measured, why_none = _measured(section, content, recorded)
            if not measured:
                left_out.append(Fact(heading_of(section), why_none or "There are no such figures."))
            for each in measured:
                heading = section.heading if section.heading and len(measured) == 1 else each.heading
                yield FiguresPart(heading, each.figures, "chart" in section.show, "table" in section.show)


def _measured(section: ReportSection, content: ReportContent, recorded: Sources) -> tuple[tuple[Measured, ...], str]:
    """The figures of the section, or why there are none."""
    of_run = next((each for each in content.sections if each.key == section.report), None)
    is_asked = recorded.of_run is not None and section.report in {each.key for each in WITH_MESSAGES}
    if is_asked or (of_run is not None and section.definition is None):
        measured, why_none = (of_run.measured, of_run.why_none) if of_run is not None else ((), "")
        if recorded.of_run is not None and (section.choices or is_asked):
            try:
                measured, why_none = recorded.of_run(section.report, section.choices, recorded.progress)
            except AppError as error:
                return (), error.message
        chosen = section.figures or range(len(measured))
        return tuple(measured[at] for at in chosen if at < len(measured)), why_none
    report = next((each for each in recorded_reports() if each.key == section.report), None)
    if report is None:
        return (), "It is measured over a run, and these are recorded events."
    if recorded.dataset is None:
        return (), "The recorded events are not at hand: the data has changed since the run, or is elsewhere."
    try:
        return (_recorded(report, section, recorded.dataset, recorded),), ""
    except AppError as error:
        problems = " ".join(f"{problem.message}." for problem in error.problems)
        return (), f"{error.message} {problems}".strip()


def _recorded(report: RecordedReport, section: ReportSection, dataset: Dataset, recorded: Sources) -> Measured:
    recorded.progress(0, 0, f"Counting {report.title}")
    count = counting(report, recorded.progress)
    if section.definition is not None:
        definition = definition_from(report, dataset, section.definition)
        return Measured(report.title, counted_of(recorded.segments, dataset, definition, count))
    proposed = report.proposed(dataset)
    if proposed is None:
        raise AppError(report.needs)
    return Measured(report.title, count(dataset, proposed))


def _definitions(parts: tuple[Part, ...], content: ReportContent) -> Iterator[Fact]:
    yield _OF_A_RUN if content.is_run else _OF_DATA
    yield _SHARE
    for part in parts:
        if isinstance(part, FiguresPart):
            yield Fact(part.heading or report_of(part.figures).title, part.figures.definition.in_words())
    if content.is_run:
        if any(row.ended for row in content.goals) and any(_has_window(part) for part in parts):
            yield _TIMES
        yield _INSIDE


def _has_window(part: Part) -> bool:
    """Whether it is a funnel whose steps have to come within a time."""
    return isinstance(part, FiguresPart) and bool(part.figures.definition.to_document().get("window"))


def _paragraphs(text: str) -> tuple[str, ...]:
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return tuple(" ".join(block.split()) for block in blocks if block.strip())
