"""How people reacted to messages that were recorded: rates and delays for a forecast, with how sure they are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.errors import AppError
from app.jobs.messages.reactions import LEAST, Marks, MeasuredRate, Reactions
from app.jobs.messages.reactions_apart import SegmentRates, Tiring, by_segment, messages_before, tiring
from app.nodes.conditions import Condition, InSegment
from app.nodes.durations import Duration
from app.nodes.response import Delay, Response
from app.numbers import counted, length, number
from app.progress import Progress, silent
from app.scenario.reading import dump_document
from app.scenario.segments import looked_up
from app.workspace.settings.measured_responses import Measured
from app.workspace.store import Workspace

CHANNEL = "email"
"""The only one of which data tell what was sent, opened and clicked."""

SETTLING_DAYS = 7
"""Messages of the data's last days are left out: the reactions to them may not have come yet."""

MACHINE_S = 10
"""Who opens sooner than that is a machine that looks into mail before people do."""

_DAY_US, _SECOND_US = 86_400_000_000, 1_000_000
_MOST_SIGMA, _LEAST_SECONDS = 9.99, 1.0
_Z = 1.96
_UNITS = ((86_400, "P{}D"), (3_600, "PT{}H"), (60, "PT{}M"), (1, "PT{}S"))
_ENOUGH = 20  # of a unit: the rest is less than a twentieth
_OPENS, _CLICKS, _UNSUBSCRIBES = "email_open", "email_click", "email_unsubscribe"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured besides: each of these segments apart, fatigue, and without what machines opened."""

    segments: Mapping[str, Condition] = field(default_factory=dict)
    by_load: bool = False
    without_machines: bool = False


@dataclass(frozen=True, slots=True)
class MeasuredDelay:
    """A lognormal delay, with the 95 % interval of its median."""

    mean_log: float
    sigma: float
    count: int

    @property
    def delay(self) -> Delay:
        """The delay, its median in whole units of which there are enough."""
        return Delay(median=_duration(math.exp(self.mean_log)), sigma=round(min(self.sigma, _MOST_SIGMA), 2))

    @property
    def words(self) -> str:
        """`measured: half within 2 h 50 min to 3 h 10 min (2,341 delays)`."""
        reach = _Z * self.sigma / math.sqrt(self.count)
        low, high = (length(math.exp(self.mean_log + sign * reach)) for sign in (-1, 1))
        return f"measured: half within {low} to {high} ({number(self.count)} delays)"


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the data say of e-mails; `unknown` says of the rest why it stays a guess."""

    dataset_name: str
    rates: Mapping[str, MeasuredRate]
    delays: Mapping[str, MeasuredDelay]
    unknown: tuple[str, ...]
    segments: tuple[SegmentRates, ...] = ()
    tiring: Tiring | None = None
    by_machines: int | None = None  # openings left out; None where they were not asked to be

    def applied(self, response: Response | None) -> Response:
        """A response with what was measured in place of what was guessed."""
        measured: dict[str, object] = {key: rate.value for key, rate in self.rates.items()}
        measured |= {key: delay.delay for key, delay in self.delays.items()}
        before = response or Response()
        if self.tiring is not None:
            measured["fatigue"] = self.tiring.fatigue()
        if self.segments:
            names = {each.name for each in self.segments}
            others = (each for each in before.when if getattr(each.condition, "segment", None) not in names)
            measured["when"] = (*others, *(each.override() for each in self.segments))
        return before.model_copy(update=measured)

    def words(self) -> dict[str, str]:
        """How sure each measured value is, by its key."""
        rates = {key: rate.words for key, rate in self.rates.items()}
        tires = {"fatigue": self.tiring.words} if self.tiring is not None else {}
        return rates | {key: delay.words for key, delay in self.delays.items()} | tires

    def further_words(self) -> Iterator[str]:
        """What was asked for besides, a line each."""
        if self.by_machines is not None:
            yield f"Left out as opened by machines: {counted(self.by_machines, 'opening', 'openings')}"
        for each in self.segments:
            yield each.words()
        if self.tiring is not None:
            yield from self.tiring.lines()


