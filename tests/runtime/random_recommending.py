"""What random cases need where products are recommended: a catalogue, earlier purchases, and what is asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.runtime.random_conditions import SHORT, SKUS, Choice, Json


def random_catalogue(choice: Choice) -> Json:
    """Some of the products, each with or without a category and a stock."""
    return {
        sku: {
            **choice.pick({}, {"category": "a"}, {"category": "b"}),
            **choice.pick({}, {"stock": 0}, {"stock": 3}, {"stock": 30}),
        }
        for sku in choice.some(SKUS, choice.below(5))
    }


def bought_before(choice: Choice, event: Json) -> Json:
    """An event moved to the months before, from which to recommend."""
    at = choice.start - timedelta(days=choice.below(80), hours=choice.pick(0, 0, 5))
    name, sku = choice.pick("purchase", "purchase", "purchase", "cart"), choice.pick(*SKUS)
    return {**event, "timestamp": f"{at:%Y-%m-%dT%H:%M:%SZ}", "event": name, "sku": sku}


def recommend_params(choice: Choice) -> Json:
    """Any of the parameters, with little support, since there are few customers."""
    values: dict[str, tuple[Any, ...]] = {
        "event": ("purchase", "purchase", "cart", "visit"),
        "basis": ("next", "together", "together", "popular"),
        "within": (*SHORT, "P60D", "P1M"),
        "overstock": (0, 0.25, 1),
        "category": ("any", "same", "other"),
        "exclude_bought": (True, False),
        "in_stock": (True, False),
        "count": (1, 2, 3),
        "into": ("recommended", "country", "coupon", "device"),
    }
    params = {name: choice.pick(*those) for name, those in values.items() if choice.maybe(0.5)}
    return {"min_support": choice.pick(1, 1, 1, 2), **params}
