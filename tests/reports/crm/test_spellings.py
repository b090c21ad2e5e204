"""Spellings of one name are found, and nothing else is made one."""

from __future__ import annotations

import numpy as np

from app.reports.crm.spellings import families, made_one, plain_name


def test_that_capitals_hyphens_and_blanks_make_no_difference_and_letters_do() -> None:
    same = ["Spring-Webinar", "spring_webinar", "spring webinar", "SPRING%20WEBINAR", "spring.webinar"]
    assert len({plain_name(name) for name in same}) == 1
    assert plain_name("spring-webinar-2") != plain_name("spring-webinar")
    assert plain_name("--") != plain_name("_")


def test_that_the_most_frequent_spelling_names_the_family() -> None:
    assert families(["a-b", "A_B", "c"], [1, 5, 2]) == [[1, 0], [2]]
    names, codes = made_one(["a-b", "A_B", "c"], np.array([0, 1, 1, 2]))
    assert (names, codes.tolist()) == (("A_B", "c"), [0, 0, 0, 1])
    assert made_one([], np.zeros(0, np.int64))[0] == ()
