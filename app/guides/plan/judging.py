"""The lines of the checklist: nine judged by what the workspace holds or answered by hand, and those of one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.guides.plan.ground import PLAN_STAGES, Coverage, Ground, ScenarioFacts, proposed_stage
from app.guides.plan.kpis import KPIS
from app.guides.plan.review import next_review, review_due
from app.guides.plan.texts import LineText, plan_texts
from app.numbers import counted, day
from app.workspace.settings.plan import Answer, Plan, PlanGoal

Verdict = Literal["ready", "partly", "missing"]
_BY_HAND: Mapping[str, Verdict] = {"done": "ready", "not_needed": "ready", "open": "missing"}
_NAMED = 3
OWN_ASKS = "A line of your own: no data can tell, you answer it by hand."


class Judged(NamedTuple):
    """What the workspace tells of a line, and what is to be done next; nothing where it is ready."""

    verdict: Verdict
    words: str
    next: str = ""


_UNANSWERED = Judged("missing", "Your own line.", "Answer it by hand.")


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A line of the checklist, by the workspace, and by hand if somebody answered it."""

    text: LineText
    judged: Judged
    answer: Answer | None = None

    @property
    def verdict(self) -> Verdict:
        """By hand, where somebody answered; else by the workspace."""
        return self.judged.verdict if self.answer is None else _BY_HAND[self.answer.state]

    @property
    def next(self) -> str:
        """What to do next; nothing for a line that is ready."""
        return "" if self.verdict == "ready" else self.judged.next


def judged_lines(plan: Plan, ground: Ground) -> tuple[JudgedLine, ...]:
    """All nine, in their order, then those that somebody added."""
    judged = [(line, _JUDGES[line.key](plan, ground)) for line in plan_texts().lines]
    own = [(LineText(key=line.key, title=line.title, asks=OWN_ASKS), _UNANSWERED) for line in plan.own_lines]
    return tuple(JudgedLine(line, found, plan.answers.get(line.key)) for line, found in (*judged, *own))


def stage_of(plan: Plan, scenario: ScenarioFacts) -> str:
    """The stage that a scenario serves: as somebody said, else as its template has it."""
    return plan.card(scenario.id).stage or proposed_stage(scenario.id, scenario.name)


def scenarios_by_stage(plan: Plan, ground: Ground) -> dict[str, tuple[ScenarioFacts, ...]]:
    """Who serves each stage, and under an empty key those of none; what is retired serves nobody."""
    found: dict[str, list[ScenarioFacts]] = {**{stage: [] for stage in PLAN_STAGES}, "": []}
    for scenario in ground.scenarios:
        if plan.card(scenario.id).status != "retired":
            found.get(stage_of(plan, scenario), found[""]).append(scenario)
    return {stage: tuple(scenarios) for stage, scenarios in found.items()}


def _goals(plan: Plan, _ground: Ground) -> Judged:
    if not plan.goals:
        return Judged("missing", "No goal yet.", "Add a goal: a figure, a target, a date.")
    vague = [goal for goal in plan.goals if goal.target is None or goal.by is None]
    words = f"{counted(len(plan.goals), 'goal', 'goals')}"
    if not vague:
        return Judged("ready", f"{words}, each with a target and a date.")
    lacks = f"{counted(len(vague), 'lacks', 'lack')} a target or a date: {_listed(map(_title, vague))}"
    return Judged("partly", f"{words}; {lacks}.", f"Give “{_title(vague[0])}” a target and a date.")


def _baseline(plan: Plan, ground: Ground) -> Judged:
    if not plan.goals:
        return Judged("missing", "There is no goal to measure.", "Add a goal first.")
    bare = [goal for goal in plan.goals if goal.baseline is None]
    if not bare:
        return Judged("ready", f"Measured for {counted(len(plan.goals), 'goal', 'goals')}.")
    words = f"Measured for {len(plan.goals) - len(bare)} of {len(plan.goals)}; not for {_listed(map(_title, bare))}."
    known = [goal for goal in bare if (now := ground.readings.get(goal.kpi)) and now[0] is not None]
    if not known:
        return Judged("missing", f"{words} The data do not know it.", "Import data with what the goal counts.")
    verdict: Verdict = "partly" if len(bare) < len(plan.goals) else "missing"
    return Judged(verdict, words, f"Measure “{_title(known[0])}” over your data.")


