"""The menu entry, the file type and the icon: what the desktop's own tools make of them, and that they go again."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.cli import run
from app.jobs.desktop_entry import TYPE, install, own_command, uninstall

COMMAND = ['/home/a b/$HOME`x`"q"/100%\\rehearse', "-P"]


def entry(home: Path) -> configparser.SectionProxy:
    read = configparser.ConfigParser(interpolation=None, comment_prefixes=("#",))
    read.optionxform = str  # type: ignore[assignment, method-assign]  # keys as they are written
    read.read(home / "applications" / "rehearse.desktop")
    return read["Desktop Entry"]


def test_that_the_entry_starts_the_very_command_whatever_its_path_holds(tmp_path: Path) -> None:
    install(COMMAND, tmp_path)
    written = entry(tmp_path)["Exec"].replace("\\\\", "\\").replace("%%", "%")  # as a desktop reads a string
    *words, file = re.findall(r'"(?:\\.|[^"])*"|%f', written)
    assert [re.sub(r"\\(.)", r"\1", word[1:-1]) for word in words] == COMMAND
    assert file == "%f"
    assert entry(tmp_path)["MimeType"] == f"{TYPE};"


def test_that_the_icon_and_the_type_are_well_formed(tmp_path: Path) -> None:
    written = install(["rehearse"], tmp_path)[1:]
    roots = {path.suffix: ElementTree.parse(path).getroot().tag.rpartition("}")[2] for path in written}  # of our own
    assert roots == {".xml": "mime-info", ".svg": "svg"}


@pytest.mark.skipif(not shutil.which("update-mime-database"), reason="no such tool")
def test_that_the_desktop_knows_a_workspace_by_its_content(tmp_path: Path) -> None:
    install(["rehearse"], tmp_path)
    magic = (tmp_path / "mime" / "magic").read_bytes()
    assert TYPE.encode() in magic
    globs = (tmp_path / "mime" / "globs2").read_text()
    assert f"{TYPE}:*.rehearse" in globs


def test_that_uninstalling_removes_what_was_installed_and_nothing_of_others(tmp_path: Path) -> None:
    written = install(["rehearse"], tmp_path)
    written[0].write_text("[Desktop Entry]\nName=Somebody else's")
    assert uninstall(tmp_path) == written[1:]
    assert written[0].exists()
    assert uninstall(tmp_path) == []


def test_that_the_command_says_what_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    assert run(["install-desktop"]) == 0
    assert "rehearse.desktop" in capsys.readouterr().out
    assert run(["install-desktop", "--uninstall"]) == 0
    assert "Removed." in capsys.readouterr().out
    monkeypatch.setattr(sys, "platform", "darwin")
    assert run(["install-desktop"]) == 1
    assert "on Linux only" in capsys.readouterr().err


def test_that_the_command_is_this_very_program() -> None:
    done = subprocess.run([*own_command(), "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("Rehearse ")
    assert Path(own_command()[0]).parent == Path(sys.executable).parent