def calibrate(dataset: Dataset, progress: Progress = silent, asked: Asked = Asked()) -> Calibration:
    """Estimate how people react to e-mails; an AppError says what the data lack.

    Each reaction belongs to the last e-mail that the customer got before it, and each e-mail has each reaction once.
    A click or an unsubscribing tells of an opening, too. An opening within seconds may be left out as a machine's.
    """
    progress(0, 0, "Measuring reactions")
    roles = dataset.roles.events
    sent = _rows_of(dataset, roles.get("email_sent", ""))
    settled = sent[dataset.at[sent] <= (dataset.data_end or 0) - SETTLING_DAYS * _DAY_US]
    if len(settled) < LEAST:
        raise AppError(
            f"“{dataset.name}” has {number(len(settled))} e-mails that went out {SETTLING_DAYS} days before its end or "
            f"earlier; {LEAST} are needed to measure anything. Which event says that an e-mail was sent is set on the "
            "page of the import."
        )
    firsts = {role: _first_reactions(dataset, sent, roles.get(role, "")) for role in (_CLICKS, _UNSUBSCRIBES)}
    opens = roles.get(_OPENS, "")
    firsts[_OPENS] = _first_reactions(dataset, sent, opens, MACHINE_S if asked.without_machines else 0)
    found = _estimated(dataset, sent, np.isin(sent, settled), firsts)
    if asked.without_machines:
        found = replace(found, by_machines=_by_machines(dataset, sent, opens))
    reactions = _reactions(dataset, sent, np.isin(sent, settled), firsts)
    return _apart(found, reactions, dataset, asked, progress) if found.rates else found


def measure_responses(
    workspace: Workspace, dataset_name: str, progress: Progress = silent, asked: Asked = Asked()
) -> Calibration:
    """Measure in a dataset of the workspace, and keep what was found as the e-mails' default."""
    found = calibrate(workspace.datasets.load(dataset_name, progress), progress, asked)
    responses, evidence = dict(workspace.responses.get()), dict(workspace.measured_responses.get())
    responses[CHANNEL] = found.applied(responses.get(CHANNEL))
    values = dump_document(responses[CHANNEL])
    evidence[CHANNEL] = {key: Measured(values[key], words) for key, words in found.words().items()}
    workspace.responses.put(responses)
    workspace.measured_responses.put(evidence)
    return found


def _estimated(
    dataset: Dataset, sent: NDArray[np.int64], counts: NDArray[np.bool_], firsts: Mapping[str, NDArray[np.int64]]
) -> Calibration:
    opened, clicked, left = firsts[_OPENS], firsts[_CLICKS], firsts[_UNSUBSCRIBES]
    told = _reactions(dataset, sent, counts, firsts)
    has_opened = told.opened
    unknown = ["delivered: the data do not tell which e-mails bounced"]
    rates, delays = {}, {}
    if not (opened >= 0).any():
        return Calibration(dataset.name, {}, {}, (*unknown, "opened, clicked, unsubscribed: no openings are recorded"))
    rates["open"] = told.rate(has_opened, counts)
    for key, name, found in (("click", "clicked", clicked), ("unsubscribe", "unsubscribed", left)):
        if (found >= 0).any() and (has_opened & counts).sum() >= LEAST:
            rates[key] = told.rate(found >= 0, has_opened)
        else:
            unknown.append(f"{name}: nothing of the kind is recorded")
    for key, name, since, until in (
        ("open_after", "how soon they open", dataset.at[sent], opened),
        ("click_after", "how soon they click", _instants(dataset, opened), clicked),
    ):
        measured = _delay(since, _instants(dataset, until), counts)
        if measured is not None:
            delays[key] = measured
        else:
            unknown.append(f"{name}: fewer than {LEAST} delays are recorded")
    return Calibration(dataset.name, rates, delays, tuple(unknown))


