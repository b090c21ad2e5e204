"""The notes of several files stand in one table and come back to the file they are of."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.importing.accounting.accounts import Account
from app.data.importing.accounting.notes import note_tables, with_notes
from app.data.importing.accounting.row_notes import SCHEMA, NoteColumns, Outcome, RowNote

TEXTS = st.text(max_size=5)


@st.composite
def accounts(draw: st.DrawFn) -> list[Account]:
    made = []
    for place in range(draw(st.integers(0, 4))):
        file = f"{place}.csv"
        outcomes: list[Outcome] = draw(st.lists(st.sampled_from(("repaired", "rejected")), max_size=6))
        notes = tuple(RowNote(file, line, draw(TEXTS), draw(TEXTS), outcome) for line, outcome in enumerate(outcomes))
        repaired, rejected = outcomes.count("repaired"), outcomes.count("rejected")
        made.append(Account(file, "events", len(notes) + 2, 2, repaired, rejected, notes))
    return made


@given(accounts(), st.integers(1, 5))
def test_that_every_note_comes_back_to_its_account(made: list[Account], rows: int) -> None:
    tables = list(note_tables(made, rows))
    assert all(0 < table.num_rows <= rows for table in tables)
    together = pa.concat_tables(tables) if tables else SCHEMA.empty_table()
    bare = [Account(a.file, a.role, a.read, a.imported, a.repaired, a.rejected, ()) for a in made]
    back = with_notes(bare, together)
    assert [tuple(account.notes) for account in back] == [tuple(account.notes) for account in made]


def test_that_notes_in_columns_are_read_like_a_tuple() -> None:
    notes = tuple(RowNote("a.csv", line, f"text {line}", "Why", "repaired") for line in range(3))
    account = Account("a.csv", "events", 3, 0, 3, 0, notes)
    (table,) = note_tables([account], 10)
    columns = NoteColumns("a.csv", table)
    assert len(columns) == 3
    assert columns[-1] == notes[-1]
    assert columns[1:] == notes[1:]
    with pytest.raises(IndexError):
        columns[3]
