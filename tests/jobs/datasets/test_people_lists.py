"""Customers to take along: every attribute as its text, and no text that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from app.jobs.datasets.people_lists import people_csv
from tests.builders.datasets import from_rows


def test_that_each_attribute_is_written_as_its_text() -> None:
    people = [
        {"id": "ann", "city": "Brno", "age": 40.5, "ok": "yes", "born": "1990-01-02", "since": "2024-01-02T03:04:05Z"}
    ]
    dataset = from_rows([*people, {"id": "bob"}])
    header, ann, bob = csv.reader(io.StringIO(people_csv(dataset, np.array([0, 1]))))
    assert dict(zip(header, ann, strict=True)) == {
        "customer_id": "ann",
        "city": "Brno",
        "age": "40.5",
        "ok": "true",
        "born": "1990-01-02",
        "since": "2024-01-02 03:04:05",
    }
    assert bob == ["bob", "", "", "", "", ""]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_that_no_text_is_a_formula(text: str) -> None:
    dataset = from_rows([{"id": f"a{text}", "city": text}])
    (_, row) = csv.reader(io.StringIO(people_csv(dataset, np.array([0]))))
    assert row[1] == f"'{text}"
