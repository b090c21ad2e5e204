"""A report in the gallery: a small picture of its own figures, its title, and the figure it leads with."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.palette import Palette
from app.ui.elided import TwoLinesLabel
from app.ui.plain_text import tooltip
from app.ui.theme import STEP, text_font
from app.ui.widgets import CardButton, column

LEAST_WIDTH = 19 * STEP
PICTURE_RATIO = 0.6  # height of a width


class SmallPicture(QWidget):
    """A picture as large as there is room for; without one, words in grey."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette
        self._picture = QPixmap()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(round((LEAST_WIDTH - 2 * STEP) * PICTURE_RATIO))

    def show_picture(self, picture: QPixmap) -> None:
        """Show this."""
        self._picture, self._words = picture, ""
        self.update()

    def say(self, words: str) -> None:
        """Words in place of a picture."""
        self._picture, self._words = QPixmap(), words
        self.update()

    def show_palette(self, palette: Palette) -> None:
        """Words in another grey."""
        self._palette = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture of the figures, or a word while there is none."""
        painter = QPainter(self)
        if self._picture.isNull():
            painter.setFont(text_font(11))
            painter.setPen(QColor(self._palette.text_faint))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), flags, self._fitting())
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        spot = QRect(0, 0, size.width(), size.height())
        spot.moveCenter(self.rect().center())
        painter.drawPixmap(spot, self._picture)

    def _fitting(self) -> str:
        """As many of the words as the room holds; the card's tooltip has them all."""
        measure, words = QFontMetrics(text_font(11)), self._words
        while words and measure.boundingRect(self.rect(), Qt.TextFlag.TextWordWrap, words).height() > self.height():
            words = words.removesuffix("…").rpartition(" ")[0]
            words += "…" if words else ""
        return words


class ReportCard(CardButton):
    """`entry` is the key of the report it stands for."""

    def __init__(self, entry: str, title: str, palette: Palette, *, is_kept: bool) -> None:
        super().__init__(f"card_{entry}", title)
        self.entry = entry
        self.drawn_for: object = None  # what its picture was drawn of
        self.setCheckable(True)
        self.setMinimumWidth(LEAST_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # as high as those beside it
        self.picture = SmallPicture(palette)
        self._title = TwoLinesLabel(title, "strong", name=f"card_{entry}_title")
        self._line = TwoLinesLabel("Kept" if is_kept else "", "small", name=f"card_{entry}_line")
        lines = column(self, gap=2)
        lines.setContentsMargins(STEP, STEP, STEP, STEP)
        self.put(lines, self.picture)
        self.put(lines, self._title)
        self.put(lines, self._line)
        lines.addStretch(1)

    @property
    def line(self) -> str:
        """The figure it leads with."""
        return self._line.text()

    @property
    def is_in_sight(self) -> bool:
        """Whether any of it can be seen."""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    @property
    def picture_size(self) -> QSize:
        """Of the picture, in pixels of the page."""
        return self.picture.size()

    def say(self, line: str, why_none: str) -> None:
        """Show the leading figure, or why there is none."""
        self._line.setText(line if not why_none else "No figures")
        words = f"{self._title.text()}, {line or why_none}"
        self.setAccessibleName(words)
        self.setToolTip(tooltip(f"{self._title.text()}\n{line or why_none}"))
        if why_none:
            self.picture.say(why_none)

    def show_palette(self, palette: Palette) -> None:
        """Other colours; the picture is drawn anew by whoever drew it."""
        self.picture.show_palette(palette)
