"""The witness that writes the story down, step by step, while the machine plays."""

from __future__ import annotations

from app.nodes.channel import CHANNELS
from app.nodes.instructions import Send, WaitForEvent
from app.numbers import exact
from app.runtime.explain.actions import NodeAction, awaited, done
from app.runtime.explain.clauses import Asking, judged, unselected
from app.runtime.explain.context import Context, Past, Sent, Told
from app.runtime.explain.endings import ended, node_of_ending, rule_fired
from app.runtime.explain.entering import considered
from app.runtime.explain.lookup import Place
from app.runtime.explain.reactions import drew
from app.runtime.explain.sending import decided
from app.runtime.explain.trace import Trace
from app.runtime.explanation import Sight, StepKind
from app.runtime.machine.state.customer_state import SleeperRow
from app.runtime.machine.state.fading import score_now
from app.runtime.machine.state.history import key_of
from app.runtime.program.channels import channel_bit
from app.runtime.program.opcodes import (
    AGAIN,
    CONVERSIONS,
    HAPPENED,
    HELD,
    NONE,
    OUT,
    SENT,
    TIMED_OUT,
    TIMER,
    UNSUBSCRIBED_BIT,
)

_NOTHING = float("nan")
_OF_MESSAGES = ("node", "channel")


class Recorder:
    """A `Witness` of one customer's play, who writes the trace."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.trace = Trace(context)
        self._begin = 0  # where the step about the visit at hand belongs
        self._cause: Past | None = None
        self._entering: tuple[int, Told] | None = None
        self._visit = NONE
        self._slept: dict[int, int] = {}  # by visit: how long the past was when its token began to wait

    def applies(self, event: int) -> None:
        """See `Witness`."""
        self.trace.catch_up()
        state = self.context.m.state[0]
        what = self.context.m.classes[self.context.m.event_class[event]]
        past = Past(state.now, event, state.log_size if what.remembered else NONE, state.value)
        self._cause = past
        self.trace.apply(past)
        for channel in CHANNELS:
            if what.unsubscribes & channel_bit(channel):
                self.context.optouts.setdefault(channel_bit(channel), past)
        if state.reaction != NONE:
            self._reacted(past)

    def scores(self, rule: int, event: int) -> None:
        """See `Witness`."""
        row = self.context.m.scoring[rule]
        before = score_now(self.context.m, row.score)
        doc = self.context.lookup.scenarios[row.scenario].settings.scoring
        own = doc[rule - sum(len(s.settings.scoring) for s in self.context.lookup.scenarios[: row.scenario])]
        why = own.event
        if own.condition is not None:
            why = f"once, as {self.context.lookup.names.condition(row.scenario, own.condition)}:"
        words = f"{why} adds {exact(own.add)} to score '{own.score}': "
        words += f"from {exact(before)} to {exact(before + row.amount)}"
        self.trace.add(Told(StepKind.SCORED, words, modelled=event >= self.context.lookup.recorded), row.scenario)

    def considers(self, node: int, condition: int, event: int) -> None:
        """See `Witness`."""
        self.trace.catch_up()
        told = considered(self.context, self.context.lookup.places[node], condition, event)
        self._entering = None
        if told.kind is StepKind.ENTERED:
            self._entering = (node, told)
        else:
            self.trace.add(told, self.context.scenario, node)

    def begins(self, index: int) -> None:
        """See `Witness`."""
        if self._entering is not None:
            node, told = self._entering
            self.trace.add(told, self.context.scenario, node, index)
        self._entering = None

    def arrives(self, visit: int) -> None:
        """See `Witness`."""
        self._visit = visit
        self._begin = len(self.trace.steps)

    def decides(self, index: int, node: int, visit: int, outcome: int) -> None:
        """See `Witness`."""
        self.trace.catch_up()
        self._visit = visit
        place = self.context.lookup.places[node]
        send = place.instruction
        if not isinstance(send, Send):
            raise TypeError(f"not a message: {send!r}")
        told = decided(self.context, place, send, node, outcome)
        self.trace.add(told, place.scenario, node, index, visit)
        if outcome == HELD:
            return
        state = self.context.m.state[0]
        note = self.context.m.sends[self.context.m.nodes[node].first].note + outcome
        remembered = self.context.m.classes[self.context.m.event_class[note]].remembered
        self.context.remember(Past(state.now, note, state.log_size if remembered else NONE, _NOTHING))
        if outcome == SENT:
            lookup, channel = self.context.lookup, channel_bit(send.channel)
            name = lookup.names.message(place.scenario, place.node)
            self.context.sent.append(Sent(state.now, lookup.message_id(place), name, channel, send.marketing))

    def reacts(self, index: int, node: int, mark: int) -> None:
        """See `Witness`."""
        place = self.context.lookup.places[node]
        self.trace.add(drew(self.context, place, node, index, mark), place.scenario, node, index, self._visit)

    def acts(self, index: int, node: int, visit: int, mark: int, place: int) -> None:
        """See `Witness`."""
        if visit == NONE:
            return
        self.trace.catch_up()
        own = self.context.lookup.places[node]
        with self.context.facing(own.scenario):
            told = done(self.context, own, NodeAction(node, index, mark, place))
            if told is not None:
                self._slept[visit] = len(self.context.past)
                self.trace.insert(self._begin, told, own.scenario, node, index, visit)

    def wakes(self, sleeper: int, place: int) -> None:
        """See `Witness`."""
        self.trace.catch_up()
        s = self.context.m.sleepers[sleeper]
        own = self.context.lookup.places[s.node]
        with self.context.facing(own.scenario):
            told = self._woken(sleeper, place)
            self.trace.add(told, own.scenario, s.node, s.instance, s.visit)
        self._visit = s.visit
        self._begin = len(self.trace.steps)

    def fires(self, index: int) -> None:
        """See `Witness`."""
        self.trace.catch_up()
        instance = self.context.m.instances[index]
        if instance.pending_rule == NONE:
            return
        row = self.context.m.exit_rules[instance.pending_rule]
        rules = self.context.lookup.scenarios[instance.scenario].settings.exit_rules
        rule = rules[instance.pending_rule - self.context.m.scenarios[instance.scenario].first_rule]
        with self.context.facing(instance.scenario):
            asking = Asking(index, instance.event, self.context.m.state[0].log_size)
            clause = judged(self.context, rule.condition, row.condition, asking)
            told = rule_fired(self.context, rule, clause, self._cause)
            self.trace.add(told, instance.scenario, index=index)

    def converts(self, index: int, goal: int) -> None:
        """See `Witness`."""
        instance = self.context.m.instances[index]
        state = self.context.m.state[0]
        value = self.context.m.conversion_records[self.context.m.written[CONVERSIONS] - 1].value
        goals = self.context.lookup.scenarios[instance.scenario].settings.goals
        own = goals[goal - self.context.m.scenarios[instance.scenario].first_goal]
        worth = f", worth {exact(value)}" if value == value else ""
        cause = self._cause
        sights = (self.context.lookup.sight(state.now, cause.event, instance.scenario, cause.value),) if cause else ()
        modelled = state.reaction != NONE
        words = f"goal '{own.id}' reached by {own.event}{worth}"
        self.trace.add(Told(StepKind.CONVERTED, words, own.id, (), sights, modelled), instance.scenario, index=index)

    def ends(self, index: int, reason: int, detail: int) -> None:
        """See `Witness`."""
        scenario = self.context.m.instances[index].scenario
        with self.context.facing(scenario):
            told = ended(self.context, reason, detail)
            self.trace.add(told, scenario, node_of_ending(reason, detail), index)

    def _reacted(self, past: Past) -> None:
        """A modelled reaction is being applied."""
        context, m = self.context, self.context.m
        reaction = m.reactions[m.state[0].reaction]
        node = m.message_records[reaction.record].node
        own = context.lookup.places[node]
        self.trace.reactions.add((reaction.record, reaction.state))
        if reaction.state == UNSUBSCRIBED_BIT:
            context.optouts.setdefault(reaction.channel, past)
        sight = context.lookup.sight(past.at, past.event, own.scenario, past.value)
        with context.facing(own.scenario):
            found = ", ".join(
                f"{key} {context.shown(value)}" for key, value in sight.properties.items() if key not in _OF_MESSAGES
            )
        words = f"{sight.name.replace('_', ' ')}{f' ({found})' if found else ''}, as the forecast drew it"
        told = Told(StepKind.REACTED, words, sight.name, (), (sight,), modelled=True)
        self.trace.add(told, own.scenario, node, reaction.instance)

    def _woken(self, sleeper: int, place: int) -> Told:
        """A token whose wait is over."""
        s = self.context.m.sleepers[sleeper]
        if place == AGAIN:
            return Told(StepKind.WAKES, "quiet hours are over: the message is tried again", "quiet")
        own = self.context.lookup.places[s.node]
        if s.awaits == TIMER:
            return Told(StepKind.WAKES, "the wait is over", own.port(OUT).name)
        sights = self._seen_waiting(own, s)
        if place != HAPPENED or self._cause is None:
            return Told(StepKind.WAKES, f"time is up without: {awaited(own)}", own.port(TIMED_OUT).name, sights=sights)
        modelled = self._cause.event >= self.context.lookup.recorded
        return Told(StepKind.WAKES, f"it happened: {awaited(own)}", own.port(HAPPENED).name, (), sights, modelled)

    def _seen_waiting(self, place: Place, sleeper: SleeperRow) -> tuple[Sight, ...]:
        """The events of the awaited name that were applied during the wait, and why each was it or not."""
        wait, context = place.instruction, self.context
        if not isinstance(wait, WaitForEvent):
            return ()
        row = context.m.waits_for[context.m.nodes[sleeper.node].first]
        key = context.lookup.scenarios[place.scenario].settings.reentry.key if wait.match_key else None
        names = tuple(dict.fromkeys([*(clause.property for clause in wait.where), *([key] if key else [])]))
        sights = []
        for past in context.past[self._slept[sleeper.visit] :]:
            if context.lookup.name(past.event) != wait.event:
                continue
            why = unselected(context, wait.where, row.selector, past)
            if not why and key and key_of(context.m, past.event) != context.m.instances[sleeper.instance].key:
                why = f"another {key}"
            if not why and past.at >= sleeper.wake_at:
                why = "not before the end of the wait"
            sights.append(context.sight(past, names, why))
        return tuple(sights)
