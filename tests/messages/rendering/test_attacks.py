"""What templates from strangers cannot do. Nothing here is timed: an attack that got through would never end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError
from app.messages.blocks.compiling import body_of
from app.messages.blocks.design import USUAL_BRAND, Block, ButtonBlock, FooterBlock, ImageBlock, TextBlock
from app.messages.rendering.budget import LONGEST_TEXT
from app.messages.rendering.environment import compiled, flaws_in
from app.messages.rendering.templates import LONGEST_OUTPUT, render
from app.numbers import number

LONG = "x" * LONGEST_TEXT
VALUES = {"customer": {"name": "anna", "long": LONG, "tags": ["a", "b"], "n": 3}}


def of_block(made: Callable[[str], Block]) -> Callable[[str], str]:
    return lambda text: body_of([made(text)], USUAL_BRAND)


def refused(text: str) -> str:
    with pytest.raises(AppError) as raised:
        render(text, VALUES, autoescape=False)
    return str(raised.value)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(str, id="by hand"),
        pytest.param(of_block(lambda text: TextBlock(text=text)), id="text"),
        pytest.param(of_block(lambda text: ButtonBlock(button=text, link="https://shop.example/")), id="button"),
        pytest.param(of_block(lambda text: ButtonBlock(button="Go", link=text)), id="link"),
        pytest.param(of_block(lambda text: ImageBlock(image="hat", alt=text)), id="image"),
        pytest.param(of_block(lambda text: FooterBlock(footer=text)), id="footer"),
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ customer['__class__'] }}",
        "{{ ''['__class__']['__mro__'] }}",
        "{{ ''|attr('__class__') }}",
        "{{ _private }}",
        "{{ self }}",
        "{{ self.__init__.__globals__ }}",
        "{{ super() }}",
        "{{ caller() }}",
        "{{ customer.name.format(customer) }}",
        "{{ '{0.__class__}'|format(customer) }}",
        "{{ '%s'|format(customer) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum() }}",
        "{{ dict(a=1) }}",
        "{{ namespace(a=1) }}",
        "{{ joiner() }}",
        "{{ range.__self__ }}",
        "{{ range(*customer.tags) }}",
        "{{ range(start=1) }}",
        "{{ range() }}",
        "{{ loop.cycle('a') }}",
        "{{ (customer.name ~ 'x').upper() }}",
        "{{ customer.tags|map('upper')|list }}",
        "{{ customer.tags|map(attribute='__class__')|list }}",
        "{{ customer.name|safe }}",
        "{{ customer|tojson }}",
        "{{ customer.name|upper(1, 2) }}",
        "{{ customer.name|join(*customer.tags) }}",
        "{{ 3 is divisibleby }}",
        "{{ customer.name is filter }}",
        "{{ {'a': 1} }}",
        "{{ 2 ** 3 }}",
        "{{ [customer] }}",
        "{{ [[1]] }}",
        "{% set customer.name = 1 %}",
        "{% set range = 1 %}",
        "{% set loop = 1 %}",
        "{% set _budget = 1 %}",
        "{% set a, b = 1, 2 %}",
        "{% set block %}text{% endset %}",
        "{% macro m() %}{% endmacro %}",
        "{% call m() %}{% endcall %}",
        "{% filter upper %}{% endfilter %}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% block b %}{% endblock %}",
        "{% with a = 1 %}{% endwith %}",
        "{% autoescape false %}{% endautoescape %}",
        "{% do customer.clear() %}",
        "{% debug %}",
        "{% for a, b in customer.tags %}{% endfor %}",
        "{% for loop in customer.tags %}{% endfor %}",
        "{% for a in customer.tags recursive %}{% endfor %}",
    ],
)
def test_that_what_is_not_in_the_profile_is_refused_before_anything_runs(text: str, body: Callable[[str], str]) -> None:
    assert flaws_in(body(text))
    assert refused(body(text)).startswith("The template cannot be used:")


@pytest.mark.parametrize("name", ["upper", "format", "join", "items", "keys", "__len__", "real", "mro"])
def test_that_values_have_no_python_attributes(name: str) -> None:
    parts = "{{ customer.name[p] }}{{ customer[p] }}{{ customer.tags[p] }}{{ 1[p] }}"
    computed = "{% set p = '" + name + "' %}" + parts
    assert render(computed, VALUES, autoescape=False) == ""


def test_that_a_loop_has_no_parts_but_its_counters() -> None:
    others = "{{ loop.cycle }}{{ loop.changed }}{{ loop.previtem }}{{ loop['_iterator'] }}"
    assert flaws_in(f"{{% for t in customer.tags %}}{others}{{% endfor %}}")
    others = "{{ loop.cycle }}{{ loop.changed }}{{ loop.previtem }}{% set p = '_iterator' %}{{ loop[p] }}"
    assert render(f"{{% for t in customer.tags %}}{others}{{% endfor %}}", VALUES, autoescape=False) == ""


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 1000000000 }}",
        "{{ customer.tags * 1000000000 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%s' % customer }}",
        "{{ customer.tags + customer.tags }}",
        "{% set x = 'aaaaaaaa' %}" + "{% set x = x + x %}" * 60,
        "{% set x = 'aaaaaaaa' %}" + "{% set x = x ~ x %}" * 60,
        "{% set x = 99999999 %}" + "{% set x = x * x %}" * 60,
        "{{ customer.long|replace('x', 'yy') }}",
        "{{ customer.long|replace('', customer.long) }}",
        "{{ 'xxxxxxxxx'|replace('x', customer.long)|replace('x', customer.long) }}",
        "{{ range(1000)|join(customer.long) }}",
        "{{ customer.long|urlencode|urlencode ~ customer.long }}",
        "{{ range(1000000000) }}",
        "{{ range(0, 1000000000, 999999)|join }}",
        "{{ range(1, 2, 0)|join }}",
    ],
    ids=lambda text: text[:24],
)
def test_that_nothing_grows_past_its_bound(text: str) -> None:
    assert flaws_in(text) == ()
    assert refused(text).startswith("The message cannot be shown: ")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{{ customer.name }}",
        "{% if customer.long == customer.long|upper %}{% endif %}",
        "{% if 'y' in customer.long %}{% endif %}",
        "{{ customer.long[5:6] }}",
        "{% set y = customer.long|title %}",
        "{% set y = customer.long ~ '' %}",
        "{% set y = customer.long + '' %}",
        "{% for l in range(1000) %}{% for m in range(1000) %}{% endfor %}{% endfor %}",
    ],
)
def test_that_nested_loops_end_when_the_budget_does(body: str) -> None:
    loops = "{% for i in range(1000) %}{% for j in range(1000) %}" + body + "{% endfor %}{% endfor %}"
    assert "it does too much" in refused(loops)


def test_that_lists_in_loops_are_paid_for_like_ranges() -> None:
    ones = "[" + ",".join("1" * 40) + "]"
    text = "".join("{% for " + name + " in " + ones + " %}" for name in "abcd") + "{% endfor %}" * 4
    assert "it does too much" in refused(text)


def test_that_the_length_of_a_loop_cannot_be_had_for_nothing() -> None:
    text = "{% for i in range(1000) %}{% for j in range(1000) %}{{ loop.length }}{% endfor %}{% endfor %}"
    assert "it does too much" in refused(text)


def test_that_output_is_bounded() -> None:
    much = "<" * 900
    text = "{% for i in range(1000) %}" + much + "{% endfor %}"
    assert 1000 * len(much) > LONGEST_OUTPUT
    assert f"longer than {number(LONGEST_OUTPUT)}" in refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 1_400 + "1" + ")" * 1_400 + " }}",
        "{{ " + "[" * 1_400 + "1" + "]" * 1_400 + " }}",
        "{{ " + "not " * 2_500 + "1 }}",
        "{{ " + "-" * 2_500 + "1 }}",
        "{{ " + "1 if 1 else " * 600 + "1 }}",
        "{{ 1" + " + 1" * 1_000 + " }}",
        "{{ 'a'" + "|upper" * 1_000 + " }}",
        "{{ a" + ".b" * 1_000 + " }}",
        "{% if 1 %}" * 300 + "{% endif %}" * 300,
        "{% for i in range(2) %}" * 25 + "{% endfor %}" * 25,
        "{{ a }}" * 5_000,
        "a" * 200_001,
        "{{ " + "9" * 5_000 + " }}",
        "{{ 0x" + "f" * 5_000 + " }}",
        "{{ 1e999 }}",
    ],
    ids=lambda text: text[:24],
)
def test_that_a_template_that_is_too_large_is_refused_whole(text: str) -> None:
    assert refused(text).startswith("The template cannot be used:")


@pytest.mark.parametrize(
    "text",
    [
        "{{ 1" + " + 1" * 36 + " }}",
        "{{ 'a'" + "|upper" * 36 + " }}",
        "{{ a" + ".b" * 36 + " }}",
        "{{ " + "not " * 36 + "1 }}",
        "{{ " + "1 if 0 else " * 36 + "1 }}",
        "{% if 1 %}" * 36 + "x" + "{% endif %}" * 36,
        "{% for i in range(1) %}" * 4 + "{% if loop.first == loop.last %}x{% endif %}" + "{% endfor %}" * 4,
    ],
    ids=lambda text: text[:24],
)
def test_that_what_is_just_not_too_deep_can_be_rendered(text: str) -> None:
    assert flaws_in(text) == ()
    assert isinstance(render(text, VALUES, autoescape=True), str)


FRAGMENTS = st.sampled_from([
    "{{", "}}", "{%", "%}", "{% for x in", "{% endfor %}", "{% if", "{% endif %}", "{% set x =", "{#", "#}",
    "customer", ".name", ".long", "x", "'a'", "3", "1.5", "0", "none", "[1, 2]", "range(3)", "loop.index", "_a",
    "-", "*", "+", "~", "%", "//", " == ", " in ", " is ", "even", "not ", " and ", "if ", " else ", ":", "{% raw %}",
    "|upper", "|replace('x','yy')", "|join", "|int", "|default(", "range(", "(", ")", "[", "]", "'", '"', "\n", "<b>",
])  # fmt: skip


def outcome(text: str, autoescape: bool) -> tuple[str, AppError | None]:
    try:
        return render(text, VALUES, autoescape=autoescape), None
    except AppError as error:
        return "", error


@given(st.lists(FRAGMENTS, max_size=25).map(" ".join), st.booleans())
def test_that_any_text_renders_or_ends_in_a_sentence(text: str, autoescape: bool) -> None:
    result, error = outcome(text, autoescape)
    assert len(result) <= LONGEST_OUTPUT
    assert bool(flaws_in(text)) == bool(error and error.problems)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", "/", "//", "%", "~", "==", "<", "in", "and", "or"])
    filters = st.sampled_from(["upper", "title", "int", "round", "length", "first", "join", "urlencode", "e"])
    return st.one_of(
        st.builds("({} {} {})".format, inner, operators, inner),
        st.builds("({}|{})".format, inner, filters),
        st.builds("({}|replace('x', {}))".format, inner, inner),
        st.builds("({}|default({}))".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({}[1:])".format, inner),
    )


ATOMS = ["customer.name", "customer.long", "customer.tags", "customer.n", "gone", "'a'", "''", "2", "0.5", "none"]
EXPRESSIONS = st.recursive(st.sampled_from(ATOMS), _nested, max_leaves=12)


@given(EXPRESSIONS, st.booleans())
def test_that_any_expression_in_the_profile_gives_a_bounded_text_or_a_sentence(text: str, autoescape: bool) -> None:
    result, error = outcome("{{ " + text + " }}", autoescape)
    assert flaws_in("{{ " + text + " }}") == ()
    assert len(result) <= LONGEST_OUTPUT
    assert error is None or error.message.startswith("The message cannot be shown: ")


def test_that_a_template_is_compiled_into_a_world_without_functions() -> None:
    assert compiled("{{ range(3)|join }}", autoescape=False).globals == {}
