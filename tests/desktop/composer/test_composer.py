"""A person composes a report: sections dragged, texts and title written, pages seen, saved, taken back, kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QListWidget, QMenu, QPushButton
from PySide6.QtWidgets import QLabel as Label

from app.data.importing.read import Source, import_files
from app.desktop.composer.composer import Composer
from app.desktop.shell.side_bar import PlaceName
from app.jobs.reports.compositions import keep_composition, kept_composition, of_dataset
from app.jobs.reports.reporting import composed_of_dataset
from app.reports.documents.composing.composition import Composition, PartSection, ReportSection, TextSection
from app.workspace.settings.kept_reports import KeptReport
from app.workspace.store import Workspace
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.person import hands
from tests.person.hands import CONTROL
from tests.person.person import PATIENCE_MS, Person, child

ROWS = (
    "a,2024-03-01T10:00:00Z,visit,google,",
    "a,2024-03-20T10:00:00Z,purchase,,30",
    "b,2024-03-03T10:00:00Z,visit,mail,",
    "b,2024-03-04T10:00:00Z,purchase,,12",
)


_A_WEEK = (("window", "7"),)


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    events = tmp_path / "orders.csv"
    events.write_text("\n".join(("customer_id,timestamp,event,utm_source,amount", *ROWS)), encoding="utf-8")
    path = workspace_at(tmp_path / "office.rehearse", datasets=[import_files("orders", [Source(events, "events")])])
    few = tuple(ReportSection(report=key) for key in ("rfm", "trend"))
    with Workspace.open(path) as workspace:
        workspace.kept_reports.put("In a week", KeptReport(report="funnel", dataset="orders", changes=_A_WEEK))
        keep_composition(workspace, of_dataset("orders"), Composition(sections=(PartSection(part="facts"), *few)))
    made = sit(path)
    made.window.show_place(PlaceName.RESULTS)
    made.rest()
    return made


def opened(person: Person) -> Person:
    """The same person before the composer."""
    person.click("compose")
    composer = person.find(Composer, "composer")
    settled(person, composer)
    return Person(composer, person.qtbot, person.bench)


def settled(person: Person, composer: Composer) -> None:
    person.qtbot.waitUntil(
        lambda: composer.preview.is_drawn and not composer.is_waiting and person.bench.desk.is_at_rest,
        timeout=PATIENCE_MS,
    )


def rows(at: Person) -> list[str]:
    sections = child(at.top, QListWidget, "composer_sections")
    return [sections.item(row).text() for row in range(sections.count())]


def drag(at: Person, row: int, to: int) -> None:
    sections = at.find(QListWidget, "composer_sections")
    from_, target = (sections.visualItemRect(sections.item(each)).center() for each in (row, to))
    hands.press(sections.viewport(), from_)
    hands.move(sections.viewport(), target)
    hands.release(sections.viewport(), target)


def composer_of(at: Person) -> Composer:
    assert isinstance(at.top, Composer)
    return at.top


def test_that_sections_are_dragged_into_order_and_taken_back(person: Person) -> None:
    at = opened(person)
    assert rows(at) == ["Key figures", "RFM", "Trend"]
    drag(at, 2, 0)
    assert rows(at) == ["Trend", "Key figures", "RFM"]
    at.click("composer_undo")
    assert rows(at) == ["Key figures", "RFM", "Trend"]
    at.click("composer_redo")
    assert rows(at) == ["Trend", "Key figures", "RFM"]
    at.key(Qt.Key.Key_Z, CONTROL)
    assert rows(at) == ["Key figures", "RFM", "Trend"]
    settled(person, composer_of(at))


def test_that_a_text_is_added_between_and_a_section_removed(person: Person) -> None:
    at = opened(person)
    sections = at.find(QListWidget, "composer_sections")
    at.click(sections.viewport(), sections.visualItemRect(sections.item(0)).center())
    at.pick(_menu(at, "composer_add"), "composer_add_text")
    at.write("composer_words", "What we saw.", stays=True)
    at.write("composer_heading", "First")
    assert rows(at) == ["Key figures", "First", "RFM", "Trend"]
    sections = at.find(QListWidget, "composer_sections")
    at.click(sections.viewport(), sections.visualItemRect(sections.item(3)).center())
    at.click("composer_remove")
    assert rows(at) == ["Key figures", "First", "RFM"]
    settled(person, composer_of(at))
    assert composer_of(at).preview.pages[0].pixmap().width() >= 560
    at.pick(_menu(at, "composer_add"), "In a week")
    assert rows(at)[-1] == "In a week"
    added = (composer_of(at).history.now.sections or ())[-1]
    assert isinstance(added, ReportSection)
    assert added.definition is not None
    assert added.definition["window"] == "P7D"
    settled(person, composer_of(at))


def test_that_a_text_that_was_added_is_written_at_once(person: Person) -> None:
    at = opened(person)
    at.pick(_menu(at, "composer_add"), "composer_add_text")
    at.keys("It pays.")
    at.write("composer_title", "For the board")
    added = (composer_of(at).history.now.sections or ())[-1]
    assert isinstance(added, TextSection)
    assert added.text == "It pays."
    settled(person, composer_of(at))


def test_that_it_is_saved_as_composed_and_the_next_report_is_made_alike(person: Person, tmp_path: Path) -> None:
    at = opened(person)
    at.write("composer_title", "For the board")
    at.choose("composer_theme", "Dark")
    at.write("composer_colour", "#d9480f")
    settled(person, composer_of(at))
    assert save_as_html(at, tmp_path / "board.html") == "For the board.html"
    settled(person, composer_of(at))
    assert child(at.top, Label, "composer_drawing").text() == "Wrote board.html"
    page = (tmp_path / "board.html").read_text(encoding="utf-8")
    assert "<h1>For the board</h1>" in page
    assert "--accent: #5457d6" not in page
    save_as_html(at, tmp_path / "closed at once.html")
    at.key(Qt.Key.Key_Escape)
    person.rest()
    assert (tmp_path / "closed at once.html").exists()
    assert person.messages == []
    path = person.bench.desk.workspace.path if person.bench.desk.workspace else Path()
    with Workspace.open(path, read_only=True) as workspace:
        kept = kept_composition(workspace, of_dataset("orders"))
        assert (kept.title, kept.theme, kept.colour) == ("For the board", "dark", "#d9480f")
        assert composed_of_dataset(workspace, "orders").title == "For the board"
    person.click("compose")
    again = Person(person.find(Composer, "composer"), person.qtbot, person.bench)
    settled(person, composer_of(again))
    assert composer_of(again).history.now == kept


def save_as_html(at: Person, path: Path) -> str:
    """Save there; returns the name that was suggested."""
    at.pick(_menu(at, "composer_save"), "composer_as_html")
    dialog = at.find(QFileDialog, "save_dialog")
    suggested = Path(dialog.selectedFiles()[0]).name
    dialog.fileSelected.emit(str(path))
    dialog.close()
    return suggested


def test_that_a_logo_is_read_and_what_is_none_is_told(person: Person, tmp_path: Path) -> None:
    at = opened(person)
    (tmp_path / "no.png").write_bytes(b"no picture")
    at.click("composer_logo")
    dialog = at.find(QFileDialog, "open_dialog")
    dialog.filesSelected.emit([str(tmp_path / "no.png")])
    dialog.close()
    person.qtbot.waitUntil(lambda: bool(person.messages), timeout=PATIENCE_MS)
    assert "no PNG or JPEG" in person.messages[0]
    assert composer_of(at).history.now.logo == ""
    settled(person, composer_of(at))


def test_that_pages_are_shown_as_they_will_be(person: Person) -> None:
    at = opened(person)
    pages = composer_of(at).preview.pages
    assert len(pages) == 4  # title, key figures with RFM, trend, definitions
    first = at.find(Label, "composer_page_1")
    person.qtbot.waitUntil(lambda: first.visibleRegion().boundingRect().height() > 300, timeout=PATIENCE_MS)
    assert pages[0].accessibleName() == f"Page 1 of {len(pages)}"
    assert child(at.top, Label, "composer_drawing").text() == f"{len(pages)} pages of A4"


def _menu(at: Person, name: str) -> QMenu:
    menu = child(at.top, QPushButton, name).menu()
    assert isinstance(menu, QMenu)
    return menu


def test_that_the_composer_is_no_higher_than_the_screen(person: Person) -> None:
    at = opened(person)
    assert at.top.height() < at.top.screen().availableGeometry().height()
