"""How a command gives figures: a table for people, JSON for programs, a file when one is named."""

from __future__ import annotations

from pathlib import Path

from app.commands.output.terminal import bar, say, say_json, say_table
from app.jobs.reports.saving import save_figures
from app.reports.report import Figures
from app.reports.words import Noted


def give_figures(figures: Figures, *, as_json: bool, out: Path | None) -> None:
    """Say the figures with their definition, and save them where asked."""
    if out is not None:
        save_figures(figures, out)
    if as_json:
        say_json(figures.to_document())
        return
    say_figures(figures)
    if out is not None:
        say(f"Written to {out}.")


def say_figures(figures: Figures) -> None:
    """What is to be known before all, their table, with a bar for a row's share if it has one, and their definition."""
    for sentence in figures.sentences() if isinstance(figures, Noted) else ():
        say(sentence)
    headers, rows = figures.table()
    shares = [next((cell.share for cell in row if cell.share is not None), None) for row in rows]
    if any(share is not None for share in shares):
        bars = [bar(share or 0.0) for share in shares]
        say_table((*headers, ""), [(*row, drawn) for row, drawn in zip(rows, bars, strict=True)])
    else:
        say_table(headers, rows)
    say(figures.definition.in_words())
