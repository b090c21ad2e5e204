"""The product's colours, the same on the canvas, in the window, in charts and in documents. Plain text, no toolkit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme; every field is a colour as #rrggbb."""

    name: str
    window: str  # behind everything
    surface: str  # cards, panels, tables
    raised: str  # menus, hovered rows
    sunken: str  # the canvas, text fields
    line: str  # borders and dividers
    line_strong: str
    text: str
    text_quiet: str
    text_faint: str
    accent: str
    accent_text: str  # on accent
    accent_soft: str  # selection, progress background
    entry: str
    flow: str
    message: str
    state: str
    end: str
    good: str
    warning: str
    danger: str
    series: tuple[str, ...]  # charts, in order
    heat: tuple[str, ...]  # from none to all

    @property
    def is_dark(self) -> bool:
        """Whether light texts stand on a dark ground."""
        return self.name.startswith("dark")


LIGHT = Palette(
    name="light",
    window="#f4f5f8",
    surface="#ffffff",
    raised="#eef0f5",
    sunken="#fafbfd",
    line="#e2e5ec",
    line_strong="#c5cad6",
    text="#1b1f2a",
    text_quiet="#586074",
    text_faint="#8a92a5",
    accent="#5457d6",
    accent_text="#ffffff",
    accent_soft="#e6e7fb",
    entry="#1f9d6b",
    flow="#5d6b85",
    message="#2b7fe0",
    state="#9a4dca",
    end="#8790a0",
    good="#1f9d6b",
    warning="#b97a0a",
    danger="#cf3f4f",
    series=("#5457d6", "#2b9fc9", "#1f9d6b", "#d98a1f", "#c74f8e", "#7a8499", "#8f6a3c", "#3f6fb5"),
    heat=("#f1f2fb", "#d5d7f6", "#aeb1ec", "#8286e0", "#5457d6", "#373aa6"),
)

DARK = Palette(
    name="dark",
    window="#14161c",
    surface="#1d2029",
    raised="#272b36",
    sunken="#171a21",
    line="#2e3340",
    line_strong="#454c5d",
    text="#eceef4",
    text_quiet="#a9b0c0",
    text_faint="#757d90",
    accent="#8b8ef5",
    accent_text="#14161c",
    accent_soft="#2c2e55",
    entry="#3ec48d",
    flow="#8d9ab4",
    message="#5ba4f5",
    state="#c184ec",
    end="#98a1b3",
    good="#3ec48d",
    warning="#e0a63c",
    danger="#f0707e",
    series=("#8b8ef5", "#56c2e6", "#3ec48d", "#f0b04f", "#e582b6", "#a0a9bb", "#c79d6c", "#7ea7e8"),
    heat=("#20232e", "#2c2f57", "#41457f", "#5c60ae", "#8185e8", "#b3b6fb"),
)

LIGHT_CONTRAST = Palette(
    name="light-contrast",
    window="#ffffff",
    surface="#ffffff",
    raised="#e4e4e4",
    sunken="#ffffff",
    line="#5c5c5c",
    line_strong="#000000",
    text="#000000",
    text_quiet="#1c1c1c",
    text_faint="#3a3a3a",
    accent="#2a2ba8",
    accent_text="#ffffff",
    accent_soft="#d3d6ff",
    entry="#00563a",
    flow="#2f394d",
    message="#003f8f",
    state="#5d1a8a",
    end="#3b3f47",
    good="#00563a",
    warning="#663f00",
    danger="#98000f",
    series=("#2a2ba8", "#00587a", "#00563a", "#7a4300", "#8a1458", "#3b4253", "#5a3c12", "#163f7d"),
    heat=("#ffffff", "#d5d7f6", "#aeb1ec", "#8286e0", "#4447c4", "#1e2086"),
)

DARK_CONTRAST = Palette(
    name="dark-contrast",
    window="#000000",
    surface="#000000",
    raised="#2a2a2a",
    sunken="#000000",
    line="#9a9a9a",
    line_strong="#ffffff",
    text="#ffffff",
    text_quiet="#f0f0f0",
    text_faint="#cccccc",
    accent="#b9bbff",
    accent_text="#000000",
    accent_soft="#34367f",
    entry="#6cf0b6",
    flow="#c3cde0",
    message="#9accff",
    state="#e0b8ff",
    end="#d0d6e2",
    good="#6cf0b6",
    warning="#ffd080",
    danger="#ffa3ad",
    series=("#b9bbff", "#8ae0ff", "#6cf0b6", "#ffd080", "#ffb3d9", "#d0d6e2", "#ecc79b", "#b0d0ff"),
    heat=("#000000", "#2c2f57", "#41457f", "#5c60ae", "#8f93f0", "#d2d4ff"),
)
