"""The rule of scenarios' names: a pattern like `{stage}-{channel}-{yyyymm}`, and what of a name does not follow it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from app.errors import AppError

NO_CHANNEL, SEVERAL = "none", "multi"
"""What stands for the channel of a scenario that sends nothing, and of one that sends by several."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_FORMS: Mapping[str, str] = {
    "stage": r"[^\W_]+(?:_[^\W_]+)*",
    "channel": r"[^\W_]+(?:_[^\W_]+)*",
    "yyyymm": r"\d{4}(?:0[1-9]|1[0-2])",
    "yyyymmdd": r"\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
    "yyyy": r"\d{4}",
    "mm": r"(?:0[1-9]|1[0-2])",
    "owner": r".+?",
    "name": r".+?",
    "number": r"\d+",
}
"""What each field may be; the stage and the channel are compared with the scenario's own as well."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a scenario is named after; the stage and the owner are empty where nobody has said them."""

    name: str
    stage: str
    channels: tuple[str, ...]
    owner: str
    begun: date

    @property
    def channel(self) -> str:
        """The word for its channels."""
        if not self.channels:
            return NO_CHANNEL
        return self.channels[0] if len(self.channels) == 1 else SEVERAL


def checked_rule(pattern: str) -> str:
    """The rule without blanks around it; AppError where it is none. An empty one asks nothing."""
    wanted = pattern.strip()
    fields = _FIELD.findall(wanted)
    rest = _FIELD.sub("", wanted)
    offered = ", ".join(f"{{{field}}}" for field in _FORMS)
    unknown = next((field for field in fields if field not in _FORMS), None)
    if unknown is not None:
        raise AppError(f"The rule of names knows no {{{unknown}}}; it knows {offered}. Nothing was changed.")
    if "{" in rest or "}" in rest:
        raise AppError("The rule of names has a brace without its other one. Nothing was changed.")
    if wanted and not fields:
        raise AppError(f"The rule of names has no field, so that all names would be one; there are {offered}.")
    if len(set(fields)) < len(fields):
        raise AppError("The rule of names has a field twice. Nothing was changed.")
    return wanted


def breaks_rule(pattern: str, named: Named, stages: Collection[str]) -> str:
    """Why the name does not follow the rule; empty where it does, and where there is no rule."""
    if not pattern:
        return ""
    found = _expression(pattern).fullmatch(named.name)
    if found is None:
        return f"does not follow {pattern}; for example {suggested(pattern, named)}"
    said = found.groupdict()
    stage, channel = said.get("stage"), said.get("channel")
    if stage is not None and stage not in stages:
        return f"“{stage}” is no stage; the stages are {', '.join(stages)}"
    if stage is not None and named.stage and stage != named.stage:
        return f"says the stage “{stage}”, and it serves “{named.stage}”"
    if channel is not None and channel != named.channel:
        return f"says “{channel}”, and it sends by “{named.channel}”"
    return ""


def suggested(pattern: str, named: Named, number: int = 1) -> str:
    """A name that follows the rule, made of what is known of the scenario; `number` where the rule has one."""
    digits = named.begun.isoformat().replace("-", "")
    values = {
        "stage": named.stage or "stage",
        "channel": named.channel,
        "yyyymm": digits[:6],
        "yyyymmdd": digits,
        "yyyy": digits[:4],
        "mm": digits[4:6],
        "owner": named.owner or "owner",
        "name": "-".join(re.findall(r"\w+", named.name.casefold())) or "name",
        "number": f"{number}",
    }
    return _FIELD.sub(lambda field: values[field[1]], pattern)


def _expression(pattern: str) -> re.Pattern[str]:
    parts = _FIELD.split(pattern)  # words, field, words, field …
    return re.compile(
        "".join(f"(?P<{part}>{_FORMS[part]})" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    )
