"""Rehearse in the desktop's menu, and its file type: as freedesktop.org specifies it, in the user's folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_path

from app.errors import AppError
from app.files.signature import APPLICATION_ID
from app.files.writing import told_in_words, write_whole
from app.look.palette import LIGHT
from app.resources import resource

TYPE = "application/x-rehearse"
_MADE_BY = "made by rehearse install-desktop"
_LONGEST_UPDATE_S = 30
_MARK = "drama-masks.svg"
_ENTRY = """[Desktop Entry]
# {made_by}
Type=Application
Name=Rehearse
GenericName=Marketing scenario designer
Comment=Design a marketing scenario and rehearse it over recorded history
Exec={command} %f
Icon=rehearse
Terminal=false
Categories=Office;
MimeType={type};
StartupWMClass=rehearse
StartupNotify=true
"""
_MIME = """<?xml version="1.0" encoding="UTF-8"?>
<!-- {made_by} -->
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{type}">
    <comment>Rehearse workspace</comment>
    <icon name="rehearse"/>
    <sub-class-of type="application/vnd.sqlite3"/>
    <magic priority="80">
      <match type="string" offset="0" value="SQLite format 3">
        <match type="big32" offset="68" value="0x{application_id}"/>
      </match>
    </magic>
    <glob pattern="*.rehearse"/>
  </mime-type>
</mime-info>
"""


def install(command: Sequence[str], home: Path | None = None) -> list[Path]:
    """Write menu entry, file type and icon into the user's data folder; the files, in order.

    AppError elsewhere than on a desktop of freedesktop.org, or where the folder cannot be written to.
    """
    home = _home(home)
    icon = resource("icons", _MARK).read_text(encoding="utf-8").replace("<svg ", f'<svg fill="{LIGHT.accent}" ', 1)
    contents = {
        "entry": _ENTRY.format(made_by=_MADE_BY, command=" ".join(map(_quoted, command)), type=TYPE),
        "mime": _MIME.format(made_by=_MADE_BY, type=TYPE, application_id=APPLICATION_ID.to_bytes(4, "big").hex()),
        "icon": f"{icon.rstrip()}\n<!-- {_MADE_BY} -->\n",
    }
    written = []
    for name, path in _places(home).items():
        with told_in_words(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        written.append(write_whole(path, contents[name]))
    _update(home)
    return written


def uninstall(home: Path | None = None) -> list[Path]:
    """Remove what `install` wrote; a file that somebody else made stays."""
    home = _home(home)
    removed = []
    for path in _places(home).values():
        with told_in_words(path):
            if path.is_file() and _MADE_BY in path.read_text(encoding="utf-8", errors="replace"):
                path.unlink()
                removed.append(path)
    if removed:
        _update(home)
    return removed


def own_command() -> list[str]:
    """How this very program is started, whatever folder the desktop starts it in."""
    beside = Path(sys.executable).with_name("rehearse")
    return [str(beside)] if beside.is_file() else [sys.executable, "-P", "-m", "app"]


def _home(home: Path | None) -> Path:
    if home is not None:
        return home
    if not sys.platform.startswith("linux"):
        raise AppError(
            "The menu entry and the file type are made on Linux only. Here, open a workspace with Rehearse once by the "
            "system's own “Open with”; nothing was changed."
        )
    return user_data_path()


def _places(home: Path) -> dict[str, Path]:
    return {
        "entry": home / "applications" / "rehearse.desktop",
        "mime": home / "mime" / "packages" / "rehearse.xml",
        "icon": home / "icons" / "hicolor" / "scalable" / "apps" / "rehearse.svg",
    }


def _quoted(word: str) -> str:
    """A word of a command as an entry's `Exec` has it."""
    escaped = "".join(f"\\\\{sign}" if sign in '"`$' else "\\\\\\\\" if sign == "\\" else sign for sign in word)
    return f'"{escaped}"'.replace("%", "%%")


def _update(home: Path) -> None:
    """Have the desktop read the folder anew by its own tools; where there are none, it does at the next login."""
    for tool, folder in (
        ("update-mime-database", home / "mime"),
        ("update-desktop-database", home / "applications"),
        ("gtk-update-icon-cache", home / "icons" / "hicolor"),
    ):
        found = shutil.which(tool)
        if found is not None:
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run([found, str(folder)], capture_output=True, timeout=_LONGEST_UPDATE_S, check=False)
