"""A customer's way in words, by days, and why nobody came in."""

from __future__ import annotations

from app.desktop.scenario.customers.why_words import Tone, entrance_words, told
from app.runtime.explanation import NO_FIT, Clause, Entrance, Explanation, Step, StepKind

_DAY_US = 86_400_000_000
_NOON = 19_790 * _DAY_US + _DAY_US // 2  # 2024-03-08 12:00 UTC


def refused(at: int, *held: bool) -> Step:
    parts = tuple(Clause(f"part {index}", holds) for index, holds in enumerate(held))
    clause = Clause("all of these", all(held), parts=parts)
    return Step(at, StepKind.NOT_ENTERED, "cart", f"no {at}", "in", "Cart", reason=NO_FIT, clauses=(clause,))


def explanation(*steps: Step, entered: int = 0) -> Explanation:
    entrance = Entrance("cart", "in", "Cart", entered, len(steps), "never entered: all 3 events did not fit")
    return Explanation("anna", {"cart": "Europe/Prague"}, steps, (entrance,), 0)


def test_that_steps_stand_under_their_days_on_the_customers_own_clock() -> None:
    steps = [
        Step(_NOON, StepKind.ENTERED, "cart", "enters", "in", "Cart"),
        Step(_NOON + _DAY_US // 2, StepKind.WAKES, "cart", "the wait is over", "wait", "Wait"),
    ]
    lines = list(told(steps, "Europe/Prague"))
    assert [(line.at, line.sentence) for line in lines] == [
        ("2024-03-08", ""),
        ("13:00", "Enters"),
        ("2024-03-09", ""),
        ("01:00", "The wait is over"),
    ]
    assert [line.tone for line in lines if line.sentence] == [Tone.ENTRY, Tone.FLOW]


def test_that_what_is_modelled_says_so() -> None:
    (_, line) = told([Step(_NOON, StepKind.REACTED, "cart", "opens", modelled=True)], "UTC")
    assert line.sentence == "Opens (modelled)"


def test_that_a_condition_is_told_with_what_it_found_and_the_part_that_failed() -> None:
    inner = Clause("country is CZ", False, found="JP")
    both = Clause("all of these", False, parts=(Clause("bought", True), inner))
    (_, line) = told([Step(_NOON, StepKind.CHOSE, "cart", "goes on", clauses=(both,))], "UTC")
    assert [(reason.mark, reason.words, reason.depth) for reason in line.reasons] == [
        ("✗", "all of these", 0),
        ("✓", "bought", 1),
        ("✗", "country is CZ (found: JP)", 1),
    ]
    assert "✗ country is CZ (found: JP)" in line.said


def test_that_of_who_never_entered_the_moment_is_told_when_most_of_the_conditions_held() -> None:
    nearest = refused(_NOON + 60_000_000, True, True, False)
    words = list(entrance_words(explanation(refused(_NOON, True, False, False), nearest, refused(_NOON, False, False))))
    assert words[0].startswith("“Cart”: never entered")
    assert words[1] == f"It came nearest at 2024-03-08 13:01: {nearest.sentence}"
    assert len(list(entrance_words(explanation(nearest, entered=1)))) == 1
