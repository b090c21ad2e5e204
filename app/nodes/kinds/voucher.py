"""voucher: hands out the next free code of a pool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.data.columns.column import ColumnType
from app.data.dataset import Schema
from app.errors import Problem
from app.nodes.checking.conditions import name_problems
from app.nodes.checking.writing import code_problems
from app.nodes.document import Document
from app.nodes.instructions import TakeVoucher
from app.nodes.kind import Control, Family, Field, Kind, Port, Surroundings, Written
from app.nodes.problems import did_you_mean, problem


class VoucherParams(Document):
    """The pool the code is taken from, and the attribute it is written into."""

    pool: str
    into: str


class Voucher(Kind[VoucherParams]):
    """Codes go out by instant, then in the order of customers; each is given once."""

    type = "voucher"
    title = "Voucher"
    family = Family.STATE
    icon = "ticket-percent-outline"
    summary = "Gives each customer a code of a pool, as long as there are any."
    synonyms = ("coupon", "code", "discount", "promo", "promotion", "gift card")
    params = VoucherParams
    outputs = (Port("out", "Out"), Port("none_left", "None left"))

    def describe(self, params: VoucherParams) -> str:
        return f"A code of {params.pool or '…'} into {params.into or '…'}"

    def compile(self, params: VoucherParams) -> TakeVoucher:
        return TakeVoucher(params.pool, params.into)

    def form(self) -> tuple[Field, ...]:
        return (
            Field("pool", "Pool", Control.POOL, "Codes are imported with the dataset."),
            Field("into", "Write it into", Control.ATTRIBUTE, "A new attribute, or a text of the dataset."),
        )

    def defaults(self) -> Mapping[str, Any]:
        return {"pool": "", "into": "voucher_code"}

    def writes(self, params: VoucherParams, schema: Schema | None) -> Iterable[Written]:
        yield Written(params.into, ColumnType.TEXT, is_code=True)

    def check(self, params: VoucherParams, around: Surroundings) -> Iterable[Problem]:
        yield from name_problems(params.pool, "pool", "pool")
        yield from _pool_problems(params.pool, around)
        yield from code_problems(params.into, around, "into")


def _pool_problems(pool: str, around: Surroundings) -> Iterator[Problem]:
    if pool.strip() and around.schema is not None and pool not in around.schema.pools:
        hint = did_you_mean(pool, around.schema.pools)
        yield problem("unknown-pool", f"The dataset has no voucher pool '{pool}'{hint}", "pool")
