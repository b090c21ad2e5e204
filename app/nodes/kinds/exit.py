"""exit: ends the whole instance at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.nodes.document import Document
from app.nodes.instructions import End
from app.nodes.kind import Control, Family, Field, Kind


class ExitParams(Document):
    """The reason is a label for reports."""

    reason: str | None = None


class Exit(Kind[ExitParams]):
    """No way out: every token of the instance ends here."""

    type = "exit"
    title = "Exit"
    family = Family.END
    icon = "exit-run"
    summary = "Ends the scenario for this customer, wherever else in it they stand."
    synonyms = ("end", "stop", "leave", "finish")
    params = ExitParams
    outputs = ()

    def describe(self, params: ExitParams) -> str:
        return params.reason or "Leaves the scenario"

    def compile(self, params: ExitParams) -> End:
        return End(params.reason or "")

    def form(self) -> tuple[Field, ...]:
        return (Field("reason", "Reason", Control.TEXT, "A label for reports.", optional=True),)

    def defaults(self) -> Mapping[str, Any]:
        return {}
