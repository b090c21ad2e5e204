"""recommend: chooses products for a customer from what was bought, what others bought next, and what has to go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StrictInt

from app.data.columns.column import ColumnType
from app.data.dataset import Schema
from app.data.products import event_of_products
from app.errors import Problem
from app.nodes.checking.conditions import event_problems
from app.nodes.checking.writing import product_problems
from app.nodes.document import Document, Number
from app.nodes.durations import Duration, DurationField
from app.nodes.instructions import Recommend
from app.nodes.kind import Control, Family, Field, Kind, Port, Surroundings, Written
from app.nodes.problems import duration_problems, problem

MOST = 20
_BASES = (
    ("next", "what was bought after it"),
    ("together", "what was bought with it"),
    ("popular", "what is popular"),
)
_CATEGORIES = (("any", "of any category"), ("same", "of the same category"), ("other", "of another category"))


def _basis(value: object) -> object:
    return _one_of(value, _BASES)


def _category(value: object) -> object:
    return _one_of(value, _CATEGORIES)


def _one_of(value: object, choices: tuple[tuple[str, str], ...]) -> object:
    if value not in [key for key, _ in choices]:
        raise ValueError(f"this must be one of {', '.join(repr(key) for key, _ in choices)}")
    return value


class RecommendParams(Document):
    """Without an event, that by which the dataset says what was bought."""

    event: str | None = None
    basis: Annotated[Literal["next", "together", "popular"], BeforeValidator(_basis)] = "next"
    within: DurationField = Duration.parse("P60D")
    overstock: Number = 0
    category: Annotated[Literal["any", "same", "other"], BeforeValidator(_category)] = "any"
    exclude_bought: bool = True
    in_stock: bool = True
    min_support: StrictInt = 5
    count: StrictInt = 1
    into: str = "recommended"


class RecommendProducts(Kind[RecommendParams]):
    """Knows what was recorded before the month alone; leaves by `nothing_fits` where no product is left to offer."""

    type = "recommend"
    title = "Recommend"
    family = Family.STATE
    icon = "thumb-up-outline"
    summary = "Chooses products for each customer: what others bought next, what is popular, what has to go."
    synonyms = ("recommendation", "product", "cross-sell", "upsell", "next best offer", "catalogue", "overstock")
    params = RecommendParams
    outputs = (Port("out", "Out"), Port("nothing_fits", "Nothing fits"))

    def describe(self, params: RecommendParams) -> str:
        what = {"next": "what others bought next", "together": "what others bought with it"}.get(
            params.basis, "what is popular"
        )
        goes = ", what has to go first" if params.overstock else ""
        return f"Recommend {what}{goes}, into {params.into or '…'}"

    def compile(self, params: RecommendParams) -> Recommend:
        """What the machine does with it."""
        return Recommend(
            event=params.event,
            basis=params.basis,
            within=params.within,
            overstock=float(params.overstock),
            category=params.category,
            exclude_bought=params.exclude_bought,
            in_stock=params.in_stock,
            min_support=params.min_support,
            count=params.count,
            into=params.into,
        )

    def form(self) -> tuple[Field, ...]:
        """What is asked of the user, the basis first."""
        return (
            Field("basis", "Recommend", Control.CHOICE, "What the customer had last counts.", True, _BASES),
            Field("event", "What they did", Control.EVENT, "What was bought, if left out.", optional=True),
            Field("within", "Bought after it within", Control.DURATION, "For what was bought after it.", optional=True),
            Field("category", "Only", Control.CHOICE, "", True, _CATEGORIES),
            Field("overstock", "What has to go", Control.FRACTION, "0: likelihood alone; 1: stock.", optional=True),
            Field("exclude_bought", "Leave out what they have", Control.TOGGLE, optional=True),
            Field("in_stock", "Leave out what is out of stock", Control.TOGGLE, optional=True),
            Field("min_support", "At least so many customers", Control.NUMBER, "Behind a pair.", optional=True),
            Field("count", "How many products", Control.NUMBER, "The e-mail can show them all.", optional=True),
            Field("into", "Write the first into", Control.ATTRIBUTE, "A new attribute, or a text.", optional=True),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {
            "basis": "next", "within": "P60D", "category": "any", "overstock": 0, "exclude_bought": True,
            "in_stock": True, "min_support": 5, "count": 1, "into": "recommended",
        }  # fmt: skip

    def writes(self, params: RecommendParams, schema: Schema | None) -> Iterable[Written]:
        yield Written(params.into, ColumnType.TEXT)

    def check(self, params: RecommendParams, around: Surroundings) -> Iterable[Problem]:
        if params.event is not None:
            yield from event_problems(params.event, around, "event")
        yield from _data_problems(params, around)
        yield from duration_problems(params.within, "The time in which the next is bought", "within")
        if not 0 <= params.overstock <= 1:
            yield problem("no-share", "What has to go counts from 0 (not at all) to 1 (alone)", "overstock")
        if params.min_support < 1:
            yield problem("no-support", "At least one customer has to stand behind a pair", "min_support")
        if not 1 <= params.count <= MOST:
            yield problem("too-many-products", f"Recommend from 1 to {MOST} products", "count")
        yield from product_problems(params.into, around, "into")


def _data_problems(params: RecommendParams, around: Surroundings) -> Iterator[Problem]:
    """What the dataset lacks to recommend from."""
    if around.schema is None:
        return
    roles = around.schema.roles
    product = around.schema.properties.get(roles.properties.get("product", ""))
    if product not in (ColumnType.TEXT, ColumnType.NUMBER):
        words = "No event of the dataset names a product; give a property the role 'product' in Data"
        yield problem("no-products", words, "event")
    elif params.event is None and not event_of_products(roles.events):
        words = "The dataset does not say which event is a purchase; choose the event, or give one the role in Data"
        yield problem("no-purchases", words, "event")
