"""Pictures drawn last, so that figures that come back are not drawn anew."""

from __future__ import annotations

from typing import NamedTuple
from weakref import ref

from app.desktop.results.counting import Face
from app.desktop.results.report.chart_view import Drawing
from app.reports.documents.figures.pictures import ScreenPicture, screen_picture

_MOST = 8


class _Drawn(NamedTuple):
    face: ref[Face]
    drawing: Drawing
    picture: ScreenPicture


class DrawnPictures:
    """The pictures asked for last; they do not hold on to the figures. Usable from any thread."""

    def __init__(self) -> None:
        self._held: tuple[_Drawn, ...] = ()  # the one asked for last stands last

    def of(self, face: Face, drawing: Drawing) -> ScreenPicture:
        """The figures drawn so."""
        known = [each for each in self._held if each.face() is face and each.drawing == drawing]
        drawn = known[0] if known else _Drawn(ref(face), drawing, _draw(face, drawing))
        others = (each for each in self._held if each is not drawn and each.face() is not None)
        self._held = (*others, drawn)[-_MOST:]
        return drawn.picture


def _draw(face: Face, drawing: Drawing) -> ScreenPicture:
    return screen_picture(
        face.figures,
        drawing.width,
        drawing.height,
        palette=drawing.palette,
        scale=drawing.scale,
        unit=drawing.unit,
    )
