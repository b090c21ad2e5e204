"""The brand of a workspace's e-mails: colours, logo, footer, language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import ValidationError
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from app.messages.blocks.design import Brand
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import button, column, label, row

_COLOURS = (
    ("accent", "Buttons and links"),
    ("paper", "Ground of the e-mail"),
    ("ground", "Ground around it"),
    ("ink", "Text"),
)
_NO_LOGO = "No logo"
_EVERYWHERE = "All e-mails of this workspace that are made of blocks follow; scenarios keep their earlier revisions."


class BrandDialog(QDialog):
    """Asks for the brand; what is no colour is said, and kept nowhere.

    `add` asks for a picture, and tells the function that it is given what the picture is called.
    """

    def __init__(
        self,
        brand: Brand,
        pictures: Sequence[str],
        then: Callable[[Brand], object],
        add: Callable[[Callable[[str], object]], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("brand_dialog")
        self.setWindowTitle("Brand of the e-mails")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._then = then
        self._lines: dict[str, QLineEdit] = {}
        whole = column(self, margin=3 * STEP, gap=STEP)
        whole.addWidget(label(_EVERYWHERE, "quiet", wraps=True))
        fields = QGridLayout()
        fields.setHorizontalSpacing(2 * STEP)
        fields.setVerticalSpacing(STEP)
        for at, (name, words) in enumerate(_COLOURS):
            self._add_line(fields, name, words, str(getattr(brand, name)), at)
        whole.addLayout(fields)
        language = QGridLayout()
        self._add_line(language, "language", "Language of numbers and dates, like en or de_AT", brand.language, 0)
        whole.addLayout(language)
        self._logo = ComboBox()
        self._logo.setObjectName("brand_logo")
        self._logo.setAccessibleName("Logo")
        self._logo.addItems([_NO_LOGO, *pictures])
        self._logo.setCurrentText(brand.logo or _NO_LOGO)
        whole.addWidget(label("Logo, one of the pictures", "small"))
        logo = row(gap=STEP)
        logo.addWidget(self._logo, 1)
        logo.addWidget(button("Add a picture…", name="brand_add_picture", on_click=lambda: add(self._take_logo)))
        whole.addLayout(logo)
        self._footer = QPlainTextEdit(brand.footer)
        self._footer.setObjectName("brand_footer")
        self._footer.setAccessibleName("Footer")
        self._footer.setTabChangesFocus(True)
        self._footer.setMaximumHeight(10 * STEP)
        whole.addWidget(label("Footer: who sends the e-mails, and from where", "small"))
        whole.addWidget(self._footer)
        self._wrong = label("", "problem", wraps=True, name="brand_wrong")
        whole.addWidget(self._wrong)
        ends = row(gap=STEP)
        ends.addStretch(1)
        ends.addWidget(button("Cancel", on_click=self.reject))
        ends.addWidget(button("Keep", "primary", name="brand_keep", on_click=self._keep))
        whole.addLayout(ends)
        self.setMinimumWidth(52 * STEP)

    def _add_line(self, fields: QGridLayout, name: str, words: str, text: str, at: int) -> None:
        """A field under its words, two beside each other."""
        made = self._lines[name] = QLineEdit(text)
        made.setObjectName(f"brand_{name}")
        made.setAccessibleName(words)
        fields.addWidget(label(words, "small"), at // 2 * 2, at % 2)
        fields.addWidget(made, at // 2 * 2 + 1, at % 2)

    def _take_logo(self, name: str) -> None:
        if self._logo.findText(name) < 0:
            self._logo.addItem(name)
        self._logo.setCurrentText(name)

    def _keep(self) -> None:
        logo = self._logo.currentText()
        values = {name: line.text().strip() for name, line in self._lines.items()}
        values |= {"logo": "" if logo == _NO_LOGO else logo, "footer": self._footer.toPlainText().strip()}
        try:
            brand = Brand.model_validate(values)
        except ValidationError as error:
            wrong = str(error.errors(include_url=False)[0]["loc"][0])
            what = "language" if wrong == "language" else dict(_COLOURS).get(wrong, wrong)
            self._wrong.setText(f"“{values[wrong]}” does not do for “{what}”; write it like #5457d6, or de_AT.")
            return
        self._then(brand)
        self.accept()
