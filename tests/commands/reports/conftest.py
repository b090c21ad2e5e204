"""A workspace whose customers come by channels, as `rehearse import` makes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app.cli import run

Shop = Callable[[Sequence[str]], Path]
"""Gets the rows of the events: customer_id, timestamp, event, utm_source, amount."""


@pytest.fixture
def shop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shop:
    """Imports the rows; what the import said is read away."""

    def imported(rows: Sequence[str]) -> Path:
        events, path = tmp_path / "events.csv", tmp_path / "shop.rehearse"
        events.write_text("\n".join(("customer_id,timestamp,event,utm_source,amount", *rows)), encoding="utf-8")
        assert run(["import", str(path), str(events), "--as", "events"]) == 0
        capsys.readouterr()
        return path

    return imported
