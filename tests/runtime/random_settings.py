"""Random settings of a scenario: section 3 of the contract."""

from __future__ import annotations

from typing import Any

from tests.runtime.random_conditions import SCORES, SHORT, Choice, ConditionMaker, Json, Place, Vocabulary

IN_RULE = Place(in_rule=True)
IN_SCORING = Place(at_entry=True, in_scoring=True)


class SettingsMaker:
    """Makes the settings of one scenario."""

    def __init__(self, choice: Choice, words: Vocabulary) -> None:
        self.choice, self.words = choice, words
        self.conditions = ConditionMaker(choice, words)

    def settings(self) -> Json:
        """All of them."""
        choice, pick, maybe = self.choice, self.choice.pick, self.choice.maybe
        reentry: Json = {"mode": pick("after_exit", "concurrent", "concurrent", "restart", "never")}
        if self.words.is_keyed:
            reentry["key"] = pick("cart_id", "cart_id", "amount", "seen", "flag", "channel")
        if maybe(0.3):
            reentry["cooldown"] = pick("PT6H", "P2D", "PT30M")
        settings: Json = {
            "timezone": pick("UTC", "Europe/Prague", "America/New_York", "Asia/Beirut"),
            "reentry": reentry,
            "exit_rules": [self._rule(f"r{i}") for i in range(pick(0, 0, 1, 2))],
            "exit_timing": pick("immediate", "at_next_node", "at_next_message", "on_leaving_wait"),
            "goals": [self._goal(f"g{i}") for i in range(pick(0, 1, 2))],
            "scoring": [self._scoring() for _ in range(pick(0, 1, 2, 3))],
            "frequency_caps": [self._cap() for _ in range(pick(0, 1, 0, 2))],
            "on_cap": pick("skip", "exit"),
            "quiet_hours": self._quiet(),
            "on_quiet": pick("hold", "exit", "skip"),
            "control_group": pick(0, 0, 0, 0, 0.3, 0.9),
            "seed_salt": pick("", "x"),
        }
        if maybe(0.4):
            half_lives = ("P1D", "PT6H", "P30D", "P1M", "PT90M", "P1DT12H")
            settings["score_decay"] = {score: pick(*half_lives) for score in choice.some(SCORES, pick(1, 2))}
        for bound, share in (("start", 0.15), ("end", 0.15)):
            if maybe(share):
                settings[bound] = choice.instant(2 if bound == "start" else 12)
        if maybe(0.1):
            settings["end"] = "2026-03-02T00:00:00Z"
        return settings

    def matching(self, **more: Any) -> Json:
        """An event with `where` and perhaps `match_key`."""
        event = self.conditions.happening(applied=True)
        matching = {"event": event, "where": self.conditions.where(event), **more}
        if self.words.is_keyed and self.choice.maybe(0.5):
            matching["match_key"] = True
        return matching

    def _rule(self, id_: str) -> Json:
        if self.choice.maybe(0.6):
            return self.matching(id=id_)
        return {"id": id_, "condition": self.conditions.condition(IN_RULE)}

    def _goal(self, id_: str) -> Json:
        goal = self.matching(id=id_)
        if self.choice.maybe(0.5):
            goal["value"] = self.choice.pick("amount", "items")
        if self.choice.maybe(0.5):
            goal["within"] = self.choice.pick(*SHORT)
        return goal

    def _scoring(self) -> Json:
        score, add = self.choice.pick("lead", *SCORES), self.choice.pick(10, -10, -5, 2.5, 0)
        if self.choice.maybe(0.35):
            return {"score": score, "condition": self.conditions.condition(IN_SCORING), "add": add}
        event = self.conditions.happening(applied=True)
        return {"score": score, "event": event, "where": self.conditions.where(event), "add": add}

    def _cap(self) -> Json:
        pick = self.choice.pick
        return {
            "channel": pick("email", "sms", "any", "push"),
            "max": pick(1, 0, 2),
            "per": pick("P1D", "PT12H", "P7D"),
        }

    def _quiet(self) -> list[Json]:
        """At most two windows, the second of which is not open every day, so that a held message gets out."""
        windows = [self.choice.window() for _ in range(self.choice.pick(0, 1, 1, 2))]
        for window in windows[1:]:
            window.setdefault("weekdays", ["sun", "mon"])
        for window in windows:
            if self.choice.maybe(0.3):
                window["channel"] = self.choice.pick("email", "sms", "push")
        return windows
