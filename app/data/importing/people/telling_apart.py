"""The customers of several files and of a dataset told apart: one id for each, whichever keys name them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from app.data.columns.arrow import NO_WORDS, keep, matches, numpy_of, pick, words_of
from app.data.columns.column import MISSING_CODE, Column, ColumnType
from app.data.columns.texts import Texts, encode
from app.data.dataset import Dataset
from app.data.importing.keys.identities import Identifiers, Merge, Resolved, resolve, shared_sentences
from app.data.importing.keys.joining import DATASET, DATASET_ID, Side
from app.data.importing.keys.own_titles import is_own_kind, title_of
from app.data.importing.keys.stored import texts_of
from app.data.importing.parts_of_plan import Part, identifiers_in
from app.data.importing.people.apart_by_title import with_own_titles
from app.data.importing.people.merge_records import known_ones, merged_of, new_merges, ones_of
from app.data.importing.people.visits import joined_visits, known_by_now
from app.data.importing.plan import ImportPlan
from app.data.importing.prepared import label_of, with_columns
from app.data.importing.recognition.looking import SAME
from app.data.importing.values.guards import remarks_on_guards
from app.data.importing.values.identifiers import COOKIE, EMAIL, PHONE
from app.data.importing.values.phones import Phones, normal_identifiers
from app.data.merged import RECORDED
from app.data.vocabulary.headers import COOKIES, plain

_ADDRESS = r"^[^@\s]+@[^@\s]+$"


def _with_said_guards(part: Part) -> Part:
    """The part with what is said of guards around its ids, which are compared without them."""
    said = [remark for key in part.keys for remark in remarks_on_guards(key.column, part.table.column(key.column))]
    return replace(part, remarks=(*part.remarks, *said))


class ToldApart(NamedTuple):
    """Files with one id for each customer; `ids` are those of the dataset's customers as they are now.

    `merges` are those who became one, `shared` says what stands beside too many ids to name one of them.
    """

    parts: list[Part]
    ids: pa.StringArray | None
    merges: tuple[Merge, ...] = ()
    shared: tuple[str, ...] = ()


def told_apart(plan: ImportPlan, parts: Sequence[Part], dataset: Dataset | None) -> ToldApart:
    """The parts with one id for each customer, and who became one.

    A single file with a plain key keeps its ids as they stand.
    """
    if dataset is None and len(parts) == 1 and len(parts[0].keys) == 1 and _stands_as_it_is(parts[0], plan.phones):
        return ToldApart(list(parts), None)
    parts = [_with_said_guards(part) for part in parts]
    again = _as_before(plan, parts, dataset) if dataset is not None and parts else None
    if again is not None and dataset is not None and again.is_whole:
        return ToldApart(with_own_titles(again.named(dataset), dataset, plan.before), dataset.customer_ids)
    stored = list(_stored(plan, dataset)) if dataset is not None else []
    tables = [
        [Identifiers(key.identifies, identifiers_in(part, key, plan.phones)) for key in part.keys] for part in parts
    ]
    ranking = _ranking(parts, stored, _kind_of_cookies(plan))
    known = [stored, *_known_merges(stored[0].kind, dataset)] if dataset is not None else []
    there = dataset.customer_ids if dataset is not None else NO_WORDS
    apart, foreign = set(plan.apart), _foreign(plan, parts)
    if again is not None:
        tables = again.lacking_in(tables)
        apart |= _one_by_what_is_stored(resolve(known, ranking, plan.apart, there, foreign), len(there))
    resolved = resolve([*known, *tables], ranking, apart, there, foreign)
    ids = resolved.customers[0].slice(0, len(there)) if dataset is not None else None
    own, customers = resolved.own[len(known) :], resolved.customers[len(known) :]
    filled = {column.kind for table in [stored, *tables] for column in table if column.texts.filled.any()}
    best = next((kind for kind in ranking if kind in filled), ranking[0])
    merges = [*resolved.merges]
    if dataset is not None and ids is not None:
        merges += known_by_now(dataset.customer_ids, resolved.own[0].slice(0, len(ids)), ids, merged_of(merges))
    merges += _visits(parts, tables, own, customers, merged_of(merges))
    merges = new_merges(merges, dataset)
    if again is not None and dataset is not None and ids is not None:
        again = again.with_lacking(own, customers, dataset.customer_ids, ids)
        named = again.named(dataset, ones_of(merges))
    else:
        named = [_named(part, now, best) for part, now in zip(parts, customers, strict=True)]
        named = _all_recorded(named, own, ones_of(merges) | known_ones(dataset))
    return ToldApart(
        with_own_titles(named, dataset, plan.before), ids, tuple(merges), tuple(shared_sentences(resolved.shared))
    )


def _one_by_what_is_stored(resolved: Resolved, count: int) -> set[str]:
    """The ids of the dataset's customers, of whom there are so many, whom what is kept beside their ids makes one.

    They are several all the same, so that is no key to any of them.
    """
    whose = encode(resolved.customers[0].slice(0, count))
    rows = np.flatnonzero(np.append(whose.counts() > 1, False)[whose.codes])
    return set(words_of(pick(resolved.own[0], rows)))


def _foreign(plan: ImportPlan, parts: Sequence[Part]) -> set[str]:
    """Kinds of ids in new files that are none of the dataset's customers' own: two shops may both have a customer 1.

    Those of a file that has grown are their own where no other file gave the dataset ids.
    """
    new = [part for part in parts if plan.keys_before(part.place) is None]
    kinds = {key.identifies for part in new for key in part.keys if is_own_kind(key.identifies)}
    before = {key.identifies for file in (plan.before.files if plan.before else ()) for key in file.keys or ()}
    return kinds if before - {EMAIL, PHONE, COOKIE} != kinds else set()


class _Again(NamedTuple):
    """Files that the dataset has: their rows find the customers that they made, and make no others one.

    `own` is the best identifier of each row of each part, `now` the customer's id as it is today; "" where the dataset
    lacks her, whose rows were all rejected. `best` is the kind of id that ranks first.
    """

    parts: list[Part]
    own: list[pa.StringArray]
    now: list[pa.StringArray]
    best: str

    @property
    def is_whole(self) -> bool:
        """Whether the dataset has the customers of all rows that name one."""
        return not any(numpy_of(self._lacks(place)).any() for place in range(len(self.parts)))

    def _lacks(self, place: int) -> Any:
        is_named = pc.not_equal(self.own[place], pa.scalar(""))
        return pc.and_(is_named, pc.equal(self.now[place], pa.scalar("")))

    def lacking_in(self, tables: Sequence[Sequence[Identifiers]]) -> list[list[Identifiers]]:
        """What names the customers whom the dataset lacks: all else was told apart when the files came in."""
        found = []
        for place, table in enumerate(tables):
            lacks = numpy_of(self._lacks(place))
            codes = [np.where(lacks, column.texts.codes, MISSING_CODE).astype(np.int32) for column in table]
            found.append(
                [
                    replace(column, texts=Texts(column.texts.distinct, each))
                    for column, each in zip(table, codes, strict=True)
                ]
            )
        return found

    def with_lacking(
        self, own: Sequence[pa.StringArray], now: Sequence[pa.StringArray], before: pa.StringArray, ids: pa.StringArray
    ) -> _Again:
        """With what was found of them; who was called as `before` is called as in `ids` by now."""
        lacks = [self._lacks(place) for place in range(len(self.parts))]
        renamed_now = [_renamed(each, before, ids) for each in self.now]
        return self._replace(
            own=[pc.if_else(*each) for each in zip(lacks, own, self.own, strict=True)],
            now=[pc.if_else(*each) for each in zip(lacks, now, renamed_now, strict=True)],
        )

    def named(self, dataset: Dataset, merged: Collection[str] = ()) -> list[Part]:
        """The parts with the customers' ids; `merged` became one with others by now."""
        named = [_named(part, ids, self.best) for part, ids in zip(self.parts, self.now, strict=True)]
        return _all_recorded(named, self.own, known_ones(dataset) | set(merged))


