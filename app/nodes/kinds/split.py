"""split: divides customers by chance, in given shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from app.errors import Problem
from app.nodes import instructions
from app.nodes.document import Document, Id, Number
from app.nodes.kind import Control, Family, Field, Kind, Port, Surroundings
from app.nodes.problems import port_problems, problem
from app.numbers import whole_percent


class Variant(Document):
    """One way out and its weight against the others."""

    port: Id
    label: str = ""
    weight: Number


class SplitParams(Document):
    """The ways out; `sticky` says whether a customer keeps hers when she comes again."""

    variants: tuple[Variant, ...]
    sticky: Literal["customer", "instance"] = "customer"


class Split(Kind[SplitParams]):
    """As many ways out as there are variants."""

    type = "split"
    title = "Split"
    family = Family.FLOW
    icon = "call-split"
    summary = "Divides customers by chance, for tests of one way against another."
    synonyms = ("a/b", "ab test", "random", "experiment", "percentage", "holdout")
    params = SplitParams

    def ports(self, params: SplitParams) -> tuple[Port, ...]:
        return tuple(Port(variant.port, variant.label or variant.port) for variant in params.variants)

    def describe(self, params: SplitParams) -> str:
        total = sum(max(variant.weight, 0) for variant in params.variants)
        if not total:
            return "Say in which shares"
        return ", ".join(f"{whole_percent(max(v.weight, 0), total)} {v.label or v.port}" for v in params.variants)

    def compile(self, params: SplitParams) -> instructions.Split:
        weights = tuple(float(variant.weight) for variant in params.variants)
        return instructions.Split(weights, params.sticky == "instance")

    def form(self) -> tuple[Field, ...]:
        sticky = (("customer", "the same way each time"), ("instance", "drawn anew each time"))
        return (
            Field("variants", "Variants", Control.VARIANTS, "Weights count against each other; 50 and 50 are halves."),
            Field("sticky", "Who comes again goes", Control.CHOICE, optional=True, choices=sticky),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"variants": [{"port": "a", "label": "A", "weight": 50}, {"port": "b", "label": "B", "weight": 50}]}

    def check(self, params: SplitParams, around: Surroundings) -> Iterable[Problem]:
        yield from port_problems([variant.port for variant in params.variants], "variants")
        for i, variant in enumerate(params.variants):
            if variant.weight < 0:
                yield problem("negative-weight", "A weight cannot be negative", f"variants[{i}].weight")
        if not any(variant.weight > 0 for variant in params.variants):
            yield problem("no-weight", "Give at least one variant a weight above zero", "variants")
