"""What a step of a lesson checks, as its file writes it: each is told by its first key, and says what it claims."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, Tag

from app.guides.lessons.figures import Figure
from app.guides.lessons.patterns import Rule
from app.nodes.document import Document, Id, Number, keyed, tag


class NodeCheck(Document):
    """There are nodes of that name, as many as said."""

    node: str
    say: str = ""
    least: int = 1
    most: int | None = None


class Way(Document):
    """From nodes of a name to those of another, through those of a third, leaving the first by a port."""

    from_: Annotated[str, Field(alias="from")]
    to: str
    through: str = ""
    port: str = ""


class WayCheck(Document):
    """There is such a way; `always`: and none that does without what it passes."""

    way: Way
    say: str = ""
    always: bool = False


class SettingCheck(Document):
    """A setting, by its path in a scenario's file, is so."""

    setting: str
    value: Rule
    say: str = ""


class FigureCheck(Document):
    """A figure of the scenario's run lies within a range, or is as another."""

    figure: Figure
    say: str = ""
    least: Number | None = None
    most: Number | None = None
    same_as: Figure | None = None
    more_than: Figure | None = None


class Option(Document):
    """An answer to choose; the right one is that with the largest figure."""

    words: str
    figure: Figure


class QuestionCheck(Document):
    """A question: a number is right when it is the app's own figure, to within `give`; or words are chosen."""

    question: str
    id: Id
    answer: Figure | None = None
    give: Number = 0
    options: tuple[Option, ...] = ()
    say: str = ""


class CaseCheck(Document):
    """The scenario does with some made-up people what the file says; `case` is its name in the lesson's folder."""

    case: str
    say: str = ""


class DataCheck(Document):
    """The workspace has this bundled dataset."""

    data: str
    say: str = ""


class RunCheck(Document):
    """A run of the scenario as it stands is kept."""

    run: Literal["replay", "forecast"]
    say: str = ""


class ChangedCheck(Document):
    """The scenario is another than the one that the lesson began with, or still the same."""

    changed: bool
    say: str = ""


Check = Annotated[
    Annotated[NodeCheck, Tag(tag("node"))]
    | Annotated[WayCheck, Tag(tag("way"))]
    | Annotated[SettingCheck, Tag(tag("setting"))]
    | Annotated[FigureCheck, Tag(tag("figure"))]
    | Annotated[QuestionCheck, Tag(tag("question"))]
    | Annotated[CaseCheck, Tag(tag("case"))]
    | Annotated[DataCheck, Tag(tag("data"))]
    | Annotated[RunCheck, Tag(tag("run"))]
    | Annotated[ChangedCheck, Tag(tag("changed"))],
    keyed("a check", "node", "way", "setting", "figure", "question", "case", "data", "run", "changed"),
]
"""One of them."""


class WrongTurn(Document):
    """What is said where something is so, with figures in braces: `"{both} people got both"`.

    What is only wrong in something that is drawn already is looked for `once` that is there.
    """

    when: Check
    once: tuple[Check, ...] = ()
    say: str
    figures: dict[str, Figure] = {}
