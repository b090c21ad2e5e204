"""What a report is: it measures a run or recorded events, says and draws what it found, and knows the people behind it.

A report is a folder beside this module and a line of the catalogue; window, documents and commands are generic over it.
Its chart says by `DrawingArea.hit` where it draws which cell of the table; its figures may have `leading()`, the figure
that stands on the report's card, and `is_ranked`, which says that on paper the first rows of a long table are enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import pyarrow as pa

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.progress import Progress, silent
from app.reports.definition.sentence import Sentence
from app.runtime.forecast.ranges import Forecast
from app.runtime.summary import Summary
from app.scenario.graph import Scenario


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reported on: a run, the recorded events it went over where they are at hand, and its forecast if any.

    `other` is the run that it shall be compared with; `beside` are all scenarios of the workspace, each with its
    newest run if it has one, where a report asks for them. `progress` is told by a report that takes long, and gives
    it up.
    """

    scenario: Scenario
    summary: Summary
    tables: Mapping[str, pa.Table]
    dataset: Dataset | None = None
    forecast: Forecast | None = None
    other: Subject | None = None
    beside: tuple[tuple[Scenario, Subject | None], ...] = ()
    progress: Progress = silent


class Definition(Protocol):
    """What the figures count; printed on the report and in every export."""

    def in_words(self) -> str:
        """One sentence for people."""

    def to_document(self) -> dict[str, Any]:
        """For programs."""


class Cell(str):
    """A text of a table with what stands small beside it; otherwise as any text.

    `tone` is `zero` for what does not count, `open` for what may still change, `modelled` for what was not observed,
    `words` for a text among numbers, `total` for the head of a last row that sums up, or a node's family. `share`, if
    given, is drawn as a bar on a terminal. `asked` is said in place of the note to whoever points at the figure, where
    that is too long for a table.
    """

    __slots__ = ("asked", "note", "share", "tone")
    asked: str
    note: str
    tone: str
    share: float | None

    def __new__(cls, text: str, note: str = "", tone: str = "", share: float | None = None, asked: str = "") -> Cell:
        made = super().__new__(cls, text)
        made.note, made.tone, made.share, made.asked = note, tone, share, asked
        return made


Table = tuple[tuple[str, ...], Sequence[tuple[Cell, ...]]]
"""Headers and rows for people; the first column names the row."""

Records = tuple[tuple[str, ...], list[tuple[object, ...]]]
"""Headers and rows of exact values for programs."""


class Figures(Protocol):
    """What a report measured: plain data, computed before anything is drawn."""

    @property
    def key(self) -> str:
        """The key of the report they are of."""

    @property
    def definition(self) -> Definition:
        """What they count."""

    def to_document(self) -> dict[str, Any]:
        """For programs, with the definition."""

    def table(self) -> Table:
        """For people."""

    def records(self) -> Records:
        """Exact values, for programs."""

    def people(self, row: int, column: int) -> pa.Array[Any] | None:
        """The ids of the customers behind a cell of the table; None where a cell does not count customers."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures under their heading."""

    heading: str
    figures: Figures


class Drawn(Protocol):
    """How figures are shown. Whatever computes or draws loads late."""

    key: str
    title: str

    def draw(self, figures: Any, palette: Palette, *, with_definition: bool) -> Any:
        """The chart of its figures, laid out anew for each size."""

    def height_px(self, figures: Any) -> int:
        """The height at which the chart is neither crowded nor lost."""

    def words(self, figures: Any) -> Iterator[str]:
        """The chart in sentences, for those who cannot see it."""


class Report(Drawn, Protocol):
    """One way to look at a run; `why_none` says why there may be no figures."""

    why_none: str

    def measure(self, subject: Subject) -> Iterable[Measured]:
        """The figures of a run, the most telling first."""


Choices = Mapping[str, str]
"""What was chosen of a run's report, by the field of its sentence; what was not is as the report itself has it."""


@runtime_checkable
class Patient(Protocol):
    """A report over recorded events that takes long: it says how far it is, and can be given up meanwhile."""

    def count_for(self, dataset: Dataset, definition: Any, progress: Progress) -> Figures:
        """What `count` gives."""


def counting(report: RecordedReport, progress: Progress) -> Callable[[Dataset, Any], Figures]:
    """How a report counts, with word of how far it is where it takes long."""
    if isinstance(report, Patient):
        return lambda dataset, definition: report.count_for(dataset, definition, progress)
    return report.count


@runtime_checkable
class Adjustable(Protocol):
    """A report over a run whose figures can be counted in several ways."""

    def adjusted(self, subject: Subject, chosen: Choices) -> Iterable[Measured]:
        """The figures of a run as chosen; AppError where that cannot be."""

    def choices(self, subject: Subject, chosen: Choices) -> Sentence:
        """How they are counted, as a sentence whose parts can be changed."""


class RecordedReport(Drawn, Protocol):
    """One way to look at recorded events, by a definition the user can change; `needs` says what data must have."""

    needs: str

    def proposed(self, dataset: Dataset) -> Definition | None:
        """What to begin with, from what the columns mean; None where the data has not what it needs."""

    def count(self, dataset: Dataset, definition: Any) -> Figures:
        """The figures; AppError names all that is wrong with the definition."""

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition as a sentence whose parts can be changed."""

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """The definition with a part of its sentence changed; AppError where that cannot be."""
