"""A composition: which parts a report has, in which order, under which title, logo and colours; kept as a document."""

from __future__ import annotations

import base64
import json
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, Tag

from app.errors import AppError
from app.nodes.document import Document, keyed, tag
from app.reports.catalogue import recorded_reports, reports_over_runs
from app.reports.documents.composing.logo import logo_of
from app.scenario.reading import dump_document, read_document

Theme = Literal["reader", "light", "dark"]
Face = Literal["chart", "table"]
PartName = Literal["facts", "messages", "goals", "plan"]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", strict=True)]

_LONGEST_LOGO = 4 << 20  # letters of base64
_MOST_SECTIONS = 200
_LONGEST_TEXT = 20_000


class ReportSection(Document):
    """The figures of a report; of a run's several, those whose places are named, all if none is.

    A `definition` is that of a report over recorded events; without one a run's report measures the run, and one over
    recorded events counts what the data proposes. `choices` are what was chosen of a run's report, by the part of its
    sentence: the other run of a comparison, the time after a drop-off.
    """

    report: str
    heading: Annotated[str, Field(max_length=500)] = ""
    figures: tuple[Annotated[int, Field(ge=0)], ...] = ()
    show: Annotated[tuple[Face, ...], Field(min_length=1)] = ("chart", "table")
    definition: dict[str, Any] | None = None
    choices: dict[str, Annotated[str, Field(max_length=500)]] = Field(default_factory=dict)


class PartSection(Document):
    """What a report has beside the reports: key figures, a run's goals, the plan of the workspace.

    `messages` stands in compositions of earlier versions, for the table of the report of that name.
    """

    part: PartName


class TextSection(Document):
    """Words between the figures; a blank line begins a paragraph."""

    text: Annotated[str, Field(max_length=_LONGEST_TEXT)]
    heading: Annotated[str, Field(max_length=500)] = ""


Section = Annotated[
    Annotated[ReportSection, Tag(tag("report"))]
    | Annotated[PartSection, Tag(tag("part"))]
    | Annotated[TextSection, Tag(tag("text"))],
    keyed("A section", "report", "part", "text"),
]


class Composition(Document):
    """How a report is made of figures and words; without sections, of all there is.

    `reader` is light or dark as the reader's device is set, and light on paper and slides; `colour` is the client's
    own, in place of ours. The logo is a PNG or JPEG in base64.
    """

    title: Annotated[str, Field(max_length=500)] = ""
    text: Annotated[str, Field(max_length=_LONGEST_TEXT)] = ""
    logo: Annotated[str, Field(max_length=_LONGEST_LOGO)] = ""
    theme: Theme = "reader"
    colour: Colour | Literal[""] = ""
    sections: Annotated[tuple[Section, ...], Field(max_length=_MOST_SECTIONS)] | None = None


USUAL = Composition()
"""All there is, in its usual order."""


def read_composition(content: bytes | str, what: str = "The composition") -> Composition:
    """The composition in a JSON document; AppError names all that is wrong with it, and the reports there are."""
    try:
        values = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise AppError(f"{what} is no JSON document ({error}). Nothing was written.") from error
    composition, problems = read_document(Composition, values)
    if composition is None or problems:
        raise AppError(f"{what} cannot be followed. Nothing was written.", problems)
    known = {report.key for report in (*reports_over_runs(), *recorded_reports())}
    wanted = [each.report for each in composition.sections or () if isinstance(each, ReportSection)]
    unknown = [key for key in wanted if key not in known]
    if unknown:
        raise AppError(
            f"{what} names no report there is: {', '.join(unknown)}. The reports are {', '.join(sorted(known))}. "
            "Nothing was written."
        )
    return composition


def composition_document(composition: Composition) -> dict[str, Any]:
    """What was set in it, as plain JSON values."""
    return dump_document(composition)


def with_logo(composition: Composition, content: bytes) -> Composition:
    """The composition with a logo; AppError where the bytes are no picture of a kind that can be one."""
    return composition.model_copy(update={"logo": base64.b64encode(logo_of(content).png).decode("ascii")})
