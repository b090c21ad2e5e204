"""Whose a file is, as long as the row that says so can be found."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.progress import silent
from app.workspace.settings import identity as module
from app.workspace.settings.identity import identity_in, identity_in_bytes
from tests.builders.workspaces import small_workspace


@pytest.mark.parametrize("at_once", [1 << 22, 4096, 200])
def test_that_the_identity_is_found_in_what_is_left_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    path = small_workspace(tmp_path / "w.rehearse")
    identity = identity_in(path)
    content = bytearray(path.read_bytes())
    content[:4096] = bytes(4096)
    path.write_bytes(content)
    assert identity_in_bytes(path, silent) == identity


def test_that_an_identity_that_its_hash_does_not_prove_is_none(tmp_path: Path) -> None:
    path = small_workspace(tmp_path / "w.rehearse")
    identity = identity_in(path)
    path.write_bytes(path.read_bytes().replace(identity.encode(), b"0" * 32))
    assert identity_in_bytes(path, silent) == ""


def test_that_the_holes_of_a_file_are_not_read_on_the_way_to_the_identity(tmp_path: Path) -> None:
    path = small_workspace(tmp_path / "w.rehearse")
    identity, content = identity_in(path), path.read_bytes()
    with path.open("wb") as file:
        if not hasattr(os, "SEEK_DATA"):
            pytest.skip("the system does not tell of holes")
        file.seek(1 << 40)
        file.write(content)
        file.truncate(1 << 41)
    assert identity_in_bytes(path, silent) == identity
