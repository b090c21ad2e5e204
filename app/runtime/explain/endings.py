"""How instances end: exit rules that fire, and every other reason."""

from __future__ import annotations

from app.nodes.instructions import End
from app.runtime.explain.context import Context, Past, Told
from app.runtime.explanation import Clause, Sight, StepKind
from app.runtime.machine.steps.waiting import is_asleep
from app.runtime.program import opcodes
from app.runtime.program.opcodes import END_REASONS, NONE
from app.scenario.settings import ExitRule

_ACTS = {
    "immediate": "the customer leaves at once",
    "at_next_node": "the customer leaves at the next node",
    "at_next_message": "the customer leaves at the next message",
    "on_leaving_wait": "the customer leaves at the end of the wait",
}
_AT_NODE = (opcodes.EXIT_NODE, opcodes.ENDED_QUIET, opcodes.ENDED_CAPPED)
_WORDS = {
    opcodes.COMPLETED: "the way is at its end",
    opcodes.FILTERED: "filtered out, and the way is at its end",
    opcodes.RESTARTED: "ended, because the customer enters anew",
    opcodes.STEP_LIMIT: "ended, because it has gone on for 10,000 visits",
    opcodes.ENDED_QUIET: "leaves the scenario, because quiet hours forbade a message",
    opcodes.ENDED_CAPPED: "leaves the scenario, because a cap forbade a message",
}


def rule_fired(context: Context, rule: ExitRule, clause: Clause | None, cause: Past | None) -> Told:
    """An exit rule of the scenario at work that has fired just now."""
    timing = context.lookup.scenarios[context.scenario].settings.exit_timing
    if rule.event is not None:
        why = f"{rule.event}{context.where_words(rule.event, rule.where)} happened"
    else:
        why = context.words(rule.condition) if rule.condition is not None else ""
    sights: tuple[Sight, ...] = ()
    if rule.event is not None and cause is not None:
        sights = (context.lookup.sight(cause.at, cause.event, context.scenario, cause.value),)
    modelled = bool(sights) and sights[0].modelled
    words = f"exit rule '{rule.id}' fires ({why}): {_ACTS[timing]}"
    return Told(StepKind.RULE_FIRED, words, rule.id, () if clause is None else (clause,), sights, modelled)


def node_of_ending(reason: int, detail: int) -> int:
    """The row of the node at which an instance ends; -1 where it is no node's doing."""
    return detail if reason in _AT_NODE else NONE


def ended(context: Context, reason: int, detail: int) -> Told:
    """The end of an instance of the scenario at work."""
    if reason == opcodes.EXIT_RULE:
        rules = context.lookup.scenarios[context.scenario].settings.exit_rules
        rule = rules[detail - context.m.scenarios[context.scenario].first_rule]
        words = f"leaves the scenario by exit rule '{rule.id}'"
    elif reason == opcodes.EXIT_NODE:
        instruction = context.lookup.places[detail].instruction
        reason_given = instruction.reason if isinstance(instruction, End) else ""
        words = f"leaves the scenario{f': {reason_given}' if reason_given else ''}"
    else:
        words = _WORDS[reason]
    return Told(StepKind.ENDED, words, END_REASONS[reason])


def still_waiting(context: Context) -> list[tuple[int, int, int, Told]]:
    """Tokens that wait at the end of the run: node, instance, visit (by rows) and what there is to say."""
    m = context.m
    found = []
    for k in range(m.state[0].timer_size):
        timer = m.timers[k]
        if is_asleep(m, timer.item, timer.serial):
            s = m.sleepers[timer.item]
            with context.facing(context.lookup.places[s.node].scenario):
                words = f"still waits when the run ends, until {context.at(s.wake_at)}"
            found.append((s.serial, s.node, s.instance, s.visit, Told(StepKind.STILL_WAITING, words)))
    return [(node, instance, visit, told) for _, node, instance, visit, told in sorted(found, key=lambda one: one[0])]
