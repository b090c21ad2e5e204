"""Whatever a table holds, each of its rows is accounted for, and no value goes missing without a note."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.files.registry import read_source
from app.data.files.source_table import place_of
from app.data.importing import planned
from app.data.importing.accounting.accounts import Account, Ledger, Role
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported, Source, import_files
from app.errors import AppError
from tests.data.importing.kinds import amounts, counted_instants, moments

TABLES = settings(max_examples=5_000 if settings().max_examples >= 200 else 30)
WORDS = st.sampled_from(("", "Brno", "unknown", "N/A", "-", "0000-00-00", "  ", '5" disk', "a\nb", "'0123", '="007"'))
ODD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
CELLS = st.one_of(
    moments(day_first=True).map(lambda pair: pair[0]),
    counted_instants().map(lambda pair: pair[0]),
    amounts(decimal=".").map(lambda pair: pair[0]),
    st.integers(-99, 10**6).map(str),
    st.sampled_from(("yes", "no", "true", "1E5", "4.2E+11", "007")),
)
_RANGE = re.compile("so are (?:the )?([\\d\u202f\u00a0]+)")


@st.composite
def columns(draw: st.DrawFn, rows: int) -> list[str]:
    """A column mostly of one kind, with words that mean nothing and oddities in it."""
    kind = draw(
        st.sampled_from(
            (
                moments(day_first=True).map(lambda pair: pair[0]),
                amounts(decimal=",").map(lambda pair: pair[0]),
                st.integers(0, 5000).map(str),
                st.sampled_from(("yes", "no")),
                CELLS,
                ODD,
            )
        )
    )
    return [draw(WORDS if draw(st.integers(0, 9)) == 0 else kind) for _ in range(rows)]


@st.composite
def tables(draw: st.DrawFn) -> tuple[Role, bytes]:
    """A role, and a file of such rows with the faults that files have."""
    role: Role = draw(st.sampled_from(("customers", "events")))
    rows = draw(st.integers(0, 14))
    sign, newline = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(("\n", "\r\n", "\r")))
    width = draw(st.integers(1, 4))
    ids = [draw(st.sampled_from(("a", "b", " c ", "", "é", f"row {row}"))) for row in range(rows)]
    header = ["customer_id", *(f"x{place}" for place in range(width))]
    body = [ids, *(draw(columns(rows)) for _ in range(width))]
    if role == "events":
        header = ["customer_id", "timestamp", "event", *header[1:]]
        body[1:1] = [draw(columns(rows)), [draw(st.sampled_from(("buy", "view ", "Buy", ""))) for _ in range(rows)]]
    lines = [_line(header, sign)]
    for row in zip(*body, strict=True):
        cells = list(row)
        fault = draw(st.sampled_from(("",) * 8 + ("short", "long", "blank", "header", "quote", "bom")))
        cells = (
            cells[: len(cells) // 2] if fault == "short" else [*cells, "more", "still"] if fault == "long" else cells
        )
        line = {"blank": "", "header": lines[0], "quote": f'"{sign.join(cells)}'}.get(fault, _line(cells, sign))
        lines.append(f"\ufeff{line}" if fault == "bom" else line)
    end = draw(st.sampled_from(("", newline, f"{newline}{newline}Total: {rows} rows", newline * 3)))
    mark = draw(st.sampled_from(("", "\ufeff", "\ufeff\ufeff")))
    return role, (mark + newline.join(lines) + end).encode()


def _line(cells: list[str], sign: str) -> str:
    return sign.join(
        '"' + cell.replace('"', '""') + '"' if any(each in cell for each in f'{sign}"\r\n') else cell for cell in cells
    )


@TABLES
@given(tables())
def test_that_every_row_of_any_table_is_accounted_for(case: tuple[Role, bytes]) -> None:
    role, text = case
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(text)
        try:
            imported = import_files("t", [Source(path, role)])
        except AppError:  # refused as a whole, in words
            return
        assert _sums(imported.accounts[0]) == _sums_by_notes(imported)
        assert role == "events" or _lost_in_silence(path, imported) == []


def _sums(account: Account) -> tuple[int, int, int]:
    """How many rows were read, repaired and rejected."""
    return account.read, account.repaired, account.rejected


def _sums_by_notes(imported: Imported) -> tuple[int, int, int]:
    """The same as the notes and the dataset have them; one note may speak of several rows that were rejected."""
    account = imported.accounts[0]
    repaired = sum(note.outcome == "repaired" for note in account.notes)
    rejected = [note for note in account.notes if note.outcome == "rejected"]
    others = sum(int(re.sub(r"\D", "", count)) for note in rejected for count in _RANGE.findall(note.reason))
    taken = account.imported + repaired if account.role == "customers" else imported.dataset.event_count
    return taken + len(rejected) + others, repaired, len(rejected) + others


def _lost_in_silence(path: Path, imported: Imported) -> list[tuple[int, str]]:
    """Rows and columns of filled cells whose value is missing, and the note of the line does not say so."""
    ledger = Ledger("customers", read_source(path))
    rows = ledger.raw.table.to_pylist()
    key = (imported.mapping.customers and imported.mapping.customers.key) or ""
    reasons = {note.line: note.reason for note in imported.accounts[0].notes}
    ids = [row[key].strip() for row in rows]
    known = imported.dataset.customer_ids.to_pylist()
    return [
        (number, name)
        for number, row in enumerate(rows)
        if ids.count(ids[number]) == 1 and ids[number] in known
        for name, column in imported.dataset.attributes.items()
        if row.get(name)
        and not column.filled[known.index(ids[number])]
        and f"in “{name}” is no" not in reasons.get(place_of(ledger.raw, number).line, "")
    ]


def test_that_a_fingerprint_worked_out_beside_the_reading_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.csv"
    path.write_text("id,at,event\na,2024-01-01,x\nb,2024-01-02,y\n")
    fingerprints = []
    for long in (8, 1 << 20):
        monkeypatch.setattr(planned, "_LONG", long)
        fingerprints += [account.fingerprint for account in import_plan(propose([path]), "shop").accounts]
    begun, afterwards = fingerprints
    assert begun == afterwards != ""
