"""Channels as bits: the machine knows nothing else of them."""

from __future__ import annotations

from collections.abc import Callable

from app.nodes.channel import ANY, CHANNELS, Channel


def channel_bit(key: str) -> int:
    """The bit of one channel."""
    return 1 << list(CHANNELS).index(key)


def channel_bits(obeys: Callable[[Channel], bool], key: str = ANY) -> int:
    """The bits of all channels that obey a rule, or of the one that is named, if it does."""
    return sum(channel_bit(name) for name, row in CHANNELS.items() if key in (ANY, name) and obeys(row))
