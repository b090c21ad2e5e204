"""Formulas: the four operations over series, and nothing that Python could run besides."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.reports.trend.formula import Formula

A, B = np.array([1.0, 6.0, 0.0]), np.array([4.0, 3.0, 0.0])
FORMULAS = st.recursive(
    st.one_of(st.sampled_from(["A", "B"]), st.integers(0, 99).map(str)),
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda parts: f"({''.join(parts)})"),
    max_leaves=12,
)


@given(FORMULAS)
def test_that_a_formula_comes_to_what_python_makes_of_it(text: str) -> None:
    found = Formula(text, "AB").value({"A": A, "B": B})
    assert found.tolist() == np.broadcast_to(eval(text, {"A": A, "B": B}), 3).tolist()  # the plain reference


def test_that_a_division_by_nothing_is_unknown() -> None:
    values = Formula("a / b", "AB").value({"A": A, "B": B})
    assert values[:2].tolist() == [0.25, 2.0]
    assert np.isnan(values[2])


def test_that_signs_and_brackets_bind_as_in_arithmetic() -> None:
    assert Formula("-A+B*2", "AB").value({"A": A, "B": B}).tolist() == [7.0, 0.0, 0.0]
    assert Formula("(A-B)*100", "AB").value({"A": A, "B": B}).tolist() == [-300.0, 300.0, 0.0]


@pytest.mark.parametrize(
    "text",
    [
        "", "A/", "A**B", "A//B", "A if B else A", "A.real", "A()", "A[0]", "'A'", "True", "A<B", "A;B", "A\n+B",
        "__import__", "lambda: A", "A and B", "~A", "1e400", "9" * 150, "(" * 150 + "A" + ")" * 150, "-" * 150 + "A",
        "A" * 201, "\0", "C",
    ],
)  # fmt: skip
def test_that_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(AppError):
        Formula(text, "AB")


def test_that_a_quotient_of_two_series_is_known_as_one() -> None:
    assert Formula("b/A", "AB").quotient == ("B", "A")
    assert Formula("A/2", "AB").quotient is None
    assert Formula("A/B*100", "AB").quotient is None
