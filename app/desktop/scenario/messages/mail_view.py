"""An e-mail as it would look: cleaned HTML, as wide as a desk or a phone; nothing is loaded but pictures at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QPaintDevice, QPalette, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QTextBrowser, QWidget

from app.messages.dark_colours import PageColours, darkened
from app.messages.mail_html import IMAGE_SCHEME, STYLE, page_ground, shown
from app.messages.phone_width import on_phone
from app.messages.saving import Pictures
from app.numbers import exact, whole_percent

PHONE_PX = 375
DESK_PX = 700
_LIGHT = 0.7
_PAPER, _INK, _LINK = "#ffffff", "#1b1f2a", "#1155cc"
_HOLDER = QSize(96, 64)
_POINTS_AN_INCH = 72
_TEXT_SIZE = re.compile(r"font-size:\s*(\d{0,4}\.?\d{1,4})px", re.I)
_DENSITIES = (QPaintDevice.PaintDeviceMetric.PdmDpiX, QPaintDevice.PaintDeviceMetric.PdmDpiY)


class MailView(QFrame):
    """Shows one e-mail, smaller where there is too little room for its width; links are not followed."""

    scaled = Signal()  # it is shown at another width, or another part of it

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mail_view")
        self.browser = _Browser()
        self.browser.scaled.connect(self.scaled)
        self._html = ""
        self._is_phone = self._is_dark = False
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.browser, 0, Qt.AlignmentFlag.AlignHCenter)

    def width_in_words(self) -> str:
        """How wide the e-mail is, and how much of that it is shown at: `700 px, shown at 83%`."""
        scale = self.browser.scale
        return f"{exact(self.browser.wide)} px" + (f", shown at {whole_percent(scale)}" if scale < 1 else "")

    def show_mail(self, html: str, pictures: Pictures) -> None:
        """Show the HTML as it is sent."""
        self._html = html
        self.browser.pictures = {name: each.content for name, each in pictures.items()}
        self._show()

    def show_as(self, *, is_phone: bool, is_dark: bool) -> None:
        """On a phone or a desk, in the dark or in the light."""
        self._is_phone, self._is_dark = is_phone, is_dark
        self._show()

    def _show(self) -> None:
        self.browser.set_wide(PHONE_PX if self._is_phone else DESK_PX)
        colours = QPalette(self.browser.palette())
        ground = page_ground(self._html)
        light = ground if QColor(ground).lightnessF() > _LIGHT else _PAPER  # on a dark one texts could not be read
        page = PageColours(light, _INK, _LINK)
        seen = page.dark() if self._is_dark else page
        colours.setColor(QPalette.ColorRole.Base, QColor(seen.ground))
        colours.setColor(QPalette.ColorRole.Text, QColor(seen.text))
        self.browser.setPalette(colours)
        look = f"background: {seen.ground}; color: {seen.text}; border: none; padding: 0;"  # its room is its own
        self.browser.setStyleSheet(f"QTextBrowser {{ {look} }}")
        self.browser.document().setDefaultStyleSheet(f"a {{ color: {seen.link}; }}")
        html = shown(self._html, has_columns=not self._is_phone)
        html = on_phone(html, PHONE_PX) if self._is_phone else html
        self.browser.setHtml(self.browser.in_points(darkened(html, page) if self._is_dark else html))


class _Browser(QTextBrowser):
    """Text in HTML of Qt's kind; whatever it asks for it gets from memory, or a grey placeholder.

    It is laid out as wide as it is wanted, and shown by a paper that says to be coarser where that has no room.
    """

    scaled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mail_text")
        self.setAccessibleName("The e-mail")
        self.pictures: Mapping[str, bytes] = {}
        self.wide = DESK_PX
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDocument(_Mail(self))
        self.document().setDocumentMargin(0)
        self._paper = _Paper()
        self.setViewport(self._paper)
        self.document().documentLayout().setPaintDevice(self._paper)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.FixedPixelWidth)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    @property
    def scale(self) -> float:
        """How much of the size that it has for its recipient."""
        return self._paper.scale

    def set_wide(self, wide: int) -> None:
        """Lay it out for a screen as wide."""
        self.wide = wide
        self.updateGeometry()
        self._fit()

    def in_points(self, html: str) -> str:
        """The HTML with sizes of texts in points, which the paper scales like all else, where pixels would stay."""
        points = _POINTS_AN_INCH / self._paper.usual_density

        def in_points(size: re.Match[str]) -> str:
            return f"font-size: {exact(float(size[1]) * points)}pt"

        return STYLE.sub(lambda style: _TEXT_SIZE.sub(in_points, style[0]), html)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Scale it down to the room beside its bar."""
        room = self.width() - self._bar_width()
        if self._paper.fit(room / self.wide):
            self.document().markContentsDirty(0, self.document().characterCount())
        self.setLineWrapColumnOrWidth(min(room, self.wide))
        self.scaled.emit()

    def _bar_width(self) -> int:
        return self.verticalScrollBar().sizeHint().width()

    def sizeHint(self) -> QSize:
        return QSize(self.wide + self._bar_width(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.wide, PHONE_PX), 120)

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """Nothing from anywhere."""
        return _holder()

    def picture(self, name: str) -> QImage:
        """A picture of the workspace."""
        image = QImage.fromData(self.pictures.get(name, b""))
        return image if not image.isNull() else _holder()


class _Paper(QWidget):
    """What the document is laid out for: of fewer dots an inch it makes everything smaller, texts as well as boxes."""

    def __init__(self) -> None:
        super().__init__()
        self._density = 0  # dots an inch; the screen's where it is none
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)

    @property
    def usual_density(self) -> int:
        """The dots an inch of the screen."""
        return super().metric(_DENSITIES[1])

    @property
    def scale(self) -> float:
        """How much of the usual size."""
        return self._density / self.usual_density if self._density else 1.0

    def fit(self, scale: float) -> bool:
        """Whether that makes it another size; dots an inch are whole numbers."""
        before, usual = self._density, self.usual_density
        self._density = max(1, int(usual * scale)) if scale < 1 else 0
        return self._density != before

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        usual = super().metric(metric)
        return self._density or usual if metric in _DENSITIES else usual


class _Mail(QTextDocument):
    """The document asks here for what it shows, before it asks anybody else."""

    def __init__(self, browser: _Browser) -> None:
        super().__init__(browser)
        self._browser = browser

    def loadResource(self, _type: int, name: QUrl | str) -> object:
        """A picture of the workspace, or the placeholder of one that is not loaded."""
        address = name.toString() if isinstance(name, QUrl) else name
        scheme, _, rest = address.partition(":")
        return self._browser.picture(rest) if scheme == IMAGE_SCHEME else _holder()


def _holder() -> QImage:
    holder = QImage(_HOLDER, QImage.Format.Format_RGB32)
    holder.fill(QColor("#c5cad6"))
    return holder
