"""`rehearse copy`."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import run
from tests.builders.workspaces import rewrite, small_workspace


def test_that_the_command_copies_and_never_over_the_workspace_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    out = tmp_path / "copy.rehearse"
    assert run(["copy", str(path), "--out", str(out), "--people", "none"]) == 0
    assert "datasets and runs stayed behind" in capsys.readouterr().out
    assert run(["copy", str(path), "--out", str(path)]) == 1
    assert "is the workspace itself" in capsys.readouterr().err
    other = tmp_path / "people.csv"
    other.write_text("a,b\n1,2\n")
    assert run(["copy", str(path), "--out", str(other)]) == 1
    assert f"There is something at {other} that is no workspace." in " ".join(capsys.readouterr().err.split())
    assert other.read_text() == "a,b\n1,2\n"
    assert run(["copy", str(path), "--out", str(out), "--people", "some"]) == 2


def test_that_a_complete_copy_of_something_damaged_is_not_said_to_hold_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = small_workspace(tmp_path / "shop.rehearse")
    rewrite(path, "UPDATE dataset_part SET content = x'00' WHERE kind = 'events'")
    out = tmp_path / "copy.rehearse"
    assert run(["copy", str(path), "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert said.out.split() == f"Written to {out}, with what is damaged in shop.rehearse.".split()
    assert "The dataset 'shop'. Everything else is as it was." in said.err
    assert out.exists()
