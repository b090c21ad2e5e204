"""The scenarios that come with the product, to start from."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import AppError
from app.resources import resource
from app.scenario.files import parse_scenario
from app.scenario.graph import Scenario


@dataclass(frozen=True, slots=True)
class Template:
    """A scenario to start from; `sample` is the bundled dataset that it fits as it is."""

    id: str
    title: str
    summary: str
    sample: str


TEMPLATES = (
    Template("abandoned_cart", "Abandoned cart", "Reminds those who filled a cart and did not buy.", "shop"),
    Template("welcome", "Welcome", "Greets new visitors and helps them to a first order.", "shop"),
    Template("win_back", "Win back", "Writes each month to those who have not bought for a while.", "grocery"),
)


def load_template(template_id: str) -> Scenario:
    """The template's scenario; AppError if there is no such template."""
    if template_id not in {template.id for template in TEMPLATES}:
        raise AppError(f"There is no template '{template_id}'.")
    path = resource("templates", f"{template_id}.json")
    return parse_scenario(path.read_bytes(), f"The template '{template_id}'")
