"""Make the bundled samples in resources/samples from ../shared/data and from a seed; every run writes the same.

python scripts/make_samples.py [DATA OUT]
"""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from scripts.b2b_sample import make_b2b
from scripts.store_sample import make_store
from scripts.studio_sample import make_studio

ROOT = Path(__file__).resolve().parents[1]
HOUSEHOLDS = 300
ZONE = "America/New_York"

GROCERY_MAPPING: Mapping[str, Any] = {
    "customers": {
        "key": "household_id",
        "types": dict.fromkeys(
            ["age", "income", "home_ownership", "marital_status", "household_size", "household_comp", "kids_count"],
            "text",
        )
        | {"timezone": "text"},
        "roles": {"timezone": "timezone"},
    },
    "events": {
        "key": "household_id",
        "at": "timestamp",
        "name": "event",
        "types": {
            "amount": "number",
            "items": "number",
            "coupon_discount": "number",
            "basket_id": "text",
            "store_id": "text",
            "campaign_id": "text",
            "campaign_type": "text",
            "coupon_upc": "text",
        },
        "roles": {"purchase": "purchase"},
        "property_roles": {"amount": "amount", "quantity": "items", "order_id": "basket_id", "campaign": "campaign_id"},
    },
    "timezone": ZONE,
}
SHOP_MAPPING: Mapping[str, Any] = {
    "customers": {
        "key": "user_id",
        "types": {"acquisition_channel": "text", "user_cohort": "text"},
        "roles": {},
    },
    "events": {
        "key": "user_id",
        "at": "timestamp",
        "name": "event",
        "types": dict.fromkeys(
            ["session_id", "platform", "acquisition_channel", "user_cohort", "user_lifecycle"], "text"
        ),
        "roles": {"purchase": "purchase", "page_view": "product_view", "cart": "add_to_cart"},
        "property_roles": {},
    },
    "timezone": "UTC",
}


def main(data: Path, out: Path) -> None:
    """Write all samples."""
    make_shop(data / "shop", out / "shop")
    make_grocery(data / "grocery", out / "grocery")
    make_b2b(out / "b2b")
    make_store(data / "shop", out / "store")
    make_studio(out / "studio")


def make_shop(source: Path, out: Path) -> None:
    """The clicks as they are, and the visitors with the columns that are the same in all their clicks."""
    packed = (source / "events.csv.gz").read_bytes()
    text = gzip.decompress(packed)
    clicks = pacsv.read_csv(
        io.BytesIO(text),
        convert_options=pacsv.ConvertOptions(column_types={"user_cohort": pa.string(), "timestamp": pa.string()}),
    )
    constant = [name for name in clicks.column_names if name != "user_id" and _is_constant(clicks, name)]
    visitors = clicks.group_by("user_id").aggregate([(name, "min") for name in constant])
    visitors = visitors.rename_columns(["user_id", *constant]).sort_by("user_id")
    _write(out, "customers", _csv(visitors))
    _write(out, "events", text)
    _write_mapping(out, SHOP_MAPPING)


