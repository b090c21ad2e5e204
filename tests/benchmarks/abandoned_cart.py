"""The job of `rehearse bench`, under the name by which the machine's tests know it."""

from __future__ import annotations

from app.bench.job import abandoned_cart, synthetic_dataset

__all__ = ["abandoned_cart", "synthetic_dataset"]
