"""Where ads are shown to an audience, and what a customer must have and agree to for being added to one."""

from __future__ import annotations

from dataclasses import dataclass

from app.nodes.channel import EMAIL, SMS, Channel
from app.registry import Registry


@dataclass(frozen=True, slots=True)
class AdPlatform:
    """A row of the table: how it stands in files, and what it is called."""

    key: str
    word: str


PLATFORMS = Registry(
    (
        AdPlatform("meta", "Meta"),
        AdPlatform("google", "Google"),
        AdPlatform("tiktok", "TikTok"),
        AdPlatform("linkedin", "LinkedIn"),
        AdPlatform("other", "another platform"),
    ),
    lambda platform: platform.key,
)
CONSENT_ROLE = "ad_consent"
KNOWN_BY: tuple[Channel, ...] = (EMAIL, SMS)
"""A platform knows a customer by the address of one of these."""
