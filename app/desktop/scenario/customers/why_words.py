"""A customer's way in words: under each day what happened, because of which condition with the value that was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.runtime.explanation import Clause, Explanation, Step, StepKind

DAY = 10
"""Letters of the day in an instant; behind a space follows the time."""


class Tone(StrEnum):
    """What a step means for the customer; a field of the palette."""

    ENTRY = "entry"
    FLOW = "flow"
    MESSAGE = "message"
    STATE = "state"
    GOOD = "good"
    WARNING = "warning"
    DANGER = "danger"
    END = "end"


TONES = {
    StepKind.NOT_ENTERED: Tone.END,
    StepKind.ENTERED: Tone.ENTRY,
    StepKind.SENT: Tone.MESSAGE,
    StepKind.SKIPPED: Tone.DANGER,
    StepKind.HELD: Tone.WARNING,
    StepKind.DREW: Tone.MESSAGE,
    StepKind.REACTED: Tone.MESSAGE,
    StepKind.CHANGED: Tone.STATE,
    StepKind.NOTED: Tone.STATE,
    StepKind.SCORED: Tone.STATE,
    StepKind.RULE_FIRED: Tone.STATE,
    StepKind.CONVERTED: Tone.GOOD,
    StepKind.ENDED: Tone.END,
    StepKind.STILL_WAITING: Tone.WARNING,
}
"""Of the kinds that do more than lead on."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of a decision: `mark` is ✓, ✗ or, where nothing was asked, empty."""

    mark: str
    words: str
    depth: int

    @property
    def said(self) -> str:
        """The line as text."""
        return f"{'    ' * (self.depth + 1)}{self.mark} {self.words}".rstrip()


@dataclass(frozen=True, slots=True)
class Told:
    """One step to be shown; a day of its own has no sentence."""

    at: str
    title: str
    sentence: str = ""
    reasons: tuple[Reason, ...] = ()
    tone: Tone = Tone.FLOW
    node: str = ""

    @property
    def said(self) -> str:
        """Everything as text, for those who hear it."""
        head = f"{self.at}  ·  {self.title}" if self.title else self.at
        return "\n".join(filter(None, (head, self.sentence, *(reason.said for reason in self.reasons))))


def told(steps: Sequence[Step], zone: str) -> Iterator[Told]:
    """The steps in order of time, each day before the first of its steps."""
    from app.runtime.phrasing import at_words  # the machine is loaded when it is first needed

    day = ""
    for step in steps:
        at = at_words(step.at, zone)
        if at[:DAY] != day:
            day = at[:DAY]
            yield Told(day, "")
        yield Told(
            at=at[DAY:].strip(),
            title=step.label,
            sentence=_sentence(step),
            reasons=tuple(_reasons(step.clauses)),
            tone=TONES.get(step.kind, Tone.FLOW),
            node=step.node,
        )


def entrance_words(found: Explanation) -> Iterator[str]:
    """What became of each entry; and where nobody came in, when it came nearest."""
    for entrance in found.entrances:
        yield f"“{entrance.label}”: {entrance.sentence}"
    if not found.has_entered:
        refused = [step for step in found.steps if step.kind is StepKind.NOT_ENTERED]
        nearest = max(refused, key=_nearness, default=None)
        if nearest is not None:
            from app.runtime.phrasing import at_words  # as above

            yield f"It came nearest at {at_words(nearest.at, zone_of(found))}: {nearest.sentence}"


def zone_of(found: Explanation) -> str:
    """The customer's clock, the same in each scenario that was played."""
    return next(iter(found.zones.values()), "UTC")


def _sentence(step: Step) -> str:
    words = f"{step.sentence[:1].upper()}{step.sentence[1:]}"
    return f"{words} (modelled)" if step.modelled else words


def _reasons(clauses: Sequence[Clause]) -> Iterator[Reason]:
    """Each condition with what it found, its parts, and of one that failed the part because of which it did."""
    for clause in clauses:
        named = f"{clause.label}: " if clause.label else ""
        late = "" if clause.needed else " – settled before"
        yield Reason(_mark(clause), f"{named}{_with_found(clause)}{late}", 0)
        for part in clause.parts:
            yield Reason(_mark(part), _with_found(part), 1)
        if not clause.holds and clause.because and clause.failed is not clause and clause.failed not in clause.parts:
            yield Reason("", f"because {clause.because}", 1)


def _mark(clause: Clause) -> str:
    return "✓" if clause.holds else "✗"


def _with_found(clause: Clause) -> str:
    return f"{clause.sentence} (found: {clause.found})" if clause.found else clause.sentence


def _nearness(step: Step) -> tuple[float, int]:
    """The share of the asked conditions that held; of equals the latest."""
    parts = [part for clause in step.clauses for part in (clause.parts or (clause,))]
    return (sum(part.holds for part in parts) / len(parts) if parts else 0.0, step.at)
