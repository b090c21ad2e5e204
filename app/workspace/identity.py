"""What tells a workspace from every other one, wherever its file is moved."""

from __future__ import annotations

import re
import secrets
from contextlib import closing
from pathlib import Path

from app.workspace.database import Database
from app.workspace.settings import SettingStore

_KEY = "identity"
_FORM = re.compile("[0-9a-f]{32}")


def identity_of(settings: SettingStore) -> str:
    """The workspace's identity; empty for a file of an earlier version that has none yet."""
    stored = settings.get(_KEY, "")
    return stored if isinstance(stored, str) and _FORM.fullmatch(stored) else ""


def give_identity(settings: SettingStore) -> None:
    """Give a new file, or a copy, an identity of its own."""
    settings.put(_KEY, secrets.token_hex(16))


def identity_in(path: Path) -> str:
    """The identity of the workspace in a file that is known to be one."""
    with closing(Database(path, read_only=True)) as database:
        return identity_of(SettingStore(database))
