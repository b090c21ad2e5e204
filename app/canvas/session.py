"""One scenario open for editing: its value, its history, what is selected, what is wrong and what a run counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from uuid import uuid4
from weakref import ref

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.canvas.beside import NOTHING_BESIDE, Beside
from app.canvas.figures import RunCounts
from app.canvas.modelled import Modelled
from app.canvas.selection import Selection
from app.data.dataset import Schema
from app.errors import Problem
from app.scenario.changes import meaning, step_in_words
from app.scenario.checks.validation import scenario_findings
from app.scenario.edits import Edit, SetParams
from app.scenario.graph import Edge, Node, NodeId, Scenario

Check = Callable[[Scenario, Schema | None], tuple[Problem, ...]]

Away = Callable[[Callable[[], tuple[Problem, ...]], Callable[[tuple[Problem, ...]], None]], None]
"""Does a work, and gives what it yields to the second, in the window's thread."""

_CHECK_AFTER_MS = 120
_MERGING = 1


def at_once(work: Callable[[], tuple[Problem, ...]], then: Callable[[tuple[Problem, ...]], None]) -> None:
    """Do the work here and now."""
    then(work())


class ScenarioSession(QObject):
    """Holds the scenario and changes it only by edits; every view redraws from its signals.

    `check` finds the problems, a moment after each change; a window passes one that knows more than the graph, and has
    it done `away`, because a large graph takes long; a session that is closed meanwhile is not kept for that.
    `beside` is what conditions are offered; a window changes it whenever that changes.
    `origin` is what no other scenario has, in no workspace: copies remember it.
    """

    edited = Signal(object)  # the edit that was just applied: by a change, an undo or a redo alike
    changed = Signal()
    selection_changed = Signal()
    problems_changed = Signal()
    schema_changed = Signal()
    summary_changed = Signal()
    lit_changed = Signal()
    beside_changed = Signal()  # what is offered and how people react are others
    node_wanted = Signal(str)  # bring this node into sight
    people_wanted = Signal(object, str)  # Door, and in words what is behind it
    preview_wanted = Signal(str)  # id of a message node
    mail_editing_wanted = Signal(str)  # id of an e-mail node
    editing_wanted = Signal()  # bring the user to the form of what is selected
    mending_wanted = Signal(object)  # Problem: bring the user to its field
    empty_clicked = Signal()  # on the canvas, beside everything that is drawn
    node_clicked = Signal()  # on a card, which is not carried

    def __init__(
        self,
        scenario: Scenario,
        schema: Schema | None = None,
        check: Check = scenario_findings,
        parent: QObject | None = None,
        origin: str = "",
        away: Away = at_once,
    ) -> None:
        super().__init__(parent)
        self.origin = origin or uuid4().hex
        self.beside: Beside = NOTHING_BESIDE
        self.undo_stack = QUndoStack(self)
        self._scenario = scenario
        self._schema = schema
        self._check = check
        self._away = away
        self._selection = Selection()
        self._problems: tuple[Problem, ...] = ()
        self._is_checked = False
        self._summary: RunCounts | None = None
        self._rehearsed: Scenario | None = None
        self._kept: RunCounts | None = None
        self._modelled: Modelled | None = None
        self._is_followed = False
        self._lit = Selection()
        self._serial = 0
        self._is_stepping = False
        self._checking = QTimer(self)
        self._checking.setSingleShot(True)
        self._checking.setInterval(_CHECK_AFTER_MS)
        self._checking.timeout.connect(self._check_now)
        self._checking.start()

    @property
    def scenario(self) -> Scenario:
        """The value as it is now."""
        return self._scenario

    @property
    def schema(self) -> Schema | None:
        """What the chosen dataset offers."""
        return self._schema

    @property
    def selection(self) -> Selection:
        """What is selected; always part of the scenario."""
        return self._selection

    @property
    def is_stepping(self) -> bool:
        """Whether what is `edited` now is a step of the history, back or forth, and no new change."""
        return self._is_stepping

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was last found wrong."""
        return self._problems

    @property
    def is_checked(self) -> bool:
        """Whether it has been looked through since it was opened, and what was found has been told."""
        return self._is_checked

    @property
    def is_check_due(self) -> bool:
        """Whether a change waits for its check."""
        return self._checking.isActive()

    @property
    def summary(self) -> RunCounts | None:
        """The run whose counts are shown."""
        return self._summary

    @property
    def rehearsed(self) -> Scenario | None:
        """The scenario as it was when these counts were made."""
        return self._rehearsed

    @property
    def kept(self) -> RunCounts | None:
        """The run that is kept, to compare the counts with; None where they are its own, or there is none."""
        return self._kept

    @property
    def modelled(self) -> Modelled | None:
        """The forecast that is shown beside the counts, which are those of its replay; None for a replay alone."""
        return self._modelled

    @property
    def summary_is_stale(self) -> bool:
        """The scenario is no longer the one that was run, and the counts of the new one are not about to come."""
        return not self._is_followed and self.summary_is_of_another

    @property
    def summary_is_of_another(self) -> bool:
        """The scenario is no longer the one that was run; where its nodes stand and their labels do not matter."""
        return self._rehearsed is not None and meaning(self._rehearsed) != meaning(self._scenario)

    def perform(self, edit: Edit, merge: str = "") -> None:
        """Make a change that can be undone; changes in a row with the same `merge` text are one step.

        Raises AppError, and changes nothing, where the edit does not fit.
        """
        before = self._scenario
        after, inverse = edit.apply(before)
        self._show(after, edit)
        change = _Change(self, edit, inverse, f"{self._serial}:{merge}" if merge else "")
        if isinstance(edit, SetParams):
            change.name(before.node(edit.id), after.node(edit.id))
        self.undo_stack.push(change)

    def settle(self) -> None:
        """Let the next change be a step of its own: a word, or a stay in a field, has ended."""
        self._serial += 1

    def select(self, nodes: Iterable[NodeId] = (), edges: Iterable[Edge] = (), notes: Iterable[str] = ()) -> None:
        """Select exactly these."""
        selection = Selection(frozenset(nodes), frozenset(edges), frozenset(notes))
        if selection != self._selection:
            self._selection = selection
            self.settle()
            self.selection_changed.emit()

    @property
    def lit(self) -> Selection:
        """The way of one customer, which stands out."""
        return self._lit

    def light(self, nodes: Iterable[NodeId] = (), edges: Iterable[Edge] = ()) -> None:
        """Let these stand out, or nothing any more."""
        lit = Selection(frozenset(nodes), frozenset(edges), frozenset())
        if lit != self._lit:
            self._lit = lit
            self.lit_changed.emit()

    def set_schema(self, schema: Schema | None) -> None:
        """Another dataset is chosen."""
        self._schema = schema
        self._checking.start()
        self.schema_changed.emit()

    def set_problems(self, problems: Iterable[Problem]) -> None:
        """Show these problems until the next change."""
        found = tuple(problems)
        if found != self._problems:
            self._problems = found
            self.problems_changed.emit()
        self._is_checked = True

    def show_summary(
        self,
        summary: RunCounts | None,
        rehearsed: Scenario | None = None,
        kept: RunCounts | None = None,
        modelled: Modelled | None = None,
    ) -> None:
        """Show the counts of a run, or none; `rehearsed` is what was run, if not the scenario as it is now.

        `kept` is the run that each count is compared with, `modelled` the forecast of which the counts are the replay.
        """
        self._summary = summary
        self._modelled = modelled if summary is not None else None
        self._kept = kept
        self._rehearsed = (rehearsed or self._scenario) if summary is not None else None
        self.summary_changed.emit()

    def follow(self, *, is_followed: bool) -> None:
        """Whether somebody counts again at once after every change, so that counts are never stale for long."""
        if is_followed != self._is_followed:
            was_stale, self._is_followed = self.summary_is_stale, is_followed
            if self.summary_is_stale != was_stale:
                self.summary_changed.emit()

    def _check_now(self) -> None:
        scenario, schema, session = self._scenario, self._schema, ref(self)

        def show(found: tuple[Problem, ...]) -> None:
            now = session()
            if now is not None and scenario is now.scenario and schema is now.schema:
                now.set_problems(found)

        self._away(partial(self._check, scenario, schema), show)

    def _take(self, edit: Edit) -> Edit:
        """Apply an edit of the history and select what has come back; the inverse is returned."""
        before = {node.id for node in self._scenario.nodes}
        after, inverse = edit.apply(self._scenario)
        self._is_stepping = True
        self._show(after, edit)
        self._is_stepping = False
        back = [node.id for node in after.nodes if node.id not in before]
        if back:
            self.select(back)
        return inverse

    def _show(self, scenario: Scenario, by: Edit) -> None:
        self._scenario = scenario
        self.edited.emit(by)  # first, so that what others change meanwhile is told after it
        self._prune_selection()
        self._checking.start()
        self.changed.emit()

    def _prune_selection(self) -> None:
        if not self._selection:
            return
        nodes = self._selection.nodes & {node.id for node in self._scenario.nodes}
        edges = self._selection.edges and self._selection.edges & set(self._scenario.edges)
        self.select(nodes, edges, self._selection.notes & {note.id for note in self._scenario.notes})


class _Change(QUndoCommand):
    """The bridge from edits to Qt's history; already made when it is pushed."""

    def __init__(self, session: ScenarioSession, edit: Edit, inverse: Edit, merge: str) -> None:
        super().__init__(edit.title)
        self._session = session
        self._edit = edit
        self._inverse = inverse
        self._merge = merge
        self._is_made = True
        self._of: tuple[Node, Node] | None = None  # the node that does something else, as it was and as it is

    def name(self, before: Node, after: Node) -> None:
        """Say what the node does differently."""
        self._of = before, after
        self.setText(step_in_words(before, after))

    def id(self) -> int:
        return _MERGING if self._merge else -1

    def redo(self) -> None:
        if self._is_made:
            self._is_made = False
            return
        self._inverse = self._session._take(self._edit)

    def undo(self) -> None:
        self._edit = self._session._take(self._inverse)

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Edits that merge set the same thing, so the later one takes the place of the earlier."""
        if not isinstance(other, _Change) or other._merge != self._merge:
            return False
        self._edit = other._edit
        if self._of is not None and other._of is not None:
            self.name(self._of[0], other._of[1])
        return True
