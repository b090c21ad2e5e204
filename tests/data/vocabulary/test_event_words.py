"""What people call events in other languages."""

from __future__ import annotations

from collections import Counter

import pytest

from app.data.importing.recognition.guessed_roles import event_roles
from app.data.vocabulary.event_words import event_words
from app.data.vocabulary.roles import EVENT_ROLES


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        (
            ["Produkt angesehen", "Warenkorb hinzugefügt", "Bestellung aufgegeben", "Newsletter geöffnet"],
            ["page_view", "cart", "purchase", "email_open"],
        ),
        (["Ajouté au panier", "COMMANDE PASSÉE", "commande_annulée"], ["cart", "purchase", "refund"]),
        (["Añadido al carrito", "Pedido realizado", "Cuenta creada"], ["cart", "purchase", "signup"]),
        (["商品閲覧", "カートに追加", "注文完了", "配信停止"], ["page_view", "cart", "purchase", "email_unsubscribe"]),
    ],
)
def test_that_events_are_known_in_other_languages(names: list[str], roles: list[str]) -> None:
    assert event_roles(["home", *names]) == dict(zip(roles, names, strict=True))


def test_that_an_event_in_english_comes_before_one_of_another_language() -> None:
    assert event_roles(["Kauf", "Placed Order"])["purchase"] == "Placed Order"


def test_that_no_word_means_two_things() -> None:
    assert {role for known in event_words().values() for role in known} <= {role.name for role in EVENT_ROLES.values()}
    meanings = Counter(
        word
        for role in {role for known in event_words().values() for role in known}
        for word in {word for known in event_words().values() for word in known.get(role, ())}
    )
    assert [word for word, count in meanings.items() if count > 1] == []
