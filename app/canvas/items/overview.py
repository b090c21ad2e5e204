"""The canvas from afar: thousands of cards and wires as a few batches of rectangles and lines."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter

from app.canvas.geometry import CARD_WIDTH
from app.canvas.scene import CanvasScene
from app.nodes.catalogue import KINDS
from app.nodes.kind import Family

FAR = 0.28
"""Below this zoom the items do not paint themselves; words would be too small to read."""

_TILE = 48.0


class Overview:
    """Paints a scene from afar; the batches are made again when the scene has changed."""

    def __init__(self, scene: CanvasScene) -> None:
        self.scene = scene
        self._revision = -1
        self._cards: list[QRectF] = []
        self._selected: list[QRectF] = []
        self._with_problems: list[QRectF] = []
        self._with_remarks: list[QRectF] = []
        self._tiles: dict[Family, list[QRectF]] = {}
        self._wires: list[QLineF] = []
        self._selected_wires: list[QLineF] = []

    def paint(self, painter: QPainter) -> None:
        """Paint all cards and wires in the scene's coordinates."""
        if self._revision != self.scene.revision:
            self._gather()
        tools = self.scene.tools
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(tools.far_wire)
        painter.drawLines(self._wires)
        painter.setPen(tools.far_wire_selected)
        painter.drawLines(self._selected_wires)
        painter.setPen(tools.far_card)
        painter.setBrush(tools.surface)
        painter.drawRects(self._cards)
        painter.setPen(tools.nobody)
        for family, tiles in self._tiles.items():
            painter.setBrush(tools.families[family])
            painter.drawRects(tiles)
        painter.setBrush(tools.warning)
        painter.drawRects(self._with_remarks)
        painter.setBrush(tools.danger)
        painter.drawRects(self._with_problems)
        painter.setPen(tools.far_selected)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(self._selected)

    def _gather(self) -> None:
        self._revision = self.scene.revision
        self._cards, self._selected, self._with_problems, self._with_remarks = [], [], [], []
        self._tiles = {family: [] for family in Family}
        self._wires, self._selected_wires = [], []
        for node in self.scene.nodes.values():
            x, y = node.x(), node.y()
            card = QRectF(x, y, CARD_WIDTH, node.height)
            self._cards.append(card)
            self._tiles[KINDS[node.node.type].family].append(QRectF(x, y, _TILE, node.height))
            if node.state.selected:
                self._selected.append(card)
            if node.has_problems or node.has_remarks:
                marked = self._with_problems if node.has_problems else self._with_remarks
                marked.append(QRectF(x + CARD_WIDTH - 36, y - 12, 48, 48))
        for edge in self.scene.edges.values():
            lines = self._selected_wires if edge.selected else self._wires
            for a, b in zip(edge.line, edge.line[1:], strict=False):
                lines.append(QLineF(*a, *b))
