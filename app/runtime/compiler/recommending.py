"""The models of what is recommended, one after another in flat tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.data.dataset import Dataset
from app.data.products import event_of_products
from app.nodes.delays import median_us
from app.nodes.instructions import Recommend
from app.progress import Progress
from app.runtime.compiler.draft import Draft
from app.runtime.program.nodes import RecommendRow
from app.runtime.program.opcodes import POPULAR, RECOMMEND
from app.runtime.recommending import Model, Wanted, event_products, model_of


@dataclass(frozen=True, slots=True)
class Models:
    """The model of each node that recommends, and the products they speak of."""

    of_nodes: Sequence[Model]
    ids: pa.StringArray


@dataclass(frozen=True, slots=True)
class Grounds:
    """What some recommendations rest on, row by row (n,); see the table `recommendations`."""

    product: NDArray[np.int32]
    basis: NDArray[np.int32]
    support: NDArray[np.int32]
    of: NDArray[np.int32]
    cover: NDArray[np.float64]
    score: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Recommenders:
    """The models by node, with where each begins in `model_begins`: what the machine's rows stand for."""

    ids: pa.StringArray
    of_node: Mapping[int, tuple[Model, RecommendRow]]

    def grounds(self, rows: Mapping[str, NDArray[Any]]) -> Grounds:
        """Look up what the machine has left to be looked up, for all rows of a chunk at once."""
        size = len(rows["node"])
        product, basis, support, of = (np.zeros(size, np.int32) for _ in range(4))
        found = Grounds(product, basis, support, of, np.full(size, np.nan), np.zeros(size))
        for node, (model, row) in self.of_node.items():
            here = slice(None) if len(self.of_node) == 1 else np.flatnonzero(rows["node"] == node)
            place, months = rows["place"][here] - row.places, max(len(model.months), 1)
            choice = model.begins[place] + rows["nth"][here]
            chosen = model.products[choice]
            found.product[here] = chosen
            found.basis[here] = np.where(place >= model.popular * months, POPULAR, row.basis)
            found.support[here] = model.supports[choice]
            found.of[here] = model.of[place]
            found.score[here] = model.scores[choice]
            if len(model.cover):
                found.cover[here] = model.cover[place % months * len(model.ids) + chosen]
        return found


def recommenders_of(draft: Draft, models: Models) -> Recommenders:
    """Which node recommends by which model."""
    nodes = [number for number, node in enumerate(draft.nodes) if node.op == RECOMMEND]
    own = zip(models.of_nodes, draft.recommends, strict=True)
    return Recommenders(models.ids, dict(zip(nodes, own, strict=True)))


def models_of(recommending: Iterable[Recommend], whole: Dataset, progress: Progress) -> Models:
    """Count the models over all customers, of whom a run may play a part."""
    models = [model_of(whole, wanted_by(one, whole), progress) for one in recommending]
    return Models(models, models[0].ids if models else pa.array([], pa.string()))


def wanted_by(recommend: Recommend, dataset: Dataset) -> Wanted:
    """What a node asks of the model."""
    return Wanted(
        event=recommend.event or event_of_products(dataset.roles.events),
        basis=recommend.basis,
        within_us=int(median_us(recommend.within)),
        overstock=recommend.overstock,
        category=recommend.category,
        in_stock=recommend.in_stock,
        exclude_bought=recommend.exclude_bought,
        min_support=recommend.min_support,
        count=recommend.count,
    )


def model_tables(draft: Draft, models: Models, dataset: Dataset) -> dict[str, Any]:
    """The tables of the models, into which the rows of the nodes then point."""
    places = dict.fromkeys(("months", "slots", "places", "rows"), 0)
    for row, model in zip(draft.recommends, models.of_nodes, strict=True):
        row.months, row.month_count = places["months"], len(model.months)
        row.slots, row.popular, row.places = places["slots"], model.popular, places["places"]
        row.rows, row.products = places["rows"], len(model.ids)
        places["months"] += len(model.months)
        places["slots"] += len(model.slots)
        places["places"] += len(model.begins)
        places["rows"] += len(model.products)
    used = models.of_nodes
    return {
        "model_months": _together([model.months for model in used], np.int64),
        "model_slots": _together([model.slots for model in used], np.int32),
        "model_firsts": _together([model.firsts for model in used], np.int32),
        "model_begins": _together([model.begins for model in used], np.int64),
        "model_sizes": _together([model.sizes for model in used], np.int32),
        "model_products": _together([model.products for model in used], np.int32),
        "product_categories": used[0].categories if used else np.zeros(0, np.int32),
        "event_products": event_products(dataset, models.ids) if used else np.zeros(0, np.int32),
    }


def _together(parts: Sequence[Any], dtype: Any) -> Any:
    return parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, dtype), *parts])
