"""Jinja2's immutable sandbox, narrowed: values have no attributes but their own data, and every step is paid for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Template, nodes, pass_context
from jinja2.runtime import Context, LoopContext, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from app.errors import AppError, Problem
from app.messages.rendering.budget import LARGEST_NUMBER, LONGEST_LIST, RenderingError, bounded, budget_of, weight
from app.messages.rendering.filters import FILTERS, TESTS
from app.messages.rendering.profile import Flaw, makes_namespace, read_template
from app.messages.rendering.values import Missing, as_text, is_missing
from app.numbers import number

COUNTED, JOINED, WEIGHED, SPREAD = "%counted", "%joined", "%weighed", "%spread"  # no template can write such names
GATHERED, WATCHED = "%gathered", "%watched"
_LOOP_PARTS = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What a template shows: the text between `{{` and `}}`, and its line, counted from 1."""

    text: str
    line: int


class MessageEnvironment(ImmutableSandboxedEnvironment):
    """Renders syntax trees that passed the profile and `Metering`; whatever it computes is bounded by the budget."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, *, autoescape: bool) -> None:
        super().__init__(
            autoescape=autoescape,
            undefined=Missing,
            finalize=_shown,
            optimized=False,
            cache_size=0,
            keep_trailing_newline=True,
        )
        self.globals.clear()
        metered = {COUNTED: _counted, JOINED: _joined, WEIGHED: _weighed, SPREAD: _spread}
        self.filters = {**FILTERS, **metered, GATHERED: _gathered, WATCHED: _watched}
        self.tests = dict(TESTS)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A named part of a group of values; never an attribute of a Python object, but for the loop's own."""
        if isinstance(obj, LoopContext) and attribute in _LOOP_PARTS:
            return getattr(obj, attribute)
        if isinstance(obj, Namespace):
            return getattr(obj, attribute, None)  # it has what was put in, and no attributes of Python's
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A part by its name, or an item of a list or letter of a text by its place."""
        try:
            if isinstance(obj, dict) or (isinstance(obj, (str, list, tuple)) and isinstance(argument, int)):
                return obj[argument]
        except (LookupError, TypeError):
            pass
        return self.undefined(name=str(argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers, and `+` on texts; with a missing side the result is missing."""
        budget_of(context).spend(weight(left) + weight(right))
        if is_missing(left) or is_missing(right):
            return self.undefined()
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return bounded(markup_join((left, right)))
        if not (isinstance(left, (int, float)) and isinstance(right, (int, float))) or operator == "**":
            raise RenderingError(f"'{operator}' is used on something that is no number; texts are joined with ~")
        result = super().call_binop(context, operator, left, right)
        if abs(result) > LARGEST_NUMBER:
            raise RenderingError("a number in it grows too large")
        return result


class Metering(NodeTransformer):
    """Sends loops, comparisons, slices, joined texts and `range` through filters that pay for what they do.

    Placeholders, counted in the order of the text, go through one that tells which of them have nothing to show.
    """

    def __init__(self) -> None:
        self._placeholders = 0

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802  # named after Jinja's node
        for place, part in enumerate(node.nodes):
            if not isinstance(part, nodes.TemplateData):
                seen = self.visit(part)
                node.nodes[place] = _through(WATCHED, seen, nodes.Const(self._placeholders))
                self._placeholders += 1
        return node

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        cost = sum(1 for _ in node.find_all(nodes.Node))
        assert isinstance(node.iter, nodes.Expr)
        node.iter = _through(COUNTED, node.iter, nodes.Const(cost))
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.expr = _through(WEIGHED, node.expr)
        for operand in node.ops:
            operand.expr = _through(WEIGHED, operand.expr)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            node.node = _through(WEIGHED, node.node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _through(JOINED, nodes.Tuple(node.nodes, "load"))

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if makes_namespace(node):
            return nodes.Filter(nodes.Const(None), GATHERED, [], node.kwargs, None, None, lineno=node.lineno)
        first, *others = node.args
        return _through(SPREAD, first, *others)


@lru_cache(maxsize=64)
def compiled(source: str, *, autoescape: bool) -> Template:
    """The template, ready to render; AppError with every problem if it may not be."""
    environment = _ENVIRONMENTS[autoescape]
    tree, flaws = read_template(environment, source)
    if tree is None or flaws:
        problems = (Problem(flaw.code, f"Line {flaw.line}: {flaw.message}") for flaw in flaws)
        raise AppError("The template cannot be used:", problems)
    metered = Metering().visit(tree)
    return environment.from_string(metered.set_environment(environment))


def tree_of(source: str) -> nodes.Template | None:
    """The syntax tree of a text that may be rendered; None for any other."""
    tree, flaws = read_template(_ENVIRONMENTS[False], source)
    return None if flaws else tree


@lru_cache(maxsize=64)
def placeholders_in(source: str) -> tuple[Placeholder, ...]:
    """What stands between `{{` and `}}`, in the order of the text; nothing for what is no template."""
    if tree_of(source) is None:
        return ()
    found: list[Placeholder] = []
    inside: list[str] | None = None
    for line, kind, token in _ENVIRONMENTS[False].lex(source):
        if kind == "variable_begin":
            inside, begun = [], line
        elif kind == "variable_end" and inside is not None:
            found.append(Placeholder("".join(inside).strip(), begun))
            inside = None
        elif inside is not None:
            inside.append(token)
    return tuple(found)


def flaws_in(source: str) -> tuple[Flaw, ...]:
    """Everything that keeps the text from being a template for messages."""
    return read_template(_ENVIRONMENTS[False], source)[1]


def _through(name: str, value: nodes.Expr, *arguments: nodes.Expr) -> nodes.Expr:
    return nodes.Filter(value, name, list(arguments), [], None, None, lineno=value.lineno)


@pass_context
def _counted(context: Context, items: object, cost: int) -> Iterator[object]:
    if is_missing(items):
        return
    if not isinstance(items, (list, tuple)):
        raise RenderingError("a loop runs over something that is no list")
    budget = budget_of(context)
    for item in items:
        budget.spend(cost)
        yield item


@pass_context
def _joined(context: Context, parts: tuple[object, ...]) -> str:
    texts = [part if isinstance(part, str) else as_text(part) for part in parts]
    budget_of(context).spend(sum(map(weight, texts)))
    return bounded(markup_join(texts))


@pass_context
def _weighed(context: Context, value: object) -> object:
    budget_of(context).spend(weight(value))
    return value


@pass_context
def _spread(context: Context, *bounds: object) -> tuple[int, ...]:
    numbers = [number for number in bounds if isinstance(number, int)]
    if len(numbers) < len(bounds):
        raise RenderingError("range takes whole numbers")
    span = range(*numbers)
    if abs(span.stop - span.start) > LONGEST_LIST * abs(span.step):
        raise RenderingError(f"range makes more than {number(LONGEST_LIST)} numbers")
    budget_of(context).spend(len(span))
    return tuple(span)


def _gathered(_nothing: object, **parts: object) -> Namespace:
    return Namespace(**parts)


@pass_context
def _watched(context: Context, value: object, place: int) -> object:
    budget = budget_of(context)
    budget.shown.add(place)
    if is_missing(value) or value == "":
        budget.empty.add(place)
    return value


@pass_context
def _shown(context: Context, value: object) -> str:
    text = value if isinstance(value, str) else as_text(value)
    budget_of(context).spend(weight(text))
    return text


_ENVIRONMENTS = {escaped: MessageEnvironment(autoescape=escaped) for escaped in (False, True)}