def _profile(plan: Plan, ground: Ground) -> Judged:
    if not plan.profile:
        has_some = "Choose a segment." if ground.segments else "Make a segment in Data, and choose it here."
        return Judged("missing", "No segment is chosen.", has_some)
    if ground.profile is None:
        return Judged("partly", f"“{plan.profile}”: {ground.why_no_profile}", "Choose a segment that can be counted.")
    if not ground.profile.count:
        return Judged("partly", f"“{plan.profile}” holds nobody.", "Choose a segment that holds people.")
    return Judged("ready", f"“{plan.profile}”: {ground.profile.in_words()} of the customers.")


def _journey_map(plan: Plan, ground: Ground) -> Judged:
    by_stage = scenarios_by_stage(plan, ground)
    if not any(by_stage.values()):
        return Judged("missing", "No scenario yet.", "Begin one from a template.")
    bare = [PLAN_STAGES[stage] for stage in PLAN_STAGES if not by_stage[stage]]
    nowhere = by_stage[""]
    covered = f"{len(PLAN_STAGES) - len(bare)} of {len(PLAN_STAGES)} stages have a scenario"
    loose = f"; {counted(len(nowhere), 'scenario serves', 'scenarios serve')} no stage" if nowhere else ""
    if nowhere:
        return Judged("partly", f"{covered}{loose}.", f"Say which stage “{nowhere[0].name}” serves.")
    if bare:
        todo = f"Begin a scenario for “{bare[0]}”, or say by hand that none is needed."
        return Judged("partly", f"{covered}; missing: {', '.join(bare)}.", todo)
    return Judged("ready", f"{covered}.")


def _platform_fit(_plan: Plan, ground: Ground) -> Judged:
    if not ground.dataset:
        return Judged("missing", "There are no data to fit.", "Import customers and what they did.")
    if not ground.scenarios:
        return Judged("missing", "There is no scenario that could ask for something.", "Begin a scenario.")
    lame = [each for each in ground.scenarios if each.problems or each.is_damaged]
    words = _fit_words(ground, [each.dataset for each in ground.scenarios if each not in lame])
    if lame:
        first = lame[0]
        why = first.problems[0] if first.problems else "it cannot be read"
        todo = f"Mend “{first.name}”{ground.over(first.dataset, ', ')}: {why}."
        return Judged("partly", f"{words}; not {_listed(each.name for each in lame)}.", todo)
    deaf = [each for each in ground.channels if each.used_by and each.address is None]
    if deaf:
        return Judged(
            "partly", f"{words}; nobody knows who can be reached {_together(ground, 'by', deaf)}.", "Import addresses."
        )
    return Judged("ready", f"{words}.")


def _together(ground: Ground, word: str, channels: Iterable[Coverage]) -> str:
    """`by e-mails, SMS; by e-mails over “grocery”`: the channels of each dataset together."""
    titles: dict[str, list[str]] = {}
    for each in channels:
        titles.setdefault(ground.over(each.dataset, " "), []).append(_amid(each.title))
    return "; ".join(f"{word} {_listed(those)}{over}" for over, those in titles.items())


def _agreed_words(ground: Ground, used: Sequence[Coverage]) -> str:
    """Who agreed by each channel; where it is not known of several, these stand together."""
    unknown = [each for each in used if each.asks_consent and each.consent is None]
    single = used if len(unknown) < 2 else [each for each in used if each not in unknown]
    agreed = [f"{each.title}{ground.over(each.dataset, ' ')}: {_consent_words(each)}" for each in single]
    if len(unknown) > 1:
        agreed.append(f"Who agreed is not known {_together(ground, 'for', unknown)}")
    return "; ".join((agreed[0], *map(_amid, agreed[1:])))


def _fit_words(ground: Ground, datasets: list[str]) -> str:
    """How many scenarios can run, and over which data, where they are not all for those of the plan."""
    words = f"{len(datasets)} of {len(ground.scenarios)} scenarios can run"
    if set(datasets) <= {ground.dataset}:
        return f"{words} over “{ground.dataset}”"
    parts = (f"{datasets.count(name)} over “{name}”" for name in dict.fromkeys(datasets))
    return f"{words}: {', '.join(parts)}"


