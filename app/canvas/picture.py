"""A scenario as a picture: PNG, SVG and PDF, with the scenario itself inside so that it can be opened again."""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape, unescape
from itertools import product
from math import ceil
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QImageReader, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgGenerator

from app.canvas.compact import COMPACT, WORDS_BELOW
from app.canvas.geometry import CARD_HEIGHT, CARD_WIDTH
from app.canvas.items.drawing_tools import faces
from app.canvas.items.small_card import words_height
from app.canvas.scene import CanvasScene
from app.errors import AppError
from app.files.reading import read_document
from app.look.palette import LIGHT
from app.scenario.files import dump_scenario
from app.ui.plain_text import one_line

SUFFIXES = (".png", ".svg", ".pdf")
READABLE = (".png", ".svg")

_KEY = "rehearse.scenario"
_MARGIN, _BESIDE = 40.0, 120.0  # around the cards; on the right also what stands beside the last outputs
_SHARPNESS, _MOST_PX = 2.0, 16_000
_LEAST_ON_PAPER = 0.2
"""So small, names of cards are still whole in three lines; what would be smaller on a page is printed on several."""
_PER_INCH = 96  # as large are the words of a card on paper as on a usual screen: 9 points
_FOOT = 28.0
_FOOT_LINE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
_CUT = Qt.TextElideMode.ElideRight
_SVG_OPEN, _SVG_CLOSE = f'<metadata id="{_KEY}">', "</metadata>"
_IN_SVG = re.compile(re.escape(_SVG_OPEN) + "(.*?)" + re.escape(_SVG_CLOSE), re.DOTALL)


def picture_of(canvas: CanvasScene, suffix: str) -> bytes:
    """The whole scenario as the bytes of a file of that kind."""
    with _unselected(canvas):
        return {".png": _png, ".svg": _svg, ".pdf": _pdf}[suffix](canvas)


def paint_whole(canvas: CanvasScene, painter: QPainter, room: QRectF) -> None:
    """Paint the whole scenario into that room, as large as it fits."""
    canvas.look_from(0.0)  # whatever size it has on the screen
    canvas.render(painter, room, _shown(canvas, room.size()), Qt.AspectRatioMode.KeepAspectRatio)


