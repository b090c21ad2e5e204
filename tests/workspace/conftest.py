"""What the tests of the workspace share."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.workspace.sqlite.database import Database
from app.workspace.sqlite.schema import make_schema


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A workspace file with nothing in it, opened by nobody."""
    path = tmp_path / "empty 100%#?.rehearse"
    path.touch()
    database = Database(path)
    with database.writing() as connection:
        make_schema(connection)
    database.close()
    return path
