"""A scenario as a picture: PNG, SVG and PDF, with the scenario itself inside so that it can be opened again."""

from __future__ import annotations

import json
import re
from html import escape, unescape
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgGenerator

from app.canvas.scene import CanvasScene
from app.errors import AppError
from app.files.reading import read_document
from app.scenario.files import dump_scenario

SUFFIXES = (".png", ".svg", ".pdf")
READABLE = (".png", ".svg")

_KEY = "rehearse.scenario"
_MARGIN, _BESIDE = 40.0, 120.0  # around the cards; on the right also what stands beside the last outputs
_SHARPNESS, _MOST_PX = 2.0, 16_000
_SVG_OPEN, _SVG_CLOSE = f'<metadata id="{_KEY}">', "</metadata>"
_IN_SVG = re.compile(re.escape(_SVG_OPEN) + "(.*?)" + re.escape(_SVG_CLOSE), re.DOTALL)


def picture_of(canvas: CanvasScene, suffix: str) -> bytes:
    """The whole scenario as the bytes of a file of that kind."""
    selection = canvas.session.selection
    canvas.session.select()  # a picture shows no selection
    try:
        return {".png": _png, ".svg": _svg, ".pdf": _pdf}[suffix](canvas)
    finally:
        canvas.session.select(selection.nodes, selection.edges, selection.notes)


def paint_whole(canvas: CanvasScene, painter: QPainter, room: QRectF) -> None:
    """Paint the whole scenario into that room, as large as it fits."""
    canvas.look_from(0.0)  # whatever size it has on the screen
    canvas.render(painter, room, _area(canvas), Qt.AspectRatioMode.KeepAspectRatio)


def print_whole(canvas: CanvasScene, printer: QPrinter) -> None:
    """Print it on one page."""
    painter = QPainter(printer)
    paint_whole(canvas, painter, QRectF(printer.pageLayout().paintRectPixels(printer.resolution()).translated(0, 0)))
    painter.end()


def scenario_in(path: Path) -> bytes:
    """The document of the scenario that a picture holds; AppError where it holds none."""
    if path.suffix.lower() == ".svg":
        found = _IN_SVG.search(read_document(path).decode("utf-8", "replace"))
        text = unescape(found[1]) if found else ""
    else:
        buffer = QBuffer()  # the reader holds no reference to it
        buffer.setData(QByteArray(read_document(path)))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        text = QImageReader(buffer, QByteArray(b"png")).text(_KEY)
    if not text:
        raise AppError(f"{path.name} is a picture without a scenario inside.")
    return text.encode()


def _area(canvas: CanvasScene) -> QRectF:
    return canvas.content_rect().adjusted(-_MARGIN, -_MARGIN, _BESIDE, _MARGIN)


def _document(canvas: CanvasScene) -> str:
    """In letters that every kind of file holds."""
    return json.dumps(json.loads(dump_scenario(canvas.session.scenario)))


def _png(canvas: CanvasScene) -> bytes:
    area = _area(canvas)
    scale = min(_SHARPNESS, _MOST_PX / max(area.width(), area.height()))
    image = QImage((area.size() * scale).toSize().expandedTo(QSize(1, 1)), QImage.Format.Format_RGB32)
    image.fill(canvas.tools.canvas.color())
    image.setText(_KEY, _document(canvas))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    paint_whole(canvas, painter, QRectF(image.rect()))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants the format as bytes, PySide takes a text
    return bytes(buffer.data().data())


def _svg(canvas: CanvasScene) -> bytes:
    area, buffer = _area(canvas), QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(area.size().toSize())
    made.setViewBox(QRectF(QRectF().topLeft(), area.size()))
    made.setTitle(canvas.session.scenario.name)
    painter = QPainter(made)
    painter.fillRect(QRectF(QRectF().topLeft(), area.size()), canvas.tools.canvas)
    paint_whole(canvas, painter, QRectF(QRectF().topLeft(), area.size()))
    painter.end()
    text = bytes(buffer.data().data()).decode()
    end = text.rindex("</svg>")
    return f"{text[:end]}{_SVG_OPEN}{escape(_document(canvas), quote=False)}{_SVG_CLOSE}\n{text[end:]}".encode()


def _pdf(canvas: CanvasScene) -> bytes:
    area, buffer = _area(canvas), QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QPdfWriter(buffer)
    made.setTitle(canvas.session.scenario.name)
    made.setPageSize(QPageSize(QSizeF(area.width(), area.height()) * 0.75, QPageSize.Unit.Point))
    made.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(made)
    paint_whole(canvas, painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    return bytes(buffer.data().data())
