"""The form in which the user confirms what the columns of a file mean: one line for each column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.data.columns import ColumnType
from app.data.importing.accounts import Role
from app.data.importing.mapping import CustomersMapping, EventsMapping
from app.data.importing.preview import Preview
from app.data.roles import ATTRIBUTE_ROLES, PROPERTY_ROLES
from app.ui.fields import ComboBox
from app.ui.theme import STEP
from app.ui.widgets import column

KEY, AT, NAME, VALUE = "Customer id", "Instant", "Event name", "Value"
HEADINGS = ("Column", "Is", "Type", "Meaning", "First values")
USES: Mapping[Role, Sequence[str]] = {"customers": (VALUE, KEY), "events": (VALUE, KEY, AT, NAME)}
MEANINGS: Mapping[Role, Iterable[str]] = {"customers": ATTRIBUTE_ROLES, "events": PROPERTY_ROLES}
SAMPLES = 3
ROW_HEIGHT = 5 * STEP
GUESS = "guess"


class MappingForm(QWidget):
    """Starts from the guess; what the user did not touch is left to be guessed over all rows."""

    changed = Signal()

    def __init__(self, preview: Preview, role: Role) -> None:
        super().__init__()
        self._preview = preview
        self._role: Role = role
        self._guess = preview.customers if role == "customers" else preview.events
        self._meant = False
        self._table = QTableWidget(len(preview.columns), len(HEADINGS))
        self._table.setObjectName("mapping_table")
        self._table.setAccessibleName("What the columns mean")
        self._table.setHorizontalHeaderLabels(list(HEADINGS))
        self._table.setShowGrid(False)
        self._table.setWordWrap(False)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT + STEP)
        header = self._table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for at, width in enumerate((22, 18, 20, 18)):
            header.resizeSection(at, width * STEP)
        self._uses: list[ComboBox] = []
        self._types: list[ComboBox] = []
        self._meanings: list[ComboBox] = []
        for at, name in enumerate(preview.columns):
            self._add_line(at, name)
        column(self).addWidget(self._table)
        self._follow_uses()

    @property
    def key_column(self) -> str | None:
        """The column that names the customer."""
        return self._column(KEY)

    @property
    def at_column(self) -> str | None:
        """The column with the instant."""
        return self._column(AT)

    @property
    def name_column(self) -> str | None:
        """The column with the event's name."""
        return self._column(NAME)

    @property
    def has_consent(self) -> bool:
        """Whether a column means consent."""
        meant = (ATTRIBUTE_ROLES.get(str(chosen.currentData())) for chosen in self._meanings)
        return any(role is not None and role.agrees_to for role in meant)

    def mapping(self, event_name: str = "") -> CustomersMapping | EventsMapping:
        """The mapping as confirmed; `event_name` is that of every row where no column holds it."""
        named = zip(self._preview.columns, self._uses, self._types, strict=True)
        types = {
            name: ColumnType(chosen.currentData())
            for name, use, chosen in named
            if use.currentText() == VALUE and chosen.currentData() != GUESS
        }
        meanings = self._chosen_meanings() if self._meant else None
        if self._role == "customers":
            return CustomersMapping(key=self.key_column, types=types, roles=meanings)
        constant = None if self.name_column else event_name
        return EventsMapping(
            key=self.key_column,
            at=self.at_column,
            name=self.name_column,
            name_constant=constant,
            types=types,
            property_roles=meanings,
        )

    def _column(self, use: str) -> str | None:
        named = zip(self._preview.columns, self._uses, strict=True)
        return next((name for name, chosen in named if chosen.currentText() == use), None)

    def _chosen_meanings(self) -> dict[str, str]:
        named = zip(self._preview.columns, self._uses, self._meanings, strict=True)
        return {
            chosen.currentData(): name
            for name, use, chosen in named
            if chosen.currentData() and use.currentText() == VALUE
        }

    def _add_line(self, at: int, name: str) -> None:
        self._table.setItem(at, 0, QTableWidgetItem(" ".join(name.split())))
        use = _chooser(
            f"use_{at}", f"What {name} is", [(use, use) for use in USES[self._role]], self._guessed_use(name)
        )
        use.currentTextChanged.connect(lambda now: self._keep_one(at, now))
        looks = f"{self._guessed_type(name)}, guessed"
        kinds = [(looks, GUESS), *((kind.value, kind.value) for kind in ColumnType)]
        kind = _chooser(f"type_{at}", f"Type of {name}", kinds, GUESS)
        kind.currentIndexChanged.connect(self.changed)
        meanings = [("–", ""), *((meaning.replace("_", " "), meaning) for meaning in MEANINGS[self._role])]
        meaning = _chooser(f"meaning_{at}", f"Meaning of {name}", meanings, self._guessed_meaning(name))
        meaning.currentIndexChanged.connect(self._take_meanings)
        for place, (chooser, kept) in enumerate(
            ((use, self._uses), (kind, self._types), (meaning, self._meanings)), start=1
        ):
            kept.append(chooser)
            self._table.setCellWidget(at, place, _centred(chooser))
        values = dict.fromkeys(row[at] for row in self._preview.rows if row[at])
        sample = ",  ".join(" ".join(value.split()) for value in list(values)[:SAMPLES])
        self._table.setItem(at, 4, QTableWidgetItem(sample))

    def _guessed_use(self, name: str) -> str:
        guess = self._guess
        if guess is None:
            return VALUE
        if guess.key == name:
            return KEY
        if isinstance(guess, EventsMapping):
            return AT if guess.at == name else NAME if guess.name == name else VALUE
        return VALUE

    def _guessed_type(self, name: str) -> str:
        return self._guess.types.get(name, ColumnType.TEXT).value if self._guess else ColumnType.TEXT.value

    def _guessed_meaning(self, name: str) -> str:
        guess = self._guess
        roles = guess.property_roles if isinstance(guess, EventsMapping) else guess.roles if guess else None
        return next((role for role, of in (roles or {}).items() if of == name), "")

    def _take_meanings(self) -> None:
        self._meant = True
        self.changed.emit()

    def _keep_one(self, at: int, use: str) -> None:
        """There is one id, one instant and one name: the column that was it before becomes a value."""
        if use != VALUE:
            for other, chosen in enumerate(self._uses):
                if other != at and chosen.currentText() == use:
                    chosen.setCurrentText(VALUE)
        self._follow_uses()
        self.changed.emit()

    def _follow_uses(self) -> None:
        for use, kind, meaning in zip(self._uses, self._types, self._meanings, strict=True):
            kind.setEnabled(use.currentText() == VALUE)
            meaning.setEnabled(use.currentText() == VALUE)


def _chooser(name: str, accessible_name: str, entries: Sequence[tuple[str, str]], chosen: str) -> ComboBox:
    made = ComboBox()
    made.setObjectName(name)
    made.setAccessibleName(accessible_name)
    for words, value in entries:
        made.addItem(words, value)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def _centred(chooser: ComboBox) -> QWidget:
    made = QWidget()
    inner = column(made)
    inner.setContentsMargins(0, STEP // 2, STEP, STEP // 2)
    inner.addWidget(chooser)
    return made
