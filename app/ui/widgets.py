"""The few small widgets all places are made of; whatever they show is plain text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import Shiboken

from app.look.palette import Palette
from app.ui.icons import icon
from app.ui.theme import STEP

ICON_PX = 18
TEXT_WIDTH = 440
DASHES_PX = 1.5
LayoutT = TypeVar("LayoutT", bound=QBoxLayout)


def label(text: str, role: str = "", *, wraps: bool = False, name: str = "") -> QLabel:
    """A text in one of the style sheet's roles; never rich text."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wraps)
    made.setObjectName(name)
    return made


def button(
    text: str,
    kind: str = "",
    *,
    name: str = "",
    on_click: Callable[[], object] | None = None,
    of: type[QPushButton] = QPushButton,
) -> QPushButton:
    """A push button of the style sheet's kind: "", "primary", "quiet" or "danger"."""
    made = of(text)
    made.setProperty("kind", kind)
    made.setObjectName(name)
    made.setIconSize(QSize(ICON_PX, ICON_PX))
    made.setAutoDefault(False)
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


class SinglePressButton(QPushButton):
    """A button where another stands before it comes: the second press of a double click was meant for that one."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


class CardButton(QPushButton):
    """A card that is a button: as large as its layout asks for; what stands on it lets the mouse through."""

    def __init__(self, name: str, accessible_name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # may become narrower than its hint
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def put(self, layout: QBoxLayout, widget: QWidget, stretch: int = 0) -> None:
        """Place a widget on the card."""
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout.addWidget(widget, stretch)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()


def tool_button(tip: str, *, name: str = "", on_click: Callable[[], object] | None = None) -> QToolButton:
    """A small button with an icon only; `tip` is its tooltip and its accessible name."""
    made = QToolButton()
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setObjectName(name)
    made.setIconSize(QSize(ICON_PX, ICON_PX))
    if on_click is not None:
        made.clicked.connect(lambda _checked=False: on_click())
    return made


def frame(role: str, name: str = "") -> QFrame:
    """A surface in one of the style sheet's roles: card, panel, bar, foot, divider."""
    made = QFrame()
    made.setProperty("role", role)
    made.setObjectName(name)
    return made


def column(parent: QWidget | None = None, margin: int = 0, gap: int = STEP) -> QVBoxLayout:
    """A vertical layout with the given margin on all sides."""
    return _spaced(QVBoxLayout(parent) if parent else QVBoxLayout(), margin, gap)


def row(parent: QWidget | None = None, margin: int = 0, gap: int = STEP) -> QHBoxLayout:
    """A horizontal layout with the given margin on all sides."""
    return _spaced(QHBoxLayout(parent) if parent else QHBoxLayout(), margin, gap)


def _spaced(layout: LayoutT, margin: int, gap: int) -> LayoutT:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout


def keep_room(made: QWidget) -> None:
    """Nothing moves when it comes into sight."""
    policy = made.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    made.setSizePolicy(policy)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete the widgets."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        Shiboken.delete(item)  # nobody else would


class _Page(QScrollArea):
    """Never narrower than what it holds; where texts are so large that it has to be, it scrolls to the side.

    `margin` at the right of what it holds is where the scroll bar comes to stand, if it is wide enough.
    """

    def __init__(self, margin: int) -> None:
        super().__init__()
        self._margin = margin

    def minimumSizeHint(self) -> QSize:
        held, least = self.widget(), super().minimumSizeHint()
        taken = self._taken() if self._margin else self.verticalScrollBar().sizeHint().width()
        return QSize(held.minimumSizeHint().width() + taken if held else least.width(), least.height())

    def viewportEvent(self, event: QEvent) -> bool:
        held = self.widget()
        if event.type() == QEvent.Type.Resize and self._margin and held is not None and (layout := held.layout()):
            margins = layout.contentsMargins()
            margins.setRight(max(0, self._margin - self._taken()))
            layout.setContentsMargins(margins)
        return super().viewportEvent(event)

    def _taken(self) -> int:
        """The width that the scroll bar takes, if it is there."""
        return self.width() - self.viewport().width()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt asks a page's content for its room, but tells nobody when that grows."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)


def scrolling(content: QWidget, name: str = "", margin: int = 0) -> QScrollArea:
    """A page that scrolls up and down and is as wide as its place, where that has room for what it holds.

    With a `margin` at its right the content keeps its width there when the scroll bar comes or goes.
    """
    content.setProperty("role", "page")
    made = _Page(margin)
    made.setObjectName(name)
    made.setProperty("kind", "page")
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setWidget(content)
    return made


class EmptyState(QWidget):
    """What a place says while it has nothing to show: an icon, a sentence, and what to do.

    Where it takes files, a dashed line shows that they may be dropped here; whoever takes them is around it.
    """

    def __init__(
        self, icon_name: str, title: str, text: str, *actions: QPushButton, name: str = "", takes_files: bool = False
    ) -> None:
        super().__init__()
        self._takes_files = takes_files
        self._words = self._otherwise = ""
        self._dashes = ""
        self.setObjectName(name)
        self._icon_name = icon_name
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label("", "heading", wraps=True)
        self._text = label("", "quiet", wraps=True)
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._text.setMaximumWidth(TEXT_WIDTH)
        middle = row(gap=0)
        middle.addStretch(1)
        middle.addWidget(self._text, 100)
        middle.addStretch(1)
        buttons = row(gap=STEP)
        for action in actions:
            buttons.addWidget(action)
        lines = column(self, gap=STEP)
        lines.addStretch(2)
        lines.addWidget(self._picture)
        lines.addSpacing(STEP)
        lines.addWidget(self._title)
        lines.addLayout(middle)
        lines.addSpacing(STEP)
        lines.addLayout(buttons)
        lines.setAlignment(buttons, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.say(title, text)

    def say(self, title: str, text: str) -> None:
        """Change the words."""
        self._title.setText(title)
        self._words = text
        self._show_words()

    def _show_words(self) -> None:
        self._text.setText(self._words if self._takes_files else self._otherwise or self._words)
        self._text.setFixedHeight(max(self._text.heightForWidth(TEXT_WIDTH), 0))

    def show_palette(self, palette: Palette) -> None:
        """Colour the icon."""
        self._picture.setPixmap(icon(self._icon_name, palette.text_faint).pixmap(48, 48))
        self._dashes = palette.line_strong
        self.update()

    @property
    def takes_files(self) -> bool:
        """Whether it shows that files may be dropped here."""
        return self._takes_files

    def take_files(self, takes_files: bool, otherwise: str = "") -> None:
        """Whether files may be dropped here; if they may not, `otherwise` is said instead."""
        self._takes_files, self._otherwise = takes_files, otherwise
        self._show_words()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dashed line around the zone that takes files."""
        super().paintEvent(event)
        if self._takes_files:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._dashes), DASHES_PX, Qt.PenStyle.DashLine))
            zone = QRectF(self.rect()).adjusted(2 * STEP, 2 * STEP, -2 * STEP, -2 * STEP)
            painter.drawRoundedRect(zone, STEP, STEP)
            painter.end()
