"""How fast a run is played back."""

from __future__ import annotations

from enum import Enum

DAY_US = 86_400_000_000
HOP_S = 0.5
"""How long a dot takes along a wire on the screen, whatever the speed."""


class Speed(Enum):
    """The time of the run that passes in a second."""

    DAY = 1
    THREE_DAYS = 3
    WEEK = 7
    MONTH = 30

    @property
    def title(self) -> str:
        """As one chooses it."""
        words = {Speed.DAY: "1 day", Speed.THREE_DAYS: "3 days", Speed.WEEK: "1 week", Speed.MONTH: "1 month"}
        return f"{words[self]} a second"

    @property
    def us_a_second(self) -> int:
        """Microseconds of the run."""
        return self.value * DAY_US

    @property
    def hop_us(self) -> int:
        """What a dot takes along a wire, in time of the run."""
        return round(self.us_a_second * HOP_S)
