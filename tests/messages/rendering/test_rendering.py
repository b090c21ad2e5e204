"""What templates can say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.errors import AppError
from app.messages.rendering.templates import render

ANNA = {
    "first_name": "anna maria",
    "spent": 45.0,
    "rate": 0.1 + 0.2,
    "born": date(1990, 5, 17),
    "seen": datetime(2024, 5, 1, 10, tzinfo=UTC),
    "company": "Black & <White>",
    "city": None,
    "tags": ["vip", "new"],
}


def shown(text: str, *, autoescape: bool = False, **values: object) -> str:
    return render(text, {"customer": ANNA, **values}, autoescape=autoescape)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi {{ customer.first_name|title }}!", "Hi Anna Maria!"),
        ("{{ customer['first_name']|truncate(6, end='…') }}", "anna…"),
        ("{{ customer.first_name[0]|upper }}. {{ customer.first_name[5:7] }}", "A. ma"),
        ("{{ customer.born }} / {{ customer.seen }}", "1990-05-17 / 2024-05-01 10:00:00+00:00"),
        ("{{ customer.spent }} {{ customer.spent + 0.5 }} {{ customer.rate }} {{ 7 // 2 }}", "45 45.5 0.3 3"),
        ("{{ customer.spent|round(1) }} {{ '3'|int + 1 }} {{ -2|abs }} {{ 'x'|float(1.5) }}", "45 4 2 1.5"),
        ("{{ 'a' ~ customer.spent ~ customer.city ~ 'b' }} {{ 'a' + 'b' }}", "a45b ab"),
        ("{% if customer.spent > 40 and 'vip' in customer.tags %}gold{% else %}grey{% endif %}", "gold"),
        ("{% for t in customer.tags %}{{ loop.index }}{{ t }}{{ ',' if not loop.last }}{% endfor %}", "1vip,2new"),
        ("{% for t in customer.tags if t != 'vip' %}{{ t }}{% endfor %}", "new"),
        ("{% for n in range(3) %}{{ n }}{% endfor %}{% for n in range(9, 3, -3) %}{{ n }}{% endfor %}", "01296"),
        ("{% set who = customer.first_name %}{{ who|capitalize }}", "Anna maria"),
        ("{{ customer.tags|join(' + ') }} {{ customer.tags|first }} {{ customer.tags|length }}", "vip + new vip 2"),
        ("{{ customer.company|replace('&', 'and')|urlencode }}", "Black%20and%20%3CWhite%3E"),
        ("{{ 'even' if 4 is even }} {{ customer.city is defined }} {{ 9 is divisibleby(3) }}", "even False True"),
        ("{% raw %}{{ kept }}{% endraw %}{# dropped #}\n", "{{ kept }}\n"),
    ],
)
def test_that_a_template_says_what_its_author_means(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{{ customer.city }}",
        "{{ customer.nothing }}",
        "{{ customer.nothing.deeper.still }}",
        "{{ nobody.first_name }}",
        "{{ customer.city|upper }}",
        "{{ customer.city + 1 }}",
        "{{ 1 - customer.city }}",
        "{{ none }}",
        "{% for tag in customer.city %}never{% endfor %}",
        "{% if customer.city > 3 or customer.city < 3 or customer.city == 3 %}never{% endif %}",
    ],
)
def test_that_a_missing_value_renders_empty(text: str) -> None:
    assert shown(text) == ""


def test_that_default_stands_in_for_missing_and_empty_values() -> None:
    assert shown("{{ customer.city|default('town') }} {{ name|d('friend') }}", name="") == "town friend"


def test_that_values_are_escaped_in_html_and_nowhere_else() -> None:
    assert shown("<p>{{ customer.company }}</p>", autoescape=True) == "<p>Black &amp; &lt;White&gt;</p>"
    assert shown("{{ customer.company|upper ~ '<i>' }}", autoescape=True) == "BLACK &amp; &lt;WHITE&gt;&lt;i&gt;"
    assert shown("{{ customer.company|e }}", autoescape=True) == "Black &amp; &lt;White&gt;"
    assert shown("<p>{{ customer.company }}</p>") == "<p>Black & <White></p>"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ customer }}", "group of values"),
        ("{{ customer.tags }}", "group of values"),
        ("{{ 1 / 0 }}", "divides by zero"),
        ("{{ 'a' < 1 }}", "text where a number belongs"),
        ("{{ 'a' - 1 }}", "joined with ~"),
        ("{% for letter in customer.first_name %}{% endfor %}", "no list"),
        ("{{ 'a'|round }}", "'round' takes a number"),
        ("{{ 1.5|round(300) }}", "at most 10 decimals"),
        ("{{ range('a')|join }}", "whole numbers"),
    ],
)
def test_that_what_cannot_be_shown_is_said_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(AppError, match=said) as raised:
        shown(text)
    assert str(raised.value).startswith("The message cannot be shown: ")


def test_that_only_plain_data_can_be_given_to_a_template() -> None:
    with pytest.raises(TypeError, match="cannot be given a function"):
        render("{{ f }}", {"f": lambda: None}, autoescape=False)
    with pytest.raises(TypeError, match="at depth 3"):
        render("{{ deep }}", {"deep": {"a": {"b": {"c": {"d": 1}}}}}, autoescape=False)


def test_that_a_value_that_is_far_too_long_is_refused() -> None:
    with pytest.raises(AppError, match="longer than 100,000"):
        render("{{ note }}", {"note": "a" * 100_001}, autoescape=False)
    with pytest.raises(AppError, match="list of more than 1,000"):
        render("{{ tags|length }}", {"tags": [1] * 1_001}, autoescape=False)
