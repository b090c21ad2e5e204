"""The rule of names: what it takes, what follows it, and that what it suggests always does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.guides.plan.ground import PLAN_STAGES
from app.guides.plan.naming_rule import Named, breaks_rule, checked_rule, suggested
from app.nodes.channel import CHANNELS

RULE = "{stage}-{channel}-{yyyymm}"
STAGES = tuple(PLAN_STAGES)


def named(name: str, stage: str = "welcome", *channels: str) -> Named:
    return Named(name, stage, channels or ("email",), "Anna", date(2024, 3, 9))


@pytest.mark.parametrize("name", ["welcome-email-202403", "welcome-email-199912"])
def test_that_a_name_of_the_form_follows_the_rule(name: str) -> None:
    assert breaks_rule(RULE, named(name), STAGES) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Welcome", "does not follow {stage}-{channel}-{yyyymm}; for example welcome-email-202403"),
        ("welcome-email-202413", "does not follow"),
        ("welcome-email-202403 copy", "does not follow"),
        ("hello-email-202403", "“hello” is no stage"),
        ("lead-email-202403", "says the stage “lead”, and it serves “welcome”"),
        ("welcome-sms-202403", "says “sms”, and it sends by “email”"),
    ],
)
def test_that_it_is_said_why_a_name_breaks_the_rule(name: str, why: str) -> None:
    assert why in breaks_rule(RULE, named(name), STAGES)


def test_that_several_channels_are_one_word() -> None:
    assert breaks_rule(RULE, named("welcome-multi-202403", "welcome", "email", "sms"), STAGES) == ""


def test_that_without_a_rule_every_name_will_do() -> None:
    assert breaks_rule("", named("カート"), STAGES) == ""


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{stage}-{week}", "knows no {week}"),
        ("{stage", "a brace without its other one"),
        ("stage", "has no field"),
        ("{mm}-{mm}", "a field twice"),
    ],
)
def test_that_what_is_no_rule_is_refused_with_a_reason(pattern: str, why: str) -> None:
    with pytest.raises(AppError, match=why.replace("{", r"\{").replace("}", r"\}")):
        checked_rule(pattern)


FIELDS = st.permutations(["stage", "channel", "yyyymm", "yyyy", "owner", "name", "number"])


@given(
    FIELDS.flatmap(lambda fields: st.integers(1, 4).map(lambda many: fields[:many])),
    st.sampled_from(["-", "_", " / ", "."]),
    st.text(max_size=20),
    st.sampled_from(STAGES),
    st.lists(st.sampled_from(list(CHANNELS)), unique=True),
)
def test_that_what_is_suggested_follows_the_rule(
    fields: list[str], between: str, name: str, stage: str, channels: list[str]
) -> None:
    pattern = checked_rule(between.join(f"{{{field}}}" for field in fields))
    of = Named(name, stage, tuple(channels), "Anna", date(2024, 3, 9))
    follower = Named(suggested(pattern, of), stage, tuple(channels), "Anna", date(2024, 3, 9))
    assert breaks_rule(pattern, follower, STAGES) == ""
