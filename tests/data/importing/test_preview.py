"""A preview shows how a file would be read, before it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data.columns import ColumnType
from app.data.files import csv
from app.data.importing.preview import preview
from app.errors import AppError


def test_that_a_preview_tells_form_rows_and_guesses(tmp_path: Path) -> None:
    path = tmp_path / "clicks.csv"
    path.write_bytes("user_id;event;at;cena\nu1;koupě;2024-01-01;1,5\nu1;příchod;2024-01-02;\n".encode("cp1250"))
    shown = preview(path)
    assert (shown.form, shown.role) == ("cp1250, separated by semicolon, with a header", "events")
    assert shown.columns == ("user_id", "event", "at", "cena")
    assert shown.rows == (("u1", "koupě", "2024-01-01", "1,5"), ("u1", "příchod", "2024-01-02", ""))
    assert shown.events is not None
    assert (shown.events.key, shown.events.at, shown.events.name) == ("user_id", "at", "event")
    assert shown.events.types == {"cena": ColumnType.NUMBER}
    assert shown.customers is not None
    assert shown.customers.key == "user_id"


def test_that_another_encoding_can_be_tried(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("id,name\n1,Zoë\n".encode("cp1252"))
    assert preview(path, encoding="cp1251").rows == (("1", "Zoл"),)


def test_that_only_the_beginning_of_a_large_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv, "_HEAD", 1 << 16)
    path = tmp_path / "x.csv"
    path.write_text("id,city\n" + "".join(f"{n},Žďár\n" for n in range(1_000_000)), encoding="utf-8")
    shown = preview(path, rows=3)
    assert shown.rows == (("0", "Žďár"), ("1", "Žďár"), ("2", "Žďár"))
    assert shown.form.startswith("utf-8,")


def test_that_a_file_that_cannot_be_events_has_no_such_guess(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,city\n1,Brno\n", encoding="utf-8")
    shown = preview(path)
    assert shown.role == "customers"
    assert shown.events is None


def test_that_an_empty_file_has_no_preview(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"")
    with pytest.raises(AppError, match="is empty"):
        preview(path)
