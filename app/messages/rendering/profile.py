"""The part of Jinja2 a template may use, as lists, and what is said about the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from inspect import signature
from math import isfinite

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError

from app.messages.rendering.filters import FILTERS, TESTS
from app.numbers import number

LONGEST_SOURCE = 200_000
MOST_TOKENS = 3_000
LONGEST_NUMERAL = 15
DEEPEST_NESTING = 40
DEEPEST_LOOPS = 4

ALLOWED_NODES: frozenset[type[nodes.Node]] = frozenset({
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign, nodes.NSRef,
    nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Getattr, nodes.Getitem, nodes.Slice,
    nodes.Filter, nodes.Test, nodes.Keyword, nodes.Call, nodes.CondExpr, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Concat,
})  # fmt: skip
RESERVED_NAMES = frozenset({"range", "loop", "self", "super", "caller"})

_Known = Mapping[str, Callable[..., object]]
_IN_WORDS: dict[type[nodes.Node], str] = {
    nodes.Macro: "a macro",
    nodes.CallBlock: "a call block",
    nodes.FilterBlock: "a filter block",
    nodes.AssignBlock: "a set block",
    nodes.Include: "including another template",
    nodes.Import: "importing another template",
    nodes.FromImport: "importing another template",
    nodes.Extends: "extending another template",
    nodes.Block: "a block",
    nodes.With: "a with block",
    nodes.ScopedEvalContextModifier: "an autoescape block",
    nodes.Dict: "a dictionary",
    nodes.Pow: "a power (**)",
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong in a template: the line, counted from 1, and a sentence."""

    code: str
    line: int
    message: str


def read_template(environment: Environment, source: str) -> tuple[nodes.Template | None, tuple[Flaw, ...]]:
    """The syntax tree, None where there is none, and everything that keeps it from being rendered."""
    try:
        too_much = tuple(_flaws_of_tokens(environment, source))
        if too_much:
            return None, too_much
        tree = environment.parse(source)
    except TemplateSyntaxError as error:
        return None, (Flaw("template-syntax", error.lineno, _sentence(error.message or "this cannot be read")),)
    except RecursionError:
        return None, (_too_deep(1),)
    deepest = max(_depths(tree), default=0)
    if deepest > DEEPEST_NESTING:
        return tree, (_too_deep(1),)
    return tree, tuple(dict.fromkeys([*_flaws_of(tree, loops=0), *_flaws_of_parts(tree)]))


def makes_namespace(node: nodes.Node) -> bool:
    """Whether it is `namespace(…)`, which may stand behind `set NAME =` alone."""
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "namespace"


def _flaws_of_tokens(environment: Environment, source: str) -> Iterator[Flaw]:
    """What must be known before the parser sees the text, because it costs the parser too much."""
    if len(source) > LONGEST_SOURCE:
        yield Flaw("template-size", 1, f"The template is longer than {number(LONGEST_SOURCE)} characters.")
        return
    count = 0
    for line, kind, token in environment.lex(source):
        count += kind not in ("data", "whitespace")
        if count > MOST_TOKENS:
            yield Flaw("template-size", line, "The template has too many placeholders and tags; make it simpler.")
            return
        if kind in ("integer", "float") and len(token) > LONGEST_NUMERAL:
            yield Flaw("template-size", line, f"The number {token[:LONGEST_NUMERAL]}… has too many digits.")


def _depths(tree: nodes.Template) -> Iterator[int]:
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield depth
        waiting.extend((child, depth + 1) for child in node.iter_child_nodes())


def _flaws_of(node: nodes.Node, loops: int) -> Iterator[Flaw]:
    loops += isinstance(node, nodes.For)
    words = _refusal(node, loops)
    if words:
        yield Flaw("template-forbidden", node.lineno, words)
    if type(node) in ALLOWED_NODES:
        if isinstance(node, nodes.Assign) and makes_namespace(node.node) and not _refused_namespace(node):
            yield from _flaws_of(node.target, loops)
            for part in node.node.iter_child_nodes(only=("kwargs",)):
                yield from _flaws_of(part, loops)
            return
        callee = node.node if isinstance(node, nodes.Call) else None
        for child in node.iter_child_nodes():
            if child is not callee:
                yield from _flaws_of(child, loops)


