"""Products with what was sold and covered, and ids that became one customer, told apart by the mouse and undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QTabWidget,
    QWidget,
)

from app.desktop.data.tables.table_page import TablePage
from app.desktop.shell.side_bar import PlaceName
from app.jobs.datasets.importing import import_planned, proposed_for
from app.workspace.store import Workspace
from tests.builders.datasets import dataset
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.person import hands
from tests.person.hands import CONTROL
from tests.person.person import Person

Open = Callable[..., Person]


@pytest.fixture
def opened(sit: Sit, tmp_path: Path) -> Open:
    def open_with(**files: str) -> Person:
        paths = []
        for name, text in files.items():
            paths.append(tmp_path / f"{name}.csv")
            paths[-1].write_text(text, encoding="utf-8")
        path = workspace_at(tmp_path / "shop.rehearse")
        with Workspace.open(path) as workspace:
            import_planned(workspace, proposed_for(workspace, paths, "shop"), "shop")
        made = sit(path)
        made.window.show_place(PlaceName.DATA)
        made.rest()
        return made

    return open_with


def _tab(person: Person, title: str) -> None:
    tabs = person.find(QTabWidget, "dataset_tabs")
    at = next(at for at in range(tabs.count()) if tabs.tabText(at) == title)
    assert tabs.isTabVisible(at)
    tabs.setCurrentIndex(at)
    person.rest()


def _rows(person: Person, name: str) -> list[list[str]]:
    model = person.find(QTableView, name).model()
    return [
        [str(model.data(model.index(row, at))) for at in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_that_products_stand_there_with_what_was_sold_and_what_the_catalogue_lacks(opened: Open) -> None:
    person = opened(
        orders="user_id,event,timestamp,product,amount\na,purchase,2024-01-01T10:00:00Z,hat,10\n"
        "b,purchase,2024-01-02T10:00:00Z,hat,10\na,purchase,2024-01-03T10:00:00Z,scarf,5\n",
        products="product_id,name,category,price\nhat,Red hat,Hats,10\nshoe,Shoe,Shoes,50\n",
    )
    _tab(person, "Products")
    assert [(row[0], row[1], row[9]) for row in _rows(person, "products_table")] == [
        ("hat", "Red hat", "2"),
        ("scarf", "", "1"),
        ("shoe", "Shoe", "0"),
    ]
    assert person.find(QLabel, "products_known").text() == (
        "2 products in the catalogue, 1 more is named by events: the catalogue knows 67% of the events that name one."
    )


def test_that_a_products_stock_has_its_cover_and_its_customers_are_a_click_away(opened: Open) -> None:
    person = opened(
        orders="user_id,event,timestamp,product,quantity\na,purchase,2023-01-01T10:00:00Z,hat,50\n"
        "b,purchase,2024-01-02T10:00:00Z,hat,2\na,purchase,2024-01-03T10:00:00Z,hat,1\n",
        products="product_id,name,stock\nhat,Red hat,30\nshoe,Shoe,4\n",
    )
    _tab(person, "Products")
    heads = person.find(QTableView, "products_table").model()
    titles = [str(heads.headerData(at, Qt.Orientation.Horizontal)) for at in range(2, 6)]
    assert titles == ["Sold, 90 days", "Customers, 90 days", "Stock", "Cover, days"]
    assert [row[2:6] for row in _rows(person, "products_table")] == [["3", "2", "30", "900"], ["0", "0", "4", "∞"]]
    table = person.find(QTableView, "products_table")
    person.click(table.viewport(), table.visualRect(table.model().index(0, 0)).center())
    person.rest()
    assert [row[0] for row in _rows(person, "customers_table")] == ["a", "b"]


def test_that_data_without_products_follow_data_with_some(opened: Open) -> None:
    person = opened(
        orders="user_id,event,timestamp,product,amount\na,purchase,2024-01-01T10:00:00Z,hat,10\n",
        products="product_id,name,category,price,stock\nhat,Red hat,Hats,10,5\n",
    )
    _tab(person, "Products")
    for data, shown in ((dataset([{"id": "anna"}], []), "products_empty"), (dataset([], []), "products_empty")):
        person.bench.data.view.tabs.currentWidget().show_dataset(data)  # type: ignore[attr-defined]  # the products' page
        person.rest()
        assert person.find(QWidget, shown).isVisible()


def test_that_products_are_searched_as_any_table(opened: Open) -> None:
    person = opened(products="product_id,name,stock\nhat,Red hat,30\nshoe,Blue shoe,4\nbelt,Belt,9\n")
    _tab(person, "Products")
    person.write("find_rows", "bLUe")
    page = person.bench.data.view.tabs.currentWidget()
    assert isinstance(page, TablePage)
    person.qtbot.waitUntil(lambda: not page.is_waiting)
    person.rest()
    assert [row[0] for row in _rows(person, "products_table")] == ["shoe"]


def test_that_data_without_products_say_what_to_do_and_those_without_merges_have_a_tab_too(opened: Open) -> None:
    person = opened(people="id,email\na,ann@example.com\n")
    tabs = person.find(QTabWidget, "dataset_tabs")
    assert "Merges" in {tabs.tabText(at) for at in range(tabs.count()) if tabs.isTabVisible(at)}
    _tab(person, "Products")
    words = [label.text() for label in person.find(QWidget, "products_empty").findChildren(QLabel)]
    assert "No products yet" in words
    person.click("products_import")
    person.find(QFileDialog, "open_dialog").close()


def test_that_merged_ids_are_told_apart_and_undone(opened: Open) -> None:
    person = opened(people="id,email\na,ann@example.com\nb,bob@example.com\nc,ANN@example.com\n")
    workspace = person.bench.desk.workspace
    assert workspace is not None
    _tab(person, "Quality")
    person.click("mend_duplicates-email_0")
    person.rest()
    _tab(person, "Merges")
    assert _rows(person, "merges_table") == [["c", "a"]]
    before = workspace.datasets.names()[0]
    assert before.customers == 2
    page = person.bench.data.view.tabs.currentWidget()
    assert isinstance(page, TablePage)
    for sought, found in (("b", []), ("C", [["c", "a"]])):
        person.write("find_rows", sought)
        person.qtbot.waitUntil(lambda: not page.is_waiting)
        person.rest()
        assert _rows(person, "merges_table") == found
        assert person.find(QPushButton, "merges_apart").isEnabled() == bool(found)
    person.click("merges_apart")
    person.rest()
    assert workspace.datasets.names()[0].customers == 3
    assert QApplication.focusWidget() is None, "what was pressed is gone"
    person.key(Qt.Key.Key_Z, CONTROL)
    person.rest()
    assert workspace.datasets.names()[0].fingerprint == before.fingerprint
    hands.click(person.find(QLineEdit, "find_rows"))  # which has nothing to do again
    person.key(Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    person.rest()
    assert workspace.datasets.names()[0].customers == 3
