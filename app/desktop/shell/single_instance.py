"""One window for each workspace: a second start on the same one brings the first window to the front."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from platformdirs import user_state_path
from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 1000
RAISE, RAISED = b"raise\n", b"raised\n"


def hand_over(workspace: Path | None) -> bool:
    """Ask the window that shows this workspace (None: no workspace) to come to the front; False if there is none.

    A window that does not answer in time is taken for one that hangs: the caller had better open its own.
    """
    socket = QLocalSocket()
    socket.connectToServer(_server_name(workspace))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    socket.write(RAISE)
    socket.flush()
    return socket.waitForReadyRead(PATIENCE_MS) and socket.readAll().data() == RAISED


class WindowServer(QObject):
    """Listens for second starts on the workspace that the window shows."""

    asked_to_raise = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None

    def listen(self, workspace: Path | None) -> None:
        """Listen for this workspace from now on; where no socket can be made, each start has its own window."""
        self.close()
        name = _server_name(workspace)
        if _is_answered(name):  # another window shows it; it stays the one that is asked
            return
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)  # what a killed window left
        server.newConnection.connect(self._answer)
        server.listen(name)
        self._server = server

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _answer(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(partial(self._raise, socket))

    def _raise(self, socket: QLocalSocket) -> None:
        if socket.readAll().data() == RAISE:  # another window that only looks whether somebody is here says nothing
            socket.write(RAISED)
            socket.flush()
            self.asked_to_raise.emit()
        socket.disconnectFromServer()


def _is_answered(name: str) -> bool:
    socket = QLocalSocket()
    socket.connectToServer(name)
    is_there = socket.waitForConnected(PATIENCE_MS)
    socket.abort()
    return is_there


def _server_name(workspace: Path | None) -> str:
    """A socket of the user's own; short, because systems allow about a hundred signs."""
    key = "" if workspace is None else os.path.realpath(workspace)
    name = hashlib.sha256(os.fsencode(key)).hexdigest()[:16]
    if sys.platform == "win32":
        return f"rehearse-{Path.home().name}-{name}"
    folder = user_state_path("rehearse", appauthor=False)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return str(folder / name)
