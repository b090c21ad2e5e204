"""Segments by their table of scores are those of the rules, each looked at in turn."""

from __future__ import annotations

from itertools import product

import numpy as np

from app.reports.rfm.segments import SEGMENTS, segment_of


def test_that_every_score_is_in_the_first_segment_whose_rule_fits() -> None:
    scores = list(product(range(1, 6), repeat=3))
    found = segment_of(*(np.array(column) for column in zip(*scores, strict=True)))
    for (recency, frequency, monetary), index in zip(scores, found.tolist(), strict=True):
        fits = [
            rule.recency[0] <= recency <= rule.recency[1]
            and rule.frequency[0] <= frequency <= rule.frequency[1]
            and rule.monetary[0] <= monetary <= rule.monetary[1]
            for rule in SEGMENTS
        ]
        assert index == fits.index(True)
