"""The data sets that come with the product."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.data.importing.mapping import read_mapping
from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.importing.read import Imported, Source, import_files
from app.errors import AppError
from app.progress import Progress, silent
from app.resources import resource


@dataclass(frozen=True, slots=True)
class Sample:
    """A bundled data set: its files with their mapping, where they come from and what one may do with them."""

    id: str
    title: str
    origin: str
    licence: str
    folder: Path


SAMPLES = (
    Sample(
        id="shop",
        title="Web shop: 31,106 clicks of 600 visitors, January to June 2024",
        origin="A synthetic clickstream of a web shop",
        licence="Apache-2.0",
        folder=resource("samples", "shop"),
    ),
    Sample(
        id="grocery",
        title="Groceries: a year of 300 households, with campaigns and coupons, 2017",
        origin="The Complete Journey by 84.51°",
        licence="CC0-1.0",
        folder=resource("samples", "grocery"),
    ),
    Sample(
        id="b2b",
        title="From lead to revenue: a synthetic year of 2,500 people of 400 accounts, with 150 opportunities, 2025",
        origin="Synthetic: drawn from a seed, with the truth that was planted beside it",
        licence="CC0-1.0",
        folder=resource("samples", "b2b"),
    ),
    Sample(
        id="store",
        title="Web shop with a store (synthetic): its visitors with consent, cards, products and codes, 2024",
        origin="Synthetic: the clicks of the web shop, and beside them what a seed planted",
        licence="Apache-2.0",
        folder=resource("samples", "store"),
    ),
    Sample(
        id="studio",
        title="Studio with a shop (synthetic): birthdays, trials, appointments, reviews of 420 members, 2025",
        origin="Synthetic: drawn from a seed",
        licence="CC0-1.0",
        folder=resource("samples", "studio"),
    ),
)


def load_sample(id_: str, progress: Progress = silent) -> Imported:
    """The sample's dataset, imported like any file; its name is the sample's id."""
    sample = next((sample for sample in SAMPLES if sample.id == id_), None)
    if sample is None:
        known = ", ".join(sample.id for sample in SAMPLES)
        raise AppError(f"There is no sample “{id_}”. The samples are: {known}.")
    mapping = read_mapping(sample.folder / "mapping.json")
    if mapping.files:  # whose customers are known by more than one key
        plan = propose(sorted(sample.folder.glob("*.csv.gz")), mapping, progress=progress)
        return import_plan(plan, sample.id, progress=progress)
    sources = [
        Source(sample.folder / "customers.csv.gz", "customers"),
        Source(sample.folder / "events.csv.gz", "events"),
    ]
    return import_files(sample.id, sources, mapping, progress=progress)
