"""Corrections outlive the session, give way to newer ones, and never stand in the way of an import."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data.importing.plan import ImportPlan, propose, with_file
from app.jobs.datasets.corrections import Corrections

TEXT = "user_id,time,event,{column}\na,2024-01-01 10:00,buy,5\n"


def _corrected(folder: Path, role: str, column: str = "worth") -> ImportPlan:
    path = folder / f"{column}.csv"
    path.write_text(TEXT.format(column=column), encoding="utf-8")
    return with_file(propose([path]), 0, property_roles={role: column})


def _roles(folder: Path, column: str = "worth") -> dict[str, str]:
    """What is proposed for the next file with that column."""
    path = folder / "next.csv"
    path.write_text(TEXT.format(column=column), encoding="utf-8")
    return dict(propose([path], remembered=Corrections().remembered()).files[0].property_roles)


def test_that_the_latest_correction_of_a_header_counts(tmp_path: Path) -> None:
    for role in ("quantity", "amount"):
        Corrections().keep(_corrected(tmp_path, role).files)
    Corrections().keep(_corrected(tmp_path, "category", "kind").files)
    assert _roles(tmp_path) == {"amount": "worth"}
    assert _roles(tmp_path, "kind") == {"category": "kind"}


def test_that_a_forgotten_header_is_guessed_and_others_stay(tmp_path: Path) -> None:
    plans = [_corrected(tmp_path, "amount"), _corrected(tmp_path, "category", "kind")]
    for plan in plans:
        Corrections().keep(plan.files)
    Corrections().forget(plans[0].files)
    assert _roles(tmp_path) == {}
    assert _roles(tmp_path, "kind") == {"category": "kind"}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"x": 1}', '{"x": {"property_roles": {"nonsense": "y"}}}'])
def test_that_a_damaged_memory_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "corrections.json"
    path.write_text(text, encoding="utf-8")
    assert Corrections(path).remembered().said == {}
    Corrections(path).keep(_corrected(tmp_path, "amount").files)
    assert len(Corrections(path).remembered().said) == 1


def test_that_a_folder_that_cannot_be_written_costs_the_memory_alone(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("", encoding="utf-8")
    corrections = Corrections(tmp_path / "in the way" / "corrections.json")
    corrections.keep(_corrected(tmp_path, "amount").files)
    assert corrections.remembered().said == {}


def test_that_events_that_came_since_are_guessed_beside_what_was_said(tmp_path: Path) -> None:
    path = tmp_path / "january.csv"
    header, row = "user_id,time,event", "a,2024-01-01 10:00,"
    path.write_text(f"{header}\n{row}Bought\n{row}sign_up\n", encoding="utf-8")
    plan = propose([path])
    assert plan.files[0].event_roles == {"purchase": "Bought", "signup": "sign_up"}
    Corrections().keep(with_file(plan, 0, event_roles={"cart": "Bought"}).files)
    path.write_text(f"{header}\n{row}Bought\n{row}sign_up\n{row}order_refunded\n", encoding="utf-8")
    file = propose([path], remembered=Corrections().remembered()).files[0]
    assert (file.is_remembered, file.event_roles) == (True, {"cart": "Bought", "refund": "order_refunded"})
