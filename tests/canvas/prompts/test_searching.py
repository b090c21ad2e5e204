"""Kinds are found by what people call them."""

from __future__ import annotations

from app.canvas.prompts.searching import matching
from app.nodes.catalogue import KINDS


def test_that_kinds_are_found_by_title_synonym_and_several_words() -> None:
    assert matching(KINDS.values(), "if")[0].type == "branch"
    assert matching(KINDS.values(), "delay")[0].type == "wait"
    assert matching(KINDS.values(), "wait f")[0].type == "wait_for"
    assert [matching(KINDS.values(), word)[0].type for word in ("email", "e-mail", "E mail")] == ["email"] * 3
    assert matching(KINDS.values(), "qqq") == []
    assert matching(KINDS.values(), "", ["sms"])[0].type == "sms"
