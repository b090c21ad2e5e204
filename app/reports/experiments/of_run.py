"""Experiments of a run: the variants of its random splits, and its control group, by each of its goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from app.nodes.kinds.split import SplitParams
from app.numbers import exact_percent
from app.reports.counting.intervals import level
from app.reports.counting.journeys import Journeys, encoded, instants, is_word, journeys_of
from app.reports.experiments.counting import Longs, Outcomes
from app.reports.experiments.figures import ExperimentFigures, experiment_figures
from app.reports.report import Measured, Subject
from app.scenario.graph import Node
from app.scenario.names import label_of
from app.scenario.settings import Goal

CAPPED, UPLIFT = 0.01, 0.1
_HELD, _WRITTEN = "Control group", "May get messages"


@dataclass(frozen=True, slots=True)
class RunExperimentDefinition:
    """A split of a run, or its control group (`split` is empty), by a goal; `counting` are customers or journeys."""

    scenario: str
    split: str
    goal: str
    valued: bool
    counting: str = "customers"
    modelled: bool = False
    capped: float = CAPPED
    uplift: float = UPLIFT

    def in_words(self) -> str:
        """The definition in sentences."""
        whose = (
            f"by the variant that “{self.split}” drew for them"
            if self.split
            else "inside and outside the control group"
        )
        after = "after they came to the split" if self.split else "after they entered"
        worth = (
            f" Revenue is the goal’s value, 0 for who did not convert; intervals are Welch’s. Capped: the greatest "
            f"{exact_percent(self.capped)} of the amounts are brought down to their quantile."
            if self.valued
            else ""
        )
        origin = (
            "Conversions are recorded or modelled, as in the forecast’s first replication."
            if self.modelled
            else "Nobody reacts to a message in a replay: what differs here was recorded without any of them, and "
            "differs by chance."
        )
        return (
            f"{self.counting.capitalize()} of “{self.scenario}” {whose}; converted are those who reached the goal "
            f"“{self.goal}” {after}. Who had reached it before is left out. {origin} Intervals at {level()}: "
            f"Wilson’s of a "
            "rate, Newcombe’s of a difference to the control. The sizes of the groups are tested first (chi-square, by "
            f"the weights).{worth} Power and what is still needed are for {exact_percent(self.uplift)} more than the "
            "control’s conversions, found in 80 of 100 cases."
        )

    def to_document(self) -> dict[str, Any]:
        """The definition for programs."""
        return {
            "scenario": self.scenario,
            "split": self.split,
            "goal": self.goal,
            "counting": self.counting,
            "modelled": self.modelled,
            "capped": self.capped,
            "uplift": self.uplift,
        }


def run_experiments(subject: Subject, capped: float = CAPPED, uplift: float = UPLIFT) -> Iterator[Measured]:
    """Each split and the control group, by each goal."""
    scenario, settings = subject.scenario, subject.scenario.settings
    splits = [node for node in scenario.nodes if isinstance(node.params, SplitParams)]
    is_there = {"instances", "visits", "conversions"} <= subject.tables.keys()
    if not is_there or not settings.goals or not (splits or settings.control_group):
        return
    journeys = journeys_of(subject.tables)
    for goal in settings.goals:
        for node in splits:
            yield Measured(
                f"{label_of(node)}, goal “{goal.id}”", _of_split(subject, journeys, node, goal, capped, uplift)
            )
        if settings.control_group:
            figures = _of_control(subject, journeys, goal, settings.control_group, capped, uplift)
            yield Measured(f"Control group, goal “{goal.id}”", figures)


def _of_split(
    subject: Subject, journeys: Journeys, node: Node, goal: Goal, capped: float, uplift: float
) -> ExperimentFigures:
    params = node.params
    assert isinstance(params, SplitParams)  # chosen so
    visits = subject.tables["visits"]
    at_split = visits.filter(pa.array(is_word(visits.column("node"), node.id)))
    ports, words = encoded(at_split.column("port"))
    names = words.to_pylist()
    place = {variant.port: index for index, variant in enumerate(params.variants)}
    variant = np.array([*(place.get(str(name), -1) for name in names), -1], np.int64)[ports]
    is_anew = params.sticky == "instance"
    of_visit = journeys.rows_of(at_split)
    unit = of_visit if is_anew else journeys.owner[of_visit]
    keep = variant >= 0  # who stood at the split when the run stopped has none
    units, drawn, at, mixed = _first_drawn(unit[keep], variant[keep], instants(at_split.column("arrived_at"))[keep])
    unit_of_journey = np.arange(len(journeys.owner)) if is_anew else journeys.owner
    owner = journeys.owner[units] if is_anew else units
    outcomes = _outcomes(subject, journeys, goal, (units, owner, drawn, at), unit_of_journey)
    labels = tuple(each.label or each.port for each in params.variants)
    definition = RunExperimentDefinition(
        subject.scenario.name, label_of(node), goal.id, bool(goal.value), "journeys" if is_anew else "customers",
        bool(subject.summary.replication), capped, uplift,
    )  # fmt: skip
    left_out = (*outcomes.left_out, *([("customers with several variants", mixed)] if mixed else []))
    made = Outcomes(
        labels, outcomes.ids, outcomes.owner, outcomes.variant, outcomes.converted, outcomes.value, outcomes.at,
        left_out, outcomes.currency, outcomes.modelled,
    )  # fmt: skip
    weights = [max(float(each.weight), 0.0) for each in params.variants]
    return experiment_figures(definition, made, weights, 0, uplift, capped)


def _of_control(
    subject: Subject, journeys: Journeys, goal: Goal, share: float, capped: float, uplift: float
) -> ExperimentFigures:
    instances = subject.tables["instances"]
    held = np.asarray(instances.column("control").to_numpy(), np.bool_)
    entered = instants(instances.column("entered_at"))
    units, drawn, at, _ = _first_drawn(journeys.owner, np.where(held, 0, 1), entered)
    outcomes = _outcomes(subject, journeys, goal, (units, units, drawn, at), journeys.owner)
    definition = RunExperimentDefinition(
        subject.scenario.name, "", goal.id, bool(goal.value), "customers", bool(subject.summary.replication), capped,
        uplift,
    )  # fmt: skip
    made = Outcomes(
        (_HELD, _WRITTEN), outcomes.ids, outcomes.owner, outcomes.variant, outcomes.converted, outcomes.value,
        outcomes.at, outcomes.left_out, outcomes.currency, outcomes.modelled,
    )  # fmt: skip
    return experiment_figures(definition, made, (share, 1 - share), 0, uplift, capped)


def _first_drawn(unit: NDArray[Any], variant: Longs, at: Longs) -> tuple[Longs, Longs, Longs, int]:
    """Each unit once with its variant and the instant it came first; those with several variants only as a count."""
    order = np.lexsort((at, unit))
    units, first = np.unique(unit[order], return_index=True)
    rows = order[first]
    drawn = np.full(int(unit.max(initial=-1)) + 1, -1, np.int64)
    drawn[units] = variant[rows]
    mixed = np.unique(unit[variant != drawn[unit]])
    clean = ~np.isin(units, mixed)
    return units[clean], variant[rows][clean], at[rows][clean], len(mixed)


def _outcomes(
    subject: Subject,
    journeys: Journeys,
    goal: Goal,
    drawn: tuple[Longs, Longs, Longs, Longs],
    unit_of_journey: NDArray[Any],
) -> Outcomes:
    """What came of each unit (number, customer, variant, instant) from that instant on."""
    units, owner, variant, at = drawn
    when, unit, worth = _conversions(subject.tables, journeys, goal, unit_of_journey)
    place = np.full(int(max(units.max(initial=-1), unit.max(initial=-1))) + 1, -1, np.int64)
    place[units] = np.arange(len(units))
    known = place[unit] >= 0
    when, worth, spot = when[known], worth[known], place[unit[known]]
    before = np.unique(spot[when < at[spot]])
    stays = np.ones(len(units), np.bool_)
    stays[before] = False
    converted = np.bincount(spot, minlength=len(units)) > 0
    values = np.bincount(spot, worth, minlength=len(units)).astype(np.float64)
    dataset = subject.dataset
    return Outcomes(
        names=(),
        ids=journeys.ids,
        owner=owner[stays],
        variant=variant[stays],
        converted=converted[stays],
        value=values[stays] if goal.value else None,
        at=at[stays],
        left_out=(("who had reached the goal before", len(before)),) if len(before) else (),
        currency=dataset.roles.property_currencies.get(goal.value or "", "") if dataset else "",
        modelled=bool(subject.summary.replication),
    )


def _conversions(
    tables: Mapping[str, pa.Table], journeys: Journeys, goal: Goal, unit_of_journey: NDArray[Any]
) -> tuple[Longs, Longs, NDArray[np.float64]]:
    """Instant, unit and worth of each conversion of the goal."""
    table = tables["conversions"]
    table = table.filter(pa.array(is_word(table.column("goal"), goal.id)))
    worth = np.nan_to_num(np.asarray(table.column("value").cast(pa.float64()).to_numpy(), np.float64))
    return instants(table.column("at")), unit_of_journey[journeys.rows_of(table)].astype(np.int64), worth
