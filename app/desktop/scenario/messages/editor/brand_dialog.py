"""The brand of a workspace's e-mails: colours, logo, footer, language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import ValidationError
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

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


class BrandDialog(QDialog):
    """Asks for the brand; what is no colour is said, and kept nowhere."""

    def __init__(self, brand: Brand, pictures: Sequence[str], then: Callable[[Brand], object], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("brand_dialog")
        self.setWindowTitle("Brand of the e-mails")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._then = then
        self._lines: dict[str, QLineEdit] = {}
        whole = column(self, margin=3 * STEP, gap=STEP)
        for name, words in (*_COLOURS, ("language", "Language of numbers and dates, like en or de_AT")):
            made = self._lines[name] = QLineEdit(str(getattr(brand, name)))
            made.setObjectName(f"brand_{name}")
            made.setAccessibleName(words)
            whole.addWidget(label(words, "small"))
            whole.addWidget(made)
        self._logo = ComboBox()
        self._logo.setObjectName("brand_logo")
        self._logo.setAccessibleName("Logo")
        self._logo.addItems([_NO_LOGO, *pictures])
        self._logo.setCurrentText(brand.logo or _NO_LOGO)
        whole.addWidget(label("Logo, one of the pictures", "small"))
        whole.addWidget(self._logo)
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
