"""What a node kind is: one file with its parameters, ports, checks, words, instruction and form."""

from __future__ import annotations

import builtins
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from app.data.columns.column import ColumnType
from app.data.dataset import Schema
from app.errors import Problem
from app.nodes.document import Document
from app.nodes.instructions import Instruction


class Family(StrEnum):
    """What a kind does to a journey; decides its colour and its group in the palette."""

    ENTRY = "entry"
    FLOW = "flow"
    MESSAGE = "message"
    STATE = "state"
    END = "end"


@dataclass(frozen=True, slots=True)
class Port:
    """An output of a node: its name in the file and its label on the canvas."""

    name: str
    label: str


OUT = Port("out", "Out")


@dataclass(frozen=True, slots=True)
class Written:
    """An attribute that a node writes: the type of the value where it is known, and whether it is a voucher's code."""

    attribute: str
    type: ColumnType | None
    is_code: bool = False


class Control(StrEnum):
    """How a form asks for a value; the canvas has one editor for each."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    FRACTION = "fraction"  # a number from 0 to 1
    TOGGLE = "toggle"
    CHOICE = "choice"
    DURATION = "duration"
    OFFSET = "offset"  # a duration that may point into the past
    TIME = "time"
    MOMENT = "moment"
    EVENT = "event"  # a name of the dataset's events
    PROPERTY = "property"  # a name of a property of the entry event
    ATTRIBUTE = "attribute"
    SCORE = "score"
    LIST = "list"
    POOL = "pool"  # a name of the dataset's voucher pools
    CONSTANT = "constant"  # a text, a number, or yes or no
    MESSAGE = "message"  # the id of one of the scenario's message nodes
    WHERE = "where"  # clauses over the properties of an event
    CONDITION = "condition"
    CASES = "cases"  # branch: ordered ports with a condition each
    VARIANTS = "variants"  # split: ports with a weight each
    UNTIL = "until"  # wait: one of its four forms
    REPEAT = "repeat"  # entry_audience: every, until, count
    RESPONSE = "response"  # messages: how people react in a forecast


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a kind's form; `name` is the key in the file's `params`."""

    name: str
    label: str
    control: Control
    hint: str = ""
    optional: bool = False
    choices: tuple[tuple[str, str], ...] = ()  # (value in the file, label)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a check may know beyond the node itself; `schema` is None while no dataset is chosen.

    `written` are the attributes that the run's scenarios write, with the type of what is written first, as far as it
    is known; `voucher_attributes` those into which codes are written.
    """

    schema: Schema | None = None
    message_nodes: frozenset[str] = field(default_factory=frozenset)
    has_reentry_key: bool = False
    written: Mapping[str, ColumnType] = field(default_factory=dict)
    voucher_attributes: frozenset[str] = field(default_factory=frozenset)


P = TypeVar("P", bound=Document)


class Kind(ABC, Generic[P]):
    """One kind of node. Stateless: a single instance of each stands in the catalogue."""

    type: ClassVar[str]
    title: ClassVar[str]
    family: ClassVar[Family]
    icon: ClassVar[str]  # a file of resources/icons without its suffix, e.g. "email-outline"
    summary: ClassVar[str]  # one sentence for the palette and the reference
    synonyms: ClassVar[tuple[str, ...]] = ()
    params: ClassVar[builtins.type[Document]]
    outputs: ClassVar[tuple[Port, ...]] = (OUT,)  # in the order of the instruction's places
    templates: ClassVar[tuple[str, ...]] = ()  # the params that are texts with placeholders

    @property
    def is_entry(self) -> bool:
        """Whether customers come in here; nothing leads to it."""
        return self.family is Family.ENTRY

    @property
    def is_message(self) -> bool:
        """Whether it sends something; conditions can ask what became of it."""
        return self.family is Family.MESSAGE

    def ports(self, params: P) -> tuple[Port, ...]:
        """The outputs of one node, in order from top to bottom."""
        return self.outputs

    @abstractmethod
    def describe(self, params: P) -> str:
        """One line for the canvas, in words from the parameters: "Wait 1 hour"."""

    @abstractmethod
    def compile(self, params: P) -> Instruction:
        """The machine's instruction."""

    @abstractmethod
    def form(self) -> tuple[Field, ...]:
        """The rows of the inspector's form, in order."""

    @abstractmethod
    def defaults(self) -> Mapping[str, Any]:
        """The params, as in the file, of a node fresh from the palette."""

    @property
    def can_write(self) -> bool:
        """Whether nodes of this kind may write into the profile."""
        return type(self).writes is not Kind.writes

    def writes(self, params: P, schema: Schema | None) -> Iterable[Written]:
        """What a node writes into the profile."""
        return ()

    def check(self, params: P, around: Surroundings) -> Iterable[Problem]:
        """What a user has to mend, each with its field; the node is named by the caller."""
        return ()
