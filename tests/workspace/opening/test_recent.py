"""The list of recent workspaces."""

from __future__ import annotations

from pathlib import Path

import pytest
from platformdirs import user_state_path

from app.workspace.opening.recent import MOST_REMEMBERED, forget, recent, remember


@pytest.fixture
def listed() -> Path:
    path = user_state_path("rehearse", appauthor=False) / "recent.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def made(folder: Path, *names: str) -> tuple[Path, ...]:
    paths = tuple(folder / name for name in names)
    for path in paths:
        path.touch()
    return paths


def test_that_nothing_is_recent_at_first() -> None:
    assert recent() == ()


def test_that_the_newest_comes_first_and_once(tmp_path: Path) -> None:
    a, b = made(tmp_path, "a.rehearse", "b.rehearse")
    for path in (a, b, a):
        remember(path)
    assert recent() == (a, b)


def test_that_what_is_gone_is_not_shown_but_comes_back(tmp_path: Path) -> None:
    a, b = made(tmp_path, "a.rehearse", "b.rehearse")
    remember(a)
    remember(b)
    b.rename(tmp_path / "away")
    assert recent() == (a,)
    (tmp_path / "away").rename(b)
    assert recent() == (b, a)


def test_that_a_workspace_can_be_forgotten(tmp_path: Path) -> None:
    a, b = made(tmp_path, "a.rehearse", "b.rehearse")
    remember(a)
    remember(b)
    forget(a)
    assert recent() == (b,)
    assert a.exists()


def test_that_only_a_dozen_are_remembered(tmp_path: Path) -> None:
    paths = made(tmp_path, *(f"{number}.rehearse" for number in range(MOST_REMEMBERED + 3)))
    for path in paths:
        remember(path)
    assert recent() == tuple(reversed(paths))[:MOST_REMEMBERED]


@pytest.mark.parametrize("damage", [b"", b"{", b'{"a": 1}', b"[1, null]", b"\xff\xfe\x00", b"[" * 5_000])
def test_that_a_damaged_list_is_begun_anew(tmp_path: Path, listed: Path, damage: bytes) -> None:
    listed.write_bytes(damage)
    assert recent() == ()
    (a,) = made(tmp_path, "a.rehearse")
    remember(a)
    assert recent() == (a,)


def test_that_a_list_that_cannot_be_written_stops_nobody(tmp_path: Path, listed: Path) -> None:
    (a,) = made(tmp_path, "a.rehearse")
    listed.mkdir()
    remember(a)
    assert recent() == ()
