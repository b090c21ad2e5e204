"""What is wrong with the data, as files and for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from app.data.quality.finding import Finding
from app.data.quality.report import Quality
from app.errors import AppError
from app.files.writing import write_whole
from app.jobs.datasets.people_lists import guarded

SUFFIXES = (".csv", ".json")
_COLUMNS = ("key", "kind", "words", "advice", "count", "of", "customers", "examples", "mends")


def check_suffix(path: Path) -> None:
    """AppError names the kinds of files there are."""
    if path.suffix.lower() not in SUFFIXES:
        raise AppError(f"{path} should end in {' or '.join(SUFFIXES)}. Nothing was written.")


def save_findings(report: Quality, path: Path) -> None:
    """A row a finding, or the document that programs get."""
    rows = [_row(finding) for finding in report.findings]
    _save(path, (_COLUMNS, *rows), quality_document(report))


def save_ids(ids: Sequence[str], path: Path) -> None:
    """The customers of a finding, one a row."""
    _save(path, (("customer_id",), *((each,) for each in ids)), list(ids))


def quality_document(report: Quality) -> dict[str, object]:
    """All findings, for programs."""
    return {
        "dataset": report.dataset,
        "customers": report.customers,
        "events": report.events,
        "findings": [_document(finding) for finding in report.findings],
    }


def _document(finding: Finding) -> dict[str, object]:
    columns = finding.choice.columns if finding.choice else ()
    return {
        "key": finding.key,
        "kind": finding.kind,
        "words": finding.words,
        "advice": finding.advice,
        "count": finding.rate.count,
        "of": finding.rate.of,
        "customers": len(finding.customers),
        "examples": list(finding.examples),
        "mends": [mend.words for mend in finding.mends],
        "mend_columns": [mend.column for mend in finding.mends],
        "consent_columns": {each.name: dict(each.values) for each in columns},
        "file_wanted": finding.file_wanted,
    }


def _row(finding: Finding) -> tuple[object, ...]:
    rate, mends = finding.rate, "; ".join(mend.words for mend in finding.mends)
    counts = (rate.count, rate.of, len(finding.customers))
    return (finding.key, finding.kind, finding.words, finding.advice, *counts, "; ".join(finding.examples), mends)


def _save(path: Path, rows: Iterable[Sequence[object]], document: Any) -> None:
    if path.suffix.lower() == ".json":
        write_whole(path, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    for row in rows:
        writer.writerow([guarded(each) if isinstance(each, str) else each for each in row])
    write_whole(path, target.getvalue())
