"""All kinds of nodes, in the order of the palette."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from app.nodes.branch import Branch
from app.nodes.change_list import ChangeList
from app.nodes.email import Email
from app.nodes.entry_audience import EntryAudience
from app.nodes.entry_date import EntryDate
from app.nodes.entry_event import EntryEvent
from app.nodes.entry_score import EntryScore
from app.nodes.exit import Exit
from app.nodes.filter import Filter
from app.nodes.kind import Kind
from app.nodes.score import Score
from app.nodes.set_attribute import SetAttribute
from app.nodes.sms import Sms
from app.nodes.split import Split
from app.nodes.task import Task
from app.nodes.voucher import Voucher
from app.nodes.wait import Wait
from app.nodes.wait_for import WaitFor
from app.nodes.webhook import Webhook

_ALL: tuple[Kind[Any], ...] = (
    EntryEvent(),
    EntryAudience(),
    EntryDate(),
    EntryScore(),
    Filter(),
    Branch(),
    Wait(),
    WaitFor(),
    Split(),
    Email(),
    Sms(),
    Score(),
    SetAttribute(),
    ChangeList(),
    Task(),
    Webhook(),
    Voucher(),
    Exit(),
)

KINDS: Mapping[str, Kind[Any]] = MappingProxyType({kind.type: kind for kind in _ALL})
