"""Which templates can be run over a dataset as it is."""

from __future__ import annotations

from app.data.dataset import Dataset
from app.guides.adapting import Adapted, adapted
from app.guides.templates import TEMPLATES
from app.jobs.checking import all_problems


def templates_that_fit(dataset: Dataset) -> tuple[Adapted, ...]:
    """The templates, adapted, of which the dataset has every event and which nothing then keeps from being run."""
    every = (adapted(template, dataset) for template in TEMPLATES)
    return tuple(each for each in every if not each.missing and not all_problems(each.scenario, dataset.schema()))