def _reactions(
    dataset: Dataset, sent: NDArray[np.int64], counts: Marks, firsts: Mapping[str, NDArray[np.int64]]
) -> Reactions:
    opened, clicked, left = (firsts[role] >= 0 for role in (_OPENS, _CLICKS, _UNSUBSCRIBES))
    customers = dataset.event_customers()[sent]
    return Reactions(customers, dataset.at[sent], counts, opened | clicked | left, clicked, left)


def _apart(found: Calibration, told: Reactions, dataset: Dataset, asked: Asked, progress: Progress) -> Calibration:
    """What was asked for besides; what tells nothing is said."""
    unknown, of = list(found.unknown), told.counts
    tires = None
    if asked.by_load:
        before = messages_before(told)
        tires = tiring(told, before)
        if tires is None:
            unknown.append(f"fatigue: fewer than {LEAST} e-mails followed others within 7 days, or were the first")
        else:
            of = of & (before == 0)  # of those who are fresh: fatigue is taken off when a message is drawn
            found = replace(found, rates={**found.rates, "open": tires.fresh})
    segments: tuple[SegmentRates, ...] = ()
    if asked.segments:
        from app.runtime.audience import audience, audience_problems  # loads the machine, which all else does not need

        rows = {}
        for name in asked.segments:
            condition = looked_up(InSegment(segment=name), asked.segments)
            if not audience_problems(condition, dataset):
                rows[name] = condition, audience(condition, dataset, progress=progress)
        segments = by_segment(told, rows, of)
        few = sorted(set(asked.segments) - {each.name for each in segments})
        unknown += [f"“{name}”: fewer than {LEAST} e-mails went to these customers" for name in few]
    return replace(found, unknown=tuple(unknown), segments=segments, tiring=tires)


def _by_machines(dataset: Dataset, sent: NDArray[np.int64], name: str) -> int:
    """Openings so soon after the sending that nobody can have read it."""
    first = _first_reactions(dataset, sent, name)
    soon = dataset.at[np.maximum(first, 0)] - dataset.at[sent] < MACHINE_S * _SECOND_US
    return int(((first >= 0) & soon).sum())


def _rows_of(dataset: Dataset, name: str) -> NDArray[np.int64]:
    """The rows of the events of that name."""
    code = pc.index(dataset.names.words, name).as_py() if name else -1
    return np.flatnonzero(dataset.names.values == code) if code >= 0 else np.zeros(0, np.int64)


def _first_reactions(dataset: Dataset, sent: NDArray[np.int64], name: str, least_s: int = 0) -> NDArray[np.int64]:
    """For each e-mail the row of the first such event after it and before the customer's next one; -1 for none.

    Those less than `least_s` after it are not looked at.
    """
    rows = _rows_of(dataset, name)
    first = np.full(len(sent), -1, np.int64)
    before = np.searchsorted(sent, rows, side="right") - 1  # events stand by customer, and then by time
    customers = dataset.event_customers()
    is_own = (before >= 0) & (customers[sent[np.maximum(before, 0)]] == customers[rows])
    is_own &= dataset.at[rows] - dataset.at[sent[np.maximum(before, 0)]] >= least_s * _SECOND_US
    first[before[is_own][::-1]] = rows[is_own][::-1]  # of equal places numpy keeps the last assignment
    return first


def _instants(dataset: Dataset, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """When those events were; -1 for none."""
    return np.where(rows >= 0, dataset.at[np.maximum(rows, 0)], -1)


def _delay(since: NDArray[np.int64], until: NDArray[np.int64], counts: NDArray[np.bool_]) -> MeasuredDelay | None:
    known = counts & (since >= 0) & (until >= since)
    if known.sum() < LEAST:
        return None
    logs = np.log(np.maximum((until[known] - since[known]) / 1e6, _LEAST_SECONDS))
    return MeasuredDelay(float(logs.mean()), float(logs.std(ddof=1)), len(logs))


def _duration(seconds: float) -> Duration:
    size, form = next((unit for unit in _UNITS if seconds >= _ENOUGH * unit[0]), _UNITS[-1])
    return Duration.parse(form.format(max(1, round(seconds / size))))
