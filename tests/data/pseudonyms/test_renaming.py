"""What names a customer becomes another name in any text; all else stays, also in templates."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from app.data.dataset import Roles
from app.data.pseudonyms.keyed import KeyedNames
from app.data.pseudonyms.known import Known
from app.data.pseudonyms.renaming import Renaming
from tests.builders.datasets import dataset

PEOPLE: list[dict[str, object]] = [
    {
        "id": id_,
        "phone": f"+42060123456{number}",
        "first": "Anežka",
        "last": f"Krkošk{'aeiou'[number]}vá",
        "street": f"Lipová {310 + number}",
        "login": f"anezka{number}88",
        "card": f"{88001000 + number}",
    }
    for number, id_ in enumerate(["104007", "cus_7", "wait", "Krtek", "31"])
]
NAMES = KeyedNames(b"a key for tests only")


@pytest.fixture(scope="module")
def renaming() -> Renaming:
    known = Known()
    made = dataset(PEOPLE, [])
    known.learn(replace(made, roles=Roles({"phone": "phone", "first_name": "first", "last_name": "last"})))
    return Renaming(NAMES, known)


@pytest.mark.parametrize(
    "naming",
    [
        "104007",
        "cus_7",
        "Krtek",
        "anna@posta.cz",
        "anna%40posta.cz",
        "anna.nova+2@posta.co.uk",
        "+420601234561",
        "601 234 561",
        "(601) 234-561",
        "Anežka Krkošková",
        "Krkoškavá Anežka",
        "krkoškavá anežka",
        "Lipová 312",
        "anezka288",
        "88001003",
    ],
)
def test_that_what_names_a_customer_is_nowhere_in_a_text(renaming: Renaming, naming: str) -> None:
    known = naming.replace("ošková", "oškevá")
    for text in (f"{known}", f"Ask {known}, please", f"https://shop.cz/?u={known}&x=1", f"({known})", f"to:{known}."):
        made = renaming.masked(text)
        assert known not in made
        assert made == renaming.masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wait 31 days",
        "wait",
        "Hello {{ customer.first }}, {% if customer.Krtek %}come back{% endif %}",
        "logo@2x.png",
        "@media screen { a { color: red } }",
        "2024-05-01 10:00 and 800 123 456",
        "Anežka",
        "Brno",
    ],
)
def test_that_what_names_nobody_stays(renaming: Renaming, text: str) -> None:
    assert replace(renaming, is_cautious=True).masked(text) == text


def test_that_a_name_in_a_script_without_blanks_is_nowhere_in_a_text() -> None:
    known = Known()
    people: list[dict[str, object]] = [
        {"id": f"k{row}", "first": first, "last": "山田", "whole": f"佐藤{first}"}
        for row, first in enumerate(("花子", "太郎", "次郎", "薫", "さくら"))
    ]
    known.learn(replace(dataset(people, []), roles=Roles({"first_name": "first", "last_name": "last"})))
    renaming = Renaming(NAMES, known)
    for naming in ("山田花子", "花子山田", "山田薫", "佐藤さくら", "山田 花子", "山田　花子"):
        made = renaming.masked(f"お客様の{naming}さんへ、{{{{ customer.last }}}}")
        assert naming not in made
        assert made.startswith("お客様の")
        assert made.endswith("さんへ、{{ customer.last }}")
    assert renaming.masked("山田さん、花子さん") == "山田さん、花子さん"  # who is called so, nobody can say


def test_that_a_placeholder_still_reads_the_attribute_it_read(renaming: Renaming) -> None:
    assert renaming.masked("{{ customer.Krtek }} cus_7") == "{{ customer.Krtek }} " + NAMES.id("cus_7")


def test_that_an_escaped_address_stays_escaped(renaming: Renaming) -> None:
    made = renaming.masked("https://shop.cz/?mail=Anna%40posta.cz&page=2")
    assert made == f"https://shop.cz/?mail={NAMES.email('anna@posta.cz').replace('@', '%40')}&page=2"


@pytest.mark.parametrize("piece", ["a", "a@", "{{", "{{a", "1 ", "1(", "a.", "%40", "@2x.", "Anežka "])
def test_that_a_long_text_takes_no_longer_than_its_length(renaming: Renaming, piece: str) -> None:
    begun = time.process_time()
    renaming.masked(piece * 100_000)
    assert time.process_time() - begun < 20  # seconds of ours alone; by its square it would be minutes