def make_grocery(source: Path, out: Path) -> None:
    """300 households with demographics, evenly spaced by number: baskets, coupons and campaigns as events."""
    people = pq.read_table(source / "demographics.parquet").sort_by("household_id")
    places = [number * people.num_rows // HOUSEHOLDS for number in range(HOUSEHOLDS)]
    people = people.take(pa.array(places))
    zones = pa.array([ZONE] * people.num_rows)
    _write(out, "customers", _csv(people.append_column("timezone", zones)))
    chosen: Any = people["household_id"].combine_chunks()
    events = [_purchases(source, chosen), _redemptions(source, chosen), _campaigns(source, chosen)]
    together = pa.concat_tables(events, promote_options="default")
    order: Any = [
        (name, "ascending") for name in ("household_id", "timestamp", "event", "basket_id", "campaign_id", "coupon_upc")
    ]
    _write(out, "events", _csv(together.sort_by(order)))
    _write_mapping(out, GROCERY_MAPPING)


def _purchases(source: Path, chosen: Any) -> pa.Table:
    """One event per basket. `items` counts lines, because quantities of fuel are not pieces."""
    lines = _only(pq.read_table(source / "transactions.parquet"), chosen)
    discounts = pc.add(lines["coupon_disc"], lines["coupon_match_disc"])
    baskets = (
        lines.append_column("discount", discounts)
        .group_by(["household_id", "basket_id", "store_id", "transaction_timestamp"])
        .aggregate([("sales_value", "sum"), ("product_id", "count"), ("discount", "sum")])
    )
    return pa.table(
        {
            "household_id": baskets["household_id"],
            "timestamp": _utc_text(baskets["transaction_timestamp"]),
            "event": pa.array(["purchase"] * baskets.num_rows),
            "amount": baskets["sales_value_sum"].cast(pa.decimal128(12, 2)),
            "items": baskets["product_id_count"],
            "coupon_discount": baskets["discount_sum"].cast(pa.decimal128(12, 2)),
            "basket_id": baskets["basket_id"],
            "store_id": baskets["store_id"],
        }
    )


def _redemptions(source: Path, chosen: Any) -> pa.Table:
    coupons = _only(pq.read_table(source / "coupon_redemptions.parquet"), chosen)
    types = pq.read_table(source / "campaign_descriptions.parquet", columns=["campaign_id", "campaign_type"])
    coupons = coupons.join(types, "campaign_id")
    return pa.table(
        {
            "household_id": coupons["household_id"],
            "timestamp": _local_midnights(coupons["redemption_date"]),
            "event": pa.array(["coupon_redeemed"] * coupons.num_rows),
            "campaign_id": coupons["campaign_id"],
            "campaign_type": coupons["campaign_type"],
            "coupon_upc": coupons["coupon_upc"],
        }
    )


def _campaigns(source: Path, chosen: Any) -> pa.Table:
    targets = _only(pq.read_table(source / "campaigns.parquet"), chosen)
    targets = targets.join(pq.read_table(source / "campaign_descriptions.parquet"), "campaign_id")
    return pa.table(
        {
            "household_id": targets["household_id"],
            "timestamp": _local_midnights(targets["start_date"]),
            "event": pa.array(["campaign_received"] * targets.num_rows),
            "campaign_id": targets["campaign_id"],
            "campaign_type": targets["campaign_type"],
        }
    )


def _only(table: pa.Table, households: Any) -> pa.Table:
    return table.filter(pc.is_in(table["household_id"], households))


def _utc_text(stamps: Any) -> Any:
    """Instants as text; the source's clock is UTC (see ABOUT.md)."""
    return pc.strftime(stamps.cast(pa.timestamp("s")), format="%Y-%m-%dT%H:%M:%SZ")


def _local_midnights(days: Any) -> pa.StringArray:
    """The beginnings of these days in the shops' zone, as instants."""
    zone = ZoneInfo(ZONE)
    texts = []
    for day in days.cast(pa.timestamp("s")).to_pylist():
        local = datetime(day.year, day.month, day.day, tzinfo=zone)
        texts.append(local.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return pa.array(texts, pa.string())


def _is_constant(clicks: pa.Table, column: str) -> bool:
    counts = clicks.group_by("user_id").aggregate([(column, "count_distinct")])
    return bool(pc.max(counts[f"{column}_count_distinct"]).as_py() == 1)


def _csv(table: pa.Table) -> bytes:
    buffer = io.BytesIO()
    texts: dict[str, Any] = {
        name: pc.coalesce(table[name].cast(pa.string()), pa.scalar("")) for name in table.column_names
    }
    pacsv.write_csv(pa.table(texts), buffer, pacsv.WriteOptions(quoting_style="none"))
    return buffer.getvalue()


def _write(folder: Path, name: str, text: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.csv.gz").write_bytes(gzip.compress(text, 9, mtime=0))


def _write_mapping(folder: Path, mapping: Mapping[str, Any]) -> None:
    (folder / "mapping.json").write_text(json.dumps(mapping, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:3]]
    main(*(given or [ROOT.parent / "shared" / "data", ROOT / "resources" / "samples"]))
