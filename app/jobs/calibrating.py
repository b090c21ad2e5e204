"""How people reacted to messages that were recorded: rates and delays for a forecast, with how sure they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.durations import Duration
from app.nodes.response import Delay, Response
from app.numbers import Rate, length, number, percent_range
from app.progress import Progress, silent
from app.reports.intervals import wilson
from app.scenario.reading import dump_document
from app.workspace.measured_responses import Measured
from app.workspace.store import Workspace

CHANNEL = "email"
"""The only one of which data tell what was sent, opened and clicked."""

SETTLING_DAYS = 7
"""Messages of the data's last days are left out: the reactions to them may not have come yet."""

_DAY_US = 86_400_000_000
_LEAST = 30
"""Fewer messages or delays tell nothing."""

_MOST_SIGMA, _LEAST_SECONDS, _DIGITS = 9.99, 1.0, 4
_Z = 1.96
_UNITS = ((86_400, "P{}D"), (3_600, "PT{}H"), (60, "PT{}M"), (1, "PT{}S"))
_ENOUGH = 20  # of a unit: the rest is less than a twentieth
_OPENS, _CLICKS, _UNSUBSCRIBES = "email_open", "email_click", "email_unsubscribe"


@dataclass(frozen=True, slots=True)
class MeasuredRate:
    """A share of messages, with its 95 % interval and the number of people behind it."""

    count: int
    of: int
    people: int

    @property
    def value(self) -> float:
        """The share, to be drawn with."""
        return round(self.count / self.of, _DIGITS)

    @property
    def words(self) -> str:
        """`measured: 21.8 – 23.1% (2,341 of 10,422, 812 people)`."""
        interval = wilson(self.count, self.of)
        assert interval is not None
        spread = percent_range(interval.low, interval.high)
        return f"measured: {spread} ({Rate(self.count, self.of).fraction()}, {number(self.people)} people)"


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

    def applied(self, response: Response | None) -> Response:
        """A response with what was measured in place of what was guessed."""
        measured: dict[str, object] = {key: rate.value for key, rate in self.rates.items()}
        measured |= {key: delay.delay for key, delay in self.delays.items()}
        return (response or Response()).model_copy(update=measured)

    def words(self) -> dict[str, str]:
        """How sure each measured value is, by its key."""
        rates = {key: rate.words for key, rate in self.rates.items()}
        return rates | {key: delay.words for key, delay in self.delays.items()}


def calibrate(dataset: Dataset, progress: Progress = silent) -> Calibration:
    """Estimate how people react to e-mails; an AppError says what the data lack.

    Each reaction belongs to the last e-mail that the customer got before it, and each e-mail has each reaction once.
    A click or an unsubscribing tells of an opening, too.
    """
    progress(0, 0, "Measuring reactions")
    roles = dataset.roles.events
    sent = _rows_of(dataset, roles.get("email_sent", ""))
    settled = sent[dataset.at[sent] <= (dataset.data_end or 0) - SETTLING_DAYS * _DAY_US]
    if len(settled) < _LEAST:
        raise AppError(
            f"“{dataset.name}” has {number(len(settled))} e-mails that went out {SETTLING_DAYS} days before its end or "
            f"earlier; {_LEAST} are needed to measure anything. Which event says that an e-mail was sent is set on the "
            "page of the import."
        )
    firsts = {role: _first_reactions(dataset, sent, roles.get(role, "")) for role in (_OPENS, _CLICKS, _UNSUBSCRIBES)}
    return _estimated(dataset, sent, np.isin(sent, settled), firsts)


def measure_responses(workspace: Workspace, dataset_name: str, progress: Progress = silent) -> Calibration:
    """Measure in a dataset of the workspace, and keep what was found as the e-mails' default."""
    found = calibrate(workspace.datasets.load(dataset_name, progress), progress)
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
    has_opened = (opened >= 0) | (clicked >= 0) | (left >= 0)
    customers = dataset.event_customers()[sent]
    unknown = ["delivered: the data do not tell which e-mails bounced"]
    rates, delays = {}, {}
    if not (opened >= 0).any():
        return Calibration(dataset.name, {}, {}, (*unknown, "opened, clicked, unsubscribed: no openings are recorded"))
    rates["open"] = _rate(has_opened & counts, counts, customers)
    for key, name, found in (("click", "clicked", clicked), ("unsubscribe", "unsubscribed", left)):
        if (found >= 0).any() and (has_opened & counts).sum() >= _LEAST:
            rates[key] = _rate((found >= 0) & counts, has_opened & counts, customers)
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
            unknown.append(f"{name}: fewer than {_LEAST} delays are recorded")
    return Calibration(dataset.name, rates, delays, tuple(unknown))


def _rows_of(dataset: Dataset, name: str) -> NDArray[np.int64]:
    """The rows of the events of that name."""
    code = pc.index(dataset.names.words, name).as_py() if name else -1
    return np.flatnonzero(dataset.names.values == code) if code >= 0 else np.zeros(0, np.int64)


def _first_reactions(dataset: Dataset, sent: NDArray[np.int64], name: str) -> NDArray[np.int64]:
    """For each e-mail the row of the first such event after it and before the customer's next one; -1 for none."""
    rows = _rows_of(dataset, name)
    first = np.full(len(sent), -1, np.int64)
    before = np.searchsorted(sent, rows, side="right") - 1  # events stand by customer, and then by time
    customers = dataset.event_customers()
    is_own = (before >= 0) & (customers[sent[np.maximum(before, 0)]] == customers[rows])
    first[before[is_own][::-1]] = rows[is_own][::-1]  # of equal places numpy keeps the last assignment
    return first


def _instants(dataset: Dataset, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """When those events were; -1 for none."""
    return np.where(rows >= 0, dataset.at[np.maximum(rows, 0)], -1)


def _rate(had: NDArray[np.bool_], of: NDArray[np.bool_], customers: NDArray[np.int32]) -> MeasuredRate:
    return MeasuredRate(int(had.sum()), int(of.sum()), len(np.unique(customers[of])))


def _delay(since: NDArray[np.int64], until: NDArray[np.int64], counts: NDArray[np.bool_]) -> MeasuredDelay | None:
    known = counts & (since >= 0) & (until >= since)
    if known.sum() < _LEAST:
        return None
    logs = np.log(np.maximum((until[known] - since[known]) / 1e6, _LEAST_SECONDS))
    return MeasuredDelay(float(logs.mean()), float(logs.std(ddof=1)), len(logs))


def _duration(seconds: float) -> Duration:
    size, form = next((unit for unit in _UNITS if seconds >= _ENOUGH * unit[0]), _UNITS[-1])
    return Duration.parse(form.format(max(1, round(seconds / size))))