def _as_before(plan: ImportPlan, parts: Sequence[Part], dataset: Dataset) -> _Again | None:
    """The customers of files that the dataset has.

    None where a file is new: what two files have in common says more than each of them alone.
    """
    found = [plan.keys_before(part.place) for part in parts]
    if any(keys is None for keys in found):
        return None
    said = [replace(part, keys=keys) for part, keys in zip(parts, found, strict=True) if keys is not None]
    tables = [
        [Identifiers(key.identifies, identifiers_in(part, key, plan.phones)) for key in part.keys] for part in said
    ]
    beside = dict(_kept_beside(said, dataset))
    kept = [[Identifiers(SAME, encode(dataset.customer_ids)), each] for each in beside.values()]
    ranking = list(dict.fromkeys([*([SAME] if kept else []), *_ranking(said, [], None)]))
    resolved = resolve([*kept, *tables], ranking, plan.apart, dataset.customer_ids, beside)
    now = [_customer_now(ids, dataset) for ids in resolved.customers[len(kept) :]]
    return _Again(said, list(resolved.own[len(kept) :]), now, ranking[0])


def _kept_beside(parts: Sequence[Part], dataset: Dataset) -> Iterator[tuple[str, Identifiers]]:
    """By what they are the ids of files of people that the dataset's customers have beside their own."""
    for key in (key for part in parts if part.is_people for key in part.keys if is_own_kind(key.identifies)):
        names = [title_of(key.column, key.identifies), key.column]
        column = next((dataset.attributes[name] for name in names if name in dataset.attributes), None)
        if column is not None and column.type is ColumnType.TEXT:
            texts = normal_identifiers(Texts(column.words, column.values), key.identifies)
            yield key.identifies, Identifiers(key.identifies, texts)


