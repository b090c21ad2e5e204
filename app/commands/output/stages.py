"""What the stages from lead to revenue are, where a command says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from app.data.dataset import Dataset
from app.nodes.words.where_text import step_from
from app.reports.crm.way import STAGES, Way
from app.reports.definition.event_conditions import with_conditions

_EVENTS = (*STAGES, "stage", "lost")
_COLUMNS = ("amount", "opportunity_id")
StageNames = Annotated[
    list[str] | None,
    typer.Option(
        "--stage",
        help=f"ROLE=EVENT, or “ROLE=EVENT where amount > 50”; repeat it. Roles are {', '.join(_EVENTS)}; "
        f"{' and '.join(_COLUMNS)} name a property.",
    ),
]


def with_stages(way: Way, dataset: Dataset, named: Sequence[str] | None) -> Way:
    """The way with the stages that were named; the data's own otherwise."""
    for text in named or ():
        role, sign, what = (each.strip() for each in text.partition("="))
        if not sign or role not in (*_EVENTS, *_COLUMNS):
            known = ", ".join((*_EVENTS, *_COLUMNS))
            raise typer.BadParameter(f"write it as lead=form_sent, of {known}, not {text}", param_hint="--stage")
        step = None if role in _COLUMNS or not what else step_from(what, dataset.schema())
        new: dict[str, Any] = {role: what if step is None else step.event}
        way = replace(way, **new, where=with_conditions(way.where, role, step.where if step else ()))
    return way
