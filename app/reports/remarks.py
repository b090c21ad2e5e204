"""What has to be known about figures, in people's words, each with the place where it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.data.dataset import Dataset
from app.data.quality.report import quality
from app.nodes.channel import CHANNELS
from app.numbers import Rate
from app.reports.report import Subject

PlaceToMend = Literal["data", "columns", "scenario"]
_OF_THE_DATA = "The dataset "  # how a warning begins of what no column is said to hold


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence, and where what it says is mended."""

    words: str
    place: PlaceToMend


def remarks_of_run(subject: Subject) -> tuple[Remark, ...]:
    """Who could not be reached by each channel and why, and what the run itself has to say."""
    warnings = [*subject.summary.warnings, *(subject.forecast.warnings if subject.forecast else ())]
    said = [
        Remark(_in_words(warning), "columns" if warning.startswith(_OF_THE_DATA) else "scenario")
        for warning in warnings
    ]
    return tuple(dict.fromkeys((*_unreached(subject), *said)))


def remarks_of_data(dataset: Dataset) -> tuple[Remark, ...]:
    """What is wrong with the data or missing in them."""
    return tuple(
        Remark(f"{finding.words.removesuffix('.')} ({finding.rate.percent()}).", "data")
        for finding in quality(dataset).findings
    )


def _in_words(warning: str) -> str:
    """What a run warns of as people say it; it names roles of columns, as the command line does."""
    for channel in CHANNELS.values():
        if warning.startswith(_OF_THE_DATA) and f" {channel.key} " in warning:
            return f"The data do not say who has {channel.address_words}, so everybody counts as having one."
    return warning


def _unreached(subject: Subject) -> Iterator[Remark]:
    """By channel: whom its messages could not go to, of all that were decided."""
    for channel in CHANNELS.values():
        ids = [node.id for node in subject.scenario.nodes if node.type == channel.key]
        counts = [subject.summary.nodes[id_] for id_ in ids if id_ in subject.summary.nodes]
        decided = sum(each.sent + sum((each.skipped or {}).values()) for each in counts)
        for reason, who in (
            ("no_address", f"customers without {channel.address_words}"),
            ("no_consent", "customers who had not agreed to get them"),
        ):
            rate = Rate(sum((each.skipped or {}).get(reason, 0) for each in counts), decided)
            if rate.count:
                words = f"{rate.percent()} of the {channel.words} would have gone to {who} ({rate.fraction()})."
                yield Remark(words, "data")
