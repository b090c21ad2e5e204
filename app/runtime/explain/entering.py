"""Why an entry lets the customer in, or does not: its condition, the entry window, re-entry, in the kernel's order."""

from __future__ import annotations

from app.nodes.conditions import PropertyTest
from app.nodes.instructions import EnterAudience, EnterOnDate, EnterOnEvent, EnterOnScore
from app.numbers import exact, stored_number
from app.runtime.explain.clauses import Asking, judged
from app.runtime.explain.context import Context, Past, Told
from app.runtime.explain.lookup import Place
from app.runtime.explanation import INSIDE, NO_CONDITION, NO_FIT, ONCE, OUTSIDE, TOO_OFTEN, TOO_SOON, Sight, StepKind
from app.runtime.machine.state.history import key_of
from app.runtime.machine.state.local import later
from app.runtime.machine.steps.instances import last_with_key, live_with_key
from app.runtime.program.opcodes import AFTER_EXIT, ENTER_ONCE, INSTANCE_LIMIT, NONE

Entry = EnterOnEvent | EnterAudience | EnterOnDate | EnterOnScore


def considered(context: Context, place: Place, condition: int, event: int) -> Told:
    """What comes of an entry that fires now: of kind `entered` if nothing stands against it."""
    entry = place.instruction
    if not isinstance(entry, Entry):
        raise TypeError(f"not an entry: {entry!r}")
    cause, sights = _cause(context, entry, event)
    clause = judged(context, entry.condition, condition, Asking(NONE, event, 0))
    clauses = () if clause is None else (clause,)
    if clause is not None and not clause.holds:
        words = f"{cause}, but the condition does not hold: {clause.because}"
        return Told(StepKind.NOT_ENTERED, words, NO_CONDITION, clauses, sights)
    reason, why = _refusal(context, key_of(context.m, event))
    if reason:
        return Told(StepKind.NOT_ENTERED, f"{cause}, but {why}", reason, clauses, sights)
    return Told(StepKind.ENTERED, f"enters: {cause}", "", clauses, sights)


def unfit(context: Context, entry: EnterOnEvent, failing: list[PropertyTest], past: Past) -> Told:
    """An event of the entry's name that does not pass some clauses of its `where`."""
    why = context.unfit_words(failing, past) or "it does not fit"
    sight = context.sight(past, tuple(dict.fromkeys(clause.property for clause in entry.where)), why)
    return Told(StepKind.NOT_ENTERED, f"{entry.event} does not fit: {why}", NO_FIT, sights=(sight,))


def _cause(context: Context, entry: Entry, event: int) -> tuple[str, tuple[Sight, ...]]:
    """What the entry fires on."""
    match entry:
        case EnterOnEvent(event=name):
            sight = context.lookup.sight(context.now, event, context.scenario, context.m.state[0].value)
            return f"{name} happened", (sight,)
        case EnterAudience():
            return f"the audience is taken in at {context.at(context.now)}", ()
        case EnterOnDate(attribute=name):
            return f"it is the day for '{name}' ({context.shown(context.attribute(name))})", ()
        case EnterOnScore(score=score, reaches=reaches):
            return f"score '{score}' has reached {exact(reaches)}", ()


def _refusal(context: Context, key: int) -> tuple[str, str]:
    """Why window or re-entry keep the customer out now, as a word and in words; empty if they do not."""
    m, now = context.m, context.now
    rules = m.scenarios[context.scenario]
    settings = context.lookup.scenarios[context.scenario].settings
    same = f" with the same {settings.reentry.key}" if settings.reentry.key else ""
    if now < rules.start:
        return OUTSIDE, f"the scenario lets people in only from {context.at(rules.start)}"
    if now >= rules.end:
        return OUTSIDE, f"the scenario lets people in only before {context.at(rules.end)}"
    previous = last_with_key(m, key)
    if previous != NONE:
        entered = f"the customer has entered{same} on {context.at(m.instances[previous].entered_at)}"
        if rules.reentry == ENTER_ONCE:
            return ONCE, f"{entered}, and may do so only once"
        if rules.cooldown != NONE and now < later(m, m.instances[previous].entered_at, rules.cooldown, 1):
            free = later(m, m.instances[previous].entered_at, rules.cooldown, 1)
            return TOO_SOON, f"{entered}, and may not again before {context.at(free)}"
    live = live_with_key(m, key)
    if rules.reentry == AFTER_EXIT and live != NONE:
        return INSIDE, f"the customer is still inside{same}, since {context.at(m.instances[live].entered_at)}"
    if m.scenario_instances[context.scenario] == INSTANCE_LIMIT:
        return TOO_OFTEN, f"the customer has entered {stored_number(INSTANCE_LIMIT)} times, and more is not played"
    return "", ""
