"""The quarterly audit as a report: the quality of leads and opportunities, and of their scores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.reports.crm_audit.figures import CrmAuditFigures, changed_words, said
from app.reports.definition.sentence import Sentence
from app.reports.report import Definition


class CrmAuditReport:
    """What to mend before the next quarter."""

    key = "crm_audit"
    title = "Quarterly audit"
    needs = "It needs an event that makes a customer a lead, such as lead_created."

    def proposed(self, dataset: Dataset) -> Definition | None:
        """Over the leads of the data, in its last quarter."""
        from app.reports.crm_audit.definition import proposed_crm_audit

        return proposed_crm_audit(dataset)

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """With messages as touches, and by the score of the run."""
        from app.reports.crm_audit.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> CrmAuditFigures:
        """Every line by quarter."""
        from app.reports.crm_audit.definition import crm_audit

        return crm_audit(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.crm_audit.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.crm_audit.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: CrmAuditFigures, palette: Palette, *, with_definition: bool) -> Any:
        """A table of bars."""
        from app.reports.crm_audit.chart import draw_crm_audit

        return draw_crm_audit(figures, palette, with_definition=with_definition)

    def height_px(self, figures: CrmAuditFigures) -> int:
        """A row a line."""
        return min(150 + 34 * len(figures.lines), 900)

    def words(self, figures: CrmAuditFigures) -> Iterator[str]:
        """Each line of the audited quarter, with its change."""
        yield f"{self.title}, {figures.quarters[-1]}"
        for line in figures.lines:
            yield f"{line.name}: {said(line.values[-1])}, change {changed_words(line)}"
