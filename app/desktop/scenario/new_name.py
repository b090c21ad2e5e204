"""What a new scenario of the open workspace is called."""

from __future__ import annotations

from datetime import date

from app.desktop.open_workspace import Desk
from app.guides.plan.offering import named_by_rule
from app.scenario.graph import Scenario


def named(desk: Desk, scenario: Scenario) -> Scenario:
    """The scenario by a name that follows the plan's rule of names, if it has one."""
    taken = {info.name for info in desk.listing.scenarios}
    return named_by_rule(desk.listing.plan.naming, scenario, taken, date.today())