def _customer_now(ids: pa.StringArray, dataset: Dataset) -> pa.StringArray:
    """The ids as the customers are called today; "" where the dataset lacks one."""
    texts = encode(ids)
    is_there: Any = pc.is_in(texts.distinct, value_set=dataset.customer_ids)
    records: Any = pc.index_in(texts.distinct, value_set=dataset.merged.ids)
    found: Any = pc.take(dataset.merged.kept, records)
    now: Any = pc.if_else(is_there, texts.distinct, pc.fill_null(found, pa.scalar("")))
    return texts_of(Column(ColumnType.TEXT, texts.codes, now))


def _renamed(ids: pa.StringArray, before: pa.StringArray, now: pa.StringArray) -> pa.StringArray:
    """The ids, where `before` stand those of the customers that are called `now`."""
    texts = encode(ids)
    named: Any = pc.coalesce(pc.take(now, pc.index_in(texts.distinct, value_set=before)), texts.distinct)
    return texts_of(Column(ColumnType.TEXT, texts.codes, named))


def _known_merges(kind: str, dataset: Dataset) -> list[list[Identifiers]]:
    """The ids that became one in earlier imports, as rows that connect them."""
    merged = dataset.merged
    pairs = [Identifiers(kind, encode(merged.kept)), Identifiers(kind, encode(merged.ids))]
    return [pairs] if len(merged) else []


def _visits(
    parts: Sequence[Part],
    tables: Sequence[Sequence[Identifiers]],
    own: Sequence[pa.StringArray],
    customers: Sequence[pa.StringArray],
    told: Collection[str],
) -> Iterator[Merge]:
    """Visits of nobody in particular and rows of guests that became a customer's, but for ids that are told already."""
    knows_cookies = any(part.cookies for part in parts)
    lesser = [_lesser_kinds(part, knows_cookies=knows_cookies) for part in parts]
    for merge in joined_visits(tables, lesser, own, customers):
        if left := tuple(id_ for id_ in merge.merged if id_ not in told):
            yield replace(merge, merged=left)


def _lesser_kinds(part: Part, *, knows_cookies: bool) -> list[str]:
    """What names somebody in a part only where nothing better does: addresses beside ids, and cookies of events."""
    kinds = [key.identifies for key in part.keys]
    cookies = [key.identifies for key in part.keys if plain(key.column) in COOKIES]
    addresses = [kind for kind in (EMAIL, PHONE) if kind in kinds]
    has_ids = bool(set(kinds) - {EMAIL, PHONE, *cookies})
    return [*(addresses if has_ids else addresses[1:]), *(cookies if knows_cookies and not part.is_people else [])]


def _all_recorded(parts: list[Part], own: Sequence[pa.StringArray], merged: Collection[str]) -> list[Part]:
    """The parts with the id under which each row of a merged customer was recorded, where there are any."""
    if not merged:
        return parts
    ones = pa.array(sorted(merged), pa.string())
    return [_recorded(part, ids, ones) for part, ids in zip(parts, own, strict=True)]


def _recorded(part: Part, own: pa.StringArray, ones: pa.StringArray) -> Part:
    """The part with the id under which each row of a merged customer was recorded."""
    said = pc.if_else(pc.is_in(own, value_set=ones), own, pa.scalar(""))
    return replace(part, table=with_columns(part.table, {RECORDED: said}))


