"""Names of columns are known in other languages, with owners around them, and by their last words."""

from __future__ import annotations

import pytest

from app.data.vocabulary.header_words import other_languages, without_owner
from app.data.vocabulary.headers import KEYS, language_of, plain, ranked
from app.data.vocabulary.roles import ATTRIBUTE_ROLES


@pytest.mark.parametrize(
    ("name", "word"),
    [("Prénom", "prenom"), ("Straße", "strasse"), ("$distinct_id", "distinct_id"), ("N° client", "n_client")],
)
def test_that_accents_and_signs_are_no_part_of_a_name(name: str, word: str) -> None:
    assert plain(name) == word


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (("Kundennummer", "Vorname", "Umsatz"), "de"),
        (("N° client", "Prénom", "Ville"), "fr"),
        (("Número de pedido", "Fecha", "Importe"), "es"),
        (("Klantnummer", "Voornaam", "Bedrag"), "nl"),
        (("Imię", "Nazwisko", "Data urodzenia"), "pl"),
        (("Číslo objednávky", "Jméno", "Částka"), "cs"),
        (("ID Pelanggan", "Kota", "Tanggal"), "id"),
        (("Номер замовлення", "Дата", "Кількість"), "uk"),
        (("Prenume", "Oraș", "Data înscrierii"), "ro"),
        (("customer_id", "data", "client"), None),
    ],
)
def test_that_a_header_says_its_language(header: tuple[str, ...], language: str | None) -> None:
    assert language_of(header) == language


def test_that_a_name_in_english_comes_before_one_of_another_language() -> None:
    assert ranked(("E-Mail-Adresse", "Vorname", "email"), ("email",)) == ["email"]


def test_that_what_belongs_to_somebody_comes_after_what_is_called_so() -> None:
    assert ranked(("Requester email", "email"), ("email",), people=True) == ["email", "Requester email"]
    assert ranked(("Person - Email - Work",), ("email",), people=True) == ["Person - Email - Work"]
    assert ranked(("Person - Email - Work",), ("email",)) == []


@pytest.mark.parametrize(
    ("name", "bare"), [("requester_id", "customer_id"), ("shipping_id", "shipping_id"), ("billing_email", "email")]
)
def test_that_only_ids_of_people_are_ids_of_customers(name: str, bare: str) -> None:
    assert without_owner(name) == bare


def test_that_the_last_words_say_what_an_id_is() -> None:
    assert ranked(("amazon-order-id", "ship-city"), ("order_id",), ends=True) == ["amazon-order-id"]


def test_that_every_word_of_a_language_is_in_plain_form() -> None:
    words = [word for known in other_languages().values() for word in known]
    assert [word for word in words if plain(word) != word] == []
    assert {"customer_number", "customer_id"} <= set(KEYS)


def test_that_consent_to_a_newsletter_is_known_in_german() -> None:
    header = ["Kundennummer", "Vorname", "Newsletter-Einwilligung"]
    assert ranked(header, ATTRIBUTE_ROLES["email_consent"].known) == ["Newsletter-Einwilligung"]
