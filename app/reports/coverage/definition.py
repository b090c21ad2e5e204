"""Coverage: how many customers have an address and a consent for each channel, and could be written to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.errors import AppError
from app.nodes.channel import CHANNELS, Channel
from app.nodes.conditions import Step
from app.nodes.words.sentences import where_sentence
from app.reports.by_customer.counting import did, of_step
from app.reports.coverage.figures import Bits, ChannelCoverage, CoverageFigures
from app.reports.definition.matching import step_problems
from app.reports.definition.recorded_definition import RecordedDefinition
from app.scenario.lists_used import SUPPRESSION


@dataclass(frozen=True, slots=True)
class CoverageDefinition(RecordedDefinition):
    """Of whom: of everybody, or of those who did an event."""

    step: Step | None = None

    def _in_words(self) -> str:
        """The definition in sentences."""
        step = self.step
        whom = f"customers who did “{step.event}”{where_sentence(step.where)}" if step else "all customers"
        return (
            f"Shares are of {whom}. Reachable is who has an address, said yes where the data says who did, has not "
            f"unsubscribed from the channel, and is not in the list “{SUPPRESSION}”: whoever would get a marketing "
            "message at the data’s end, quiet hours, caps and control groups aside. “–”: the data does not say."
        )

    def _document(self) -> dict[str, Any]:
        """The definition as it can be given again."""
        return {"event": self.step and self.step.model_dump(mode="json", exclude_defaults=True)}


def proposed_coverage(dataset: Dataset) -> CoverageDefinition | None:
    """Of everybody; None where the data knows no addresses and no consents."""
    return CoverageDefinition() if any(_is_known(dataset, channel) for channel in CHANNELS.values()) else None


def coverage(dataset: Dataset, definition: CoverageDefinition) -> CoverageFigures:
    """The figures of each channel of which the data says anything; AppError where there is no such event."""
    chosen = np.ones(dataset.customer_count, np.bool_)
    if definition.step:
        if problems := step_problems(dataset, [definition.step], ["event"]):
            raise AppError("The coverage cannot be counted.", problems)
        chosen = _who_did(dataset, definition.step)
    suppressed = dataset.lists.get(SUPPRESSION, np.zeros(dataset.customer_count, np.bool_))
    known = [channel for channel in CHANNELS.values() if _is_known(dataset, channel)]
    channels = tuple(_channel(dataset, channel, suppressed, chosen) for channel in known)
    return CoverageFigures(definition, dataset.customer_ids, chosen, channels)


def _is_known(dataset: Dataset, channel: Channel) -> bool:
    roles = dataset.roles.attributes
    return channel.address_role in roles or channel.consent_role in roles


def _channel(dataset: Dataset, channel: Channel, suppressed: Bits, chosen: Bits) -> ChannelCoverage:
    address, consent = _role(dataset, channel.address_role), _role(dataset, channel.consent_role)
    everybody = np.ones(dataset.customer_count, np.bool_)
    event = dataset.roles.events.get(channel.unsubscribe_role)
    left = _who_did(dataset, Step(event=event)) if event is not None else None
    has = address.filled if address is not None else None
    agreed = None
    if consent is not None:
        agreed = (consent.values == 1) & (consent.type is ColumnType.BOOLEAN)
    reachable = (has if has is not None else everybody) & (agreed if agreed is not None else everybody) & ~suppressed
    if left is not None:
        reachable = reachable & ~left
    return ChannelCoverage(
        channel.words[:1].upper() + channel.words[1:],
        tuple(None if bits is None else np.asarray(bits & chosen, np.bool_) for bits in (has, agreed, left, reachable)),
    )


def _role(dataset: Dataset, role: str) -> Column | None:
    return dataset.attributes.get(dataset.roles.attributes.get(role, ""))


def _who_did(dataset: Dataset, step: Step) -> Bits:
    return did(dataset, of_step(dataset, step), ("count",)).count > 0
