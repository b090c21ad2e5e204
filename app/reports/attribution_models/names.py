"""What the models of attribution are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

Model = Literal[
    "first", "last", "last_non_direct", "linear", "position", "j", "inverse_j", "time_decay", "w_shaped", "markov",
    "shapley",
]  # fmt: skip
MODELS: tuple[Model, ...] = get_args(Model)
TITLES: Mapping[str, str] = {
    "first": "First touch",
    "last": "Last touch",
    "last_non_direct": "Last non-direct",
    "linear": "Linear",
    "position": "Position",
    "j": "J-shaped",
    "inverse_j": "Inverse J",
    "time_decay": "Time decay",
    "w_shaped": "W-shaped",
    "markov": "Markov",
    "shapley": "Shapley",
}
NO_TOUCH = "(no touch)"
