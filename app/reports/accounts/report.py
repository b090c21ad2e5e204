"""Accounts as a report: the companies behind the people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.data.dataset import Dataset
from app.look.palette import Palette
from app.numbers import counted
from app.reports.accounts.figures import AccountsFigures
from app.reports.definition.sentence import Sentence
from app.reports.report import Definition

_MOST_WORDS = 30


class AccountsReport:
    """What companies did, and what they may buy."""

    key = "accounts"
    title = "Accounts"
    needs = "It needs customers who name a company, or have an e-mail address."

    def proposed(self, dataset: Dataset) -> Definition | None:
        """By the companies or addresses of the data."""
        from app.reports.accounts.definition import proposed_accounts

        return proposed_accounts(dataset)

    def proposed_over_run(self, dataset: Dataset) -> Definition | None:
        """With the messages of the run among the touches."""
        from app.reports.accounts.of_run import proposed_over_run

        return proposed_over_run(dataset)

    def count(self, dataset: Dataset, definition: Any) -> AccountsFigures:
        """Every account."""
        from app.reports.accounts.definition import accounts

        return accounts(dataset, definition)

    def sentence(self, dataset: Dataset, definition: Any) -> Sentence:
        """The definition in parts."""
        from app.reports.accounts.sentence import sentence

        return sentence(dataset, definition)

    def changed(self, definition: Any, field: str, value: str) -> Definition:
        """With another part."""
        from app.reports.accounts.sentence import changed

        return changed(definition, field, value)

    def draw(self, figures: AccountsFigures, palette: Palette, *, with_definition: bool) -> Any:
        """A table of bars."""
        from app.reports.accounts.chart import draw_accounts

        return draw_accounts(figures, palette, with_definition=with_definition)

    def height_px(self, figures: AccountsFigures) -> int:
        """A row an account, as far as one can read them."""
        return min(150 + 30 * len(figures.names), 760)

    def words(self, figures: AccountsFigures) -> Iterator[str]:
        """The first accounts with what they may buy."""
        yield self.title
        for at in figures.ranked()[:_MOST_WORDS]:
            people = counted(int(figures.totals.people[at]), "person", "people")
            yield f"{figures.names[at]}: {people}; open {figures.said(int(figures.totals.open_cents[at]))}"
