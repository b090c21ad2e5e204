"""A message filled for some of its recipients: what each placeholder has for how many, and who gets the worst."""

from __future__ import annotations

from dataclasses import dataclass

from app.data.dataset import Dataset
from app.messages.context.content import Contents
from app.messages.context.recipients import Recipient, Recipients
from app.messages.filling import FilledMessage, fill
from app.messages.rendering.budget import USUAL_CUSTOMS, Customs
from app.messages.rendering.environment import Placeholder, placeholders_in
from app.nodes.catalogue import KINDS
from app.nodes.channel import CHANNELS
from app.numbers import Rate, number
from app.progress import Progress, silent
from app.scenario.graph import Node

MOST_FILLED = 400
"""Recipients that a preview fills a message for."""

MOSTLY_EMPTY = 0.05
"""The share of recipients for whom a placeholder may be empty without a word."""


@dataclass(frozen=True, slots=True)
class Share:
    """One placeholder of a field: for how many of those who are shown it there is something to show."""

    field: str
    placeholder: Placeholder
    filled: Rate

    @property
    def is_often_empty(self) -> bool:
        """Whether it is empty for more than 5 % of them."""
        return self.filled.of - self.filled.count > MOSTLY_EMPTY * self.filled.of

    def in_words(self) -> str:
        """What there is to mend: `“customer.city” in the body, line 3, is empty for 40% …`."""
        empty = Rate(self.filled.of - self.filled.count, self.filled.of)
        where = f"“{self.placeholder.text}” in the {self.field}, line {self.placeholder.line},"
        return f'{where} is empty for {empty.in_words()}; say what stands in for it: |default("…")'


@dataclass(frozen=True, slots=True)
class Sample:
    """The messages in the order of the run; `total` is how many recipients there are."""

    messages: tuple[FilledMessage, ...]
    shares: tuple[Share, ...]
    total: int

    def worst_first(self) -> list[int]:
        """Places among the messages, those with the most empty placeholders first; messages that fail before all."""

        def badness(place: int) -> tuple[bool, int]:
            message = self.messages[place]
            return bool(message.failure), len(message.empty)

        return sorted(range(len(self.messages)), key=badness, reverse=True)

    @property
    def has_worst(self) -> bool:
        """Whether any message fails or has an empty placeholder."""
        return any(message.failure or message.empty for message in self.messages)

    def in_words(self) -> str:
        """Of whom it is: `400 of 1,000,000 recipients, evenly chosen`."""
        if len(self.messages) < self.total:
            return f"{number(len(self.messages))} of {number(self.total)} recipients, evenly chosen"
        return f"{number(self.total)} recipient{'' if self.total == 1 else 's'}"


def sample_of(
    node: Node,
    dataset: Dataset,
    contents: Contents,
    recipients: Recipients,
    customs: Customs = USUAL_CUSTOMS,
    progress: Progress = silent,
) -> Sample:
    """Fill the message of a node for recipients."""
    messages = []
    for done, to in enumerate(recipients.chosen):
        progress(done, len(recipients.chosen), "Filling the message")
        messages.append(filled_for(node, dataset, contents, to, customs))
    return Sample(tuple(messages), tuple(_shares(node, messages)), recipients.total)


def filled_for(
    node: Node, dataset: Dataset, contents: Contents, to: Recipient, customs: Customs = USUAL_CUSTOMS
) -> FilledMessage:
    """The message of a node to one of them."""
    channel = CHANNELS.get(node.type)
    column = dataset.roles.attributes.get(channel.address_role, "") if channel is not None else ""
    values = contents.values(to)
    customer = values["customer"]
    address = customer.get(column) if isinstance(customer, dict) else None
    return fill(node, to, values, str(address or ""), customs)


def customs_for(dataset: Dataset, locale: str = "en") -> Customs:
    """The customs of messages to a dataset's customers: amounts are in the currency of its amounts."""
    column = dataset.roles.properties.get("amount", "")
    currency = dataset.roles.property_currencies.get(column, "")
    return Customs(locale, currency if len(currency) == 3 and currency.isalpha() else "")  # ISO 4217


def _shares(node: Node, messages: list[FilledMessage]) -> list[Share]:
    shares = []
    for field in KINDS[node.type].templates:
        for place, placeholder in enumerate(placeholders_in(getattr(node.params, field, None) or "")):
            seen = sum((field, place) in message.shown for message in messages)
            empty = sum((field, place) in message.empty for message in messages)
            shares.append(Share(field, placeholder, Rate(seen - empty, seen)))
    return shares
