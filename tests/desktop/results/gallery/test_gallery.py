"""The gallery of Results: the large report comes first, small pictures after it, cards without figures last."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.data.importing.read import Source, import_files
from app.desktop.results.entries import Chosen, entries_over
from app.desktop.results.findings import Findings
from app.desktop.results.gallery.card import ReportCard
from app.desktop.results.report.chart_view import ChartView
from app.desktop.shell.side_bar import PlaceName
from tests.builders.workspaces import workspace_at
from tests.desktop.conftest import Sit
from tests.desktop.results.reading_reports import part_of, turn_to, until_drawn
from tests.person.person import Person, child

ROWS = (
    "a,2024-03-01T10:00:00Z,visit,google,",
    "a,2024-03-20T10:00:00Z,purchase,,30",
    "b,2024-03-03T10:00:00Z,visit,mail,",
    "b,2024-03-04T10:00:00Z,purchase,,12",
)


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    events = tmp_path / "orders.csv"
    events.write_text("\n".join(("customer_id,timestamp,event,utm_source,amount", *ROWS)), encoding="utf-8")
    return sit(
        workspace_at(tmp_path / "office.rehearse", datasets=[import_files("orders", [Source(events, "events")])])
    )


def chart_of(person: Person) -> ChartView:
    return child(person.window, ChartView, "report_chart")


def standing(person: Person) -> Sequence[ReportCard]:
    """The cards as the user reads them."""
    cards = person.find(QWidget, "report_gallery").findChildren(ReportCard)
    return sorted((card for card in cards if card.isVisible()), key=lambda card: (card.y(), card.x()))


def test_that_small_pictures_wait_until_the_large_one_is_drawn(person: Person) -> None:
    seen: list[bool] = []
    person.bench.desk.pictures.started.connect(lambda _: seen.append(chart_of(person).has_picture))
    person.window.show_place(PlaceName.RESULTS)
    until_drawn(person)
    assert len(seen) > 2
    assert all(seen)
    seen.clear()
    person.pick(part_of(person, "window"), "7 days")
    until_drawn(person)
    assert seen  # the card follows the changed definition
    assert all(seen)


def test_that_what_nobody_waits_for_is_put_off_and_can_be_wanted_again(person: Person) -> None:
    chosen = Chosen("orders")
    findings = Findings(person.bench.desk)
    findings.begin(chosen, entries_over(chosen, {}))
    findings.want("rfm")
    findings.want("funnel", soon=True)
    assert not findings.is_counting("rfm")
    assert findings.is_counting("funnel")
    person.rest()
    assert findings.get("funnel") is not None
    assert findings.get("rfm") is None
    findings.want("rfm")
    findings.want("rfm", soon=True)  # it is being counted already, and now somebody waits for it
    assert findings.is_counting("rfm")
    person.rest()
    assert findings.get("rfm") is not None


def test_that_cards_without_figures_stand_last_however_far_one_looks(person: Person) -> None:
    person.window.show_place(PlaceName.RESULTS)
    until_drawn(person)
    first = standing(person)[0].entry
    turn_to(person, standing(person)[-1].entry)
    until_drawn(person)
    cards = standing(person)
    are_empty = [card.line == "No figures" for card in cards]
    assert any(are_empty)
    assert are_empty == sorted(are_empty)
    assert cards[0].entry == first
    assert _by_arrow(person, cards) == list(cards)


def _by_arrow(person: Person, cards: Sequence[ReportCard]) -> list[QWidget | None]:
    """Where the arrow key leads from the first card, pressed as often as there are others."""
    cards[0].setFocus()
    found: list[QWidget | None] = [cards[0]]
    for _ in cards[1:]:
        person.key(Qt.Key.Key_Down)
        found.append(person.window.focusWidget())
    return found
