"""The editor of how fast the points of each score fade."""

from __future__ import annotations

from app.canvas.forms.editors.choosing import NameEditor
from app.canvas.forms.editors.durations import DurationEditor
from app.canvas.forms.editors.editor import Editor, Json, Manner
from app.canvas.forms.editors.listing import Items, ListEditor
from app.canvas.forms.editors.sentence import Part, SentenceEditor
from app.canvas.forms.offers import Ask

_USUAL = "P30D"


class HalfLifeEditor(ListEditor):
    """A line for each score: its value is an object of half-lives by score."""

    def __init__(self, ask: Ask) -> None:
        def make(_item: Json) -> Editor:
            score = NameEditor(lambda: ask().scores, placeholder="score")
            return SentenceEditor(
                ("Points of", Part("score", "score", score), "halve in", Part("half_life", "time", DurationEditor()))
            )

        def fresh(items: Items) -> Json:
            taken = {item["score"] for item in items}
            known = (name for name, _ in ask().scores if name not in taken)
            return {"score": next(known, ""), "half_life": _USUAL}

        super().__init__(make, (("Fading score", fresh),), heading=lambda _item: "Fading score")

    def show_value(self, value: Json) -> None:
        items = (value or {}).items()
        super().show_value([{"score": score, "half_life": half_life} for score, half_life in items])

    def _tell(self, items: Items, manner: Manner) -> None:
        value = {item["score"]: item["half_life"] for item in items}
        self.show_value(value)
        self.edited.emit(value or None, manner)
