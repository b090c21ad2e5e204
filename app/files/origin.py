"""Where the system says that a file was downloaded from."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path

_LONGEST_MARK = 4096
_HOST = re.compile(r"https?://(?:[^/?#@\s]*@)?([A-Za-z0-9.-]{1,253})")


def download_mark(path: Path) -> str:
    """The mark that browsers and mail programs leave on what they download; empty on any other file."""
    with suppress(OSError, ValueError):
        if sys.platform == "win32":
            with open(f"{path}:Zone.Identifier", encoding="utf-8", errors="replace") as mark:
                return mark.read(_LONGEST_MARK)
        elif sys.platform == "linux":
            return os.getxattr(path, "user.xdg.origin.url")[:_LONGEST_MARK].decode(errors="replace")
    return ""


def host_in(mark: str) -> str:
    """The host that a mark names; empty where it names none."""
    found = _HOST.search(mark)
    return found[1] if found else ""
