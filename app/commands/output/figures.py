"""How a command gives figures: a table for people, JSON for programs, a file when one is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.commands.output.terminal import say, say_json
from app.jobs.saving import save_figures
from app.reports.cohorts.figures import CohortFigures
from app.reports.documents.pictures import Figures
from app.reports.funnel.figures import FunnelFigures

Counted = TypeVar("Counted", FunnelFigures, CohortFigures)


def say_figures(figures: Counted, *, as_json: bool, out: Path | None, say_them: Callable[[Counted], None]) -> None:
    """Say the figures with their definition, and save them where asked."""
    if out is not None:
        saved: Figures = figures
        save_figures(saved, out)
    if as_json:
        say_json(figures.to_document())
        return
    say_them(figures)
    say(figures.definition.in_words())
    if out is not None:
        say(f"Written to {out}.")
