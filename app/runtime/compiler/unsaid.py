"""What a dataset or a workspace does not say, so that a run cannot check or model it: sentences for the user."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.data.dataset import Dataset
from app.nodes.ad_platforms import KNOWN_BY
from app.nodes.channel import CHANNELS
from app.nodes.instructions import ChangeAudience, Instruction, Send
from app.runtime.compiler.customers import addresses_for_ads, has_addresses
from app.runtime.compiler.responses import Responses


def unsaid(dataset: Dataset, instructions: Sequence[Instruction], responses: Responses | None) -> Iterator[str]:
    """Sentences on what the run cannot check or model, once for each channel that the scenarios use."""
    adding = any(isinstance(each, ChangeAudience) and each.adds for each in instructions)
    if adding and not addresses_for_ads(dataset):
        roles = " or ".join(f"'{channel.address_role}'" for channel in KNOWN_BY)
        yield (
            "The dataset does not say where the addresses are by which ad platforms know people, so everybody counts "
            f"as having one; give a column the role {roles}."
        )
    sends = [instruction for instruction in instructions if isinstance(instruction, Send)]
    for channel, row in CHANNELS.items():
        own = [send for send in sends if send.channel == channel]
        if own and not has_addresses(dataset, row):
            yield (
                f"The dataset does not say where the addresses for {channel} are, so everybody counts as having one; "
                f"give a column the role '{row.address_role}'."
            )
        if responses is not None and any(responses.of(send) is None for send in own):
            yield (
                f"Some {channel} messages say nothing of how people respond, and the workspace has no response for "
                f"{channel}; nobody reacts to them in this forecast."
            )
