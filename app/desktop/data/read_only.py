"""What the pages of Data say where nothing can be added to the workspace."""

from __future__ import annotations

CANNOT_ADD = (
    "Nothing can be added to this workspace, as it may only be read here. Save a copy of it by the button above, and "
    "go on in the copy."
)
