"""The bundled icons (Material Design Icons, as SVG), drawn at any size in any colour."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.resources import resource

DISABLED = 0.4
_SIZES_PX = (16, 24, 32, 48)


class IconPainter(QIconEngine):
    """Draws one icon in one colour at the size and sharpness that is asked for; paler or otherwise where disabled."""

    def __init__(self, name: str, colour: str, disabled: str = "") -> None:
        super().__init__()
        self._name, self._colour, self._disabled = name, colour, disabled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw into the middle of the rectangle."""
        painter.save()
        is_disabled = mode is QIcon.Mode.Disabled
        if is_disabled and not self._disabled:
            painter.setOpacity(painter.opacity() * DISABLED)
        paint_icon(painter, QRectF(rect), self._name, (is_disabled and self._disabled) or self._colour)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon alone, on nothing."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made


@cache
def icon(name: str, colour: str, disabled: str = "") -> QIcon:
    """A bundled icon, e.g. `icon("email-outline", palette.text_quiet)`; one that is not there is an error of ours.

    `disabled` is the colour of a disabled one, where a paler one could not be seen.
    """
    _renderer(name, colour)
    return QIcon(IconPainter(name, colour, disabled))


@cache
def choice_icon(name: str, colour: str, chosen: str) -> QIcon:
    """An icon for what can be down or up: `colour` while up, `chosen` while down."""
    made = QIcon()
    for state, shade in ((QIcon.State.Off, colour), (QIcon.State.On, chosen)):
        for size_px in _SIZES_PX:
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
                made.addPixmap(icon(name, shade).pixmap(size_px, size_px), mode, state)
    return made


def paint_icon(painter: QPainter, room: QRectF, name: str, colour: str) -> None:
    """Draw an icon, as large as the room allows, into its middle."""
    side = min(room.width(), room.height())
    place = QRectF(0, 0, side, side)
    place.moveCenter(room.center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour).render(painter, place)


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    tinted = drawing.replace("<svg ", f'<svg fill="{QColor(colour).name()}" ', 1)
    return QSvgRenderer(QByteArray(tinted.encode()))
