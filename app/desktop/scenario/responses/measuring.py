"""Rates and delays measured from the data that are chosen, in the background, in place of guesses."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from app.desktop.open_workspace import Desk
from app.desktop.scenario.forecasting.channel_responses import ChannelResponses
from app.desktop.scenario.responses.responses_panel import ResponsesPanel
from app.desktop.scenario.runner import Runner
from app.errors import AppError
from app.jobs.messages.calibrating import CHANNEL, Asked, Calibration, calibrate
from app.progress import Progress
from app.workspace.contents.loaded_datasets import LoadedDatasets


class Measuring(QObject):
    """Does what the panel asks for, and tells it what came of it."""

    def __init__(self, desk: Desk, runner: Runner, responses: ChannelResponses, panel: ResponsesPanel) -> None:
        super().__init__(panel)
        self._desk, self._runner, self._responses, self._panel = desk, runner, responses, panel
        panel.measure_wanted.connect(self._begin)

    def _begin(self) -> None:
        datasets, name = self._desk.datasets, self._runner.dataset_name
        if datasets is None or not name:
            self._panel.say("No data are chosen to measure in.")
            return
        self._panel.say("Measuring…")
        self._desk.reads.start(
            "Measuring reactions",
            partial(_measure, datasets, name, self._panel.asked(self._desk.listing.segments)),
            self._take,
        )

    def _take(self, found: Calibration | AppError) -> None:
        if isinstance(found, AppError):
            self._panel.say(found.message)
            return
        now = self._responses.now.get(CHANNEL)
        self._responses.measure(CHANNEL, found.applied(now), found.words())
        more = "".join(f"\n{each}" for each in found.further_words())
        rest = "".join(f"\nStill a guess – {each}." for each in found.unknown)
        self._panel.say(f"Measured in {found.dataset_name}.{more}{rest}")


def _measure(datasets: LoadedDatasets, name: str, asked: Asked, progress: Progress) -> Calibration | AppError:
    """What was found, or what the data lack, which is said in the panel."""
    dataset = datasets.get(name, progress)
    try:
        return calibrate(dataset, progress, asked)
    except AppError as error:
        return error
