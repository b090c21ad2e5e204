"""Amounts in hundredths are asked about where a sign says that they may be, and read where a name says it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.data.importing.plan import ImportPlan, propose, with_file
from app.data.importing.planned import import_plan
from app.errors import AppError

HEADER = "order_number,email,created_at,currency,tax,total"


def _plan(folder: Path, header: str, row: str, *, leaves_open: bool = True) -> ImportPlan:
    lines = [f"{at},p{at % 3}@x.io,2025-03-01T08:00:00Z,{row}" for at in range(6)]
    (folder / "orders.csv").write_text("\n".join([header, *lines]), encoding="utf-8")
    return propose([folder / "orders.csv"], leaves_open=leaves_open)


def _first_amount(plan: ImportPlan) -> float:
    dataset = import_plan(plan, "t").dataset
    return float(np.nanmax(dataset.properties[dataset.roles.properties["amount"]].values))


@pytest.mark.parametrize("row", ["USD,190,1190", "usd,0,1190"])
def test_that_whole_amounts_beside_whole_taxes_or_as_programs_write_them_are_asked_about(
    row: str, tmp_path: Path
) -> None:
    plan = _plan(tmp_path, HEADER, row)
    (doubt,) = plan.unanswered
    assert [offer.words for offer in doubt.offers] == ["$11.90", "$1,190.00"]
    for offer, amount in zip(doubt.offers, (11.9, 1190), strict=True):
        answer: dict[str, Any] = {offer.field: offer.value}
        assert _first_amount(with_file(plan, 0, **answer)) == amount
    with pytest.raises(AppError, match="--cents or --no-cents"):
        _plan(tmp_path, HEADER, row, leaves_open=False)


@pytest.mark.parametrize("row", ["USD,1.90,1190", "JPY,190,1190", "EUR,0,1190", "EUR,19,25"])
def test_that_without_a_sign_nothing_is_asked(row: str, tmp_path: Path) -> None:
    assert _plan(tmp_path, HEADER, row).unanswered == ()


def test_that_a_column_that_says_so_is_read_in_hundredths_and_told(tmp_path: Path) -> None:
    plan = _plan(tmp_path, HEADER.replace("total", "total_cents"), "USD,5,1190", leaves_open=False)
    assert _first_amount(plan) == 11.9
    remarks = import_plan(plan, "t").accounts[0].remarks
    assert "“total_cents”: whole numbers were read as hundredths, 1190 as 11.90." in remarks
