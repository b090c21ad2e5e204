"""What is kept with the data for changed definitions."""

from __future__ import annotations

from dataclasses import replace

from app.reports.counting.kept import kept_among
from tests.builders.datasets import histories


def test_that_each_is_worked_out_once_and_the_one_asked_for_longest_ago_is_let_go() -> None:
    dataset, made = histories({"a": [(0, "visit")]}), list[str]()

    def asked(name: str) -> str:
        def make() -> str:
            made.append(name)
            return name.upper()

        return kept_among(dataset, "kind", name, make)

    assert [asked(name) for name in "aabbab"] == list("AABBAB")
    assert made == ["a", "b"]
    assert [asked(name) for name in "cba"] == list("CBA")
    assert made == ["a", "b", "c", "a"]
    assert kept_among(dataset, "other kind", "b", lambda: "another") == "another"
    assert kept_among(replace(dataset), "kind", "b", lambda: "of other data") == "of other data"
