"""What was said of a header once is proposed for the next file with it."""

from __future__ import annotations

from pathlib import Path

from app.data.importing.mapping import MappingDocument
from app.data.importing.plan import ImportPlan, propose, with_file
from app.data.importing.remembered import NOTHING_REMEMBERED, Remembered, as_guessed, header_key, worth_remembering

HEADER = "user_id,time,event,worth\n"
JANUARY = f"{HEADER}a,2024-01-01 10:00,buy,5\nb,2024-01-02 10:00,look,\n"


def _plan(folder: Path, text: str = JANUARY, remembered: Remembered = NOTHING_REMEMBERED, **said: object) -> ImportPlan:
    path = folder / "january.csv"
    path.write_text(text, encoding="utf-8")
    document = MappingDocument.model_validate(said) if said else None
    return propose([path], document, remembered=remembered)


def _remembered(folder: Path) -> Remembered:
    """What remains of the amount having been said."""
    corrected = with_file(_plan(folder), 0, property_roles={"amount": "worth"}, leave_out=("event",))
    columns = [column.name for column in corrected.files[0].columns]
    key = header_key(columns)
    assert key is not None
    return Remembered({key: corrected.files[0].given})


def test_that_the_next_file_with_the_same_columns_in_any_order_is_taken_for_the_same(tmp_path: Path) -> None:
    text = "event,worth,user_id,time\nbuy,7,c,2024-02-01 10:00\n"
    file = _plan(tmp_path, text, _remembered(tmp_path)).files[0]
    assert file.property_roles == {"amount": "worth"}
    assert file.leave_out == ("event",)
    assert file.is_remembered
    assert file.why == "As you said of a file with this header before."


def test_that_another_header_is_guessed(tmp_path: Path) -> None:
    file = _plan(tmp_path, JANUARY.replace("worth", "value"), _remembered(tmp_path)).files[0]
    assert not file.is_remembered
    assert file.leave_out == ()


def test_that_what_is_said_now_outweighs_what_was_said_before(tmp_path: Path) -> None:
    file = _plan(tmp_path, JANUARY, _remembered(tmp_path), events={"name": "event"}).files[0]
    assert (file.is_remembered, file.leave_out) == (False, ())


def test_that_a_remembered_mapping_is_guessed_again_on_demand(tmp_path: Path) -> None:
    plan = _plan(tmp_path, JANUARY, _remembered(tmp_path))
    guessed = with_file(plan, 0, **as_guessed(plan.files[0].given)).files[0]
    assert (guessed.is_remembered, guessed.leave_out) == (False, ())
    assert guessed.why == _plan(tmp_path).files[0].why


def test_that_files_without_a_header_are_never_taken_for_one_another() -> None:
    assert header_key(["column 1", "column 2"]) is None


def test_that_what_concerns_one_file_alone_is_not_remembered(tmp_path: Path) -> None:
    given = with_file(_plan(tmp_path), 0, encoding="cp1252", into="VIP").files[0].given
    assert worth_remembering(given) == {}


def test_that_saying_what_the_rows_are_keeps_what_was_said_of_their_columns(tmp_path: Path) -> None:
    path = tmp_path / "january.csv"
    for kind, is_remembered in (("events", True), ("customers", False)):
        given = {"files": [{"file": "january.csv", "as": kind}]}
        path.write_text(JANUARY, encoding="utf-8")
        remembered = _with_kind(_remembered(tmp_path), "events")
        file = propose([path], MappingDocument.model_validate(given), remembered=remembered).files[0]
        assert (file.kind, file.is_remembered) == (kind, is_remembered)


def _with_kind(remembered: Remembered, kind: str) -> Remembered:
    return Remembered({key: said.model_copy(update={"kind": kind}) for key, said in remembered.said.items()})
