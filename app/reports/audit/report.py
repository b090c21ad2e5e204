"""The audit as a report: what is to be mended in a scenario, by its drawing and by a run of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.errors import AppError
from app.look.palette import Palette
from app.numbers import counted
from app.reports.audit.figures import MOST_A_WEEK, AuditFigures
from app.reports.definition.sentence import Choice, Part, Sentence, one_of
from app.reports.report import Choices, Measured, Subject

AUDITED, WORKSPACE = "of", "workspace"
"""The part of the sentence that says what is audited, and its value for everything there is."""
_MOST_WORDS, _MOST, _SCENARIO = 40, "most_a_week", "scenario"


def _most(chosen: Choices) -> int:
    text = chosen.get(_MOST, f"{MOST_A_WEEK}")
    if not text.isdecimal() or not 0 < int(text) < 1_000:
        raise AppError(f"“{text}” is not a number of messages. Nothing was changed.")
    return int(text)


class AuditReport:
    """What nobody reaches, what asks for no consent, what comes too late and too often."""

    key = "audit"
    title = "Audit"
    why_none = ""

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """The scenario of a run."""
        return self.adjusted(subject, {})

    def adjusted(self, subject: Subject, chosen: Choices) -> Iterator[Measured]:
        """The scenario of a run, or all of the workspace, with as many messages a week as may be."""
        from app.reports.audit.audit import Audited, audit

        if chosen.get(AUDITED) == WORKSPACE:
            everything = [Audited(*each) for each in subject.beside]
            yield Measured("Audit of the workspace", audit(everything, _most(chosen)))
        else:
            yield Measured("Audit of the scenario", audit([Audited(subject.scenario, subject)], _most(chosen)))

    def choices(self, subject: Subject, chosen: Choices) -> Sentence:
        """`Audit of “Reminder”; in which 3 messages to a customer within seven days are still well`."""
        most = tuple(Choice(counted(n, "message", "messages"), f"{n}") for n in range(1, 11))
        audited = {_SCENARIO: f"“{subject.scenario.name}”", WORKSPACE: "all scenarios, each with its newest run"}
        return (
            "Audit of",
            one_of(AUDITED, chosen.get(AUDITED, _SCENARIO), audited),
            "; a customer may get",
            Part(_MOST, counted(_most(chosen), "message", "messages"), most),
            "within seven days",
        )

    def draw(self, figures: AuditFigures, palette: Palette, *, with_definition: bool) -> Any:
        """Findings as lines."""
        from app.reports.audit.chart import draw_audit

        return draw_audit(figures, palette, with_definition=with_definition)

    def height_px(self, figures: AuditFigures) -> int:
        """A line a finding and a scenario."""
        return 120 + 26 * (len(figures.findings) + len(figures.definition.scenarios))

    def words(self, figures: AuditFigures) -> Iterator[str]:
        """Each finding."""
        if not figures.findings:
            yield "Nothing was found."
        for each in figures.findings[:_MOST_WORDS]:
            where = f" at {each.where}" if each.where else ""
            touched = f" ({each.touched.in_words()})" if each.touched and each.owners is not None else ""
            yield f"{each.scenario}{where}: {each.words}{touched}"
