"""What the canvas shows of a forecast beside what was observed: means and ranges over the replications. No toolkit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self

from app.nodes.response import Response
from app.numbers import Rate, counted, in_brief, rounded, signed_rounded, whole_percent
from app.runtime.forecast.moment_ranges import ForecastMoments
from app.runtime.forecast.ranges import Figure, Forecast

ABOUT = "≈"
"""Stands before everything that is modelled, so that it is never read as what was observed."""

_LEAST_CHANGE = 0.05
_OF_DELIVERED = ("opened",)
_OF_OPENED = ("clicked", "unsubscribed")


@dataclass(frozen=True, slots=True)
class Expected:
    """A modelled figure: its mean, the range of four fifths of the replications, and the mean of the kept run."""

    mean: float
    low: float
    high: float
    before: float | None = None

    @classmethod
    def of(cls, figure: Figure, before: Figure | None = None) -> Self:
        """Of a figure of a forecast, compared with the same one of another."""
        return cls(figure.mean, figure.low_80, figure.high_80, before.mean if before is not None else None)

    @property
    def change(self) -> str:
        """By how much the mean differs from that of the kept run: `+12.5`; empty where it does not."""
        by = self.mean - self.before if self.before is not None else 0.0
        return signed_rounded(by) if abs(by) >= _LEAST_CHANGE else ""

    @property
    def range_in_words(self) -> str:
        """`1,141 – 1,163`; empty where all replications say the same."""
        return f"{rounded(self.low)} – {rounded(self.high)}" if self.low != self.high else ""

    @property
    def forms(self) -> tuple[str, ...]:
        """From the fullest form to the shortest: with the range and the difference, with how far it reaches, in brief.

        `≈1,152 ±11` reaches from the mean to the farther end of the range.
        """
        about, change = f"{ABOUT}{rounded(self.mean)}", self.change
        reach = f"{about} ±{rounded(max(self.mean - self.low, self.high - self.mean))}"
        forms = [f"{reach}  {change}", f"{about}  {change}"] if change else []
        if self.low != self.high:
            forms += [f"{about} ({rounded(self.low)}–{rounded(self.high)})", reach]
        return tuple(dict.fromkeys((*forms, about, f"{ABOUT}{in_brief(round(self.mean))}")))

    def in_words(self, what: str) -> str:
        """`≈ 1,152 arrived (1,141 – 1,163)  +12`."""
        spread = f" ({self.range_in_words})" if self.range_in_words else ""
        change = f"  {self.change}" if self.change else ""
        return f"{ABOUT} {rounded(self.mean)} {what}{spread}{change}"

    def share_in_words(self, what: str, of: Expected, of_whom: str) -> str:
        """`≈ 301 (290 – 312) of ≈ 1,100 delivered opened (27%)`."""
        spread = f" ({self.range_in_words})" if self.range_in_words else ""
        whole = f"{ABOUT} {rounded(of.mean)} {of_whom}"
        change = f"  {self.change}" if self.change else ""
        return f"{ABOUT} {rounded(self.mean)}{spread} of {whole} {what} ({self.share_of(of)}){change}"

    def share_of(self, whole: Expected) -> str:
        """The share of means, in per cent."""
        return Rate(round(self.mean), round(whole.mean)).percent()


NOTHING = Expected(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class ModelledNode:
    """The modelled figures of one node, under the names they have in a summary: `arrived`, `left.out`, `sent` …"""

    replications: int
    figures: Mapping[str, Expected]
    wired: frozenset[str] = frozenset()

    @property
    def arrived(self) -> Expected:
        """Visits."""
        return self.figures.get("arrived", NOTHING)

    def left(self, port: str) -> Expected:
        """Those who left by that port."""
        return self.figures.get(f"left.{port}", NOTHING)

    @property
    def parts(self) -> tuple[float, float, float]:
        """Means of those who passed, still wait, and left the journey here: they add up to those who arrived."""
        left = {name.removeprefix("left."): each.mean for name, each in self._under("left.")}
        lost = sum(mean for port, mean in left.items() if self.wired and port not in self.wired)
        ended, waiting = self._mean("ended"), self._mean("waiting")
        passed = sum(left.values()) - lost
        return (passed, waiting, lost + ended) if left else (passed + ended, waiting, 0.0)

    def in_words(self, ports: Mapping[str, str] | None = None) -> str:
        """A line for each figure, under one that says what a range is."""
        return "\n".join((how_modelled(self.replications), *self._lines(ports or {})))

    def _lines(self, ports: Mapping[str, str]) -> Iterator[str]:
        arrived = self.arrived
        yield arrived.in_words("arrived")
        for name, words in (("waiting", "still waiting"), ("ended", "ended here")):
            if self._mean(name):
                yield self.figures[name].in_words(words)
        left = [(name.removeprefix("left."), each) for name, each in self._under("left.")]
        for port, each in left:
            if len(left) > 1:
                yield each.share_in_words(f"left by {ports.get(port, port)}", arrived, "who arrived")
        if self._mean("sent"):
            yield self.figures["sent"].in_words("sent")
        for name, each in self._under("skipped."):
            not_done = left[-1][0].replace("_", " ") if left else "not sent"
            yield each.in_words(f"{not_done}: {name.removeprefix('skipped.').replace('_', ' ')}")
        yield from self._reactions()

    def _reactions(self) -> Iterator[str]:
        delivered, opened = (self.figures.get(f"reactions.{name}", NOTHING) for name in ("delivered", "opened"))
        for name, each in self._under("reactions."):
            what = name.removeprefix("reactions.")
            if what in _OF_DELIVERED:
                yield each.share_in_words(what, delivered, "delivered")
            elif what in _OF_OPENED:
                yield each.share_in_words(what, opened, "opened")
            else:
                yield each.in_words(what)

    def _under(self, beginning: str) -> list[tuple[str, Expected]]:
        return [(name, each) for name, each in self.figures.items() if name.startswith(beginning)]

    def _mean(self, name: str) -> float:
        return self.figures.get(name, NOTHING).mean


@dataclass(frozen=True, slots=True)
class Modelled:
    """A forecast, to be shown beside what was observed; `kept` is another one that its means are compared with."""

    forecast: Forecast
    kept: Forecast | None = None
    _nodes: dict[str, dict[str, Expected]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def responses(self) -> Mapping[str, Response]:
        """How people react to messages that do not say it themselves."""
        return self.forecast.responses

    def node(self, node_id: str, wired: frozenset[str] = frozenset()) -> ModelledNode | None:
        """The figures of one node, of whose outputs those are wired; None where the forecast does not know it."""
        if not self._nodes:
            self._nodes.update(_by_node(self.forecast.figures, self.kept.figures if self.kept is not None else None))
        found = self._nodes.get(node_id)
        return ModelledNode(self.forecast.replications, found, wired) if found is not None else None


@dataclass(frozen=True, slots=True)
class ModelledMoment:
    """A forecast as it was at one of its moments, which goes by its place among them."""

    moments: ForecastMoments
    place: int
    responses: Mapping[str, Response]

    def node(self, node_id: str, wired: frozenset[str] = frozenset()) -> ModelledNode | None:
        """The figures of one node until then; None where the forecast does not know it."""
        ranges = self.moments.node(node_id, self.place)
        figures = {name: Expected(of.mean, of.low_80, of.high_80) for name, of in ranges.items()}
        return ModelledNode(self.moments.replications, figures, wired) if figures else None


class Modelling(Protocol):
    """What the canvas shows of a forecast, of its whole or until a moment."""

    @property
    def responses(self) -> Mapping[str, Response]:
        """How people react to messages that do not say it themselves."""

    def node(self, node_id: str, wired: frozenset[str] = frozenset()) -> ModelledNode | None:
        """The figures of one node, of whose outputs those are wired; None where the forecast does not know it."""


def how_modelled(replications: int) -> str:
    """What a modelled figure is."""
    often = counted(replications, "replication", "replications")
    return f"Modelled, in {often}: mean ({whole_percent(0.8)} of them between)"


def _by_node(figures: Mapping[str, Figure], kept: Mapping[str, Figure] | None) -> dict[str, dict[str, Expected]]:
    found: defaultdict[str, dict[str, Expected]] = defaultdict(dict)
    nothing = Figure(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for path, figure in figures.items():
        kind, _, rest = path.partition(".")
        if kind == "nodes":
            node, _, name = rest.partition(".")
            found[node][name] = Expected.of(figure, kept.get(path, nothing) if kept is not None else None)
    return dict(found)