def _content(_plan: Plan, ground: Ground) -> Judged:
    messages = sum(each.messages for each in ground.whole)
    ready = sum(each.ready for each in ground.whole)
    if not messages:
        return Judged("missing", "No message is written yet.", "Add a message to a scenario.")
    kit = "with a brand of your own" if ground.has_brand else "without a brand of your own"
    words = f"{ready} of {messages} messages have nothing to mend, {kit}"
    if ready < messages:
        first = next(each for each in ground.whole if each.ready < each.messages)
        return Judged("partly", f"{words}.", f"Look at the messages of “{first.name}”.")
    return Judged("ready", f"{words}.")


def _compliance(_plan: Plan, ground: Ground) -> Judged:
    used = [each for each in ground.channels if each.used_by] or list(ground.channels)
    if not used:
        return Judged("missing", "The data say nothing of addresses and consent.", "Import who agreed to what.")
    unknown = [each for each in used if each.asks_consent and each.consent is None]
    words = _agreed_words(ground, used)
    unasked = sum(each.unasked for each in ground.whole)
    service = f"; {counted(unasked, 'message asks', 'messages ask')} for no consent" if unasked else ""
    if unknown:
        todo = f"Import who agreed to {_amid(unknown[0].title)}{ground.over(unknown[0].dataset, ', ')}."
        return Judged("missing" if len(unknown) == len(used) else "partly", f"{words}{service}.", todo)
    if unasked:
        first = next(each for each in ground.whole if each.unasked)
        todo = f"Say by hand that the messages of “{first.name}” are service messages, or make them marketing ones."
        return Judged("partly", f"{words}{service}.", todo)
    return Judged("ready", f"{words}.")


def _consent_words(channel: Coverage) -> str:
    if channel.consent is None:
        return "who agreed is not known" if channel.asks_consent else "no consent asked"
    return f"{channel.consent.in_words()} agreed"


def _test_plan(plan: Plan, ground: Ground) -> Judged:
    tested = [each for each in ground.whole if plan.card(each.id).status != "retired"]
    if not tested:
        return Judged("missing", "There is no scenario to test.", "Begin a scenario.")
    stale = [each for each in tested if each.rehearsed != "as_it_is"]
    bare = [each for each in tested if not each.has_control]
    control = f"{len(tested) - len(bare)} of {len(tested)} keep a control group"
    words = f"{len(tested) - len(stale)} of {len(tested)} scenarios rehearsed as they are; {control}."
    if stale:
        verdict: Verdict = "partly" if len(stale) < len(tested) else "missing"
        return Judged(verdict, words, f"Run “{stale[0].name}”.")
    if bare:
        return Judged("partly", words, f"Keep a control group in “{bare[0].name}”: its settings, Control group.")
    return Judged("ready", words)


def _review(plan: Plan, ground: Ground) -> Judged:
    if not plan.review_day:
        return Judged("missing", "No day is set.", "Choose a day of the month.")
    due, then = review_due(plan, ground.today), next_review(plan, ground.today)
    held = f"the last one was held on {day(plan.reviewed)}" if plan.reviewed else "none was held yet"
    if due is not None:
        return Judged("partly", f"The review of {day(due)} is due; {held}.", "Look at the audit, then mark it as held.")
    assert then is not None  # there is a day
    return Judged("ready", f"Next on {day(then)}; {held}.")


def _amid(title: str) -> str:
    """A title within a sentence: `e-mails`, but `SMS`."""
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _title(goal: PlanGoal) -> str:
    return KPIS[goal.kpi].title if goal.kpi in KPIS else goal.kpi


def _listed(names: Iterable[str]) -> str:
    """The first few, and how many more there are."""
    everything = list(names)
    more = len(everything) - _NAMED
    return ", ".join(everything[:_NAMED]) + (f" and {more} more" if more > 0 else "")


_JUDGES: Mapping[str, Callable[[Plan, Ground], Judged]] = {
    "goals": _goals,
    "profile": _profile,
    "journey_map": _journey_map,
    "platform_fit": _platform_fit,
    "baseline": _baseline,
    "content": _content,
    "compliance": _compliance,
    "test_plan": _test_plan,
    "review": _review,
}
