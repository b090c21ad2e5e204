"""What the back-test found, before it is counted by month."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tested:
    """n tests, one a customer and month, by month; `customers` are rows, `months` whole months since 1970, both (n,).

    `ranks` and `popular_ranks` (n,) say at which place the next new product stood, from 1, 0 where it was not among
    the first. `named` are how many different products were recommended by the model, `products` how many there are.
    `overstock` are pieces in stock of the products named that 180 days will not sell, NaN where no stock is known.
    """

    customers: Longs
    months: Longs
    ranks: Longs
    popular_ranks: Longs
    named: int
    products: int
    overstock: float
