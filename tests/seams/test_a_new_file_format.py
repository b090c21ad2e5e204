"""A file format from outside, in this file alone: it is recognised, offered, looked into and imported, row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from app.cli import run
from app.data.files.registry import (
    DELIMITED,
    FORMATS,
    FileFormat,
    Reading,
    file_patterns,
    format_of,
    offered_formats,
    read_source,
)
from app.data.files.source_table import Fault, Place, place_of
from app.data.importing.plan import propose
from app.workspace.store import Workspace


@dataclass(frozen=True)
class Cards:
    """Blocks of `key: value` lines with a line of dashes between them; one without a name is dropped."""

    file: str
    content: bytes
    form: str = "cards"
    table: pa.Table = field(init=False)
    faults: tuple[Fault, ...] = field(init=False)
    dropped: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        cards = [dict(line.split(": ", 1) for line in text.splitlines() if ": " in line) for text in self.blocks()]
        dropped = [number for number, card in enumerate(cards) if "user_id" not in card]
        kept = [card for card in cards if "user_id" in card]
        names = list(dict.fromkeys(name for card in kept for name in card))
        object.__setattr__(self, "table", pa.table({name: [card.get(name, "") for card in kept] for name in names}))
        object.__setattr__(self, "faults", tuple(Fault(number, "the card names nobody") for number in dropped))
        object.__setattr__(self, "dropped", np.array(dropped, np.int64))

    def blocks(self) -> list[str]:
        return self.content.decode().removeprefix("%cards\n").split("---\n")

    def places_of(self, records: Sequence[int]) -> list[Place]:
        blocks = self.blocks()
        lines = [2 + sum(block.count("\n") + 1 for block in blocks[:record]) for record in records]
        return [Place(line, blocks[record].strip()) for line, record in zip(lines, records, strict=True)]


def read_cards(path: Path, how: Reading) -> Cards:
    return Cards(path.name, path.read_bytes())


CARDS = FileFormat("cards", "card files", (".cards",), read_cards, marks=(b"%cards\n",))
TEXT = """%cards
user_id: ann
city: Brno
---
city: Praha
---
user_id: bob
city: Ostrava
"""


@pytest.fixture
def with_cards() -> Iterator[None]:
    with FORMATS.including(CARDS):
        yield


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.cards"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.usefixtures("with_cards")
def test_that_it_is_recognised_by_what_it_begins_with_and_by_its_name(people: Path, tmp_path: Path) -> None:
    assert format_of(people) is CARDS
    disguised = people.rename(tmp_path / "people.csv")
    assert format_of(disguised) is CARDS
    plain = tmp_path / "plain.csv"
    plain.write_text("user_id\nann\n", encoding="utf-8")
    assert format_of(plain) is DELIMITED
    named = tmp_path / "UNMARKED.CARDS"
    named.write_text("user_id: ann\n", encoding="utf-8")
    assert format_of(named) is CARDS


@pytest.mark.usefixtures("with_cards")
def test_that_dialogs_and_messages_offer_it() -> None:
    assert "*.cards" in list(file_patterns())
    assert offered_formats().startswith(f"{DELIMITED.words}; ")
    assert offered_formats().endswith("; card files")


@pytest.mark.usefixtures("with_cards")
def test_that_a_look_into_it_shows_its_form_and_first_rows(people: Path) -> None:
    (shown,) = propose([people], heads_only=True).files
    assert (shown.form, tuple(column.name for column in shown.columns)) == ("cards", ("user_id", "city"))
    assert shown.rows == (("ann", "Brno"), ("bob", "Ostrava"))
    assert shown.kind == "customers"


@pytest.mark.usefixtures("with_cards")
def test_that_each_row_can_be_found_in_the_file(people: Path) -> None:
    source = read_source(people)
    assert place_of(source, 1) == Place(7, "user_id: bob\ncity: Ostrava")


@pytest.mark.usefixtures("with_cards")
def test_that_the_command_line_imports_it_and_accounts_for_every_row(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = tmp_path / "shop.rehearse"
    assert run(["import", str(workspace), str(people), "--as", "customers", "--json"]) == 0
    (account,) = json.loads(capsys.readouterr().out)["files"]
    assert (account["read"], account["imported"], account["rejected"]) == (3, 2, 1)
    assert account["notes"] == [
        {"line": 5, "outcome": "rejected", "reason": "The card names nobody.", "text": "city: Praha"}
    ]
    with Workspace.open(workspace, read_only=True) as store:
        assert store.datasets.load("people").customer_ids.to_pylist() == ["ann", "bob"]


def test_that_it_is_unknown_again_afterwards(people: Path) -> None:
    assert format_of(people) is DELIMITED
