"""What the machine tells a witness of its decisions, while it makes them.

Only the uncompiled machine can have a witness (`Machine.witness`). Compiled code passes over these functions: there is
nothing of them in it, so that nobody pays for what only an explanation needs.
"""

# Numba's functions have no types; `_pass_over` talks to its internals.
# mypy: disable-error-code="misc, no-untyped-call, untyped-decorator"

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from numba.core import types
from numba.core.imputils import lower_builtin
from numba.core.typing.templates import AbstractTemplate, infer_global, signature

from app.runtime.machine.state.machine import Machine


class Witness(Protocol):
    """Who is told; rows and bits are the machine's. Nothing of the machine may be changed that it goes on with."""

    def applies(self, event: int) -> None:
        """An event is about to be applied."""

    def scores(self, rule: int, event: int) -> None:
        """A scoring rule is about to add to its score."""

    def considers(self, node: int, condition: int, event: int) -> None:
        """The customer is about to enter at a node, if condition, window and re-entry allow."""

    def begins(self, index: int) -> None:
        """An instance has begun."""

    def arrives(self, visit: int) -> None:
        """A token has arrived: the row of its visit."""

    def decides(self, index: int, node: int, visit: int, outcome: int) -> None:
        """It has been decided what becomes of a message; nothing of that is written yet."""

    def reacts(self, index: int, node: int, mark: int) -> None:
        """A message has been sent, and the reactions to it are about to be drawn."""

    def acts(self, index: int, node: int, visit: int, mark: int, place: int) -> None:
        """A node has done what it does, and the token goes on by a port (by place), blocks or is gone."""

    def wakes(self, sleeper: int, place: int) -> None:
        """A token that slept is about to leave its wait, or, with `AGAIN`, to try its message again."""

    def fires(self, index: int) -> None:
        """An exit rule of an instance may have fired just now: its `pending_rule`."""

    def converts(self, index: int, goal: int) -> None:
        """The last conversion written is an instance's, of a goal."""

    def ends(self, index: int, reason: int, detail: int) -> None:
        """An instance ends."""


def tell_applied(m: Machine, event: int) -> None:
    """See `Witness.applies`."""
    if m.witness is not None:
        m.witness.applies(event)


def tell_scoring(m: Machine, rule: int, event: int) -> None:
    """See `Witness.scores`."""
    if m.witness is not None:
        m.witness.scores(rule, event)


def tell_considered(m: Machine, node: int, condition: int, event: int) -> None:
    """See `Witness.considers`."""
    if m.witness is not None:
        m.witness.considers(node, condition, event)


def tell_begun(m: Machine, index: int) -> None:
    """See `Witness.begins`."""
    if m.witness is not None:
        m.witness.begins(index)


def tell_arrived(m: Machine, visit: int) -> None:
    """See `Witness.arrives`."""
    if m.witness is not None:
        m.witness.arrives(visit)


def tell_decided(m: Machine, index: int, node: int, visit: int, outcome: int) -> None:
    """See `Witness.decides`."""
    if m.witness is not None:
        m.witness.decides(index, node, visit, outcome)


def tell_reacting(m: Machine, index: int, node: int, mark: int) -> None:
    """See `Witness.reacts`."""
    if m.witness is not None:
        m.witness.reacts(index, node, mark)


def tell_acted(m: Machine, index: int, node: int, visit: int, mark: int, place: int) -> None:
    """See `Witness.acts`."""
    if m.witness is not None:
        m.witness.acts(index, node, visit, mark, place)


def tell_woken(m: Machine, sleeper: int, place: int) -> None:
    """See `Witness.wakes`."""
    if m.witness is not None:
        m.witness.wakes(sleeper, place)


def tell_fired(m: Machine, index: int) -> None:
    """See `Witness.fires`."""
    if m.witness is not None:
        m.witness.fires(index)


def tell_converted(m: Machine, index: int, goal: int) -> None:
    """See `Witness.converts`."""
    if m.witness is not None:
        m.witness.converts(index, goal)


def tell_ended(m: Machine, index: int, reason: int, detail: int) -> None:
    """See `Witness.ends`."""
    if m.witness is not None:
        m.witness.ends(index, reason, detail)


def _pass_over(function: Callable[..., None]) -> None:
    """Let a call of the function be no code at all where it is compiled."""

    @infer_global(function)
    class Nothing(AbstractTemplate):
        key = function

        def generic(self, args: tuple[Any, ...], _: Any) -> Any:
            return signature(types.none, *args)

    @lower_builtin(function, types.VarArg(types.Any))
    def leave_out(context: Any, _builder: Any, _signature: Any, _arguments: Any) -> Any:
        return context.get_dummy_value()


for told in (
    tell_applied,
    tell_scoring,
    tell_considered,
    tell_begun,
    tell_arrived,
    tell_decided,
    tell_reacting,
    tell_acted,
    tell_woken,
    tell_fired,
    tell_converted,
    tell_ended,
):
    _pass_over(told)
