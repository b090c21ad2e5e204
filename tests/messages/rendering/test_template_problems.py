"""What the check of a scenario says about its messages."""

from __future__ import annotations

from dataclasses import replace

from app.messages.rendering.templates import template_problems
from app.nodes.kinds.email import EmailParams
from app.nodes.kinds.sms import SmsParams
from app.scenario.graph import Node, NodeId, Scenario
from tests.builders.scenarios import placed


def scenario_with(*nodes: Node) -> Scenario:
    return replace(placed({}), nodes=nodes)


def email(*, subject: str = "Hello", body: str = "Hi", preheader: str | None = None) -> Node:
    params = EmailParams(subject=subject, body=body, preheader=preheader)
    return Node(NodeId("mail"), "email", "Mail", (0, 0), params)


def sms(text: str) -> Node:
    return Node(NodeId("text"), "sms", "Text", (0, 0), SmsParams(text=text))


def test_that_good_templates_have_no_problems() -> None:
    assert (
        template_problems(scenario_with(email(body="Hi {{ customer.email }}"), sms("{{ customer.first_name }}!"))) == ()
    )


def test_that_a_problem_names_its_node_field_and_line() -> None:
    (problem,) = template_problems(scenario_with(sms("Hi"), email(body="Hello\n{{ customer.email")))
    assert (problem.code, problem.node, problem.field) == ("template-syntax", "mail", "body")
    assert problem.where == "nodes[1].params.body"
    assert problem.message.startswith("The body, line 2: Unexpected end of template")


def test_that_every_field_of_every_message_is_checked() -> None:
    problems = template_problems(
        scenario_with(email(subject="{{", preheader="{{ _a }}", body="{% if %}"), sms("{{ f() }}"))
    )
    assert [problem.field for problem in problems] == ["subject", "preheader", "body", "text"]


def test_that_all_problems_of_a_template_are_named() -> None:
    problems = template_problems(scenario_with(sms("{{ a|nonsense }}\n{{ f() }}\n{% include 'x' %}")))
    assert [problem.message.split(":")[0] for problem in problems] == [f"The text, line {line}" for line in (1, 2, 3)]
    assert {problem.code for problem in problems} == {"template-forbidden"}


def test_that_a_left_out_field_is_no_problem() -> None:
    assert template_problems(scenario_with(email())) == ()
