"""All kinds of nodes, in the order of the palette."""

from __future__ import annotations

from typing import Any

from app.nodes.kind import Kind
from app.nodes.kinds.ad_audience import AdAudience
from app.nodes.kinds.branch import Branch
from app.nodes.kinds.change_list import ChangeList
from app.nodes.kinds.email import Email
from app.nodes.kinds.entry_audience import EntryAudience
from app.nodes.kinds.entry_date import EntryDate
from app.nodes.kinds.entry_event import EntryEvent
from app.nodes.kinds.entry_score import EntryScore
from app.nodes.kinds.exit import Exit
from app.nodes.kinds.filter import Filter
from app.nodes.kinds.push import Push
from app.nodes.kinds.recommend import RecommendProducts
from app.nodes.kinds.score import Score
from app.nodes.kinds.set_attribute import SetAttribute
from app.nodes.kinds.sms import Sms
from app.nodes.kinds.split import Split
from app.nodes.kinds.task import Task
from app.nodes.kinds.voucher import Voucher
from app.nodes.kinds.wait import Wait
from app.nodes.kinds.wait_for import WaitFor
from app.nodes.kinds.webhook import Webhook
from app.registry import Registry

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
    Push(),
    Score(),
    SetAttribute(),
    ChangeList(),
    AdAudience(),
    RecommendProducts(),
    Task(),
    Webhook(),
    Voucher(),
    Exit(),
)

KINDS: Registry[Kind[Any]] = Registry(_ALL, lambda kind: kind.type)
