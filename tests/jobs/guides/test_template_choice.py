"""Which templates are offered for a dataset."""

from __future__ import annotations

from pathlib import Path

from app.data.importing.plan import propose
from app.data.importing.planned import import_plan
from app.data.samples import load_sample
from app.jobs.guides.template_choice import templates_that_fit
from app.progress import silent
from tests.builders import two_exports


def test_that_only_templates_fit_whose_events_were_recorded() -> None:
    grocery = load_sample("grocery", silent).dataset
    assert [each.template.id for each in templates_that_fit(grocery)] == [
        "win_back",
        "second_purchase",
        "replenishment",
        "vip",
    ]


def test_that_all_templates_fit_two_exports_of_a_shop(tmp_path: Path) -> None:
    shop = import_plan(propose(two_exports.write(tmp_path)), "shop").dataset
    fitting = [each.template.id for each in templates_that_fit(shop)]
    assert fitting[:3] == ["abandoned_cart", "cart_everywhere", "welcome"]


def test_that_no_template_fits_people_without_events(tmp_path: Path) -> None:
    people = import_plan(propose(two_exports.write(tmp_path)[:1]), "people").dataset
    assert templates_that_fit(people) == ()
