"""The benchmarks of importing and opening measure what they say, also on little data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bench.forked import forked
from tests.benchmarks import bench_import, bench_open, bench_wide, import_steps
from tests.benchmarks.apart import Line, taken


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lines", "size", "many"),
    [(bench_import.lines, 2_000, 14), (bench_open.lines, 2_000, 3), (bench_wide.lines, 20, 6)],
)
def test_that_each_line_is_measured(
    lines: Callable[[Path, int], Iterator[Line]],
    size: int,
    many: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (bench_import, bench_open, bench_wide):
        monkeypatch.setattr(module, "taken", lambda _, step, *arguments: forked(step, *map(str, arguments)))
    found = list(lines(tmp_path, size))
    assert len(found) == many
    assert all(line.value > 0 for line in found)


def test_that_a_step_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    import_steps.write_events(file, 100)
    assert taken(import_steps.MODULE, import_steps.read_as_strings, str(file))["seconds"] > 0


def test_that_a_line_says_when_its_budget_is_not_met() -> None:
    assert str(Line("import", 7.0, "s", 6.0)).endswith("7.00 s, to reach 6: not met")
    assert str(Line("import", 5.0, "s", 6.0)).endswith("5.00 s, to reach 6")
    assert str(Line("import", 5.0, "s")).endswith("5.00 s")
