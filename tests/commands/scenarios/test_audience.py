"""`rehearse audience` writes the customer list of an ad audience of a stored run."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import run
from app.runtime.rehearse import RunOptions, rehearse
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import imported, workspace_at


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    ad = kind("ad", "ad_audience", platform="meta", audience="cart", action="add")
    made = scenario([kind("start", "entry_event", event="cart"), ad], "start>ad")
    path = workspace_at(tmp_path / "shop.rehearse", made, datasets=[imported()])
    with Workspace.open(path) as store:
        store.runs.save(rehearse(made, store.datasets.load("shop"), RunOptions(compiled=False)), made, "shop")
    return path


def test_that_the_audience_of_a_run_is_written(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "cart.csv"
    assert run(["audience", str(workspace), "1", "cart", "--platform", "google", "--out", str(out)]) == 0
    header, *lines = out.read_text(encoding="utf-8").splitlines()
    assert header == "Email,Phone,First Name,Last Name,Country,Zip"
    assert len(lines) == 2  # of three the third has no address
    assert "example.com" not in "".join(lines)
    assert "2 customers" in capsys.readouterr().out


def test_that_an_audience_that_the_run_does_not_know_writes_nothing(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "cart.csv"
    assert run(["audience", str(workspace), "1", "card", "--platform", "meta", "--out", str(out)]) == 1
    assert "it changed: cart" in capsys.readouterr().err
    assert not out.exists()
