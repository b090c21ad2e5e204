"""What Rehearse is, in its Help menu."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from app.desktop.shell.failures import say
from app.ui.message_box import Tone
from app.version import product_version

PURPOSE = (
    "Design a marketing scenario, and rehearse it over recorded history before a single message leaves the house. "
    "It works offline and sends nothing."
)
LICENCES = "MIT licence. Set in Inter (SIL Open Font License), icons from Material Design Icons (Apache License 2.0)."


def say_about(parent: QWidget) -> QMessageBox:
    """Name, version, licences."""
    name = f"Rehearse {product_version()}"
    return say(parent, "About Rehearse", name, f"{PURPOSE}\n\n{LICENCES}", Tone.ABOUT)
