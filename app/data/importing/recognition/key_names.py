"""Under which name joined columns are compared: what the user said of one of them, else what they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.data.importing.file_plan import FilePlan
from app.data.importing.recognition.headers import plain
from app.data.importing.recognition.joining import DATASET, DATASET_ID, Join, Side
from app.data.importing.recognition.looking import SAME
from app.data.importing.values.identifiers import COOKIE, EMAIL, PHONE


def names_of_sides(chosen: Sequence[Join], said: Mapping[Side, str]) -> dict[Side, str]:
    """One name for all columns that joins compare with one another, that which was said of one of them if any."""
    names: dict[Side, str] = dict(said)
    for join in chosen:
        name = said.get(join.first) or said.get(join.second) or _name(join, names)
        old = {names.get(join.first), names.get(join.second)} - {None}
        names |= {side: name for side, known in names.items() if known in old}
        names |= {join.first: name, join.second: name}
    return names


def _name(join: Join, names: Mapping[Side, str]) -> str:
    if join.identifies in (EMAIL, PHONE):
        return join.identifies
    name = names.get(join.first) or names.get(join.second) or join.identifies
    return join.first.column if name == COOKIE else name


def further_joins(
    joins: Sequence[Join], chosen: Sequence[Join], files: Sequence[FilePlan], ids: Collection[str]
) -> tuple[Join, ...]:
    """Further key columns of joined files that are called alike: cookies beside ids, of two months of events.

    `ids` are columns that gave a dataset its customers' ids. Ids of people are joined in one way only, since two shops
    may both have a customer 1; cookies are compared among all files that hang together.
    """
    together = _hanging_together(chosen)
    pairs = {frozenset((join.first.file, join.second.file)) for join in chosen}
    keys = {Side(place, key.column) for place, file in enumerate(files) for key in file.keys}
    timed = {DATASET, *(place for place, file in enumerate(files) if file.kind in ("events", "orders"))}

    def are_alike(join: Join) -> bool:
        sides = (join.first, join.second)
        if not all(side.file == DATASET or side in keys for side in sides):
            return False
        if join.identifies != COOKIE and not all(side.file in timed for side in sides):
            return False
        if Side(DATASET, DATASET_ID) in sides:
            return join.second.column in ids
        return plain(join.first.column) == plain(join.second.column)

    others = [join for join in joins if join.met and join not in chosen]

    def may_be(join: Join) -> bool:
        both = frozenset((join.first.file, join.second.file))
        return both in pairs or (join.identifies == COOKIE and any(both <= group for group in together))

    return tuple(join for join in others if may_be(join) and are_alike(join))


def _hanging_together(chosen: Sequence[Join]) -> list[frozenset[int]]:
    """The files that joins connect."""
    groups: list[frozenset[int]] = []
    for join in chosen:
        both = frozenset((join.first.file, join.second.file))
        met = [group for group in groups if group & both]
        groups = [group for group in groups if group not in met] + [both.union(*met)]
    return groups


def said_keys(files: Sequence[FilePlan]) -> dict[Side, str]:
    """What the user, or a mapping, says that columns of a file identify."""
    explicit = [(place, file) for place, file in enumerate(files) if file.given.keys is not None]
    return {Side(place, key.column): key.identifies for place, file in explicit for key in file.keys}


def fits(join: Join, said: Mapping[Side, str]) -> bool:
    """Whether what was said of two columns lets them be joined; a dataset's ids are those of its customers."""
    names = {said[side] for side in (join.first, join.second) if side in said}
    stored = [side for side in (join.first, join.second) if side.file == DATASET]
    is_id = Side(DATASET, DATASET_ID) in stored
    if is_id and SAME in said.values():
        names |= {SAME}
    return len(names) < 2 and (is_id or not stored or SAME not in names)
