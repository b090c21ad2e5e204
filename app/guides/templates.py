"""The scenarios that come with the product, to start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.errors import AppError
from app.resources import resource
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario


@dataclass(frozen=True, slots=True)
class Template:
    """A scenario to start from; `sample` is the bundled dataset that it fits as it is.

    `optional` are nodes that it can do without where the data do not answer what they ask, and the port whose way is
    kept then. `meanings` are the roles of events whose names do not tell.
    """

    id: str
    title: str
    summary: str
    sample: str
    optional: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)


def template_of(template_id: str) -> Template:
    """The template of that id; AppError if there is none."""
    found = next((template for template in TEMPLATES if template.id == template_id), None)
    if found is None:
        raise AppError(f"There is no template '{template_id}'.")
    return found


TEMPLATES = (
    Template(
        "abandoned_cart",
        "Abandoned cart",
        "Reminds those who filled a cart and did not buy.",
        "shop",
        {"traffic": "paid"},
    ),
    Template(
        "welcome",
        "Welcome",
        "Greets new visitors and helps them to a first order.",
        "shop",
        meanings={"home": "page_view"},
    ),
    Template("win_back", "Win back", "Writes each month to those who have not bought for a while.", "grocery"),
)


def load_template(template_id: str) -> Scenario:
    """The template's scenario; AppError if there is no such template."""
    path = resource("templates", f"{template_of(template_id).id}.json")
    return parse_scenario(path.read_bytes(), f"The template '{template_id}'")
