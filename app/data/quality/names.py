"""Names of events that are meant to be one and are written in several ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from app.data.changes.mending import with_event_names
from app.data.columns.arrow import words_of
from app.data.dataset import Dataset
from app.data.quality.finding import Finding, Mend
from app.numbers import Rate, counted

_BETWEEN_WORDS = re.compile(r"[\s_-]+")


def name_findings(dataset: Dataset) -> Iterator[Finding]:
    """Names that differ by case, blanks and the like alone; the most frequent one of them is proposed."""
    counts = dataset.schema().events
    groups = [sorted(group, key=lambda name: (-counts[name], name)) for group in _alike(words_of(dataset.names.words))]
    renamed = {name: group[0] for group in groups for name in group[1:]}
    if not renamed:
        return
    wrong = np.isin(
        dataset.names.values, [at for at, name in enumerate(words_of(dataset.names.words)) if name in renamed]
    )
    owners = np.unique(np.searchsorted(dataset.offsets, np.flatnonzero(wrong), side="right") - 1)
    first = groups[0]
    words = f"{_quoted(first)} differ by case or blanks alone."
    if len(groups) > 1:
        words = f"{counted(len(groups), 'event', 'events')} are named in several ways, such as {_quoted(first)}."
    mend = Mend(
        f"Name them all “{first[0]}”" if len(groups) == 1 else "Name each as it is most often",
        lambda whole: with_event_names(whole, renamed),
    )
    advice = "A scenario that waits for one of them does not see the others."
    rate = Rate(int(wrong.sum()), dataset.event_count)
    yield Finding("event-names-alike", words, advice, rate, "fault", owners, tuple(renamed), (mend,))


def _alike(names: Sequence[str]) -> list[list[str]]:
    """Names that are one but for how they are written, where there are several."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[_BETWEEN_WORDS.sub("_", name.strip().casefold())].append(name)
    return [group for group in groups.values() if len(group) > 1]


def _quoted(names: Sequence[str]) -> str:
    return " and ".join([", ".join(f"“{name}”" for name in names[:-1]), f"“{names[-1]}”"])
