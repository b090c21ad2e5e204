"""The pipeline of a run: the messages it sent are touches of their scenario, beside what was recorded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.data.dataset import Dataset
from app.errors import AppError
from app.reports.attribution_models.cents import cents_of
from app.reports.attribution_models.touches import Moments
from app.reports.crm.sources import Touches
from app.reports.pipeline.definition import PipelineDefinition, pipeline
from app.reports.pipeline.figures import PipelineFigures
from app.reports.report import Subject


def run_pipeline(subject: Subject, definition: PipelineDefinition) -> PipelineFigures:
    """Share out what was recorded among recorded touches and the run's messages."""
    dataset = recorded_of(subject)
    sent = messages_of(subject, dataset)
    return pipeline(dataset, replace(definition, scenario=sent.names), sent)


def recorded_of(subject: Subject) -> Dataset:
    """The events that the run went over; AppError where they are no longer there."""
    if subject.dataset is None:
        raise AppError("The dataset of this run is no longer there, and leads and opportunities are counted in it.")
    return subject.dataset


def messages_of(subject: Subject, dataset: Dataset) -> Touches:
    """The messages that were sent, each a touch of its scenario; of several played together, by the scenario's id."""
    table = subject.tables["messages"]
    table = table.filter(pc.equal(table.column("outcome").cast(pa.string()), pa.scalar("sent")))
    customer = pc.index_in(table.column("customer_id").cast(pa.string()), value_set=dataset.customer_ids)
    nodes = table.column("node").cast(pa.string()).to_numpy(zero_copy_only=False)
    ids = [str(node).rpartition("/")[0] for node in nodes]
    names = tuple(dict.fromkeys(id_ or subject.scenario.name for id_ in ids))
    channel = np.array([names.index(id_ or subject.scenario.name) for id_ in ids], np.int64)
    at = table.column("at").cast(pa.int64()).to_numpy()
    who = customer.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    cents = cents_of(table.column("cost").to_numpy(zero_copy_only=False).astype(np.float64))
    known = who >= 0
    order = np.lexsort((at[known], who[known]))
    moments = Moments(who[known][order], at[known][order])
    spent = np.bincount(channel[known], cents[known], len(names)).astype(np.int64)
    return Touches(moments, channel[known][order], names, spent)
