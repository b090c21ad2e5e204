"""What several files are called so that each can be told from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from app.data.files.columns_table import ColumnsTable
from app.data.files.delimited.csv import DelimitedTable
from app.data.files.packed.workbook import SheetTable
from app.data.files.source_table import SourceTable
from app.files.reading import name_of


def names_apart(paths: Sequence[Path]) -> list[str]:
    """The files' names, with as many of their folders as tell those of one name apart: `may/orders.csv`."""
    steps = dict.fromkeys(paths, 1)
    while True:
        names = {path: _last(path, count) for path, count in steps.items()}
        again = Counter(names.values())
        wider = {
            path: count + (again[names[path]] > 1 and count < len(path.parts) - bool(path.anchor))
            for path, count in steps.items()
        }
        if wider == steps:
            return [names[path] for path in paths]
        steps = wider


def _last(path: Path, count: int) -> str:
    return name_of("/".join(path.parts[-count:])) if path.parts else name_of(path)


def called(source: SourceTable, name: str) -> SourceTable:
    """The same rows of a file that is called so."""
    if isinstance(source, DelimitedTable):
        return replace(source, text=replace(source.text, file=name))
    if isinstance(source, SheetTable):
        return replace(source, text=replace(source.text, text=replace(source.text.text, file=name)))
    return replace(source, file=name) if isinstance(source, ColumnsTable) else source


def shown(file: str) -> str:
    """The name under which a file was imported; of a whole path its last step."""
    return PurePath(file).name if PurePath(file).is_absolute() else file
