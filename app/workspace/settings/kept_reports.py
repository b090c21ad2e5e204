"""Reports kept under a name: what they report on, and which parts of their definition were changed."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.workspace.settings.named_documents import NamedDocuments
from app.workspace.settings.settings import Json, SettingStore
from app.workspace.sqlite.documents import StoredDocument


class KeptReport(StoredDocument):
    """A report over a dataset, over the latest run of a scenario, or over one run; of the three, two are empty.

    `changes` are the parts of its sentence that differ from what the report proposes, as (field, value), in that order.
    Of a run's report with several figures, `heading` names those that were in sight.
    """

    report: str
    dataset: str = ""
    scenario: str = ""
    run: int = 0
    changes: tuple[tuple[str, str], ...] = ()
    heading: str = ""


class KeptReportStore(NamedDocuments[KeptReport]):
    """The kept reports by name, in the order in which they were kept."""

    def __init__(self, settings: SettingStore) -> None:
        super().__init__(settings, "kept_reports", "kept report", TypeAdapter(KeptReport), _document)


def _document(report: KeptReport) -> Json:
    document: Json = report.model_dump(mode="json", exclude_defaults=True)
    return document
