"""One window for each workspace: a second start on the same one brings the first window to the front.

A start claims its workspace until its window stands, and listens for others: of several at the same moment one is the
first, and the others wait for it. A claim ends with the process that made it.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from platformdirs import user_state_path
from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 1000
ANSWER_MS = 10_000
_MAKING_MS = 60_000  # until a window stands, on a very slow computer
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
    return socket.waitForReadyRead(ANSWER_MS) and socket.readAll().data() == RAISED


class WindowServer(QObject):
    """Listens for second starts on the workspace that the window shows."""

    asked_to_raise = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._server: QLocalServer | None = None
        self._name = ""
        self._claim: QLockFile | None = None

    def begin(self, workspace: Path | None) -> bool:
        """Claim a workspace that is about to be shown and listen for it, until the window is `made`.

        False if another window shows it, which came to the front.
        """
        self._claim = _claimed(workspace)
        if hand_over(workspace):
            self.made()
            return False
        self._listen(_server_name(workspace))
        return True

    def made(self) -> None:
        """The window stands and answers."""
        if self._claim is not None:
            self._claim.unlock()
            self._claim = None

    def listen(self, workspace: Path | None) -> None:
        """Listen for this workspace from now on; where no socket can be made, each start has its own window."""
        name = _server_name(workspace)
        if self._server is not None and name == self._name:
            return
        self.close()
        claim = _claimed(workspace)
        self._listen(name)
        claim.unlock()

    def _listen(self, name: str) -> None:
        if _is_answered(name):  # another window shows it; it stays the one that is asked
            return
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)  # what a killed window left
        server.newConnection.connect(self._answer)
        server.listen(name)
        self._server, self._name = server, name

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


def _claimed(workspace: Path | None) -> QLockFile:
    """A lock without which nobody begins to show this workspace, unless whoever has it hangs."""
    claim = QLockFile(f"{_folder() / _name_of(workspace)}.starting")
    claim.setStaleLockTime(2 * _MAKING_MS)
    claim.tryLock(_MAKING_MS)
    return claim


def _server_name(workspace: Path | None) -> str:
    """A socket of the user's own; short, because systems allow about a hundred signs."""
    name = _name_of(workspace)
    return f"rehearse-{Path.home().name}-{name}" if sys.platform == "win32" else str(_folder() / name)


def _name_of(workspace: Path | None) -> str:
    key = "" if workspace is None else os.path.realpath(workspace)
    return hashlib.sha256(os.fsencode(key)).hexdigest()[:16]


def _folder() -> Path:
    folder = user_state_path("rehearse", appauthor=False)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
