"""The bundled samples are what their pages say, and can be made again."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.data.product_figures import product_figures
from app.data.samples import SAMPLES, Sample, load_sample
from app.errors import AppError
from tests.builders.b2b import b2b, everybody, truth

ROOT = Path(__file__).resolve().parents[2]


def test_that_the_shop_has_all_its_clicks_and_visitors() -> None:
    imported = load_sample("shop")
    assert (imported.dataset.customer_count, imported.dataset.event_count) == (600, 31_106)
    assert imported.dataset.schema().events["purchase"] == 470
    channels = imported.dataset.attributes["acquisition_channel"]
    assert channels.filled.all()
    assert len(channels.words) == 5
    assert all(account.imported == account.read for account in imported.accounts)


def test_that_the_groceries_are_three_hundred_households_with_baskets_coupons_and_campaigns() -> None:
    imported = load_sample("grocery")
    dataset = imported.dataset
    assert dataset.customer_count == 300
    assert dataset.schema().events == {"campaign_received": 1_452, "coupon_redeemed": 552, "purchase": 29_339}
    bought = dataset.names.values == dataset.names.words.to_pylist().index("purchase")
    assert (dataset.properties["amount"].filled == bought).all()
    assert all(account.imported == account.read for account in imported.accounts)


def test_that_the_year_from_lead_to_revenue_joins_each_persons_cookies_as_they_were_planted() -> None:
    dataset, planted = b2b(), everybody()
    assert (dataset.customer_count, len(truth()["accounts"]), len(truth()["opportunities"])) == (3_000, 400, 150)
    assert dataset.customer_ids.to_pylist() == [person["id"] for person in planted]
    assert np.diff(dataset.offsets).tolist() == [person["events"] for person in planted]
    assert len(truth()["two_cookies"]) > 1


def test_that_the_year_from_lead_to_revenue_has_all_roles_on_that_way() -> None:
    roles = b2b().roles
    assert {"visit", "lead", "mql", "sql", "opportunity", "stage", "won", "lost"} <= roles.events.keys()
    assert {"company", "lead_source"} <= roles.attributes.keys()
    assert {"opportunity_id", "amount", "score", "utm_campaign", "touch_cost"} <= roles.properties.keys()


def test_that_the_year_from_lead_to_revenue_is_called_synthetic_wherever_it_is_named() -> None:
    sample = next(sample for sample in SAMPLES if sample.id == "b2b")
    about = (sample.folder / "ABOUT.md").read_text(encoding="utf-8")
    assert all("synthetic" in text.lower() for text in (sample.title, sample.origin, about))
    assert truth()["synthetic"] is True


def test_that_the_store_sells_its_products_so_that_it_is_known_of_which_there_are_too_many() -> None:
    figures = product_figures(load_sample("store").dataset)
    ids = figures.ids.to_pylist()
    dress, sandals, shawl = (ids.index(product) for product in ("p-007", "p-021", "p-038"))
    assert figures.recent_pieces[[dress, sandals, shawl]].tolist() == [12, 5, 5]
    assert figures.cover_days[[dress, sandals, shawl]] == pytest.approx([90, 2_520, 72])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_that_each_sample_says_its_licence_and_is_small(sample: Sample) -> None:
    assert sample.licence.split("-")[0] in (sample.folder / "ABOUT.md").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in sample.folder.iterdir()) < 1_500_000


def test_that_an_unknown_sample_is_refused_by_naming_the_known_ones() -> None:
    with pytest.raises(AppError, match="The samples are: shop, grocery, b2b, store, studio"):
        load_sample("bank")


def test_that_the_script_makes_the_same_files_again(shared: Path, tmp_path: Path) -> None:
    script = ROOT / "scripts" / "make_samples.py"
    subprocess.run([sys.executable, script, shared / "data", tmp_path], check=True)
    for sample in SAMPLES:
        for path in (path for path in sample.folder.iterdir() if path.name != "ABOUT.md"):
            made = (tmp_path / sample.id / path.name).read_bytes()
            if path.suffix == ".gz":
                assert gzip.decompress(made) == gzip.decompress(path.read_bytes())
            else:
                assert made == path.read_bytes()
