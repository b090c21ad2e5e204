"""The ten usual segments of RFM, by ranges of the three scores; of several that fit, the first."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Segment(NamedTuple):
    """A name and the lowest and highest score of recency, frequency and monetary value, both included."""

    name: str
    recency: tuple[int, int]
    frequency: tuple[int, int]
    monetary: tuple[int, int]


_SCORES = 5

# The rules of the R package rfm 0.3 (MIT), its vignette "Segmentation".
SEGMENTS = (
    Segment("Champions", (5, 5), (5, 5), (5, 5)),
    Segment("Potential Loyalists", (3, 5), (3, 5), (2, 5)),
    Segment("Loyal Customers", (2, 4), (2, 4), (2, 4)),
    Segment("Promising", (3, 4), (1, 3), (3, 5)),
    Segment("New Customers", (4, 5), (1, 3), (1, 5)),
    Segment("Can’t Lose Them", (1, 2), (3, 4), (4, 5)),
    Segment("At Risk", (1, 2), (2, 5), (4, 5)),
    Segment("Need Attention", (1, 3), (3, 5), (3, 5)),
    Segment("About To Sleep", (2, 3), (1, 3), (1, 4)),
    Segment("Lost", (1, 1), (1, 5), (1, 5)),
    Segment("Others", (1, 5), (1, 5), (1, 5)),
)


def segment_of(
    recency: NDArray[np.integer], frequency: NDArray[np.integer], monetary: NDArray[np.integer]
) -> NDArray[np.int8]:
    """The index into `SEGMENTS` of each customer's scores from 1 to 5; every customer has one."""
    place = ((recency - 1) * _SCORES + frequency - 1).astype(np.int16) * _SCORES + monetary - 1
    found: NDArray[np.int8] = _of_scores().reshape(-1)[place]
    return found


@functools.cache
def _of_scores() -> NDArray[np.int8]:
    """The first rule that fits for each of the 5 × 5 × 5 scores."""
    scores = np.indices((_SCORES,) * 3) + 1
    found = np.full(scores.shape[1:], len(SEGMENTS) - 1, np.int8)
    for index, rule in reversed(list(enumerate(SEGMENTS))):
        fits = np.ones(found.shape, np.bool_)
        for score, (low, high) in zip(scores, (rule.recency, rule.frequency, rule.monetary), strict=True):
            fits &= (low <= score) & (score <= high)
        found[fits] = index
    return found
