"""The quality report: each finding with exactly the customers it is about, and none where nothing is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given

from app.data.dataset import Dataset, Roles
from app.data.importing.rows import Row
from app.data.quality.finding import Finding
from app.data.quality.report import quality
from app.data.quality.spare_addresses import valid_emails
from app.data.storing.soundness import is_sound
from tests.builders.datasets import CUSTOMERS, EVENTS, from_rows

NOW = datetime(2024, 6, 1, tzinfo=UTC)
_ROLES = {
    "email": "email",
    "phone": "phone",
    "first_name": "first",
    "last_name": "last",
    "birthday": "born",
    "email_consent": "ok",
}
_TYPES = {"email": "text", "phone": "text", "first": "text", "last": "text", "born": "date", "ok": "boolean"}


def _dataset(customers: Sequence[Row], events: Sequence[Row] = (), roles: Mapping[str, str] | None = None) -> Dataset:
    document = {
        "customers": {"key": "id", "types": _TYPES, "roles": _ROLES if roles is None else roles},
        "events": {"key": "id", "at": "at", "name": "event"},
    }
    return from_rows(customers, events, document)


def _found(dataset: Dataset) -> dict[str, Finding]:
    return {finding.key: finding for finding in quality(dataset, NOW).findings}


def _ids(dataset: Dataset, key: str) -> list[str]:
    return [str(dataset.customer_ids[int(row)]) for row in _found(dataset)[key].customers]


def _days(count: int, per_day: int, start: int = 1) -> list[Row]:
    return [
        {"id": f"c{number}", "event": "visit", "at": f"2024-01-{day:02}T10:00:00Z"}
        for day in range(start, start + count)
        for number in range(per_day)
    ]


def test_that_wrong_addresses_and_missing_ones_name_their_customers() -> None:
    dataset = _dataset(
        [
            {"id": "a", "email": "ann@example.com", "phone": "+420 601 123 456"},
            {"id": "b", "email": "bob@example", "phone": "12"},
            {"id": "c", "email": "two words@example.com", "phone": "4.2E+11"},
            {"id": "d"},
        ]
    )
    assert _ids(dataset, "emails-invalid") == ["b", "c"]
    assert _found(dataset)["emails-invalid"].examples == ("bob@example", "two words@example.com")
    assert _ids(dataset, "emails-missing") == ["d"]
    assert _ids(dataset, "phones-invalid") == ["b"]
    assert _ids(dataset, "phones-lost-digits") == ["c"]


def test_that_ids_written_as_powers_of_ten_are_found() -> None:
    assert _ids(_dataset([{"id": "1.23E+12"}, {"id": "7"}]), "ids-lost-digits") == ["1.23E+12"]


def test_that_one_person_under_two_ids_is_found_by_address_phone_and_name() -> None:
    ann = {"first": "Ann", "last": "Lee", "born": "1990-01-01"}
    dataset = _dataset(
        [
            {"id": "a", "email": "Ann@Example.com ", "phone": "(601) 123-456", **ann},
            {"id": "b", "email": "ann@example.com", **ann, "first": "ann"},
            {"id": "c", "phone": "601123456", **ann, "born": "1990-01-02"},
            {"id": "d", "phone": "12", "email": "none"},
            {"id": "e", "phone": "12", "email": "none"},
            {"id": "f", "phone": "4.20E+11"},
            {"id": "g", "phone": "4.20E+11"},
        ]
    )
    assert _ids(dataset, "duplicates-email") == ["a", "b"]
    assert _ids(dataset, "duplicates-phone") == ["a", "c"]
    assert _ids(dataset, "duplicates-name") == ["a", "b"]


def test_that_customers_of_one_side_only_are_found() -> None:
    dataset = _dataset([{"id": "a", "email": "a@example.com"}, {"id": "b", "email": "b@example.com"}], _days(1, 1)[:1])
    assert _ids(dataset, "only-events") == ["c0"]
    assert _ids(dataset, "no-events") == ["a", "b"]


def test_that_birthdays_and_events_that_cannot_be_are_found() -> None:
    events = [
        {"id": "a", "event": "visit", "at": "1970-01-01T00:00:01Z"},
        {"id": "b", "event": "visit", "at": "2031-01-01T00:00:00Z"},
        {"id": "c", "event": "visit", "at": "2024-01-01T00:00:00Z"},
    ]
    people = [{"id": "a", "born": "2068-05-01"}, {"id": "b", "born": "1850-01-01"}, {"id": "c", "born": "1990-01-01"}]
    dataset = _dataset(people, events)
    assert _ids(dataset, "birthdays-impossible") == ["a", "b"]
    assert _ids(dataset, "events-early") == ["a"]
    assert _ids(dataset, "events-late") == ["b"]


def test_that_a_gap_and_a_burst_in_time_are_found_with_their_days() -> None:
    gap = _found(_dataset([], [*_days(8, 6), *_days(8, 6, start=20)]))["gap"]
    assert gap.words == "Nothing happened for 11 days, from 2024-01-09 to 2024-01-19."
    once = {"id": "once", "event": "visit", "at": "2024-01-02T10:00:00Z"}
    uneven = _dataset([], [*_days(8, 6), once, *_days(8, 6, start=20)])
    assert _ids(uneven, "gap") == [name for name in map(str, uneven.customer_ids.to_pylist()) if name != "once"]
    burst = _found(_dataset([], [*_days(20, 6), *_days(1, 200, start=7)]))["burst"]
    assert burst.words == "On 2024-01-07 there are 206 events, on a usual day 6 events."


def test_that_an_even_flow_of_events_has_neither_gap_nor_burst() -> None:
    assert not {"gap", "burst"} & set(_found(_dataset([], _days(28, 6))))


def test_that_unknown_consent_is_counted_and_never_as_given() -> None:
    people = [{"id": "a", "ok": "yes", "email": "a@example.com"}, {"id": "b", "ok": "no"}, {"id": "c"}]
    finding = _found(_dataset(people))["email_consent-coverage"]
    assert (finding.rate.count, finding.rate.of) == (1, 3)
    assert _ids(_dataset(people), "email_consent-coverage") == ["c"]
    without = _dataset(people, roles={"email": "email"})
    assert _found(without)["email_consent-unknown"].words.endswith("runs do not check it, and write to everybody.")
    text = _dataset(people, roles={"email": "email", "email_consent": "first"})
    assert _found(text)["email_consent-unknown"].words.endswith("nobody counts as subscribed.")


def test_that_faults_stand_before_what_is_only_worth_knowing() -> None:
    kinds = [finding.kind for finding in quality(_dataset([{"id": "a", "email": "a"}, {"id": "b"}]), NOW).findings]
    assert kinds == sorted(kinds, key=lambda kind: kind != "fault")
    assert set(kinds) == {"fault", "remark"}


@given(CUSTOMERS, EVENTS)
def test_that_any_dataset_has_a_report_whose_customers_are_rows_in_order(
    customers: list[Row], events: list[Row]
) -> None:
    try:
        dataset = from_rows(customers, events)
    except Exception:  # noqa: BLE001  # what cannot be a dataset has no report
        return
    for finding in quality(dataset, NOW).findings:
        rows = finding.customers.tolist()
        assert rows == sorted(set(rows))
        assert all(0 <= row < dataset.customer_count for row in rows)
        assert 0 <= finding.rate.count <= finding.rate.of


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("ann@example.com", True),
        (" ann+shop@mail.example.co.uk ", True),
        ("o'neil_1@example.museum", True),
        ("jürgen@example.de", True),
        ("änne@müller.de", True),
        ("花子@例え.jp", True),
        ("ann@exa\u00a0mple.com", False),
        ("ann@“example”.com", False),
        ("ann@example", False),
        ("ann@@example.com", False),
        ("ann@-example.com", False),
        (".ann@example.com", False),
        ("an..n@example.com", False),
        ("ann@example..com", False),
        ("ann example.com", False),
        ("ann@exa mple.com", False),
    ],
)
def test_that_an_address_is_judged_as_a_browser_judges_it(address: str, right: bool) -> None:
    assert valid_emails(pa.array([address])).tolist() == [right]


def test_that_what_is_mended_is_found_no_more() -> None:
    people: list[Row] = [
        {"id": "a", "email": "nobody", "phone": "12", "born": "2090-01-01"},
        {"id": "b", "email": "ann@example.com", "phone": "4.2E+11"},
        {"id": "c", "email": "Ann@example.com"},
        {"id": "1.23E+12"},
    ]
    events: list[Row] = [*_days(20, 6), *_days(1, 99), {"id": "z", "event": "visit", "at": "1970-01-01T00:00:00Z"}]
    dataset = _dataset(people, events)
    found = {key: finding for key, finding in _found(dataset).items() if finding.mends}
    assert {"emails-invalid", "phones-lost-digits", "ids-lost-digits", "only-events", "events-early", "burst"} <= set(
        found
    )
    for key, finding in found.items():
        for mend in finding.mends:
            left = _found(mend.apply(dataset)).get(key)
            assert left is None or not left.is_mendable, mend.words


KINDS = (
    *("emails-invalid", "emails-missing", "emails-unused", "phones-invalid", "ids-lost-digits", "phones-lost-digits"),
    *("duplicates-email", "duplicates-phone", "duplicates-name", "only-events", "no-events", "birthdays-impossible"),
    *("events-early", "events-late", "event-names-alike", "gap", "burst"),
    *("email_consent-unknown", "email_consent-coverage", "sms_consent-unknown", "sms_consent-coverage"),
)
_DOCUMENT = Path(__file__).parents[3] / "docs" / "data.md"


def _every_kind() -> list[Dataset]:
    """Datasets that together have everything that is looked for."""
    ann = {"first": "Ann", "last": "Lee", "born": "1990-01-01", "email": "ann@example.com", "phone": "601 123 456"}
    people: list[Row] = [
        {"id": "a", **ann, "ok": "yes"},
        {"id": "b", **ann, "born": "1990-01-01"},
        {"id": "c", "email": "nobody", "phone": "12", "born": "2090-01-01"},
        {"id": "1.2E+12", "phone": "4.2E+11"},
    ]
    events: list[Row] = [
        *_days(8, 6),
        *_days(8, 6, start=20),
        *_days(1, 200, start=7),
        {"id": "a", "event": "Visit", "at": "1970-01-01T00:00:00Z"},
        {"id": "a", "event": "Visit", "at": "2031-01-01T00:00:00Z"},
    ]
    by_sms = {**_ROLES, "sms_consent": "ok"}
    del by_sms["email_consent"]
    return [
        _dataset(people, events),
        _dataset(people, events, by_sms),
        _dataset(people, roles={}),
        _dataset([{"id": "a", "email": "a@example.com", "ok": "no"}]),
        _dataset([{"id": "a", "email": "a@example.com", "ok": "yes"}]),
    ]


def test_that_each_kind_of_finding_has_people_and_a_mend_or_words_why_there_is_none() -> None:
    found: dict[str, list[Finding]] = {}
    for dataset in _every_kind():
        for key, finding in _found(dataset).items():
            found.setdefault(key, []).append(finding)
    assert set(found) == set(KINDS)
    for key, findings in found.items():
        for finding in findings:
            assert len(finding.customers), key
            assert finding.is_mendable or finding.advice.endswith("there is nothing to mend."), key
    without = {key for key, findings in found.items() for finding in findings if not finding.is_mendable}
    assert without <= {"email_consent-coverage", "sms_consent-coverage"}


def test_that_the_documentation_says_of_each_kind_of_finding_what_mends_it() -> None:
    table = [line for line in _DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    for key in KINDS:
        rows = [line for line in table if f"`{key}`" in line]
        assert rows, key
        assert all(len([cell for cell in line.strip("|").split("|") if cell.strip()]) == 4 for line in rows), key


def test_that_every_mend_leaves_a_sound_dataset_with_fewer_of_what_was_found() -> None:
    for dataset in _every_kind():
        for key, finding in _found(dataset).items():
            for mend in finding.mends:
                mended = mend.apply(dataset)
                assert is_sound(mended), (key, mend.words)
                assert mended.fingerprint != dataset.fingerprint, (key, mend.words)
                left = _found(mended).get(key)
                assert left is None or len(left.customers) < len(finding.customers) or not left.is_mendable, (
                    key,
                    mend.words,
                )


def test_that_event_names_which_differ_by_case_or_blanks_alone_are_found_and_made_one() -> None:
    names = ["Placed Order", "placed order", "Placed Order", "placed_order", "Opened Email", "Käufe", "Kaufe"]
    events = [
        {"id": f"c{number}", "event": name, "at": f"2024-01-0{number + 1}T10:00:00Z"}
        for number, name in enumerate(names)
    ]
    dataset = replace(_dataset([], events), roles=Roles({}, {"purchase": "placed order"}))
    found = _found(dataset)["event-names-alike"]
    assert found.words == "“Placed Order”, “placed order” and “placed_order” differ by case or blanks alone."
    assert _ids(dataset, "event-names-alike") == ["c1", "c3"]
    assert (found.rate.count, found.rate.of) == (2, 7)
    assert found.mends[0].words == "Name them all “Placed Order”"
    mended = found.mends[0].apply(dataset)
    assert mended.schema().events == {"Placed Order": 4, "Opened Email": 1, "Käufe": 1, "Kaufe": 1}
    assert mended.schema().roles.events["purchase"] == "Placed Order"
    assert mended.fingerprint != dataset.fingerprint
    assert "event-names-alike" not in _found(mended)


def test_that_event_names_of_several_kinds_are_each_named_as_most_often() -> None:
    names = ["cart", "Cart", "cart", "VISIT", "visit", "visit"]
    events = [{"id": "a", "event": name, "at": f"2024-01-0{at + 1}T10:00:00Z"} for at, name in enumerate(names)]
    found = _found(_dataset([], events))["event-names-alike"]
    assert found.words.startswith("2 events are named in several ways, such as ")
    assert found.mends[0].apply(_dataset([], events)).schema().events == {"cart": 3, "visit": 3}
