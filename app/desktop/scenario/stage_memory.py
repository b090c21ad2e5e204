"""What is remembered of the canvas: which panels are open, what is unfolded, and where each scenario was left."""

from __future__ import annotations

from typing import Any

from app.canvas.camera import Sight
from app.desktop.shell.preferences import Preferences

MOST_SIGHTS = 200
_SIGHTS, _FOLDED, _OPENED, _OUTLINE = "sights", "folded_panels", "opened_groups", "outline"


class StageMemory:
    """Kept in the user's own preferences, never in a scenario's file; without them, for this session alone."""

    def __init__(self, preferences: Preferences | None = None) -> None:
        self._preferences = preferences
        self._own: dict[str, Any] = {}

    def is_open(self, panel: str) -> bool:
        """Whether that panel was open last."""
        return panel not in self._get(_FOLDED, [])

    def remember_panels(self, folded: list[str]) -> None:
        """These panels are folded away."""
        self._put(_FOLDED, folded)

    @property
    def has_outline(self) -> bool:
        """Whether the outline stood in the palette's place last."""
        return self._get(_OUTLINE, False) is True

    def remember_outline(self, *, is_shown: bool) -> None:
        """The outline stands in the palette's place, or the palette is back."""
        self._put(_OUTLINE, is_shown)

    @property
    def opened_groups(self) -> set[str]:
        """The groups of settings that were unfolded last."""
        return {group for group in self._get(_OPENED, []) if isinstance(group, str)}

    def remember_groups(self, opened: set[str]) -> None:
        """These groups of settings are unfolded."""
        self._put(_OPENED, sorted(opened))

    def sight(self, origin: str) -> Sight | None:
        """Where somebody had scrolled and zoomed to in that scenario; None where they saw all of it."""
        found = self._get(_SIGHTS, {}).get(origin)
        try:
            x, y, scale = map(float, found)
        except (TypeError, ValueError):
            return None
        return Sight((x, y), scale)

    def remember_sight(self, origin: str, sight: Sight | None) -> None:
        """That scenario is seen so; the ones left longest ago are forgotten."""
        sights = {key: value for key, value in self._get(_SIGHTS, {}).items() if key != origin}
        if sight is not None:
            sights[origin] = [*sight.centre, sight.scale]
        self._put(_SIGHTS, dict(list(sights.items())[-MOST_SIGHTS:]))

    def _get(self, name: str, default: Any) -> Any:
        kept = self._preferences.get(name) if self._preferences is not None else self._own.get(name)
        return kept if isinstance(kept, type(default)) else default

    def _put(self, name: str, value: Any) -> None:
        if self._preferences is not None:
            self._preferences.put(name, value)
        else:
            self._own[name] = value
