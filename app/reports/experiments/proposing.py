"""What to begin with, by what columns are called: the variant, what converts, and for how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.data.columns.column import Column, ColumnType
from app.data.dataset import Dataset
from app.reports.definition.outcome_columns import distinct, named, outcomes, plain
from app.reports.experiments.definition import By, ExperimentDefinition, words_of
from app.reports.over_runs.conversion import amount_of, proposed_conversion

_VARIANT = (
    "variant", "experiment_variant", "test_variant", "ab_variant", "ab_group", "ab_test", "experiment_group",
    "test_group", "treatment", "arm", "version", "group", "segment", "experiment", "cell",
)  # fmt: skip
_CONTROL = ("control", "control group", "no e-mail", "no email", "none", "holdout", "baseline", "original", "a", "0")
_VALUE = ("spend", "revenue", "amount", "value", "sales", "order_value")
_MOST = 10


def proposed_experiment(dataset: Dataset) -> ExperimentDefinition | None:
    """By a column that is called as variants are, with the purchases or an outcome that the data has; else None."""
    found = _variant(dataset)
    if found is None:
        return None
    name, by = found
    columns = dataset.attributes if by == "attribute" else dataset.properties
    control = _control(words_of(columns[name])[0])
    purchase = proposed_conversion(dataset)
    if purchase is not None:
        return ExperimentDefinition(name, by, purchase, value=amount_of(dataset), control=control)
    outcome = next(iter(outcomes(dataset, name)), None)
    if outcome is None:
        return None
    value = next((each for each in named(dataset.attributes, _VALUE) if each != outcome), "")
    is_number = value and dataset.attributes[value].type is ColumnType.NUMBER
    return ExperimentDefinition(name, by, outcome=outcome, value=value if is_number else "", control=control)


def variants(dataset: Dataset) -> list[tuple[str, By]]:
    """Columns that can name a variant: of a few values, two at least; the likeliest first."""
    found: list[tuple[str, By]] = []
    sides: tuple[tuple[By, Mapping[str, Column]], ...] = (
        ("attribute", dataset.attributes),
        ("property", dataset.properties),
    )
    for by, columns in sides:
        fit = [name for name, column in columns.items() if _has_few(column)]
        known = list(named(dict.fromkeys(fit), _VARIANT))
        found += [(name, by) for name in (*known, *(name for name in fit if name not in known))]
    return found


def _variant(dataset: Dataset) -> tuple[str, By] | None:
    return next(((name, by) for name, by in variants(dataset) if plain(name) in _VARIANT), None)


def _control(names: Iterable[str]) -> str:
    """The variant that is called as controls are; the first of all else."""
    said = {name.lower(): name for name in names}
    return next((said[name] for name in _CONTROL if name in said), "")


def _has_few(column: Column) -> bool:
    if column.type is ColumnType.TEXT:
        return 2 <= len(column.words) <= _MOST
    if column.type is ColumnType.BOOLEAN:
        return True
    return column.type is ColumnType.NUMBER and 2 <= len(distinct(column, _MOST)) <= _MOST
