"""What is hardly meant in the messages of a scenario, each with a reason and a way to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from app.errors import Problem, Severity
from app.messages.lint.lint_mail import Found, body_remarks, preheader_remarks, subject_remarks
from app.messages.lint.lint_recommended import early_products
from app.messages.lint.lint_sms import names_of_senders, sender_remarks, sms_remarks
from app.messages.lint.lint_vouchers import early_vouchers
from app.messages.lint.loops import lost_totals
from app.nodes.catalogue import KINDS
from app.scenario.graph import Node, Scenario

_TEXTS_KEPT = 512


def message_remarks(scenario: Scenario) -> tuple[Problem, ...]:
    """Every remark on the scenario's messages, each with its node and field."""
    return tuple(
        remark
        for index, node in enumerate(scenario.nodes)
        if KINDS[node.type].templates
        for remark in remarks_of(node, scenario, index)
    )


def remarks_of(node: Node, scenario: Scenario, index: int = 0) -> Iterator[Problem]:
    """The remarks on one node's message."""
    for field, code, words in _found(node, scenario):
        yield Problem(code, words, f"nodes[{index}].params.{field}", node.id, field, Severity.REMARK)


def _found(node: Node, scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    for field in KINDS[node.type].templates:
        for code, words in _lost(getattr(node.params, field, None) or ""):
            yield field, code, f"The {field}, {words}"
        for code, words in (*early_vouchers(node, field, scenario), *early_products(node, field, scenario)):
            yield field, code, words
    if node.type == "email":
        yield from _of_mail(node)
    elif node.type == "sms":
        text = str(getattr(node.params, "text", "") or "")
        for code, words in (*_cached_sms(text), *sender_remarks(text, names_of_senders(scenario))):
            yield "text", code, words


def _of_mail(node: Node) -> Iterator[tuple[str, str, str]]:
    texts = {name: str(getattr(node.params, name, None) or "") for name in ("subject", "preheader", "body")}
    for code, words in subject_remarks(texts["subject"]):
        yield "subject", code, words
    for code, words in preheader_remarks(texts["preheader"], texts["body"]):
        yield "preheader", code, words
    for code, words in _cached_body(texts["body"], bool(getattr(node.params, "marketing", True))):
        yield "body", code, words


@lru_cache(maxsize=_TEXTS_KEPT)
def _cached_body(text: str, marketing: bool) -> tuple[Found, ...]:
    """Each edit of a scenario asks again, so answers are kept."""
    return tuple(body_remarks(text, is_marketing=marketing))


@lru_cache(maxsize=_TEXTS_KEPT)
def _cached_sms(text: str) -> tuple[Found, ...]:
    return tuple(sms_remarks(text))


@lru_cache(maxsize=_TEXTS_KEPT)
def _lost(text: str) -> tuple[Found, ...]:
    return tuple(("lost-total", f"line {line}: {_lost_words(name)}") for line, name in lost_totals(text))


def _lost_words(name: str) -> str:
    return (
        f"what '{name}' is set to in the loop is forgotten after each round, so it shows what it was before. Add up "
        f"with items|sum(attribute='price'), or keep it in a namespace: {{% set sums = namespace({name}=0) %}} before "
        f"the loop and {{% set sums.{name} = sums.{name} + item.price %}} in it."
    )
