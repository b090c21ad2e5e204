"""An e-mail as it would look: cleaned HTML, as wide as a desk or a phone; nothing is loaded but pictures at hand."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QPalette, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QTextBrowser

from app.messages.dark_colours import darkened, turned
from app.messages.mail_html import IMAGE_SCHEME, shown
from app.messages.saving import Pictures

PHONE_PX = 375
DESK_PX = 700
_PAPER, _INK, _LINK = "#ffffff", "#1b1f2a", "#1155cc"
_HOLDER = QSize(96, 64)


class MailView(QFrame):
    """Shows one e-mail; links are not followed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("mail_view")
        self.browser = _Browser()
        self._html = ""
        self._is_phone = self._is_dark = False
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.browser, 0, Qt.AlignmentFlag.AlignHCenter)

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
        self.browser.wide = PHONE_PX if self._is_phone else DESK_PX
        self.browser.updateGeometry()
        colours = QPalette(self.browser.palette())
        paper, ink = (turned(_PAPER), turned(_INK)) if self._is_dark else (_PAPER, _INK)
        colours.setColor(QPalette.ColorRole.Base, QColor(paper))
        colours.setColor(QPalette.ColorRole.Text, QColor(ink))
        self.browser.setPalette(colours)
        self.browser.setStyleSheet(f"QTextBrowser {{ background: {paper}; color: {ink}; border: none; }}")
        link = turned(_LINK) if self._is_dark else _LINK  # of a link without a colour of its own
        self.browser.document().setDefaultStyleSheet(f"a {{ color: {link}; }}")
        html = shown(self._html, has_columns=not self._is_phone)
        self.browser.setHtml(darkened(html) if self._is_dark else html)


class _Browser(QTextBrowser):
    """Text in HTML of Qt's kind; whatever it asks for it gets from memory, or a grey placeholder."""

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
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(self.wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.wide, PHONE_PX), 120)

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """Nothing from anywhere."""
        return _holder()

    def picture(self, name: str) -> QImage:
        """A picture of the workspace."""
        image = QImage.fromData(self.pictures.get(name, b""))
        return image if not image.isNull() else _holder()


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
