"""Money, dates, numbers and plurals by locale, sums and lists of items."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.errors import AppError
from app.messages.lint.lint import message_remarks
from app.messages.rendering.budget import USUAL_CUSTOMS, Customs
from app.messages.rendering.environment import flaws_in, placeholders_in
from app.messages.rendering.templates import render, rendered
from tests.builders.scenarios import scenario

VALUES = {
    "items": [
        {"name": "Dress", "price": 0.1, "n": 2},
        {"name": "Belt", "price": 0.2, "n": 1},
        {"price": None, "n": 0},
    ],
    "total": 1250.5,
    "paid": "19.9",
    "day": date(2024, 5, 6),
    "at": datetime(2024, 5, 6, 15, 5, tzinfo=UTC),
    "word": "x",
}


def shown(text: str, customs: Customs = USUAL_CUSTOMS) -> str:
    return render(text, VALUES, autoescape=False, customs=customs).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ total|money('EUR') }} {{ total|money }} {{ paid|money('usd') }}", "€1,250.50 1,250.50 $19.90"),
        ("{{ total|money('EUR', locale='de') }}", "1.250,50 €"),
        ("{{ total|number }} {{ 3|number }} {{ total|number(0, 'fr') }}", "1,250.50 3 1 250"),
        (
            "{{ day|date }} {{ day|date('full', 'de') }} {{ at|date('short') }}",
            "May 6, 2024 Montag, 6. Mai 2024 5/6/24",
        ),
        ("{{ at|time }} {{ at|time('de') }}", "3:05 PM 15:05"),
        ("{{ 1|plural('item', 'items') }} {{ items|plural('item', 'items') }}", "item items"),
        (
            "{% for n in [1, 3, 5, 22] %}{{ n|plural('a', 'z', few='b', many='c', locale='pl') }}{% endfor %}",
            "abcb",
        ),
        ("{{ items|sum(attribute='price') }} {{ items|sum('n', 10) }} {{ [1, 2]|sum }}", "0.3 13 3"),
        ("{{ items|map(attribute='name')|join(' and ') }}", "Dress and Belt"),
        ("{{ gone|money('EUR') }}{{ gone|date }}{{ gone|sum('x') }}{{ gone|plural('a', 'b') }}", ""),
    ],
)
def test_that_a_filter_writes_as_its_locale_does(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_that_the_customs_of_a_message_are_its_own() -> None:
    text = "{{ total|money }}, {{ day|date('long') }}"
    assert shown(text, Customs("de_DE", "EUR")) == "1.250,50 €, 6. Mai 2024"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ word|money('EUR') }}", "'money' takes a number"),
        ("{{ total|money('euro') }}", "three letters of a currency"),
        ("{{ word|date }}", "'date' takes a day or an instant"),
        ("{{ day|date('huge') }}", "short, medium, long, full"),
        ("{{ day|time }}", "a day has none"),
        ("{{ total|number(99) }}", "at most 10 decimals"),
        ("{{ total|number(locale='xx') }}", "'xx' is not a locale"),
        ("{{ items|sum('name') }}", "'sum' adds up something that is no number"),
        ("{{ [900000000000000, 900000000000000]|sum }}", "grows too large"),
    ],
)
def test_that_what_cannot_be_written_is_said(text: str, said: str) -> None:
    with pytest.raises(AppError, match=said):
        shown(text)


def test_that_a_namespace_keeps_a_total_over_the_rounds_of_a_loop() -> None:
    text = (
        "{% set sums = namespace(total=0, n=0) %}{% for item in items if item.price %}"
        "{% set sums.total = sums.total + item.price * item.n %}{% set sums.n = sums.n + 1 %}{% endfor %}"
        "{{ sums.total|round(2) }} {{ sums.n }} {{ sums.gone }}"
    )
    assert flaws_in(text) == ()
    assert shown(text) == "0.4 2 "


@pytest.mark.parametrize(
    "text",
    [
        "{{ namespace(a=1) }}",
        "{% set a = namespace(1) %}",
        "{% set a = namespace(**customer) %}",
        "{% set a = namespace(__class__=1) %}",
        "{% set a = namespace(b=namespace(c=1)) %}",
        "{% set a = namespace(b=1) %}{% set a.__class__ = 1 %}",
        "{% set a = namespace(b=1) %}{{ a.__class__ }}",
        "{% set a.b = 1 %}",
        "{% set namespace = 1 %}{% set customer.b = 1 %}",
        "{{ items|map('upper')|join }}",
        "{{ items|map(attribute='a', default=1)|join }}",
        "{{ items|map|join }}",
    ],
)
def test_that_namespaces_and_lists_open_no_way_out(text: str) -> None:
    assert flaws_in(text)


@pytest.mark.parametrize("name", ["__class__", "_Namespace__attrs", "__init__", "__getattribute__"])
def test_that_a_namespace_has_nothing_but_what_was_put_in(name: str) -> None:
    text = "{% set s = namespace(a=1) %}{% set p = '" + name + "' %}{{ s[p] }}{{ items|map(attribute=p)|join }}"
    assert shown(text) == ""
    with pytest.raises(AppError, match="group of values"):
        shown("{% set s = namespace(a=1) %}{{ s }}")


def remarks(text: str) -> list[tuple[str, str]]:
    made = scenario({"in": ("entry_event", {"event": "e"}), "text": ("sms", {"text": text})}, "in>text")
    return [(each.code, each.message) for each in message_remarks(made) if each.code == "lost-total"]


def test_that_a_total_that_a_loop_forgets_is_said_with_its_line() -> None:
    text = "{% set total = 0 %}\n{% for i in items %}\n{% set total = total + i.price %}{% endfor %}{{ total }}"
    ((_, said),) = remarks(text)
    assert said.startswith("The text, line 3: what 'total' is set to in the loop is forgotten")
    assert "namespace(total=0)" in said
    assert shown(text.replace("i.price", "i.n")).strip() == "0"


@pytest.mark.parametrize(
    "text",
    [
        "{% for i in items %}{% set name = i.name %}{{ name }}{% endfor %}",
        "{% set a = 1 %}{% set a = a + 1 %}{{ a }}",
        "{% set s = namespace(n=0) %}{% for i in items %}{% set s.n = s.n + 1 %}{% endfor %}",
        "{% for i in items %}{% set a = 1 %}{% endfor %}{% for i in items %}{% set a = 2 %}{% endfor %}",
    ],
)
def test_that_what_is_meant_for_a_round_alone_is_no_lost_total(text: str) -> None:
    assert remarks(text) == []


def test_that_empty_placeholders_are_told_by_their_place() -> None:
    text = (
        "Hi {{ name }},\n{% if word == 'y' %}{{ never }}{% endif %}{{ word }} {{ gone|upper }} {{ gone|default('-') }}"
    )
    made = rendered(text, {**VALUES, "name": ""}, autoescape=True)
    assert [(each.text, each.line) for each in placeholders_in(text)] == [
        ("name", 1),
        ("never", 2),
        ("word", 2),
        ("gone|upper", 2),
        ("gone|default('-')", 2),
    ]
    assert made.shown == frozenset({0, 2, 3, 4})
    assert made.empty == frozenset({0, 3})
