"""`rehearse bench` from end to end, with few customers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.bench.steps import STEPS
from app.cli import run
from app.commands.program import bench
from app.progress import Progress
from tests.bench.forked import Figures, forked


@pytest.mark.slow
def test_that_the_short_form_measures_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def measured(step: str, arguments: Mapping[str, int], progress: Progress) -> Figures:
        return forked(STEPS[step], **arguments)

    monkeypatch.setattr(bench, "measured", measured)
    out = tmp_path / "bench.json"
    assert run(["bench", "--quick", "--customers", "500", "--json", str(out)]) == 0
    said = capsys.readouterr().out
    document = json.loads(out.read_text(encoding="utf-8"))
    assert {line["name"] for line in document["lines"]} >= {"kernel, one core", "kernel : SimPy", "kernel : uncompiled"}
    for line in document["lines"]:
        assert line["value"] is not None
        assert line["value"] > 0
        assert line["name"] in said
