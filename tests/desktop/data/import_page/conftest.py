"""Two files to import, and a person before a window on a workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desktop.conftest import Sit
from tests.person.person import Person

PEOPLE = "Customer ID,Email,City,Accepts Email Marketing\n1,Ann@Example.com,Brno,yes\n2,bob@example.com,Praha,no\n"
EVENTS = """Metric,Email,Timestamp,Value
Placed Order,ann@example.com,2024-01-02 10:00,12.50
Opened Email,bob@example.com,2024-01-03 11:00,
Opened Email,,2024-01-03 11:00,
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "events.csv").write_text(EVENTS, encoding="utf-8")
    return [tmp_path / "people.csv", tmp_path / "events.csv"]


@pytest.fixture
def person(sit: Sit, workspace_path: Path) -> Person:
    return sit(workspace_path)
