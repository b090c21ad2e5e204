"""What a report on recorded events says beside its figures: what the data holds, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from app.data.dataset import Dataset
from app.numbers import data_day, number
from app.reports.documents.composing.content import Fact, ReportContent
from app.version import product_version


def dataset_content(dataset: Dataset, name: str) -> ReportContent:
    """The dataset's own facts; its figures are counted when the report is composed."""
    return ReportContent(
        title=name,
        text="",
        facts=tuple(_facts(dataset)),
        sections=(),
        goals=(),
        warnings=(),
        provenance=(
            Fact("Dataset", name),
            Fact("Data fingerprint", dataset.fingerprint),
            Fact("Made with", f"Rehearse {product_version()}"),
        ),
        is_run=False,
    )


def _facts(dataset: Dataset) -> Iterator[Fact]:
    yield Fact("Customers", number(dataset.customer_count))
    yield Fact("Events", number(dataset.event_count))
    yield Fact("Kinds of events", number(len(dataset.schema().events)))
    if dataset.event_count:
        yield Fact("First event", data_day(int(dataset.at.min())), "UTC")
        yield Fact("Last event", data_day(int(dataset.at.max())), "UTC")
