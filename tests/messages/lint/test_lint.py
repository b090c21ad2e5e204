"""What is said about messages that are hardly meant so."""

from __future__ import annotations

from typing import Any

import pytest

from app.errors import Severity
from app.guides.templates import bundled_templates, load_template
from app.jobs.runs.checking import all_findings, all_problems
from app.messages.lint.lint import message_remarks
from app.scenario.graph import Scenario
from tests.builders.scenarios import Nodes, scenario

ENTRY = ("entry_event", {"event": "e"})
LEAVE = '<a href="{{ unsubscribe_url }}">Unsubscribe</a>'
GOOD = {"subject": "Your cart", "preheader": "Still here", "body": f"<p>Hello</p>{LEAVE}", "from_name": "Shop"}


def with_mail(**params: Any) -> Scenario:
    given = {name: value for name, value in (GOOD | params).items() if value is not None}
    return scenario({"in": ENTRY, "mail": ("email", given)}, "in>mail")


def with_sms(text: str, **mail: Any) -> Scenario:
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "in": ENTRY,
        "sms": ("sms", {"text": text}),
    }
    return scenario(nodes | ({"mail": ("email", GOOD | mail)} if mail else {}), "in>sms")


def codes(made: Scenario) -> list[str]:
    return [remark.code for remark in message_remarks(made)]


def test_that_a_good_message_has_no_remarks() -> None:
    assert codes(with_mail()) == []
    assert codes(with_sms("Shop: your cart is here")) == []


@pytest.mark.parametrize("template", [template.id for template in bundled_templates()])
def test_that_the_shipped_templates_have_none(template: str) -> None:
    assert codes(load_template(template)) == []


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"body": "<p>Hello</p>"}, "no-unsubscribe"),
        ({"subject": "a" * 61}, "long-subject"),
        ({"subject": "BUY NOW"}, "shouted-subject"),
        ({"preheader": None}, "no-preheader"),
        ({"body": f"<p>Hi</p><img src='image:a'>{LEAVE}"}, "no-alt-text"),
        ({"body": f"<p>Hi</p><img src='image:a' alt=' '>{LEAVE}"}, "no-alt-text"),
        ({"body": f"<p>Hi</p><a href='http://x.example'>x</a>{LEAVE}"}, "unsafe-link"),
        ({"body": f"<p>Hi</p><a href='www.x.example'>x</a>{LEAVE}"}, "unsafe-link"),
        ({"body": f"<p>Hi</p><a href='https://'>x</a>{LEAVE}"}, "unsafe-link"),
        ({"body": "<img src='image:a' alt='A'>{% if unsubscribe_url %}{% endif %}"}, "images-alone"),
    ],
)
def test_that_an_e_mail_has_this_remark_alone(params: dict[str, Any], code: str) -> None:
    assert codes(with_mail(**params)) == [code]
    (remark,) = message_remarks(with_mail(**params))
    assert remark.severity is Severity.REMARK
    assert remark.node == "mail"
    assert remark.message.count(";") == 1  # a reason, and a way to mend it


@pytest.mark.parametrize(
    "params",
    [
        {"body": "<p>Hello</p>", "marketing": False},
        {"subject": "{{ customer.first_name|default('a long, long, long, long, long, long word') }}, hello"},
        {"subject": "VIP"},
        {"preheader": None, "body": "Hello {{ unsubscribe_url }}"},
        {"body": f"<p>Hi</p><a href='{{{{ item.url }}}}'>x</a><a href='tel:1'>x</a><a href='#top'>x</a>{LEAVE}"},
        {"body": "<p>Hi</p><a href='https://shop.example/unsubscribe'>x</a>"},
    ],
)
def test_that_what_is_meant_so_has_no_remark(params: dict[str, Any]) -> None:
    assert codes(with_mail(**params)) == []


def test_that_a_remark_names_its_line() -> None:
    body = "<p>Hi</p>\n{# two\nlines #}\n<img src='image:a'>" + LEAVE
    (remark,) = message_remarks(with_mail(body=body))
    assert "The body, line 4: the image has no alternative text" in remark.message


def test_that_an_sms_says_which_letter_makes_it_dear() -> None:
    assert codes(with_sms("Shop: it’s " + "a" * 60)) == ["dear-letters"]
    assert codes(with_sms("Shop: it’s")) == []
    (remark,) = message_remarks(with_sms("Shop: it’s " + "a" * 60))
    assert "2 segments rather than 1 because of “’” (right single quotation mark)" in remark.message


def test_that_an_sms_names_its_sender() -> None:
    assert codes(with_sms("Your cart is here")) == ["no-sender"]
    assert codes(with_sms("Your cart at shop is here", from_name="Shop")) == []
    assert codes(with_sms("Come back", from_name="Shop")) == ["no-sender"]


def with_voucher(body: str, edges: str) -> list[str]:
    nodes = {
        "in": ENTRY,
        "code": ("voucher", {"pool": "spring", "into": "code"}),
        "mail": ("email", GOOD | {"body": body + LEAVE}),
    }
    return codes(scenario(nodes, edges))


def test_that_a_voucher_shown_before_it_is_taken_is_said() -> None:
    body = "<p>{{ customer.code }}</p>"
    assert with_voucher(body, "in>code code>mail") == []
    assert with_voucher(body, "in>mail mail>code") == ["early-voucher"]
    assert with_voucher(body, "in>code code>mail code.none_left>mail") == ["early-voucher"]
    assert with_voucher("{% if customer.code %}{{ customer.code }}{% endif %}<p>x</p>", "in>mail mail>code") == []


def test_that_remarks_stand_in_the_check_and_keep_nobody_from_running() -> None:
    made = with_mail(body="<p>Hello</p>")
    assert all_problems(made, None) == ()
    assert "no-unsubscribe" in [found.code for found in all_findings(made, None)]


def test_that_products_shown_before_any_were_chosen_are_told() -> None:
    def codes(body: str, edges: str) -> list[str]:
        steps: Nodes = {
            "in": ("entry_event", {"event": "cart"}),
            "r": ("recommend", {}),
            "mail": ("email", {"subject": "Hello", "preheader": "A greeting to you", "body": body}),
        }
        found = message_remarks(scenario(steps, edges))
        return [remark.code for remark in found if remark.code == "early-recommended"]

    shown = "{% for item in recommended %}{{ item.name }}{% endfor %} <a href='{{ unsubscribe_url }}'>no more</a>"
    assert codes(shown, "in>mail mail>r") == ["early-recommended"]
    assert codes(shown, "in>r r>mail r.nothing_fits>mail") == ["early-recommended"]
    assert codes(shown, "in>r r>mail") == []
    assert codes("{% if recommended %}" + shown + "{% endif %}", "in>mail mail>r") == []