def _stands_as_it_is(part: Part, phones: Phones) -> bool:
    """Whether a file's only key needs no normal form: ids are read without blanks and guards in any case."""
    key = part.keys[0]
    if key.identifies not in (EMAIL, PHONE):
        return True
    texts, normal = encode(part.table.column(key.column)), identifiers_in(part, key, phones)
    bare: Any = pc.utf8_trim_whitespace(texts.distinct)
    return bool(bare.equals(normal.distinct)) and np.array_equal(texts.codes, normal.codes)


def _stored(plan: ImportPlan, dataset: Dataset) -> Iterator[Identifiers]:
    """What names the customers of the dataset; an id that is an address is compared with addresses."""
    further = plan.stored.further if plan.stored else np.zeros(0, np.int64)
    rows = np.concatenate([np.arange(dataset.customer_count), further])
    every = encode(dataset.customer_ids)
    ids = every = Texts(every.distinct, every.codes[rows])
    if plan.cookies is not None:
        ids = Texts(ids.distinct, np.where(plan.cookies.are[rows], MISSING_CODE, ids.codes).astype(np.int32))
    addresses = matches(ids.distinct, _ADDRESS)
    kind = plan.stored_key()
    if kind not in (EMAIL, PHONE):
        yield Identifiers(kind, _only(ids, ~addresses))
        yield Identifiers(EMAIL, normal_identifiers(_only(ids, addresses), EMAIL))
    else:
        yield Identifiers("customer", _only(ids, ~addresses))
        yield Identifiers(kind, normal_identifiers(ids, kind, plan.phones))
    columns = plan.stored.columns if plan.stored else {}
    joined = [side for join in plan.compared for side in (join.first, join.second)]
    for side in dict.fromkeys(side for side in joined if side.file == DATASET):
        if side.column != DATASET_ID:
            yield Identifiers(plan.name_of_side(side), columns[side.column][1])
    if plan.cookies is not None:
        kept = np.where(plan.cookies.are[rows], every.codes, MISSING_CODE).astype(np.int32)
        yield Identifiers(_kind_of_cookies(plan) or "", Texts(every.distinct, kept))


def _of_cookies(plan: ImportPlan) -> Side | None:
    return Side(DATASET, plan.cookies.column) if plan.cookies is not None else None


def _kind_of_cookies(plan: ImportPlan) -> str | None:
    """What the cookies of the dataset's customers are compared with."""
    side = _of_cookies(plan)
    if side is None:
        return None
    joined = {side for join in plan.compared for side in (join.first, join.second)}
    return plan.name_of_side(side) if side in joined else side.column


def _only(texts: Texts, mask: NDArray[np.bool_]) -> Texts:
    """The texts where the mask of the distinct ones is true; the others are missing."""
    moved = np.append(np.where(mask, np.cumsum(mask) - 1, MISSING_CODE), MISSING_CODE).astype(np.int32)
    return Texts(keep(texts.distinct, mask), moved[texts.codes])


def _ranking(parts: Sequence[Part], stored: Sequence[Identifiers], of_cookies: str | None) -> list[str]:
    """Kinds of identifiers, the best first: ids, then addresses, phones, and cookies last."""
    people = sorted(parts, key=lambda part: not part.is_people)
    keys = [(key.identifies, plain(key.column) in COOKIES) for part in people for key in part.keys]
    ids = [kind for kind, is_cookie in keys if kind not in (EMAIL, PHONE) and not is_cookie]
    cookies = [kind for kind, is_cookie in keys if is_cookie]
    own = [column.kind for column in stored if column.kind not in (EMAIL, PHONE, of_cookies)]
    ids = [kind for kind in ids if kind != of_cookies]
    return list(dict.fromkeys([*own, *ids, EMAIL, PHONE, *cookies, *([of_cookies] if of_cookies else [])]))


def _named(part: Part, customers: pa.StringArray, best: str) -> Part:
    """The part with the customers' ids as a column; its keys stay where they say something else."""
    label = label_of([key.column for key in part.keys])
    meant = {*part.roles.values(), *part.file.given.types, *part.file.attributes}
    if not part.is_people:
        said = {*part.file.attributes} - {part.address}
        where = (name for name in (part.file.at, part.file.event) if name)
        meant = {*part.properties.values(), *part.file.given.types, *said, *part.cookies, *where}
    redundant = [
        key.column for key in part.keys if key.column not in meant and (not part.is_people or key.identifies == best)
    ]
    table = with_columns(part.table, {label: customers})
    return replace(part, table=table.drop_columns(redundant), label=label)