def orientation_of(canvas: CanvasScene) -> QPageLayout.Orientation:
    """How a page has to lie for the scenario to be large on it."""
    area = _area(canvas)
    is_wide = area.width() >= area.height()
    return QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a print: which it is of how many across and down, and the part of the scene on it."""

    column: int
    row: int
    columns: int
    rows: int
    part: QRectF


def print_whole(canvas: CanvasScene, printer: QPrinter) -> None:
    """Print it as large as it is read: on one page or, where names would have no room there, on several."""
    painter = QPainter(printer)  # begins inside the margins
    device = printer.pageLayout().paintRectPixels(printer.resolution()).size()
    page = (QSizeF(device) * (_PER_INCH / printer.resolution())).toSize()  # cards are drawn as on a screen
    painter.setWindow(QRect(QPoint(0, 0), page))
    painter.setViewport(QRect(QPoint(0, 0), device))
    sheets = sheets_of(canvas, QSizeF(page))
    wanted = sheets[max(printer.fromPage() - 1, 0) : printer.toPage() or None] or sheets
    for sheet in wanted:
        if sheet is not wanted[0]:
            printer.newPage()
        paint_sheet(canvas, painter, QSizeF(page), sheet)
    painter.end()


def sheets_of(canvas: CanvasScene, page: QSizeF) -> list[Sheet]:
    """The pages of that size, row by row; where there are several, a card that one of them cuts is whole on another."""
    area = _shown(canvas, page)
    if min(page.width() / area.width(), page.height() / area.height()) >= _LEAST_ON_PAPER:
        return [Sheet(0, 0, 1, 1, area)]
    area = _area(canvas).adjusted(0, 0, 0, words_height(_LEAST_ON_PAPER))
    across = _steps(area.left(), area.width(), page.width() / _LEAST_ON_PAPER, CARD_WIDTH + 2 * _MARGIN)
    below = CARD_HEIGHT + words_height(_LEAST_ON_PAPER)
    down = _steps(area.top(), area.height(), (page.height() - _FOOT) / _LEAST_ON_PAPER, below)
    size = QSizeF(page.width(), page.height() - _FOOT) / _LEAST_ON_PAPER
    return [
        Sheet(column, row, len(across), len(down), QRectF(QPointF(left, top), size))
        for row, top in enumerate(down)
        for column, left in enumerate(across)
    ]


def _steps(begin: float, whole: float, seen: float, shared: float) -> list[float]:
    """Where parts begin that are that long, and together are the whole, each with so much of the one before."""
    many = max(ceil((whole - shared) / (seen - shared)), 1)
    return [begin + (whole - seen) * (at / (many - 1) if many > 1 else 0.5) for at in range(many)]


def paint_sheet(canvas: CanvasScene, painter: QPainter, page: QSizeF, sheet: Sheet) -> None:
    """Paint one page; of several, which one it is stands at its foot."""
    if sheet.columns * sheet.rows == 1:
        paint_page(canvas, painter, page)
        return
    with _unselected(canvas), _on_paper(canvas):
        canvas.look_from(0.0)
        room = QRectF(0, 0, page.width(), page.height() - _FOOT)
        canvas.render(painter, room, sheet.part, Qt.AspectRatioMode.IgnoreAspectRatio)
        _paint_foot(canvas, painter, page, sheet)


def _paint_foot(canvas: CanvasScene, painter: QPainter, page: QSizeF, sheet: Sheet) -> None:
    """The scenario's name and the page's number, and a small plan of all pages with this one filled."""
    top, tools = page.height() - _FOOT, canvas.tools
    name = faces().small_measure.elidedText(one_line(canvas.session.scenario.name), _CUT, page.width() / 2)
    number = sheet.row * sheet.columns + sheet.column + 1
    painter.setClipping(False)
    painter.setFont(faces().small)
    painter.setPen(tools.text)
    line = QRectF(0, top, page.width(), _FOOT)
    painter.drawText(line, _FOOT_LINE, f"{name}  ·  page {number} of {sheet.columns * sheet.rows}")
    high = (_FOOT - 4) / sheet.rows
    wide = min(high * page.width() / page.height(), page.width() / 4 / sheet.columns)
    for row, column in product(range(sheet.rows), range(sheet.columns)):
        left = page.width() - 2 - (sheet.columns - column) * wide
        painter.setBrush(tools.accent if (column, row) == (sheet.column, sheet.row) else Qt.BrushStyle.NoBrush)
        painter.setPen(tools.far_card)
        painter.drawRect(QRectF(left, top + 2 + row * high, wide, high))


def paint_page(canvas: CanvasScene, painter: QPainter, page: QSizeF) -> None:
    """Paint the whole scenario in the middle of a white page."""
    taken = _shown(canvas, page).size().scaled(page, Qt.AspectRatioMode.KeepAspectRatio)
    free = page - taken
    with _unselected(canvas), _on_paper(canvas):
        paint_whole(canvas, painter, QRectF(QPointF(free.width() / 2, free.height() / 2), taken))


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


@contextmanager
def _unselected(canvas: CanvasScene) -> Generator[None]:
    """A picture shows no selection."""
    selection = canvas.session.selection
    canvas.session.select()
    try:
        yield
    finally:
        canvas.session.select(selection.nodes, selection.edges, selection.notes)


@contextmanager
def _on_paper(canvas: CanvasScene) -> Generator[None]:
    """Paper is white, whatever the window is."""
    palette = canvas.tools.palette
    if palette.is_dark:
        canvas.show_palette(LIGHT)
    try:
        yield
    finally:
        if palette.is_dark:
            canvas.show_palette(palette)


def _area(canvas: CanvasScene) -> QRectF:
    return canvas.content_rect().adjusted(-_MARGIN, -_MARGIN, _BESIDE, _MARGIN)


def _shown(canvas: CanvasScene, size: QSizeF) -> QRectF:
    """The part of the scene that a picture of at most that size shows: names may stand under the lowest cards."""
    area = _area(canvas)
    scale = min(size.width() / area.width(), size.height() / area.height())
    below = words_height(scale) if scale < COMPACT else 0.0
    return area.adjusted(0, 0, 0, max(min(below, WORDS_BELOW) - _MARGIN, 0.0))


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
    with _on_paper(canvas):
        paint_whole(canvas, painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    return bytes(buffer.data().data())
