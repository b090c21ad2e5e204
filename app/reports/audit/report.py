"""The audit as a report: what is to be mended in a scenario, by its drawing and by a run of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.look.palette import Palette
from app.reports.audit.figures import AuditFigures
from app.reports.report import Measured, Subject

_MOST_WORDS = 40


class AuditReport:
    """What nobody reaches, what asks for no consent, what comes too late and too often."""

    key = "audit"
    title = "Audit"
    why_none = ""

    def measure(self, subject: Subject) -> Iterator[Measured]:
        """The scenario of a run; of a whole workspace `rehearse audit`."""
        from app.reports.audit.audit import Audited, audit

        yield Measured("Audit of the scenario", audit([Audited(subject.scenario, subject)]))

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
