"""The scenario open for editing: opening and saving in the background, and what would be lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.canvas.routing.routes import Routes, plan_routes
from app.canvas.session import ScenarioSession
from app.data.dataset import Schema
from app.desktop.background import Job
from app.desktop.open_workspace import Desk
from app.desktop.scenario.new_name import named
from app.desktop.scenario.recovery import Recovery
from app.desktop.shell.dialogs import ask_about_changes
from app.desktop.shell.failures import say_error
from app.errors import AppError, DamageError, Problem
from app.guides.templates import load_template
from app.jobs.datasets.segments import as_meant
from app.jobs.messages.message_lint import EMPTY
from app.jobs.runs.checking import all_findings
from app.nodes.document import Document
from app.progress import Progress
from app.scenario.graph import Node, Scenario, ScenarioId
from app.scenario.layout import tidied
from app.scenario.segments import with_segments
from app.workspace.contents.scenarios import Revision

NEW_NAME = "New scenario"

Read = Callable[[Progress], Scenario]
Then = Callable[[], object]


class Editor(QObject):
    """Holds at most one session; a scenario that was never saved counts as changed.

    What is open stays open until another scenario is read. While one is being saved, changes go on.
    """

    opened = Signal()
    opening_changed = Signal()  # whether a scenario is being read that will be open then
    modified_changed = Signal()
    measured = Signal(object, object)  # a preview tells what it found of a message: the node and its remarks
    copy_wanted = Signal(object)  # what to do once the scenario is safe in a copy of the read-only workspace

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._session: ScenarioSession | None = None
        self._opened_as: object = None  # tells one session from the next
        self._seal = ""  # the sha256 of the stored revision that is open; empty where there is none
        self.routes: Routes | None = None  # of the open scenario as it was read, for the canvas that shows it first
        self.recovery = Recovery(self)
        self._opening: Job | None = None
        self._opening_id = ""
        self._damage = ""
        self._checking: Job | None = None  # the latest check: what an older one finds is of a scenario that was changed
        self._measured: dict[str, tuple[Document, tuple[Problem, ...]]] = {}
        self._saving: Job | None = None
        self._when_saved: list[Then] = []
        desk.workspace_changed.connect(self.close)
        self.measured.connect(self._note_measured)

    @property
    def session(self) -> ScenarioSession | None:
        """The open session."""
        return self._session

    @property
    def is_stored(self) -> bool:
        """Whether the workspace has a revision of the open scenario."""
        return bool(self._seal)

    @property
    def is_modified(self) -> bool:
        """Whether something would be lost."""
        return self.is_saving or self._has_changes

    @property
    def is_saving(self) -> bool:
        """Whether the open scenario is being saved."""
        return self._saving is not None

    @property
    def is_opening(self) -> bool:
        """Whether a scenario is being read."""
        return self._opening is not None

    @property
    def opening_id(self) -> str:
        """Which stored scenario is being read; empty for none."""
        return self._opening_id

    @property
    def damage(self) -> str:
        """Why the stored scenario that was wanted cannot be read, where none is open and the place can say so."""
        return self._damage

    def new(self, template_id: str = "") -> None:
        """Open a scenario of its own, empty or from a template; it is kept once it is saved."""
        made = load_template(template_id) if template_id else Scenario(ScenarioId("scenario"), NEW_NAME)
        self.take(named(self._desk, made))

    def take(self, scenario: Scenario) -> None:
        """Open a scenario that the workspace does not have, under an id of its own."""
        self.stop_opening()
        self._show(self._with_own_id(scenario), "")

    def receive(self, read: Read, then: Then) -> None:
        """Open what `read` yields, under an id of its own that the workspace does not have, and go on with `then`."""

        def show(scenario: Scenario, routes: Routes) -> None:
            self._show(self._with_own_id(scenario), "", routes)
            then()

        self._begin(read, show)

    def open(self, scenario_id: str, then: Then = lambda: None) -> None:
        """Open the newest revision of a stored scenario, and go on with `then`."""
        workspace = self._desk.workspace
        if workspace is None:
            return
        seals = [""]

        def read(_: Progress) -> Scenario:
            revisions = workspace.scenarios.revisions(scenario_id)
            seals.extend(revision.sha256 for revision in revisions)
            stored = workspace.scenarios.load(scenario_id, revisions[-1].number if revisions else None)
            return as_meant(workspace, stored)

        def show(scenario: Scenario, routes: Routes) -> None:
            self._show(scenario, seals[-1], routes)
            then()

        self._begin(read, show, scenario_id)

    def stop_opening(self) -> None:
        """What is being read is not wanted any more; what is open stays."""
        if self._opening is not None:
            self._opening.cancel()
            self._end_opening()

    def close(self) -> None:
        """Let the session go; what was not saved is lost."""
        self.stop_opening()
        self._damage = ""
        self._forget()
        self.opened.emit()

    def save(self, message: str = "", then: Then = lambda: None) -> None:
        """Store a revision, and go on with `then`; not if it could not be stored, which is said, or is in no copy."""
        workspace, session = self._desk.workspace, self._session
        if workspace is None or session is None or self.is_opening:
            return
        if workspace.read_only:
            self.copy_wanted.emit(then)
            return
        scenario, mark = session.scenario, self.recovery.mark()
        self._when_saved.append(then)
        session.undo_stack.setClean()  # what is changed from now on is not in this revision
        job = self._desk.saving.start("Saving", lambda _: workspace.scenarios.save(scenario, message))
        job.done.connect(lambda revision: self._note_saved(job, session, revision, mark))
        for not_saved in (job.failed, job.broken, job.stopped):
            not_saved.connect(lambda *_: self._note_not_saved(job, session))
        self._saving = job
        self.modified_changed.emit()

    def carrying(self) -> Callable[[Then], None]:
        """What puts the scenario as it stands now into whatever is open then, and goes on once it is safe there."""
        session, seal, is_modified = self._session, self._seal, self.is_modified
        is_safe = self.recovery.keep()  # a kill before it is saved there shall lose nothing

        def put(then: Then) -> None:
            if session is not None:
                self._show(session.scenario, "" if is_modified else seal)
            if session is not None and is_modified:
                self.save(then=lambda: (is_safe(), then()))
            else:
                is_safe()
                then()

        return put

    def undo(self) -> None:
        """Take the last change back."""
        if self._session is not None:
            self._session.undo_stack.undo()

    def redo(self) -> None:
        """Make it again."""
        if self._session is not None:
            self._session.undo_stack.redo()

    def when_left(self, then: Then, save: Then | None = None) -> None:
        """Go on with `then` once nothing can be lost: at once, once it is saved, or after the user did not cancel.

        Where the user wants to save, `save` does so in its own way, if it is given.
        """
        if self._session is None or not self.is_modified or (self._is_blank() and not self.is_saving):
            then()
        elif self._has_changes_beside_saving:
            saving = save or (lambda: self.save(then=then))
            ask_about_changes(self._window, self._session.scenario.name, saving, then)
        else:
            self._when_saved.append(then)

    @property
    def _has_changes(self) -> bool:
        return self._session is not None and not (self._seal and self._session.undo_stack.isClean())

    @property
    def _has_changes_beside_saving(self) -> bool:
        is_clean = self._session is not None and self._session.undo_stack.isClean()
        return self._has_changes and not (self.is_saving and is_clean)

    def _note_saved(self, job: Job, session: ScenarioSession, revision: Revision, mark: int) -> None:
        if session is self._session:
            self._seal = revision.sha256
            self.recovery.saved(revision.sha256, mark)
        if job is self._saving:
            waiting, self._when_saved, self._saving = self._when_saved, [], None
            self.modified_changed.emit()
            self._desk.look_again(lambda: [then() for then in waiting])

    def _note_not_saved(self, job: Job, session: ScenarioSession) -> None:
        if job is not self._saving:
            return
        self._when_saved, self._saving = [], None
        if session is self._session:
            session.undo_stack.resetClean()
        self.modified_changed.emit()

    def _begin(self, read: Read, show: Callable[[Scenario, Routes], object], scenario_id: str = "") -> None:
        """Read in the background; what was open is left for it unless it is changed meanwhile, which is asked about."""
        self.stop_opening()
        before = self._session.scenario if self._session is not None else None

        def take(opened: tuple[Scenario, Routes]) -> None:
            if job is not self._opening:
                return
            self._end_opening()
            if self._session is None or self._session.scenario is before:
                show(*opened)
            else:
                self.when_left(lambda: show(*opened))

        def refuse(error: AppError) -> None:
            if job is not self._opening:
                return
            is_said_in_place = isinstance(error, DamageError) and self._session is None
            self._end_opening(error.message if is_said_in_place else "")
            if not is_said_in_place:
                say_error(self._window, error)

        job = self._desk.opening.start("Opening", partial(_read, read), take)
        job.failed.connect(refuse)
        job.broken.connect(lambda _: self._end_opening() if job is self._opening else None)
        self._opening, self._opening_id, self._damage = job, scenario_id, ""
        self.opening_changed.emit()

    def _end_opening(self, damage: str = "") -> None:
        self._opening, self._opening_id, self._damage = None, "", damage
        self.opening_changed.emit()

    def _show(self, scenario: Scenario, seal: str, routes: Routes | None = None) -> None:
        self._forget()
        self.routes = routes
        origin = self._origin(scenario)
        self._opened_as = opened_as = object()
        away = partial(self._check_away, opened_as)
        self._session = ScenarioSession(scenario, check=self.check, parent=self, origin=origin, away=away)
        self._seal = seal
        if self._desk.workspace is not None:
            self.recovery.watch(self._session, self._desk.workspace, seal)
        self._session.undo_stack.cleanChanged.connect(self.modified_changed)
        self.opened.emit()
        self.modified_changed.emit()

    def check(self, scenario: Scenario, schema: Schema | None) -> tuple[Problem, ...]:
        """What is wrong with the scenario, with what its segments mean now."""
        found = all_findings(with_segments(scenario, self._desk.listing.segments), schema)
        now = {str(node.id): node.params for node in scenario.nodes}
        measured = [each for id_, (params, each) in self._measured.items() if now.get(id_) == params]
        return (*found, *(remark for remarks in measured for remark in remarks))

    def _note_measured(self, node: Node, remarks: tuple[Problem, ...]) -> None:
        """What a preview measured of a message is a remark like others, as long as the message stays as it is."""
        self._measured = {**self._measured, str(node.id): (node.params, remarks)}
        session = self._session
        if session is not None:
            others = [each for each in session.problems if (each.code, each.node) != (EMPTY, node.id)]
            session.set_problems((*others, *remarks))

    def _check_away(
        self,
        opened_as: object,
        work: Callable[[], tuple[Problem, ...]],
        then: Callable[[tuple[Problem, ...]], None],
    ) -> None:
        """Check in the background, for the session that was opened so and still is; no more once all has closed."""
        if opened_as is not self._opened_as or not self._desk.checks.is_open:
            return

        def show(found: tuple[Problem, ...]) -> None:
            if opened_as is self._opened_as:
                then(found)

        self._stop_checking()
        self._checking = self._desk.checks.start("Checking", lambda _: work(), show)

    def _stop_checking(self) -> None:
        if self._checking is not None:
            self._checking.cancel()
            self._checking = None

    def _origin(self, scenario: Scenario) -> str:
        workspace = self._desk.workspace
        return f"{workspace.path}#{scenario.id}" if workspace is not None else ""

    def _forget(self) -> None:
        self.recovery.end()
        self._stop_checking()
        self._measured = {}
        if self._session is not None:
            self._session.undo_stack.cleanChanged.disconnect(self.modified_changed)
            self._session.deleteLater()
            self._session, self._opened_as = None, None

    def _is_blank(self) -> bool:
        return self._session is not None and not self._seal and not self._session.scenario.nodes

    def _with_own_id(self, scenario: Scenario) -> Scenario:
        number = _number_free_of({info.id for info in self._desk.listing.scenarios}, scenario.id)
        if number == 1:
            return scenario
        taken = {info.name for info in self._desk.listing.scenarios}
        name = f"{scenario.name} {number}" if scenario.name in taken else scenario.name
        return replace(scenario, id=ScenarioId(f"{scenario.id}-{number}"), name=name)


def _read(read: Read, progress: Progress) -> tuple[Scenario, Routes]:
    scenario = tidied(read(progress))
    progress(0, 0, "Laying out the wires")
    return scenario, plan_routes(scenario)


def _number_free_of(taken: set[str], scenario_id: str) -> int:
    plain = re.escape(scenario_id)
    numbers = {int(found[1] or 1) for name in taken if (found := re.fullmatch(rf"{plain}(?:-(\d+))?", name))}
    return next(number for number in range(1, len(numbers) + 2) if number not in numbers)