def _flaws_of_parts(tree: nodes.Template) -> Iterator[Flaw]:
    """Parts are set of what is no namespace."""
    made = {
        each.target.name
        for each in tree.find_all(nodes.Assign)
        if isinstance(each.target, nodes.Name) and makes_namespace(each.node)
    }
    for part in tree.find_all(nodes.NSRef):
        if part.name not in made:
            words = f"Nothing of '{part.name}' can be set; make it first: {{% set {part.name} = namespace(total=0) %}}."
            yield Flaw("template-forbidden", part.lineno, words)


def _refused_namespace(node: nodes.Assign) -> str:
    made = node.node
    assert isinstance(made, nodes.Call)
    is_plain = isinstance(node.target, nodes.Name) and not (made.args or made.dyn_args or made.dyn_kwargs)
    hidden = any(option.key.startswith("_") for option in made.kwargs)
    return "" if is_plain and not hidden else "A namespace is made like this: {% set sums = namespace(total=0) %}."


def _refusal(node: nodes.Node, loops: int) -> str:
    if type(node) not in ALLOWED_NODES:
        return f"{_capital(_IN_WORDS.get(type(node), type(node).__name__))} is not available in messages."
    match node:
        case nodes.Name():
            return _refused_name(node)
        case nodes.NSRef(name=name, attr=part):
            return _refused_name(nodes.Name(name, "store")) or _refused_part(part)
        case nodes.Getattr(attr=name) | nodes.Getitem(arg=nodes.Const(value=str(name))):
            return _refused_part(name)
        case nodes.Const(value=float(number)) if not isfinite(number):
            return "A number in it is too large."
        case nodes.Call():
            return _refused_call(node)
        case nodes.Filter():
            return _refused_choice("filter", node.name, node, FILTERS)
        case nodes.Test():
            return _refused_choice("test", node.name, node, TESTS)
        case nodes.For():
            return _refused_loop(node, loops)
        case nodes.Assign() if not isinstance(node.target, (nodes.Name, nodes.NSRef)):
            return "Only a single name can be set."
        case nodes.Assign() if makes_namespace(node.node):
            return _refused_namespace(node)
        case nodes.List() | nodes.Tuple(ctx="load") if not all(isinstance(item, nodes.Const) for item in node.items):
            return "A list written in a message may hold texts and numbers only."
    return ""


def _refused_name(node: nodes.Name) -> str:
    if node.name.startswith("_"):
        return f"The name '{node.name}' begins with an underscore; such names are not available."
    if node.name in RESERVED_NAMES and (node.ctx != "load" or node.name != "loop"):
        return f"The name '{node.name}' cannot be used like this."
    return ""


def _refused_part(name: str) -> str:
    return (
        f"'{name}' begins with an underscore; such parts of a value are not available." if name.startswith("_") else ""
    )


def _refused_call(node: nodes.Call) -> str:
    if not (isinstance(node.node, nodes.Name) and node.node.name == "range"):
        return "Nothing can be called in messages but range(…); write a filter, like name|upper, instead."
    if not 1 <= len(node.args) <= 3 or node.kwargs or node.dyn_args or node.dyn_kwargs:
        return "range takes one, two or three numbers."
    return ""


def _refused_choice(what: str, name: str, node: nodes.Filter | nodes.Test, known: _Known) -> str:
    if name not in known:
        return f"There is no {what} '{name}' for messages; there are: {', '.join(sorted(known))}."
    if node.node is None or node.dyn_args or node.dyn_kwargs or not _takes(known[name], node):
        return f"The {what} '{name}' cannot be used like this."
    return ""


def _takes(function: Callable[..., object], node: nodes.Filter | nodes.Test) -> bool:
    try:
        signature(function).bind(node.node, *node.args, **{str(option.key): option.value for option in node.kwargs})
    except TypeError:
        return False
    return True


def _refused_loop(node: nodes.For, loops: int) -> str:
    if node.recursive:
        return "A loop cannot be recursive."
    if not isinstance(node.target, nodes.Name):
        return "A loop names one thing at a time."
    return f"Loops stand more than {DEEPEST_LOOPS} deep in one another." if loops > DEEPEST_LOOPS else ""


def _too_deep(line: int) -> Flaw:
    return Flaw("template-size", line, "The template is nested too deeply; make it simpler.")


def _sentence(text: str) -> str:
    return _capital(text.rstrip(".")) + "."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
