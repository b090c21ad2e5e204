"""The ad audience of a run is saved from Results, as a customer list without addresses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton

from app.runtime.rehearse import RunOptions, rehearse
from app.workspace.store import Workspace
from tests.builders.scenarios import kind, scenario
from tests.builders.workspaces import imported, workspace_at
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import in_results
from tests.person.person import Person, child


def results_of(sit: Sit, folder: Path, *, has_audience: bool) -> Person:
    ad = kind("ad", "ad_audience", platform="meta", audience="cart", action="add")
    nodes = [kind("start", "entry_event", event="cart"), *([ad] if has_audience else [])]
    made = scenario(nodes, "start>ad" if has_audience else "")
    path = workspace_at(folder / "shop.rehearse", made, datasets=[imported()])
    with Workspace.open(path) as store:
        store.runs.save(rehearse(made, store.datasets.load("shop"), RunOptions(compiled=False)), made, "shop")
    person = in_results(sit, path)
    person.rest()
    return person


def test_that_an_audience_is_saved_for_a_platform(sit: Sit, tmp_path: Path) -> None:
    person = results_of(sit, tmp_path, has_audience=True)
    menu = person.find(QPushButton, "audience").menu()
    assert isinstance(menu, QMenu)
    person.pick(menu, "audience_google_cart")
    dialog = person.find(QFileDialog, "save_dialog")
    dialog.fileSelected.emit(str(tmp_path / "cart.csv"))
    dialog.close()
    person.rest()
    written = (tmp_path / "cart.csv").read_text(encoding="utf-8").splitlines()
    assert written[0] == "Email,Phone,First Name,Last Name,Country,Zip"
    assert len(written) == 3
    assert "Wrote 2 customers" in person.window.statusBar().currentMessage()


def test_that_a_run_without_an_audience_offers_none(sit: Sit, tmp_path: Path) -> None:
    person = results_of(sit, tmp_path, has_audience=False)
    assert not child(person.window, QPushButton, "audience").isVisible()
