"""Nodes and edges to rows; the kinds are not known here, only the instructions they compile to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from app.nodes.catalogue import KINDS
from app.nodes.channel import CHANNELS
from app.nodes.instructions import (
    CallWebhook,
    ChangeAudience,
    ChangeList,
    ChangeScore,
    Choose,
    CreateTask,
    End,
    EnterAudience,
    EnterOnDate,
    EnterOnEvent,
    EnterOnScore,
    Instruction,
    Recommend,
    Send,
    SetAttribute,
    Split,
    TakeVoucher,
    UntilAttribute,
    UntilBestTime,
    UntilMoment,
    UntilTime,
    Wait,
    WaitForEvent,
    WaitForMessage,
)
from app.runtime.compiler.conditions import compile_condition
from app.runtime.compiler.draft import Draft, weekday_bits
from app.runtime.compiler.responses import Responses, compile_response
from app.runtime.machine.arithmetic.draws import chain_of
from app.runtime.program import opcodes
from app.runtime.program.channels import channel_bit
from app.runtime.program.nodes import (
    AudienceRow,
    EntryRow,
    ListChangeRow,
    NodeRow,
    PortRow,
    RecommendRow,
    ScoreChangeRow,
    ScoreEntryRow,
    SendRow,
    WaitForRow,
    WaitRow,
)
from app.runtime.program.opcodes import NONE
from app.scenario.graph import Node, Scenario
from app.scenario.wiring import port_names

_LUCKS_KEPT = 4_096
_SECOND_US = 1_000_000


def instructions_of(scenario: Scenario) -> tuple[Instruction, ...]:
    """What each node does, in document order."""
    return tuple(KINDS[node.type].compile(node.params) for node in scenario.nodes)


def compile_nodes(
    draft: Draft, scenario: Scenario, instructions: Sequence[Instruction], seed: int, responses: Responses | None
) -> None:
    """Write the nodes, their ports and edges, and what they do; `responses` None lets nobody react."""
    places = {node.id: place for place, node in enumerate(scenario.nodes, len(draft.nodes))}
    edges = defaultdict[tuple[str, str], list[int]](list)
    for edge in scenario.edges:
        edges[edge.source, edge.port].append(places[edge.target])
    for node, instruction in zip(scenario.nodes, instructions, strict=True):
        if isinstance(instruction, Send):
            draft.messages.place(node.id)
    draft.most_messages = max(draft.most_messages, len(draft.messages))
    for node, instruction in zip(scenario.nodes, instructions, strict=True):
        if isinstance(instruction, Send) and responses is not None:
            response = compile_response(draft, responses.of(instruction))
        else:
            response = NONE
        op, first, size = _compile(draft, node, places[node.id], instruction, response)
        luck = _luck(seed, scenario.settings.seed_salt, node.id)
        draft.nodes.append(NodeRow(draft.scenario, op, first, size, len(draft.ports), luck))
        ports = port_names(node)
        is_filter = isinstance(instruction, Choose) and instruction.is_filter
        for port in ports:
            targets = edges[node.id, port]
            draft.ports.append(PortRow(len(draft.edges), len(targets), is_filter and port == ports[-1]))
            draft.edges.extend(targets)


@lru_cache(maxsize=_LUCKS_KEPT)
def _luck(seed: int, salt: str, node_id: str) -> int:
    """What a node adds to all its draws; kept, since a scenario is compiled again with every change."""
    return int(chain_of(seed, salt, "node", node_id))


def _compile(draft: Draft, node: Node, place: int, instruction: Instruction, response: int) -> tuple[int, int, int]:
    """The operation, its row or first row, and how many rows it has."""
    match instruction:
        case EnterOnEvent(event=event, where=where, condition=condition):
            draft.entries.append(EntryRow(place, draft.selector(event, where), compile_condition(draft, condition)))
            return opcodes.ENTER, NONE, 0
        case EnterAudience() | EnterOnDate():
            return opcodes.ENTER, NONE, 0
        case EnterOnScore(score=score, reaches=reaches, condition=condition):
            row = ScoreEntryRow(place, compile_condition(draft, condition), draft.scores.place(score), reaches)
            draft.score_entries.append(row)
            return opcodes.ENTER, NONE, 0
        case Choose(conditions=conditions):
            cases = [compile_condition(draft, condition) for condition in conditions]
            draft.cases.extend(cases)
            return opcodes.CHOOSE, len(draft.cases) - len(cases), len(cases)
        case Wait():
            draft.waits.append(_wait(draft, instruction))
            return opcodes.WAIT, len(draft.waits) - 1, 1
        case WaitForEvent() | WaitForMessage():
            draft.waits_for.append(_wait_for(draft, instruction))
            return opcodes.WAIT_FOR, len(draft.waits_for) - 1, 1
        case Split(weights=weights, by_instance=by_instance):
            first = len(draft.thresholds)
            draft.thresholds.extend(total / sum(weights) for total in accumulate(weights))
            return opcodes.SPLIT_INSTANCE if by_instance else opcodes.SPLIT_CUSTOMER, first, len(weights)
        case Send():
            draft.sends.append(_send(instruction, draft.messages.place(node.id), response))
            return opcodes.SEND, len(draft.sends) - 1, 1
        case End():
            return opcodes.END, NONE, 0
        case _:
            return _compile_change(draft, instruction)


def _send(send: Send, message: int, response: int) -> SendRow:
    channel = CHANNELS[send.channel]
    return SendRow(
        channel=channel_bit(channel.key),
        marketing=send.marketing,
        asks_consent=channel.asks_consent,
        holds_out=channel.holds_out_control,
        message=message,
        note=NONE,
        response=response,
        cost=send.cost,
    )


def _compile_change(draft: Draft, instruction: Instruction) -> tuple[int, int, int]:
    """What changes the customer, or is noted for others to do."""
    match instruction:
        case ChangeScore(score=score, amount=amount, replaces=replaces):
            draft.score_changes.append(ScoreChangeRow(draft.scores.place(score), amount, replaces))
            return opcodes.SCORE, len(draft.score_changes) - 1, 1
        case SetAttribute():
            draft.setters.append(instruction)
            return opcodes.SET, len(draft.setters) - 1, 1
        case ChangeList(list=name, adds=adds):
            draft.list_changes.append(ListChangeRow(draft.lists.place(name), adds))
            return opcodes.LIST, len(draft.list_changes) - 1, 1
        case ChangeAudience(audience=name, adds=adds):
            draft.audiences.append(AudienceRow(draft.lists.place(name), adds, addresses=0))
            return opcodes.AUDIENCE, len(draft.audiences) - 1, 1
        case CreateTask(due=due):
            return opcodes.RECORD, draft.span(due), 1
        case CallWebhook():
            return opcodes.RECORD, NONE, 1
        case TakeVoucher():
            draft.takers.append(instruction)
            return opcodes.VOUCHER, len(draft.takers) - 1, 1
        case Recommend():
            draft.recommenders.append(instruction)
            draft.recommends.append(_recommend(draft, instruction))
            return opcodes.RECOMMEND, len(draft.recommends) - 1, 1
    raise TypeError(f"not an instruction: {instruction!r}")


def _recommend(draft: Draft, wanted: Recommend) -> RecommendRow:
    """What the node asks for; where its model lies is known later."""
    return RecommendRow(
        selector=draft.selector(wanted.event or draft.bought),
        basis=opcodes.BASES.index(wanted.basis),
        count=wanted.count,
        excludes=wanted.exclude_bought,
        categories=opcodes.CATEGORIES.index(wanted.category),
        months=0,
        month_count=0,
        slots=0,
        popular=0,
        places=0,
        rows=0,
        products=0,
        field=NONE,
        values=0,
    )


def _wait(draft: Draft, wait: Wait) -> WaitRow:
    row = WaitRow(
        span=draft.span(wait.duration),
        until=opcodes.UNTIL_NOTHING,
        moment=0,
        clock=NONE,
        weekdays=weekday_bits(None),
        attribute=NONE,
        offset=NONE,
        selector=NONE,
        exit_if_past=wait.exit_if_past,
        exit_if_missing=wait.exit_if_missing,
    )
    match wait.until:
        case UntilMoment(at=at):
            row.until = opcodes.UNTIL_WALL if at.is_local else opcodes.UNTIL_INSTANT
            row.moment = at.us
        case UntilTime(time=time, weekdays=weekdays):
            row.until = opcodes.UNTIL_TIME
            row.clock = time.seconds * _SECOND_US
            row.weekdays = weekday_bits(weekdays)
        case UntilAttribute(attribute=attribute, time=clock, offset=offset):
            row.until = opcodes.UNTIL_ATTRIBUTE
            row.attribute = draft.customer_moments.place(draft.zoned(attribute))
            row.clock = clock.seconds * _SECOND_US if clock else NONE
            row.offset = draft.span(offset)
        case UntilBestTime(event=event, fallback=fallback):
            row.until = opcodes.UNTIL_BEST_TIME
            row.selector = draft.selector(event)
            row.clock = fallback.seconds * _SECOND_US
    return row


def _wait_for(draft: Draft, wait: WaitForEvent | WaitForMessage) -> WaitForRow:
    timeout = draft.span(wait.timeout)
    if isinstance(wait, WaitForEvent):
        return WaitForRow(draft.selector(wait.event, wait.where), wait.match_key, NONE, 0, timeout)
    return WaitForRow(NONE, False, draft.messages.place(wait.message), opcodes.STATE_BIT[wait.state], timeout)
