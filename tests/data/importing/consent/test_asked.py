"""A form's question is a consent by its words; what a list or a phone's file says is never more than it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.data.dataset import Dataset
from app.data.importing.consent.asked import asks_for, refuses
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan


@pytest.mark.parametrize(
    ("header", "consent"),
    [
        ("May we send you news?", "email_consent"),
        ("I would like to receive the newsletter", "email_consent"),
        ("Can we contact you by SMS?", "sms_consent"),
        ("Dürfen wir Ihnen Neuigkeiten schicken?", "email_consent"),
        ("Ich möchte den Newsletter erhalten", "email_consent"),
        ("Souhaitez-vous recevoir nos offres ?", "email_consent"),
        ("Deseo recibir novedades", "email_consent"),
        ("Accetto di ricevere comunicazioni", "email_consent"),
        ("How did you hear about our newsletter?", None),
        ("Do you like our offers?", None),
        ("Would you recommend us?", None),
        ("I do not want to receive e-mails", None),
    ],
)
def test_that_a_question_asks_for_the_consent_it_names(header: str, consent: str | None) -> None:
    assert asks_for(header) == consent


@pytest.mark.parametrize(
    ("header", "consent"),
    [
        ("Do not allow Bulk Emails", "email_consent"),
        ("Ich möchte keine E-Mails erhalten", "email_consent"),
        ("I do not want to receive text messages", "sms_consent"),
        ("(Do Not Modify) Contact", None),
        ("Do not reply", None),
    ],
)
def test_that_a_denial_refuses_the_consent_it_names(header: str, consent: str | None) -> None:
    assert refuses(header) == consent


def _dataset(folder: Path, name: str, text: str) -> Dataset:
    (folder / name).write_text(text, encoding="utf-8")
    return import_plan(propose([folder / name]), "t").dataset


def _consent(dataset: Dataset, role: str) -> list[int]:
    return list(dataset.attributes[dataset.roles.attributes[role]].values)


def test_that_a_status_without_a_channel_is_that_of_the_phone_where_the_phone_stands_first(tmp_path: Path) -> None:
    header = "phone_number,email,subscriber_status"
    rows = "".join(f"+4917600000{row},p{row}@x.io,{('Opted In', 'Opted Out')[row % 2]}\n" for row in range(10, 20))
    dataset = _dataset(tmp_path, "postscript.csv", f"{header}\n{rows}")
    assert "email_consent" not in dataset.roles.attributes
    assert _consent(dataset, "sms_consent") == [1, 0] * 5


def test_that_a_no_in_either_column_outweighs_a_yes_in_the_other(tmp_path: Path) -> None:
    said = [("active", "granted"), ("unsubscribed", "granted"), ("active", "denied"), ("active", "unknown")]
    rows = "".join(f"p{row}@x.io,{status},{consent}\n" for row, (status, consent) in enumerate(said))
    dataset = _dataset(tmp_path, "drip.csv", f"email,status,eu_consent\n{rows}")
    assert _consent(dataset, "email_consent") == [1, 0, 0, -1]


def test_that_active_alone_is_no_consent(tmp_path: Path) -> None:
    rows = "".join(f"p{row}@x.io,{('active', 'inactive')[row % 2]},{row}\n" for row in range(8))
    roles = _dataset(tmp_path, "people.csv", f"email,state,visits\n{rows}").roles.attributes
    assert "email_consent" not in roles
    assert "region" not in roles


def test_that_the_answers_of_a_form_say_who_agreed(tmp_path: Path) -> None:
    rows = "".join(f"0{row}.03.2025 10:00:00,p{row % 3}@x.io,{('Ja', 'Nein', 'Ja')[row % 3]}\n" for row in range(1, 9))
    question = "Dürfen wir Ihnen Neuigkeiten schicken?"
    dataset = _dataset(tmp_path, "form.csv", f"Zeitstempel,E-Mail-Adresse,{question}\n{rows}")
    assert dataset.event_count == 8
    assert _consent(dataset, "email_consent") == [1, 0, 1]
