"""How a document looks: light or dark, in our colours or in a client's."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.look.colours import contrast, hues_apart, luminance, mix, readable_on
from app.look.palette import DARK, LIGHT, Palette
from app.reports.documents.composing.composition import Composition, Theme

_LEAST_CONTRAST = 4.5  # of a text on its ground (WCAG 2.2)
_NEAR_HUE = 0.09
_BRIGHT = 0.5  # luminance
_HEAT = (0.06, 0.22, 0.42, 0.64, 0.86, 1.0)


@dataclass(frozen=True, slots=True)
class Look:
    """A theme and a client's colour, if any."""

    theme: Theme = "reader"
    colour: str = ""

    @property
    def light(self) -> Palette:
        """The colours on white."""
        return branded(LIGHT, self.colour) if self.colour else LIGHT

    @property
    def dark(self) -> Palette:
        """The colours at night."""
        return branded(DARK, self.colour) if self.colour else DARK

    @property
    def paged(self) -> Palette:
        """The colours of pages and slides, which follow no reader's device."""
        return self.dark if self.theme == "dark" else self.light


def look_of(composition: Composition) -> Look:
    """The look that a composition asks for."""
    return Look(composition.theme, composition.colour.lower())


def branded(palette: Palette, colour: str) -> Palette:
    """The palette in a client's colour: accents, the first series and heat; the other series stay apart from it."""
    accent = _readable(colour, palette.surface)
    others = [each for each in palette.series if hues_apart(each, colour) > _NEAR_HUE]
    return replace(
        palette,
        accent=accent,
        accent_text=readable_on(accent),
        accent_soft=mix(palette.surface, colour, 0.15),
        message=accent,
        series=(accent, *others)[: len(palette.series)],
        heat=tuple(mix(palette.surface, accent, share) for share in _HEAT),
    )


def _readable(colour: str, ground: str) -> str:
    """The colour, made as much darker or lighter as a text on that ground needs."""
    towards = "#000000" if luminance(ground) > _BRIGHT else "#ffffff"
    steps = (mix(colour, towards, step / 20) for step in range(21))
    return next(each for each in steps if contrast(each, ground) >= _LEAST_CONTRAST)
