"""How a workspace file is known by its first bytes, whatever its name."""

from __future__ import annotations

SQLITE = b"SQLite format 3\0"
APPLICATION_ID = int.from_bytes(b"RHSE", "big")
HEADER_BYTES = 100
_APPLICATION_ID_AT = slice(68, 72)


def is_workspace(header: bytes) -> bool:
    """Whether a file that begins with these bytes is a workspace."""
    return header.startswith(SQLITE) and int.from_bytes(header[_APPLICATION_ID_AT], "big") == APPLICATION_ID
