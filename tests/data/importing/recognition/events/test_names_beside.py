"""A row whose event has no name is called by what it is, and not by a word that says nothing."""

from __future__ import annotations

from pathlib import Path

from app.data.importing.plan import propose
from app.data.importing.planned import import_plan


def _events(folder: Path, header: str, *rows: str) -> tuple[dict[str, int], int]:
    lines = [f"u{at % 3},2025-03-0{at + 1},{row}" for at, row in enumerate(rows)]
    (folder / "app.csv").write_text("\n".join([f"user_id,created_at,{header}", *lines]), encoding="utf-8")
    imported = import_plan(propose([folder / "app.csv"]), "t")
    return dict(imported.dataset.schema().events), imported.accounts[0].rejected


def test_that_installs_and_sessions_are_events_by_their_kind(tmp_path: Path) -> None:
    rows = ("install,", "session,", "event,purchase", "event,signup", "session,")
    assert _events(tmp_path, "activity_kind,event_name", *rows) == (
        {"install": 1, "session": 2, "purchase": 1, "signup": 1},
        0,
    )


def test_that_a_call_that_says_nothing_of_the_event_stays_rejected(tmp_path: Path) -> None:
    rows = ("track,Order Completed", "page,", "track,", "identify,")
    assert _events(tmp_path, "type,event", *rows) == ({"Order Completed": 1, "page": 1, "identify": 1}, 1)


def test_that_what_people_are_called_is_no_event(tmp_path: Path) -> None:
    rows = ("Ana,9", "Ben,8", "Carla,7", "Ana,5", "Ben,3", "Carla,10")
    assert _events(tmp_path, "name,score", *rows) == ({"app": 6}, 0)
