"""Figures as CSV, for programs."""

from __future__ import annotations

import csv
import io

from app.reports.report import Figures


def csv_text(figures: Figures) -> str:
    """Every value exactly: point as decimal sign, nothing guarded against spreadsheets."""
    headers, rows = figures.records()
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return target.getvalue()
