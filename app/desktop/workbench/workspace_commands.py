"""What the user can do with whole workspaces: make, open, close, and build the demo."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from platformdirs import user_data_path, user_documents_path
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.desktop.open_workspace import Desk
from app.desktop.scenario.editor import Editor
from app.desktop.shell.dialogs import ask_open, ask_save
from app.desktop.shell.failures import say_error
from app.desktop.shell.preferences import Preferences
from app.desktop.shell.side_bar import PlaceName
from app.errors import AppError
from app.progress import Progress
from app.workspace.opening.recent import forget

KINDS = "Rehearse workspaces (*.rehearse)"
SUFFIX = ".rehearse"


class WorkspaceCommands(QObject):
    """Each command leaves what is open only through `leave`, which asks about unsaved changes."""

    opened = Signal(object)  # the PlaceName to go to; None for whichever has what one works on
    refused = Signal(object, object)  # Path, AppError: it could not be opened
    copied = Signal()

    def __init__(self, desk: Desk, window: QWidget, preferences: Preferences, editor: Editor) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._preferences = preferences
        self._editor = editor
        self._leave = editor.when_left
        editor.copy_wanted.connect(self.save_copy)

    def new(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a place and make a workspace there; `then` goes on in it."""
        suggested = self.place_for("My workspace")

        def make(path: Path) -> None:
            self._make_now(path, then)  # the dialog asked whether it may be replaced

        self._leave(lambda: self.ask_place(suggested, make))

    def make(self, path: Path, then: Callable[[], None]) -> None:
        """Make a workspace in a place that is free, and go on with `then` in it."""
        self._leave(lambda: self._make_now(path, then))

    def place_for(self, name: str) -> Path:
        """A place for a new workspace of that name, beside those that were opened before; nothing is there yet."""
        folder = self._folder()
        names = (name if count == 1 else f"{name} {count}" for count in itertools.count(1))
        return next(path for each in names if not (path := folder / f"{each}{SUFFIX}").exists())

    def ask_place(self, suggested: Path, then: Callable[[Path], object]) -> None:
        """Ask where a new workspace is to be; a file that is there may be replaced, the dialog asks that."""
        ask_save(self._window, "New workspace", KINDS, suggested, then)

    def choose(self) -> None:
        """Ask for a workspace and open it."""
        self._leave(
            lambda: (
                ask_open(self._window, "Open workspace", KINDS, self._folder(), lambda paths: self._open_now(paths[0]))
                and None
            )
        )

    def open(self, path: Path, place: PlaceName | None = None) -> None:
        """Open this workspace behind the window, and go to that place."""
        self._leave(lambda: self._open_now(path, place))

    def close(self) -> None:
        """Close the workspace that is open."""
        self._leave(self._close_now)

    def save_copy(self, then: Callable[[], object] = lambda: None) -> None:
        """Ask where to, copy the workspace there, and go on in the copy with what was changed here; then `then`."""
        workspace = self._desk.workspace
        if workspace is None:
            return

        put: Callable[[Callable[[], object]], object] = _nothing_carried

        def carry() -> None:
            nonlocal put
            put = self._editor.carrying()

        def told() -> None:
            self.copied.emit()
            then()

        def show() -> None:
            self._note_folder()
            put(told)

        def go_on(path: Path) -> None:
            if self._is_free():
                self._desk.open(path, show, partial(say_error, self._window), before=carry)

        def copy(path: Path) -> None:
            self._desk.works.start("Saving a copy", lambda progress: workspace.copy_to(path, progress), go_on)

        suggested = self._folder() / f"{workspace.path.stem} copy{SUFFIX}"
        ask_save(self._window, "Save a copy of the workspace", KINDS, suggested, copy)

    def try_again(self) -> None:
        """Open the workspace once more: whoever was working in it may have closed it."""
        if self._desk.workspace is not None:
            self.open(self._desk.workspace.path)

    def trust(self) -> None:
        """Trust the open workspace that was made elsewhere, and open it for writing; changes can be saved into it."""
        self._leave(self._trust_now, self._trust_and_save)

    def open_demo(self) -> None:
        """Build the demo if it is not there yet, then open it."""
        self._leave(lambda: self._desk.works.start("The demo", _build_demo, self._open_now))

    def _open_now(self, path: Path, place: PlaceName | None = None) -> None:
        path = Path(os.path.realpath(path))  # it may be named from a folder that is not ours any more
        if not path.exists():
            forget(path)
        if self._is_free():
            self._desk.open(path, partial(self._tell_opened, place), partial(self.refused.emit, path))

    def _trust_now(self) -> None:
        if self._is_free():
            self._desk.trust(self._tell_opened, partial(say_error, self._window))

    def _trust_and_save(self) -> None:
        put: Callable[[Callable[[], object]], object] = _nothing_carried

        def carry() -> None:
            nonlocal put
            put = self._editor.carrying()

        def show() -> None:
            self._note_folder()
            put(_nothing)

        if self._is_free():
            self._desk.trust(show, partial(say_error, self._window), before=carry)

    def _is_free(self) -> bool:
        """Whether nothing runs that leaving the workspace would stop; else the user is told."""
        if self._desk.is_busy:
            words = "Something is still running in this workspace. Wait until it is done, or stop it in the menu Run."
            say_error(self._window, AppError(words))
        return not self._desk.is_busy

    def _close_now(self) -> None:
        if self._is_free():
            self._desk.close()
            self._tell_opened()

    def _make_now(self, path: Path, then: Callable[[], None] | None) -> None:
        def go_on() -> None:
            self._note_folder()
            (then or partial(self.opened.emit, None))()

        if self._is_free():
            self._desk.create(path, go_on, partial(say_error, self._window))

    def _tell_opened(self, place: PlaceName | None = None) -> None:
        self._note_folder()
        self.opened.emit(place)

    def _note_folder(self) -> None:
        """The next workspace is looked for where this one is."""
        workspace = self._desk.workspace
        if workspace is not None:
            self._preferences.put("folder", str(workspace.path.parent))

    def _folder(self) -> Path:
        """That of the workspace before, unless it is our own, where the demo is; else the user's documents."""
        remembered = self._preferences.get("folder")
        folder = Path(remembered) if isinstance(remembered, str) else user_documents_path()
        if folder.is_relative_to(user_data_path("rehearse")):
            folder = user_documents_path()
        return folder if folder.is_dir() else Path.home()


def _nothing() -> None:
    """Nothing more is to be done."""


def _nothing_carried(then: Callable[[], object]) -> None:
    then()


def _build_demo(progress: Progress) -> Path:
    from app.jobs.demo import demo_folder, demo_workspace  # loads the machine, which only the demo's thread needs

    path, _ = demo_workspace(demo_folder(), progress)
    return path
