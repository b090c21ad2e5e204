"""Ids that two files call the same and that name other customers: they stay under titles that say whose they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.data.dataset import Dataset
from app.data.importing.file_plan import Key
from app.data.importing.keys.own_titles import is_own_kind, kind_of_title, own_title, titled_keys
from app.data.importing.mapping import KeyMapping, MappingDocument
from app.data.importing.parts_of_plan import Part
from app.data.importing.prepared import renamed
from app.data.importing.values.identifiers import EMAIL, PHONE


def with_own_titles(
    parts: Sequence[Part], dataset: Dataset | None, before: MappingDocument | None = None
) -> list[Part]:
    """The parts in which ids that are kept beside those of the customers bear their file's name, and say so.

    `before` says how the files of the dataset were read.
    """
    return [_titled(part, dict(_titles(part, parts, dataset, before))) for part in parts]


def _titles(
    part: Part, parts: Sequence[Part], dataset: Dataset | None, before: MappingDocument | None
) -> Iterator[tuple[str, str]]:
    titles = {kind_of_title(name): name for name in titled_keys(dataset.attributes)} if dataset is not None else {}
    earlier = [key for file in before.files for key in file.keys or ()] if before is not None else []
    others = [key for other in parts if other is not part for key in other.keys]
    meant = {*part.roles.values(), *part.file.given.types}
    for key in part.keys if part.is_people else ():
        if key.column in meant:
            continue
        if key.identifies in titles:
            yield key.column, titles[key.identifies]
        elif _is_called_so_elsewhere(key, others) or (
            is_own_kind(key.identifies) and _is_called_so_elsewhere(key, earlier)
        ):
            yield key.column, own_title(key.column, part.file.name)


def _is_called_so_elsewhere(key: Key, others: Sequence[Key | KeyMapping]) -> bool:
    """Whether a key of another file has the same name, and is not compared with this one."""
    alike = [each for each in others if each.column == key.column]
    return key.identifies not in (EMAIL, PHONE) and any(each.identifies != key.identifies for each in alike)


def _titled(part: Part, titles: Mapping[str, str]) -> Part:
    kept = {old: new for old, new in titles.items() if old in part.table.column_names}
    said = [
        f"Its “{old}” holds other ids than that of another file: it is kept as “{new}”." for old, new in kept.items()
    ]
    return replace(part, table=renamed(part.table, kept), remarks=(*part.remarks, *said)) if kept else part
