"""When Python looks through all its objects for unreachable ones: seldom while somebody works, and when they look away.

Such a sweep stops every thread: with a scenario of thousands of nodes for a tenth of a second.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

SELDOM = 100  # sweeps of half of what is young for each sweep of everything; Python's own choice is 10


def sweep_seldom() -> None:
    """Leave sweeps of everything to quiet moments, as far as memory allows, and what is there now out of them.

    Called once the program is loaded, of which all stays; and again once a part of it was loaded later.
    """
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, SELDOM)
    gc.freeze()


def sweep_when_away() -> None:
    """Sweep whenever another program comes to the front."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.applicationStateChanged.connect(sweep_if_away)


def sweep_if_away(state: Qt.ApplicationState) -> None:
    """Sweep everything unless the user works in this program.

    Also what was left out: the scenario that was open then is among it, and may have been closed.
    """
    if state is not Qt.ApplicationState.ApplicationActive:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
