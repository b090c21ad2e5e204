"""A plan carried out: its files read, their customers told apart, and all of them put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from app.data.assembling.assemble import assemble
from app.data.assembling.catalogues import merged
from app.data.assembling.fingerprint import signed
from app.data.assembling.rows import CustomerRows, EventRows
from app.data.assembling.stacking import stacked_customers, stacked_events
from app.data.awaiting import reported
from app.data.changes.joining import join
from app.data.changes.lists import knowing_earlier_lists
from app.data.changes.merges import combined, recorded, records_of
from app.data.changes.pools import PoolAccount, read_pool, with_pools
from app.data.columns.column import ColumnType
from app.data.columns.selection import concatenate
from app.data.columns.texts import Texts, encode
from app.data.dataset import Dataset, Roles
from app.data.importing.accounting.accounts import Ledger, fingerprint_of
from app.data.importing.file_plan import known_by, ledger_of
from app.data.importing.keys.identities import Merge
from app.data.importing.keys.stored import with_cookies
from app.data.importing.mapping import CustomersMapping, EventsMapping
from app.data.importing.orders import currencies_of_sums, grouped
from app.data.importing.orders_again import names_of_sums
from app.data.importing.parts_of_plan import OF_PEOPLE, Part, called_alike, prepared
from app.data.importing.people.earlier_cookies import with_earlier_cookies
from app.data.importing.people.merge_records import known_ones, ones_of, split_records, with_records_of_events
from app.data.importing.people.said_by_events import said_by_events
from app.data.importing.people.telling_apart import told_apart
from app.data.importing.plan import ImportPlan
from app.data.importing.prepared import PreparedTable
from app.data.importing.read import Imported
from app.data.importing.reading.customers import read_customers
from app.data.importing.reading.events import read_events
from app.data.importing.reading.products import read_products
from app.data.importing.recognition.guessed_roles import event_roles
from app.data.importing.there_already import ThereAlready
from app.data.importing.values.convert import DateStyle
from app.data.importing.values.moments import DayFirst
from app.data.importing.values.numbers import Decimal
from app.data.importing.worth_of_orders import worth_of_orders
from app.data.merged import RECORDED, Merged
from app.data.products import Products
from app.data.vocabulary.headers import COOKIES, plain
from app.data.zones import named_zone
from app.errors import AppError, Problem
from app.numbers import stored_number
from app.progress import Progress, silent

_LONG = 32 << 20  # bytes of text: hashing takes as long as some step of the reading
_MOST_MERGES_NAMED = 20


def import_plan(plan: ImportPlan, name: str, dataset: Dataset | None = None, progress: Progress = silent) -> Imported:
    """The dataset of a plan's files; with `dataset`, that one and what they add to it.

    An AppError where the plan has doubts that must be answered first, or a file cannot be read.
    """
    _refuse_unanswered(plan)
    coming = _begun_fingerprints(plan)
    parts, ids, merges, shared = told_apart(plan, prepared(plan), dataset)
    parts = called_alike(parts, dataset)
    work = _Work(plan, parts, dataset, ids, coming, progress)
    people, customers = work.people()
    people, records = split_records(people, merges, known_ones(dataset))
    events, happenings = work.events()
    said = said_by_events(parts, events, dataset, ids, customers.roles or {}, plan.phones)
    attributes = {**said.roles, **(customers.roles or {})}
    roles = Roles(
        attributes,
        happenings.roles or {},
        happenings.property_roles or {},
        customers.currencies,
        happenings.currencies,
    )
    rows, lists = stacked_events(events), work.lists()
    put = partial(assemble, name, stacked_customers([*said.rows, people]), rows, roles=roles, timezone=plan.timezone)
    made = reported(lambda: put(lists=lists), len(rows.at), progress, "Sorting")
    if dataset is not None:
        made, before = work.added_to(dataset, made, merges)
        records = combined([before, records])
    records = records_of(with_records_of_events(records, merges, said.of_recorded), made.customer_ids)
    if len(records):
        made = signed(replace(made, merged=records))
    made = with_earlier_cookies(made, parts, dataset, ids, plan.apart)
    catalogues, ledgers = _catalogues(plan, progress)
    for catalogue in catalogues:
        made = signed(replace(made, products=merged(made.products, catalogue)))
    made, pools = _with_codes(plan, made, progress)
    if dataset is not None and all(file.kind == "list" for file in plan.files):
        made = knowing_earlier_lists(made, dataset)
    merges = _of_customers(merges, made.customer_ids)
    work.remark([*_said_of(merges), *shared])
    document = plan.mapping().model_copy(update={"customers": customers, "events": happenings})
    accounts = tuple(ledger.account(progress) for ledger in [*work.ledgers, *ledgers])
    return Imported(made, document, accounts, pools, merges, work.there.changed)


def _begun_fingerprints(plan: ImportPlan) -> dict[int, Future[str]]:
    """The fingerprints of long files, by their places, worked out while rows are made ready, which needs one core."""
    threads = ThreadPoolExecutor(1)
    begun = {
        place: threads.submit(fingerprint_of, source, *known_by(file))
        for place, (file, source) in enumerate(zip(plan.files, plan.sources, strict=True))
        if file.kind in OF_PEOPLE and source is not None and len(source.content) >= _LONG
    }
    threads.shutdown(wait=False)  # what was begun goes on
    return begun


def _said_of(merges: Sequence[Merge]) -> Iterator[str]:
    """The first merges one by one, and how many more there are."""
    yield from (merge.sentence() for merge in merges[:_MOST_MERGES_NAMED])
    more = sum(len(merge.merged) for merge in merges[_MOST_MERGES_NAMED:])
    if more:
        ids = "1 more id became part" if more == 1 else f"{stored_number(more)} more ids became parts"
        yield f"{ids} of other customers; the tab “Merges” and rehearse merges list them all."


def _of_customers(merges: Sequence[Merge], ids: pa.StringArray) -> tuple[Merge, ...]:
    """The merges of those who are customers: of whom no row came in, nobody wants to know who they are."""
    if not merges:
        return ()
    are = pc.is_in(pa.array([merge.kept for merge in merges], pa.string()), value_set=ids)
    return tuple(merge for merge, is_there in zip(merges, are.to_pylist(), strict=True) if is_there)


def _catalogues(plan: ImportPlan, progress: Progress) -> tuple[list[Products], list[Ledger]]:
    """The products of each file of them."""
    found, ledgers = [], []
    style = DateStyle(named_zone(plan.timezone))
    for place, (file, source) in enumerate(zip(plan.files, plan.sources, strict=True)):
        if file.kind == "products" and source is not None and not plan.is_skipped(place):
            table = source.table.drop_columns([name for name in file.leave_out if name in source.table.column_names])
            ledger = ledger_of(file, PreparedTable(source, table))
            key = file.keys[0].column
            found.append(read_products([ledger], [key], file.roles, file.types, style, progress))
            ledgers.append(ledger)
    return found, ledgers


def _with_codes(plan: ImportPlan, dataset: Dataset, progress: Progress) -> tuple[Dataset, tuple[PoolAccount, ...]]:
    """The dataset with the codes of each file of them."""
    codes = [(file.into or file.name, read_pool(file.path, progress)) for file in plan.files if file.kind == "pool"]
    return with_pools(dataset, codes) if codes else (dataset, ())


def _refuse_unanswered(plan: ImportPlan) -> None:
    if not plan.is_complete:
        raise ValueError("a plan of heads only cannot be imported")
    open_ = plan.unanswered
    if open_:
        raise AppError(
            "Nothing was imported, because something has to be answered first.",
            [Problem(doubt.code, doubt.text, doubt.file) for doubt in open_],
        )


class _Work:
    """The parts of a plan, each read with those of its kind."""

    def __init__(
        self,
        plan: ImportPlan,
        parts: Sequence[Part],
        dataset: Dataset | None,
        ids: pa.StringArray | None,
        coming: Mapping[int, Future[str]],
        progress: Progress,
    ) -> None:
        self._ids = ids
        self.there = ThereAlready(dataset, ids, plan.on_duplicate)
        self.ledgers = [part.ledger() for part in parts]
        for part, ledger in zip(parts, self.ledgers, strict=True):
            ledger.expect(coming.get(part.place))
        self._plan, self._parts, self._dataset, self._progress = plan, parts, dataset, progress
        self._style = DateStyle(named_zone(plan.timezone))

    def people(self) -> tuple[CustomerRows, CustomersMapping]:
        """The rows of all files of people."""
        parts, ledgers = self._of("customers", "list")
        types = {name: type_ for part in parts for name, type_ in part.file.types.items()}
        types |= _recorded_type(parts)
        given = CustomersMapping(
            types=types,
            roles=_first_of([part.roles for part in parts]),
            day_first=_day_first(parts),
            decimal=_decimal(parts, self._plan.document.customers),
        )
        style = replace(self._style, day_first=given.day_first, decimal=given.decimal)
        rows, completed = read_customers(ledgers, given, style, self._progress, [part.label for part in parts])
        return rows, completed.model_copy(update={"key": parts[0].keys[0].column if parts else None})

    def events(self) -> tuple[list[EventRows], EventsMapping]:
        """The rows of all files of events together, then those of each file of orders."""
        read: list[tuple[EventRows, EventsMapping]] = []
        parts, ledgers = self._of("events")
        if parts:
            rows, completed = self._read(parts, ledgers)
            read.append((self.there.new_events(rows, ledgers, self._event_id(parts)), completed))
        known = dict(self._dataset.roles.properties) if self._dataset else {}
        for part, ledger in zip(*self._of("orders"), strict=True):
            known = _first_of([known, *(each.property_roles or {} for _, each in read)])
            read.append(self._orders(part, ledger, known))
        found = [rows for rows, _ in read]
        first = next((part for part in self._parts if not part.is_people), None)
        completed = EventsMapping(
            key=first.keys[0].column if first else None,
            at=first.file.at if first else None,
            name=first.file.event if first else None,
            name_constant=first.file.constant if first else None,
            types={name: type_ for _, each in read for name, type_ in each.types.items()},
            roles=self._event_roles(found),
            property_roles=_first_of([each.property_roles or {} for _, each in read]),
            currencies=_first_of([each.currencies for _, each in read]),
        )
        return found, completed

    def _orders(self, part: Part, ledger: Ledger, known: Mapping[str, str]) -> tuple[EventRows, EventsMapping]:
        """The orders of a file and the products of each, as far as the dataset has not got them.

        `known` are roles of the properties of events that they come to.
        """
        rows, completed = self._read([part], [ledger])
        order_id = part.properties.get("order_id")
        sums = names_of_sums(rows, part.properties, known)
        if order_id is not None:
            rows = self.there.new_lines(rows, ledger, part, sums)
        if not len(rows.at):
            return rows, completed
        orders = grouped(rows, part.properties, part.once, sums)
        ledger.remark(orders.sentence())
        rows = orders.rows
        worth = worth_of_orders(rows, orders.property_roles)
        if worth:
            ledger.remark(worth)
        if order_id is None or self.there.is_replaced:
            rows = self.there.new_orders(rows, [ledger], None if order_id is None else (order_id,))
        currencies = currencies_of_sums(completed.currencies, part.properties, orders.property_roles)
        meant = {"property_roles": dict(orders.property_roles), "currencies": currencies}
        return rows, completed.model_copy(update=meant)

    def added_to(self, dataset: Dataset, made: Dataset, merges: Sequence[Merge]) -> tuple[Dataset, Merged]:
        """The dataset with what was made of the files, and its own records of those who became one."""
        left, before = self.there.left_of(dataset), Merged()
        if self._plan.cookies is not None and self._names_people():
            left = with_cookies(left, self._plan.cookies)
        if self._ids is not None:
            left, before = recorded(left, self._ids, ones_of(merges))
        return join(dataset.name, left, made, self._ids), before

    def _names_people(self) -> bool:
        """Whether some file names customers by more than a cookie."""
        return any(plain(key.column) not in COOKIES for part in self._parts for key in part.keys)

    def _event_id(self, parts: Sequence[Part]) -> tuple[str, ...] | None:
        """The property by which events are known, where all files have one and the same."""
        columns = {part.file.event_id for part in parts}
        column = next(iter(columns))
        return (column,) if len(columns) == 1 and column is not None else None

    def lists(self) -> dict[str, pa.StringArray]:
        """The members of each list."""
        return {
            part.file.into or part.file.name: encode(part.table.column(part.label)).distinct
            for part in self._parts
            if part.file.kind == "list"
        }

    def remark(self, sentences: Iterable[str]) -> None:
        """Tell each file how it was joined, and the first one what is said of all of them."""
        ledgers = {part.place: ledger for part, ledger in zip(self._parts, self.ledgers, strict=True)}
        for join_ in self._plan.compared:
            ledger = ledgers.get(join_.second.file) or ledgers.get(join_.first.file)
            other = join_.first.file if join_.second.file in ledgers else join_.second.file
            what = "Joined" if join_ in self._plan.chosen else "Compared"
            if ledger is not None:
                ledger.remark(f"{what} with {self._plan.name_of(other)}: {join_.sentence()}.")
        for sentence in sentences:
            self.ledgers[0].remark(sentence)

    def _of(self, *kinds: str) -> tuple[list[Part], list[Ledger]]:
        both = [pair for pair in zip(self._parts, self.ledgers, strict=True) if pair[0].file.kind in kinds]
        return [part for part, _ in both], [ledger for _, ledger in both]

    def _read(self, parts: Sequence[Part], ledgers: Sequence[Ledger]) -> tuple[EventRows, EventsMapping]:
        types = {name: type_ for part in parts for name, type_ in part.file.types.items()}
        types |= _recorded_type(parts)
        types |= dict.fromkeys([name for part in parts for name in part.cookies], ColumnType.TEXT)
        if any(part.file.kind == "orders" for part in parts):
            texts = [
                part.properties[role] for part in parts for role in ("order_id", "product") if role in part.properties
            ]
            types = {**dict.fromkeys(texts, ColumnType.TEXT), **types}
        given = EventsMapping(
            types=types,
            roles={},
            property_roles=_first_of([part.properties for part in parts]),
            day_first=_day_first(parts),
            decimal=_decimal(parts, self._plan.document.events),
        )
        style = replace(self._style, day_first=given.day_first, decimal=given.decimal)
        return read_events(ledgers, given, style, self._progress, [part.places() for part in parts])

    def _event_roles(self, events: Sequence[EventRows]) -> dict[str, str]:
        """Roles of event names: what was said, then what the dataset has, then what the names say."""
        names = concatenate([rows.names for rows in events]) if events else None
        guessed = event_roles(Texts(names.words, names.values).most_frequent() if names is not None else ())
        stored = dict(self._dataset.roles.events) if self._dataset else {}
        said = [part.file for part in self._parts if part.file.given.event_roles is not None]
        of_kind = self._plan.document.events.roles if self._plan.document.events else None
        if of_kind is None:  # of names that a file was asked about, only what was answered
            heard = {name for file in said for name in file.event_names}
            of_kind = {role: name for role, name in guessed.items() if role not in stored and name not in heard}
        return {**of_kind, **_first_of([file.event_roles or {} for file in said])}


def _first_of(parts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """All keys, each with the value of the first that has it."""
    found: dict[str, str] = {}
    for part in parts:
        found = {**part, **found}
    return found


def _recorded_type(parts: Sequence[Part]) -> dict[str, ColumnType]:
    return {RECORDED: ColumnType.TEXT} if any(RECORDED in part.table.column_names for part in parts) else {}


def _day_first(parts: Sequence[Part]) -> DayFirst | None:
    return next((part.file.day_first for part in parts if part.file.day_first is not None), None)


def _decimal(parts: Sequence[Part], said: CustomersMapping | EventsMapping | None) -> Decimal | None:
    """The decimal sign that a file's mapping gives, else the one given for its kind."""
    given = (part.file.given.decimal for part in parts if part.file.given.decimal is not None)
    return next(given, said.decimal if said else None)
