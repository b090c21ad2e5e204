"""What a check says of placeholders, from the last run of a scenario."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import run
from app.jobs.messages.message_lint import remarks_on_last_run
from app.runtime.rehearse import RunOptions, rehearse
from app.workspace.store import Workspace
from tests.builders.datasets import people
from tests.builders.scenarios import scenario
from tests.builders.workspaces import imported, workspace_at

DATA = people(
    [{"customer_id": f"c{n}", "email": f"c{n}@example.com", "age": n if n % 4 else None} for n in range(8)],
    [(f"c{n}", "05-01 10:00", "e") for n in range(8)],
)
MADE = scenario(
    {
        "in": ("entry_event", {"event": "e"}),
        "mail": ("email", {"subject": "{{ customer.age }}{{ customer.email }}", "body": "b", "marketing": False}),
    },
    "in>mail",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workspace_at(tmp_path / "w.rehearse", MADE, datasets=[replace(imported(), dataset=DATA)])


def test_that_a_check_measures_placeholders_on_the_last_run(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Workspace.open(path) as workspace:
        assert remarks_on_last_run(workspace, MADE, DATA) == ()
        made = rehearse(MADE, DATA, RunOptions(compiled=False))
        workspace.runs.save(made, MADE, DATA.name)
    assert run(["scenario", "check", str(path), "--dataset", DATA.name, "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out).values()
    (remark,) = [each for each in found["remarks"] if each["code"] == "empty-placeholder"]
    assert remark["message"].startswith("“customer.age” in the subject, line 1, is empty for 25% (2 of 8)")
    assert (remark["node"], remark["field"]) == ("mail", "subject")
