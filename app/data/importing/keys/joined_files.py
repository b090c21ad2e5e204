"""Files with the key columns by which they are joined, with one another and with a dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.data.files.source_table import SourceTable
from app.data.importing.file_plan import Doubt, FilePlan, Key
from app.data.importing.keys.joining import DATASET, DATASET_ID, Join, KeyColumns, Side, contradiction
from app.data.importing.keys.names import names_of_sides, said_keys
from app.data.importing.keys.of_files import JOINABLE
from app.data.importing.keys.own_titles import own_kind
from app.data.importing.recognition.looking import SAME
from app.data.importing.values.identifiers import COOKIE, EMAIL, PHONE
from app.data.importing.values.phones import NOWHERE, Phones
from app.numbers import stored_number


@dataclass(frozen=True, slots=True)
class JoinedFiles:
    """Files, what they are taken for, and how they join.

    `joins` are all pairs of key columns of two files, `chosen` those by which they are joined, `further` other columns
    of the same files that are compared besides. `phones` says whose the numbers are that name no country. `columns` are
    the key columns of each file in normal form, `stored` those of the dataset that they come to, `id_columns` gave its
    customers their ids, `earlier_keys` named them on its events.
    """

    files: tuple[FilePlan, ...]
    joins: tuple[Join, ...] = ()
    chosen: tuple[Join, ...] = ()
    further: tuple[Join, ...] = ()
    is_complete: bool = True
    phones: Phones = NOWHERE
    sources: tuple[SourceTable | None, ...] = field(default=(), compare=False, repr=False)
    columns: tuple[KeyColumns, ...] = field(default=(), compare=False, repr=False)
    stored: KeyColumns | None = field(default=None, compare=False, repr=False)
    earlier_keys: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    id_columns: frozenset[str] = field(default=frozenset(), compare=False, repr=False)

    @property
    def compared(self) -> tuple[Join, ...]:
        """The joins in use, and those of further key columns of the same files."""
        return (*self.chosen, *self.further)

    def name_of(self, place: int) -> str:
        """The name of a file, or of what is there."""
        return "the dataset" if place == DATASET else self.files[place].name

    def alternatives(self, join: Join) -> tuple[Join, ...]:
        """All measured ways to join the same two files, the best first."""
        pair = {join.first.file, join.second.file}
        same = [each for each in self.joins if {each.first.file, each.second.file} == pair]
        return tuple(sorted(same, key=lambda each: -each.share))

    def keys_of(self, place: int) -> tuple[Key, ...]:
        """The columns that name the customer in a file, under names that say which of them are compared."""
        file = self.files[place]
        if file.given.keys is not None or not self.sources:
            return file.keys
        names = self._names()
        joined = [side.column for side in names if side.file == place]
        own = {key.column: key.identifies for key in file.keys}
        columns = dict.fromkeys([*own, *joined])
        hub = self._hub()
        if hub not in names and hub.file == place and own.get(hub.column) not in (EMAIL, PHONE):
            names[hub] = SAME
        if self.stored is not None and DATASET_ID not in self.stored.columns and file.kind in ("events", "orders"):
            first = next((column for column, what in own.items() if what not in (EMAIL, PHONE, COOKIE)), None)
            names.setdefault(Side(place, first or ""), SAME)  # customers known by cookies alone get these ids
        return tuple(Key(column, names.get(Side(place, column)) or self._own(place, column, own)) for column in columns)

    def stored_key(self) -> str:
        """What the ids of the dataset's customers are compared with."""
        return self._names().get(Side(DATASET, DATASET_ID), SAME)

    def name_of_side(self, side: Side) -> str:
        """What a joined column is compared with."""
        return self._names()[side]

    def doubts_of_joins(self) -> Sequence[Doubt]:
        """What has to be answered because few customers meet, or none can."""
        found = []
        places = [place for place, file in enumerate(self.files) if file.kind in JOINABLE]
        for join in self.chosen:
            if not (join.is_enough or self._is_same_kind(join) or self._is_given(join)):
                one, other = self.name_of(join.first.file), self.name_of(join.second.file)
                others = "; ".join(map(self._sentence, self.alternatives(join)[:3]))
                text = f"Few customers of {other} are in {one}: {others}. Import them together all the same?"
                found.append(Doubt("few-meet", other, text, must_be_answered=True))
        joined = {side.file for join in self.chosen for side in (join.first, join.second)}
        explicit = {place for place in places if self.files[place].is_given_key}
        asked = {place for place in places if self.files[place].is_open}
        lonely = [place for place in places if place not in joined | explicit | asked]
        if self.is_complete and lonely and (len(places) > 1 or self.stored is not None):
            names = [self.files[place].name for place in lonely]
            found += [
                Doubt(
                    "no-join", name, f"No column of {name} names customers as another file does.", must_be_answered=True
                )
                for name in names
            ]
        return found

    def _sentence(self, join: Join) -> str:
        """How many meet in a way, and how few of them have the same address."""
        columns = {each.place: each for each in (*self.columns, *((self.stored,) if self.stored else ()))}
        told = contradiction(join, columns) if {join.first.file, join.second.file} <= columns.keys() else None
        if told is None:
            return join.sentence()
        same = f"{stored_number(told.agreed)} of {stored_number(told.of)}"
        return f"{join.sentence()}, but with the same address {same}"

    def _hub(self) -> Side:
        """The column whose values become the customers' ids: the dataset's, or the first key of the first people."""
        if self.stored is not None:
            return Side(DATASET, DATASET_ID)
        people = [place for place, file in enumerate(self.files) if file.kind == "customers"]
        place = next(iter(people), 0)
        keys = self.files[place].keys
        return Side(place, keys[0].column if keys else "")

    def _names(self) -> dict[Side, str]:
        """What each joined column is compared with; the hub's ids are simply the customers'."""
        said = said_keys(self.files)
        names = names_of_sides(self.compared, said)
        best = names.get(self._hub())
        best = None if best in said.values() else best
        return {side: SAME if name == best and name not in (EMAIL, PHONE) else name for side, name in names.items()}

    def _own(self, place: int, column: str, own: dict[str, str]) -> str:
        """Ids that no join compares are kept apart: two shops may both have a customer 1."""
        identifies = own.get(column, column)
        is_said = identifies == SAME and self.files[place].is_given_key  # a column may be called “Customer”
        alone = is_said or identifies in (EMAIL, PHONE) or (len(self.files) == 1 and self.stored is None)
        return identifies if alone else own_kind(identifies, self.files[place].name)

    def _is_given(self, join: Join) -> bool:
        """Whether the user named the keys of all files that it joins."""
        places = [side.file for side in (join.first, join.second) if side.file != DATASET]
        return all(self.files[place].is_given_key for place in places)

    def _is_same_kind(self, join: Join) -> bool:
        """Whether both hold events of people named in the same way, who need not meet: January's and February's."""
        sides = [side for side in (join.first, join.second) if side.file != DATASET]
        if {self.files[side.file].kind for side in sides} - {"events", "orders"}:
            return False
        earlier = self.earlier_keys if len(sides) == 1 else {sides[0].column}
        return sides[-1].column in earlier
