"""What a preview of a message needs: the data, the rows of its recipients, and the message filled for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from app.data.dataset import Dataset
from app.errors import AppError
from app.files.writing import write_whole
from app.messages.context.content import Contents, contents_of
from app.messages.context.journeys import NEEDED
from app.messages.context.recipients import Recipient, Recipients, recipients_among, recipients_of
from app.messages.filling import FilledMessage
from app.messages.rendering.budget import USUAL_CUSTOMS, Customs
from app.messages.sample import MOST_FILLED, Sample, customs_for, filled_for, sample_of
from app.messages.saving import Pictures, as_eml, as_mailbox, as_page
from app.progress import Progress, silent
from app.scenario.graph import Node, Scenario

Tables = Mapping[str, pa.Table]
__all__ = ["NEEDED", "PreviewMaterial", "material_of", "save_message"]


@dataclass(frozen=True, slots=True)
class PreviewMaterial:
    """A message's recipients and what its template sees of them; `is_of_run` is false for customers as they are now."""

    scenario: Scenario
    dataset: Dataset
    tables: Tables
    node_id: str
    recipients: Recipients
    contents: Contents
    customs: Customs
    is_of_run: bool

    def sample(self, node: Node, progress: Progress = silent) -> Sample:
        """The message, as the node has it now, for all that were chosen."""
        return sample_of(node, self.dataset, self.contents, self.recipients, self.customs, progress)

    def one(self, node: Node, to: Recipient) -> FilledMessage:
        """The message for one of them."""
        return filled_for(node, self.dataset, self.contents, to, self.customs)

    def of_customer(self, customer_id: str) -> PreviewMaterial:
        """The same for the journeys of one customer; as the customer is now, where the message did not go there."""
        found = Recipients((), 0)
        if self.tables:
            found = recipients_among(self.tables["messages"], self.node_id, customer_id, MOST_FILLED)
        if not found.total:
            found = Recipients((Recipient(customer_id, self.dataset.data_end or 0, self.node_id),), 1)
        contents = contents_of(self.scenario, self.dataset, self.tables, found.chosen)
        try:
            contents.values(found.chosen[0])
        except LookupError:
            raise AppError(f"There is no customer '{customer_id}' in “{self.dataset.name}”.") from None
        is_of_run = found.chosen[0].instance > 0
        return replace(self, recipients=found, contents=contents, is_of_run=is_of_run)


def material_of(
    scenario: Scenario,
    dataset: Dataset,
    node_id: str,
    tables: Callable[[], Tables] | None = None,
    customs: Customs = USUAL_CUSTOMS,
    progress: Progress = silent,
    most: int = MOST_FILLED,
) -> PreviewMaterial:
    """What there is to preview a node's message with: recipients of a run, else customers as they are now."""
    progress(0, 0, "Looking for recipients")
    rows = tables() if tables is not None else {}
    found = recipients_of(rows["messages"], node_id, most) if rows else Recipients((), 0)
    is_of_run = found.total > 0
    if not is_of_run:
        found = _customers(dataset, node_id, most)
    contents = contents_of(scenario, dataset, rows, found.chosen)
    own = replace(customs_for(dataset, customs.locale), currency=customs.currency or customs_for(dataset).currency)
    return PreviewMaterial(scenario, dataset, rows, node_id, found, contents, own, is_of_run)


def save_message(path: Path, messages: Sequence[FilledMessage], at: int, from_name: str, pictures: Pictures) -> Path:
    """Write one of the messages or, as a mailbox, all of them; what is written follows the suffix."""
    if path.suffix == ".mbox":
        whole = [each for each in messages if not each.failure]
        return write_whole(path, as_mailbox(whole, from_name, pictures))
    message = messages[at]
    if message.failure:
        raise AppError(f"There is nothing to save. {message.failure}")
    content = as_page(message, pictures) if path.suffix == ".html" else as_eml(message, from_name, pictures)
    return write_whole(path, content)


def _customers(dataset: Dataset, node_id: str, most: int) -> Recipients:
    total, at = dataset.customer_count, dataset.data_end or 0
    rows = np.unique(np.linspace(0, max(total - 1, 0), min(total, most)).round().astype(np.int64))
    return Recipients(tuple(Recipient(str(dataset.customer_ids[int(row)]), at, node_id) for row in rows), total)
