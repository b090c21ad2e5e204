"""Keys of commands: the platform's own where it has one."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

Keys = str | QKeySequence.StandardKey


def key_sequences(*keys: Keys) -> list[QKeySequence]:
    """The sequences of all these, each once; what stands first is what menus show."""
    found: list[QKeySequence] = []
    for key in keys:
        meant = QKeySequence.keyBindings(key) if isinstance(key, QKeySequence.StandardKey) else [QKeySequence(key)]
        found += [sequence for sequence in meant if sequence not in found]
    return found
