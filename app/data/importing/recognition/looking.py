"""A first look at one file: what it is and what its columns mean, as said or as guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from app.data.columns.column import ColumnType
from app.data.columns.texts import KnownTexts, Texts, encode
from app.data.files.source_table import SourceTable
from app.data.importing.consent.guessed import guessed_consents
from app.data.importing.consent.said import CONSENT_COLUMNS
from app.data.importing.fates_of_orders import status_of_orders
from app.data.importing.file_plan import Doubt, FilePlan, Key, pool_plan, without_left_out
from app.data.importing.mapping import CustomersMapping, EventsMapping, FileMapping, Kind, MappingDocument
from app.data.importing.presets import Consent, Preset, presets
from app.data.importing.recognition.cents import cents_of, open_cents, refuse
from app.data.importing.recognition.columns.first_rows import is_unnamed
from app.data.importing.recognition.columns.looks import Look, look_at_all
from app.data.importing.recognition.columns.types import FileOrder, guess_type, order_of_file
from app.data.importing.recognition.customers.customer_keys import customer_key
from app.data.importing.recognition.customers.keys_beside import (
    address_of_customers,
    addresses_beside,
    cookies_beside,
    people_behind,
    roles_of_keys,
)
from app.data.importing.recognition.events.bookings import name_of_orders
from app.data.importing.recognition.events.event_columns import event_columns
from app.data.importing.recognition.events.names_beside import with_names_beside
from app.data.importing.recognition.guessed_roles import (
    attribute_roles,
    event_roles,
    property_roles,
    unnamed_roles,
    with_new_events,
)
from app.data.importing.recognition.kinds import kind_of, product_key
from app.data.importing.recognition.missing import MissingColumnError
from app.data.importing.recognition.said_columns import require_what_is_said
from app.data.importing.recognition.showing import SHOWN_ROWS, Uses, as_read, shown_columns
from app.data.importing.recognition.times.clock_times import time_column
from app.data.importing.recognition.times.open_dates import open_dates
from app.data.importing.recognition.times.zone_columns import zone_column
from app.data.importing.values.guards import delimiter_of
from app.data.importing.values.identifiers import identified
from app.data.importing.values.moments import DayFirst
from app.data.vocabulary.headers import EVENT_IDS, plain, ranked
from app.data.vocabulary.roles import ATTRIBUTE_ROLES, PRODUCT_ROLES, PROPERTY_ROLES, types_of_roles

_HEAD = 1000
_MOST_TYPED = 300
SAME = "customer"
"""What a key that is simply named identifies."""


def look(
    path: Path, source: SourceTable | None, given: FileMapping, document: MappingDocument, *, leaves_open: bool = False
) -> FilePlan:
    """What a file is and what its columns mean: as given, else as the mapping says for its kind, else as guessed.

    A column that nothing looks like is a doubt if it `leaves_open` such things, else a MissingColumnError.
    """
    if source is None:
        return pool_plan(path, given, "You say so.", "codes")
    judged = kind_of(source.table)
    kind: Kind = given.kind or judged.kind
    why = judged.why if kind == judged.kind else "You say so."
    if kind == "pool":
        return pool_plan(path, given, why, source.form)
    preset = next((each for each in presets() if each.title == judged.preset and each.kind == kind), None)
    return _Look(path, source, given, document, kind, preset, why, leaves_open).plan()


class _Look:
    """One look at one file."""

    def __init__(
        self,
        path: Path,
        source: SourceTable,
        given: FileMapping,
        document: MappingDocument,
        kind: Kind,
        preset: Preset | None,
        why: str,
        leaves_open: bool,
    ) -> None:
        self._path, self._source, self._given, self._kind, self._why = path, source, given, kind, why
        self._people = document.customers or CustomersMapping()
        self._happenings = document.events or EventsMapping()
        self._table: pa.Table = source.table
        self._head = source.table.slice(0, _HEAD)
        self._shown = self._head.slice(0, SHOWN_ROWS).to_pydict()
        self._by_plain = {plain(name): name for name in reversed(self._table.column_names)}
        self._is_given_key = False
        self._preset, self._leaves_open, self._doubts = preset, leaves_open, list[Doubt]()
        self._looks: dict[str, Look] = {}
        self._names: KnownTexts | None = None
        self._texts = {name: encode(self._head.column(name)) for name in self._known_columns()}
        of_people = kind in ("customers", "list")
        self._consents = {**guessed_consents(self._texts, of_people=of_people), **self._consents_of_preset()}

    def _consents_of_preset(self) -> dict[str, Consent]:
        """How the export speaks of consent, as far as this one has the columns."""
        known = self._preset.consent if self._preset else {}
        return {role: consent for role, consent in known.items() if self._column(consent.column)}

    def plan(self) -> FilePlan:
        """The plan of the file."""
        given = self._given
        of_people = self._kind in ("customers", "list")
        require_what_is_said(self._source, given, of_people=of_people)
        keys = self._found_keys(of_people)
        is_timed = self._kind in ("events", "orders")
        at, event, constant = self._events_of(keys) if is_timed else (None, None, None)
        names = self._event_names(event, constant) if is_timed else ()
        taken = {key.column for key in keys} | {name for name in (at, event) if name}
        day_first = self._day_first(of_people)
        types = self._types(of_people)
        guessed = self._guessed_types(types, day_first)
        roles = self._roles(guessed, keys) if of_people else self._other_roles(guessed, taken, keys)
        types |= types_of_roles(roles, types) if is_timed else {}
        properties = self._property_roles({n: t for n, t in guessed.items() if n not in taken}) if is_timed else {}
        attributes = tuple(dict.fromkeys([*given.attributes, *(roles.values() if is_timed else ())]))
        uses = Uses(taken, at, event, attributes, given.leave_out, not is_timed)
        time = given.time or time_column(self._head, at) if at and is_timed else None
        found = FilePlan(
            path=self._path,
            kind=self._kind,
            why=self._why,
            preset=self._preset.title if self._preset else None,
            form=self._source.form,
            columns=shown_columns(self._head, self._shown, uses, guessed, self._meant({**roles, **properties})),
            rows=tuple(zip(*self._shown.values(), strict=True)),
            keys=keys,
            at=at,
            time=time,
            zone=self._zone(at, time) if at and is_timed else None,
            event=event,
            constant=constant,
            event_names=names,
            event_id=given.event_id or self._event_id(taken) if is_timed else None,
            types=types,
            roles=roles,
            event_roles=self._event_roles(names) if is_timed else None,
            property_roles=properties,
            attributes=attributes,
            leave_out=given.leave_out,
            day_first=day_first,
            into=given.into or self._path.name.split(".")[0] if self._kind == "list" else None,
            cents=cents_of(self._table, properties, given.cents) if is_timed else (),
            doubts=self._asked(at, day_first, properties),
            given=given,
            is_given_key=self._is_given_key,
            consents=self._consents,
        )
        return replace(without_left_out(as_read(found, self._source)), names=self._names)

    def _guessed_types(self, known: Mapping[str, ColumnType], day_first: DayFirst | None) -> dict[str, ColumnType]:
        """The types of all columns that are looked at, in their order, where they are not `known` as guessed."""
        open_ = {name: texts for name, texts in self._texts.items() if name not in known}
        guessed = {**self._guesses(open_, day_first), **known}
        return {name: guessed[name] for name in self._texts}

    def _found_keys(self, of_people: bool) -> tuple[Key, ...]:
        with self._asking():
            return self._keys(of_people)
        return ()

    def _events_of(self, keys: Sequence[Key]) -> tuple[str | None, str | None, str | None]:
        if keys:
            with self._asking():
                return self._events(keys[0].column)
        return self._given.at, self._given.name, self._given.name_constant

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """What nothing looks like becomes a question, where such things are left open."""
        try:
            yield
        except MissingColumnError as missing:
            if not self._leaves_open:
                raise
            self._doubts.append(Doubt(missing.code, self._source.file, missing.question, must_be_answered=True))

    def _meant(self, roles: Mapping[str, str]) -> dict[str, str]:
        """The roles with the columns that say who agreed in the file's own words, in place of those made of them."""
        own = {role: self._column(self._consents[role].column) for role in self._consents if role in roles}
        return {**roles, **{role: name for role, name in own.items() if name and roles[role] == CONSENT_COLUMNS[role]}}

    def _zone(self, at: str, time: str | None) -> str | None:
        return zone_column(self._head, at, time) if self._given.zone is None else self._given.zone

    def _asked(self, at: str | None, day_first: DayFirst | None, properties: Mapping[str, str]) -> tuple[Doubt, ...]:
        """All doubts; what can be read in two ways becomes a question, where such things are left open."""
        money = open_cents(self._table, properties, self._source.file) if self._given.cents is None else None
        if money is not None and not self._leaves_open:
            raise refuse(money)
        self._doubts += [money] if money is not None else []
        found = None
        if self._leaves_open and day_first is None:
            left = {name: look for name, look in self._looks.items() if name not in self._given.leave_out}
            found = open_dates(self._table, left, at, delimiter_of(self._source))
        if found is not None:
            self._doubts.append(found.doubt(self._source.file, are_instants=found.column == at))
        return tuple(self._doubts)

    def _guesses(self, texts: Mapping[str, Texts], day_first: DayFirst | None) -> dict[str, ColumnType]:
        looks = look_at_all(texts)
        self._looks |= looks
        file = FileOrder(order_of_file(looks.values(), ",", self._table.column_names).day_first)
        given = FileOrder(day_first)
        return {name: guess_type(look, file, given=given).type for name, look in looks.items()}

    def _column(self, name: str | None) -> str | None:
        """The file's own spelling of a preset's column, as far as it is there and filled."""
        return self._by_plain.get(name) if name else None

    def _keys(self, of_people: bool) -> tuple[Key, ...]:
        if self._given.keys is not None:
            self._is_given_key = True
            return tuple(Key(key.column, key.identifies) for key in self._given.keys)
        if self._kind == "products":
            return (Key(self._product_key(), "product"),)
        named = (self._people if of_people else self._happenings).key
        if named is not None:
            self._is_given_key = True
            customer_key(self._source.file, self._table, CustomersMapping(key=named))
            return (Key(named, SAME),)
        known = [name for each in (self._preset.key if self._preset else ()) if (name := self._column(each))]
        if not known:
            known = [self._guessed_key(of_people)]
        known = [*known, *addresses_beside(self._table, known)]
        if not of_people:
            known = [*people_behind(self._table, known), *known, *cookies_beside(self._table, known)]
        columns = list(dict.fromkeys(known))
        return tuple(Key(name, identified(name, encode(self._head.column(name)))) for name in columns)

    def _guessed_key(self, of_people: bool) -> str:
        if of_people:
            return customer_key(self._source.file, self._head, CustomersMapping())
        happenings = EventsMapping(at=self._given.at or self._happenings.at or self._preset_at() or "\0")
        if happenings.at == "\0":
            return event_columns(self._source.file, self._head, EventsMapping()).key
        return event_columns(self._source.file, self._head, happenings).key

    def _preset_at(self) -> str | None:
        return self._column(self._preset.at) if self._preset else None

    def _product_key(self) -> str:
        found = product_key(self._head)
        if found is None:
            file, columns = self._source.file, self._table.column_names
            raise MissingColumnError(
                "no-product", file, "the id of a product", columns, "Which: names the product", "--key"
            )
        return found

    def _events(self, key: str) -> tuple[str | None, str | None, str | None]:
        """Instant, name's column and constant name."""
        given, happenings, preset = self._given, self._happenings, self._preset
        name, constant = given.name or happenings.name, given.name_constant or happenings.name_constant
        if given.name or given.name_constant:
            name, constant = given.name, given.name_constant
        if not name and not constant and preset:
            name, constant = self._column(preset.name), preset.name_constant
        if not name and not constant and self._kind == "orders":
            constant = name_of_orders(self._head)
        is_amounts = is_unnamed(self._table.column_names) and "amount" in self._unnamed()
        if not name and not constant and is_amounts:
            constant = "purchase"
        at = given.at or happenings.at or self._preset_at()
        wanted = EventsMapping(key=key, at=at, name=name, name_constant=None if name else constant)
        found = event_columns(self._source.file, self._head, wanted)
        return found.at, found.name, found.constant

    def _unnamed(self) -> dict[str, str]:
        return unnamed_roles(self._texts, self._guesses(self._texts, None))

    def _event_id(self, taken: Collection[str]) -> str | None:
        """A column called so with another value in each row, that says nothing else of the event."""
        if self._preset and self._preset.event_id:
            return self._column(self._preset.event_id)
        named = [name for name in ranked(self._table.column_names, EVENT_IDS) if name not in taken]
        return next((name for name in named if self._differs(name)), None) if self._kind == "events" else None

    def _differs(self, name: str) -> bool:
        texts = encode(self._head.column(name))
        return len(texts) > 1 and len(texts.distinct) == len(texts)

    def _known_columns(self) -> list[str]:
        """The columns that are looked at closely: the first ones, and those with names that may have a role."""
        names = self._table.column_names
        every = (*ATTRIBUTE_ROLES.values(), *PROPERTY_ROLES.values(), *PRODUCT_ROLES.values())
        known = {word for role in every for word in role.known}
        return [name for place, name in enumerate(names) if place < _MOST_TYPED or plain(name) in known]

    def _day_first(self, of_people: bool) -> DayFirst | None:
        said = self._given.day_first
        said = (self._people if of_people else self._happenings).day_first if said is None else said
        return self._preset.day_first if said is None and self._preset else said

    def _types(self, of_people: bool) -> dict[str, ColumnType]:
        preset = self._preset.types if self._preset else {}
        known = {name: type_ for each, type_ in preset.items() if (name := self._column(each))}
        said = {} if self._kind == "products" else (self._people if of_people else self._happenings).types
        return {**known, **said, **self._given.types}

    def _roles(self, types: Mapping[str, ColumnType], keys: Sequence[Key]) -> dict[str, str]:
        said = self._people.roles if self._given.roles is None else self._given.roles
        if said is not None:
            return dict(said)
        left = {name: column for name, column in self._texts.items() if name not in self._given.leave_out}
        guessed = {**roles_of_keys(keys), **attribute_roles(left, types)}
        consents = self._roles_of_consents()
        if self._preset is None:
            return {**guessed, **consents}
        known = {role: name for role, each in self._preset.roles.items() if (name := self._column(each))}
        spoken = set(self._consents)
        others = {role: name for role, name in guessed.items() if role not in spoken and name not in known.values()}
        return {**others, **known, **consents}

    def _other_roles(
        self, types: Mapping[str, ColumnType], taken: Collection[str], keys: Sequence[Key]
    ) -> dict[str, str]:
        """Of products; what events say of their customers, if asked, and unasked their address and who agreed."""
        if self._kind == "products":
            said = self._given.product_roles
            free = {name: type_ for name, type_ in types.items() if name not in taken}
            return property_roles(free, PRODUCT_ROLES) if said is None else dict(said)
        if self._given.roles is not None or self._kind not in ("events", "orders"):
            return dict(self._given.roles or {})
        left = {name: column for name, column in self._texts.items() if name not in self._given.leave_out}
        guessed = attribute_roles(left, types)
        consents = {role: name for role, name in guessed.items() if ATTRIBUTE_ROLES[role].agrees_to}
        address = address_of_customers(self._head.select(list(left)), keys)
        return {**({"email": address} if address else {}), **consents, **self._roles_of_consents()}

    def _roles_of_consents(self) -> dict[str, str]:
        return {role: self._consent(role) for role in self._consents if self._speaks_of(role)}

    def _speaks_of(self, role: str) -> bool:
        column = self._column(self._consents[role].column)
        return column is not None and column not in self._given.leave_out

    def _consent(self, role: str) -> str:
        """The column that says yes or no: the file's own, unless what it says must be put into those words first."""
        consent = self._consents[role]
        own = self._column(consent.column)
        return own if own and consent.is_plain else CONSENT_COLUMNS[role]

    def _property_roles(self, types: Mapping[str, ColumnType]) -> dict[str, str]:
        said = self._given.property_roles
        said = self._happenings.property_roles if said is None else said
        if said is not None:
            return dict(said)
        known = self._preset.property_roles if self._preset else {}
        named = {role: name for role, each in known.items() if (name := self._column(each))}
        free = {name: type_ for name, type_ in types.items() if name not in self._given.leave_out}
        empty = [name for name, texts in self._texts.items() if len(texts) and not len(texts.distinct)]
        guessed = property_roles(free, empty=empty, header=self._table.column_names)
        if is_unnamed(self._table.column_names):
            guessed = unnamed_roles(self._texts, types)
        if self._kind == "orders":
            own = [name for name in free if plain(name) == "id" and self._differs(name)]
            status = status_of_orders(self._head)
            guessed = {**({"order_id": own[0]} if own else {}), **guessed, **({"status": status} if status else {})}
        else:
            guessed = {role: name for role, name in guessed.items() if role not in ("status", "price")}
        return {**guessed, **named}

    def _event_names(self, event: str | None, constant: str | None) -> tuple[str, ...]:
        self._names = KnownTexts.of_column(with_names_beside(self._table, event).table.column(event)) if event else None
        names = self._names.texts.most_frequent() if self._names else [constant or ""]
        return tuple(name.strip() for name in names)

    def _event_roles(self, names: Sequence[str]) -> dict[str, str]:
        said = self._happenings.roles if self._given.event_roles is None else self._given.event_roles
        return event_roles(names) if said is None else with_new_events(said, self._given.event_names, names)
