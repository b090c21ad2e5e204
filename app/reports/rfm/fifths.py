"""How customers are cut into fifths by a value: at quantiles, of which there are conventions, or by rank."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.numbers import whole_percent
from app.reports.rfm.figures import Fifths

FifthsRule = Literal["above", "quantile", "ranks"]
GROUPS = 5


def rule_in_words(rule: FifthsRule) -> str:
    """How the fifths are cut, in a sentence."""
    if rule == "ranks":
        return "Fifths are of as many customers each, by rank; of equal ones who stands first in the data comes first."
    cuts = f"Fifths are cut at the 20, 40, 60 and {whole_percent(0.8)} quantile (linear interpolation)"
    side = " plus 1; who is at a cut belongs above it" if rule == "above" else "; who is at a cut belongs below it"
    return f"{cuts}{side}."


def fifths_of(rule: FifthsRule, values: NDArray[Any]) -> Fifths:
    """1 to 5 for each value, 5 the greatest.

    `above` is the rule of the R package rfm, `quantile` that of `pandas.qcut`, `ranks` that of SQL's `NTILE(5)`, whose
    first groups are the larger where they cannot be equal.
    """
    found = np.ones(len(values), np.int8)
    if not len(values):
        return found
    if rule == "ranks":
        order = np.argsort(values, kind="stable")
        sizes = np.full(GROUPS, len(values) // GROUPS)
        sizes[: len(values) % GROUPS] += 1
        found[order] = np.repeat(np.arange(1, GROUPS + 1, dtype=np.int8), sizes)
        return found
    for cut in _cuts(values):
        found += values >= cut + 1 if rule == "above" else values > cut
    return found


def _cuts(values: NDArray[Any]) -> list[float]:
    """The quantiles by linear interpolation, in whole fifths of a step: no rounding takes who is at a cut off it."""
    steps = [divmod((len(values) - 1) * fifth, GROUPS) for fifth in range(1, GROUPS)]
    places = sorted({min(each, len(values) - 1) for at, _ in steps for each in (at, at + 1)})
    ranked = np.partition(values, places)
    cuts = []
    for at, part in steps:
        low, high = ranked[at].item(), ranked[min(at + 1, len(values) - 1)].item()
        cuts.append(low + (high - low) * part / GROUPS)
    return cuts
