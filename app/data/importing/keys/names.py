"""Under which name joined columns are compared: what the user said of one of them, else what they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from app.data.importing.file_plan import FilePlan
from app.data.importing.keys.joining import DATASET, DATASET_ID, Join, KeyColumns, Side, agreeing
from app.data.importing.recognition.looking import SAME
from app.data.importing.values.identifiers import COOKIE, EMAIL, PHONE
from app.data.vocabulary.headers import plain

_CONFIRMED, _UNCONTRADICTED = 0.9, 0.8
"""How many must have the same id, or address, in both files for it to be compared too."""


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
    joins: Sequence[Join],
    chosen: Sequence[Join],
    files: Sequence[FilePlan],
    ids: Collection[str],
    columns: Sequence[KeyColumns],
) -> tuple[Join, ...]:
    """Further key columns of joined files that are called alike, or that say the same of those who meet.

    `ids` are columns that gave a dataset its customers' ids. Cookies are compared among all files that hang together.
    """
    alike = _called_alike(joins, chosen, files, ids)
    return (*alike, *_saying_the_same([*chosen, *alike], joins, files, columns))


def _saying_the_same(
    used: Sequence[Join], joins: Sequence[Join], files: Sequence[FilePlan], columns: Sequence[KeyColumns]
) -> Iterator[Join]:
    """Other identifiers of two joined files: addresses and phones unless they contradict, ids that are confirmed.

    Two shops may both have a customer 1: ids are the same only where those who meet by what joins the files have the
    same one in both.
    """
    by_place, known, said = {each.place: each for each in columns}, list(used), said_keys(files)
    others = sorted((join for join in joins if join.met and join.identifies != COOKIE), key=lambda join: -join.share)
    for join in others:
        same = [each for each in known if _pair(each) == _pair(join) and each.identifies != COOKIE]
        taken = {side for each in same for side in (each.first, each.second)}
        sides = {join.first, join.second}
        measured = [each for each in same if _are_keys(each, by_place)]
        if not measured or sides & taken or not fits(join, said) or any(_is_closed(side, files) for side in sides):
            continue
        found = max((agreeing(each, join, by_place) for each in measured), key=lambda each: each.of)
        of_ids = join.identifies not in (EMAIL, PHONE)
        if found.share >= (_CONFIRMED if of_ids else _UNCONTRADICTED) and (found.of or not of_ids):
            known.append(join)
            yield join


def _are_keys(join: Join, columns: Mapping[int, KeyColumns]) -> bool:
    """Whether both columns were compared with all others, and not just with one another because somebody said so."""
    return all(side.column in columns[side.file].columns for side in (join.first, join.second))


def _pair(join: Join) -> tuple[int, int]:
    return min(join.first.file, join.second.file), max(join.first.file, join.second.file)


def _is_closed(side: Side, files: Sequence[FilePlan]) -> bool:
    """Whether the user said by which columns the file names its customers, and this is none of them."""
    if side.file == DATASET:
        return False
    file = files[side.file]
    return file.is_given_key and side.column not in {key.column for key in file.keys}


def _called_alike(
    joins: Sequence[Join], chosen: Sequence[Join], files: Sequence[FilePlan], ids: Collection[str]
) -> tuple[Join, ...]:
    """Further key columns of joined files that are called alike: cookies beside ids, of two months of events."""
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
