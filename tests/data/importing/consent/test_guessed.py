"""Consent is never more than a file says, in whatever words and columns it says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data.importing.plan import propose
from app.data.importing.planned import import_plan

YES, NO, UNKNOWN = 1, 0, -1


def _consents(folder: Path, header: str, *rows: str, role: str = "email_consent") -> list[int] | None:
    lines = [f"email,{header}", *(f"p{number}@example.com,{row}" for number, row in enumerate(rows))]
    (folder / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    dataset = import_plan(propose([folder / "list.csv"]), "t").dataset
    name = dataset.roles.attributes.get(role)
    return None if name is None else dataset.attributes[name].values.tolist()


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        ("newsletter", ("1", "0", ""), [YES, NO, UNKNOWN]),
        ("Newsletter", ("ja", "nein", ""), [YES, NO, UNKNOWN]),
        ("first_name,newsletter_ok", ("A,ja", "B,nein", "C,"), [YES, NO, UNKNOWN]),
        ("mail_opt_in", ("oui", "non", ""), [YES, NO, UNKNOWN]),
        ("Status", ("subscribed", "unsubscribed", "cleaned"), [YES, NO, NO]),
        ("Opt-in status", ("Double opt-in", "Single opt-in", ""), [YES, NO, UNKNOWN]),
        ("Email Status", ("Confirmed", "Unconfirmed", "Non-marketable", "Opted-out"), [YES, NO, NO, NO]),
        ("Email Status", ("Confirmed", "Confirmed", "Unconfirmed"), None),
        ("GDPR consent", ("granted", "denied", ""), [YES, NO, UNKNOWN]),
        ("email_consent", ("subscribed", "perhaps", "unsubscribed"), [YES, UNKNOWN, NO]),
        ("Status", ("Subscribed", "Archived", "Unsubscribed"), [YES, UNKNOWN, NO]),
        ("メルマガ", ("希望する", "希望しない", "検討中"), [YES, NO, UNKNOWN]),
        ("Nachname,Newsletter-Anmeldung", ("A,angemeldet", "B,abgemeldet", "C,"), [YES, NO, UNKNOWN]),
        ("Prénom,Statut abonnement", ("A,Abonné", "B,Désabonné", "C,En attente"), [YES, NO, NO]),
        ("accepts_marketing,suppressed", ("yes,bounced", "yes,no", "yes,"), [NO, YES, YES]),
        ("subscribed", ("yes", "pending", "no"), [YES, NO, NO]),
        ("Unsubscribed", ("true", "false", ""), [NO, UNKNOWN, UNKNOWN]),
        ("opt_out", ("N", "Y", ""), [UNKNOWN, NO, UNKNOWN]),
        ("Status,Open Rate", ("active,45.5", "inactive,0", "pending,"), [YES, NO, NO]),
        ("subscribed_at,status", ("2024-01-01,active", "2024-01-02,inactive", "2024-01-03,active"), [YES, NO, YES]),
        ("Nombre,Estado", ("A,Activo", "B,Baja", "C,Rebotado"), [YES, NO, NO]),
        ("unsubscribed_at", ("2024-01-01", "", "0000-00-00"), [NO, UNKNOWN, UNKNOWN]),
        ("accepts_marketing,unsubscribed", ("yes,no", "yes,yes", "no,no", ",no"), [YES, NO, NO, UNKNOWN]),
        ("Email subscriber status", ("Subscribed", "Unsubscribed", "Never subscribed"), [YES, NO, NO]),
        ("unsubscribe_from_marketing_emails", ("t", "f", ""), [NO, UNKNOWN, UNKNOWN]),
    ],
)
def test_that_consent_is_what_the_file_says(
    header: str, rows: tuple[str, ...], expected: list[int], tmp_path: Path
) -> None:
    assert _consents(tmp_path, header, *rows) == expected


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("Status", ("active", "inactive", "active")),
        ("Nombre,Estado", ("A,Activo", "B,Baja", "C,Activo")),
        ("subscribed_at,Status,plan_price", ("2024-01-01,active,9", "2024-01-02,inactive,9", "2024-01-03,active,9")),
        ("newsletter", ("3", "0", "1")),
        ("newsletter", ("x", "", "x")),
        ("opt_in_date", ("2024-01-01", "", "")),
    ],
)
def test_that_what_says_neither_yes_nor_no_is_no_consent(header: str, rows: tuple[str, ...], tmp_path: Path) -> None:
    assert _consents(tmp_path, header, *rows) is None


def test_that_refusals_of_text_messages_are_those_of_text_messages(tmp_path: Path) -> None:
    header, rows = "sms_opt_in,sms_unsubscribed_at", ("yes,", "yes,2024-01-01", ",")
    assert _consents(tmp_path, header, *rows, role="sms_consent") == [YES, NO, UNKNOWN]
    assert _consents(tmp_path, header, *rows) is None
