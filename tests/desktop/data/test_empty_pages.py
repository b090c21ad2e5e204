"""Pages of the Data place that have nothing to show say what to do, and take files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QTabWidget

from app.data.assembling.fingerprint import signed
from app.data.importing.mapping import MappingDocument
from app.data.importing.read import Imported
from app.desktop.shell.side_bar import PlaceName
from app.ui.widgets import EmptyState
from tests.builders.datasets import even
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.person.person import Person

PAGES = {
    "Customers": "customers",
    "Events": "events",
    "Columns": "columns",
    "Import": "accounts",
    "Quality": "quality",
    "Segments": "segments",
    "Products": "products",
    "Merges": "merges",
}


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    """In Data, over a dataset that holds nothing, and in which nothing came from a file."""
    clean = Imported(signed(replace(even(0, 0), name="shop")), MappingDocument(), ())
    made = sit(workspace_at(tmp_path / "shop.rehearse", datasets=[clean]))
    made.window.show_place(PlaceName.DATA)
    made.rest()
    return made


def _open(person: Person, title: str) -> EmptyState:
    tabs = person.find(QTabWidget, "dataset_tabs")
    at = next(at for at in range(tabs.count()) if tabs.tabText(at).split("  ")[0] == title)
    assert tabs.isTabVisible(at)
    tabs.setCurrentIndex(at)
    person.rest()
    return person.find(EmptyState, f"{PAGES[title]}_empty")


@pytest.mark.parametrize("title", PAGES)
def test_that_a_page_with_nothing_to_show_says_what_to_do_and_shows_where_files_are_dropped(
    person: Person, title: str
) -> None:
    page = _open(person, title)
    assert page.isVisible()
    assert page.takes_files
    words = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "rop " in words
    assert "here" in words


@pytest.mark.parametrize("title", [title for title in PAGES if title != "Segments"])
def test_that_a_page_with_nothing_to_show_asks_for_files_at_a_click(person: Person, title: str) -> None:
    _open(person, title)
    person.click(f"{PAGES[title]}_import")
    dialog = person.find(QFileDialog, "open_dialog")
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    assert person.find(QLineEdit, "fileNameEdit").text() == ""
    dialog.close()


def test_that_every_page_of_data_has_words_for_nothing_to_show(person: Person) -> None:
    tabs = person.find(QTabWidget, "dataset_tabs")
    assert {tabs.tabText(at).split("  ")[0] for at in range(tabs.count())} == set(PAGES)
    assert all(tabs.isTabVisible(at) for at in range(tabs.count()))
