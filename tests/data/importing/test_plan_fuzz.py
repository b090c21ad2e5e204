"""Whatever files hold: every row is accounted for, a mapping says it all again, and the same files add nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.data.importing.mapping import parse_mapping
from app.data.importing.plan import ImportPlan, answered, propose, with_file
from app.data.importing.planned import import_plan
from app.errors import AppError

_NAMES = (
    *("customer_id", "user_id", "Email", "email", "Phone", "anonymous_id", "order_id", "Invoice", "event", "Metric"),
    *("timestamp", "date", "created_at", "amount", "Total", "UnitPrice", "quantity", "sku", "product_id", "status"),
    *("city", "Accepts Email Marketing", "code", "id", "event_id", "title", "stock", "birthday", "column 1", ""),
)
_ODD = ("NULL", " ", "'123", '="007"', "a,b", "17850.0", "-5", "C53", "€5", "1,5", "refunded", "yes", "é")
_USUAL = {
    "mail": ("p1@x.io", "P1@X.io ", "mailto:p2@x.io", "p3@x.io"),
    "hone": ("+420600000001", "0600 001", "abc"),
    "at": ("2024-01-01", "2024-03-05 10:00", "2024-03-06 10:00", "1709287200"),
    "event": ("visit", "Placed Order", "purchase"),
    "id": ("1", "2", "3", "u1", "C1"),
}
KINDS = ("customers", "events", "orders", "products", "list", "pool")


def _cell(draw: random.Random, name: str) -> str:
    if draw.random() < 0.2:
        return draw.choice(("", *_ODD))
    fitting = (values for part, values in _USUAL.items() if part in name.lower() or name in ("date", "timestamp"))
    return draw.choice(next(fitting, ("1", "2.5", "Brno")))


def _write(draw: random.Random, path: Path) -> Path:
    header = [draw.choice(_NAMES) for _ in range(draw.randint(1, 7))]
    rows = [header, *([_cell(draw, name) for name in header] for _ in range(draw.choice((0, 1, 2, 8, 30))))]
    lines = (
        ",".join('"{}"'.format(cell.replace('"', '""')) if '"' in cell or "," in cell else cell for cell in row)
        for row in rows
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _answered(plan: ImportPlan) -> ImportPlan:
    for doubt in plan.unanswered:
        plan = answered(plan, doubt)
    return plan


def _plan(draw: random.Random, folder: Path) -> ImportPlan | None:
    """A plan of a few files, of which some are what nobody would guess; None where they cannot be that."""
    paths = [_write(draw, folder / f"f{number}.csv") for number in range(draw.choice((1, 1, 2, 3)))]
    try:
        plan = propose(paths)
        return _answered(with_file(plan, 0, kind=draw.choice(KINDS)) if draw.random() < 0.3 else plan)
    except AppError:
        return None


@pytest.mark.parametrize(
    ("seed", "rounds"),
    [
        *((seed, 4) for seed in range(6)),
        *((6, 12), (9, 14), (10, 4), (17, 12)),
        *((900_018, 8), (900_061, 8), (910_028, 8), (910_040, 8), (910_098, 8)),
    ],
)
def test_that_files_come_in_whole_and_once(seed: int, rounds: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    done = 0
    for _ in range(rounds):
        plan = _plan(draw, tmp_path)
        try:
            imported = import_plan(plan, "t") if plan else None
        except AppError:
            continue
        if plan is None or imported is None:
            continue
        done += 1
        for account in imported.accounts:
            assert account.read == account.imported + account.repaired + account.rejected
        mapping = parse_mapping(imported.mapping.model_dump_json(by_alias=True), "mapping")
        paths = [file.path for file in plan.files]
        before = imported.dataset
        for way in ("append", "replace"):
            again = _answered(
                propose(paths, mapping, before, accounts=imported.accounts, before=mapping, on_duplicate=way)
            )
            after = import_plan(again, "t", before).dataset
            assert (after.event_count, after.customer_count) == (before.event_count, before.customer_count)
    assert done
