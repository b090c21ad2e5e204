"""The plan of a workspace: what it is judged by, gathered; and what people write into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

from app.data.dataset import Dataset, Schema
from app.errors import AppError, Problem
from app.guides.plan.ground import Change, Coverage, Ground, Rehearsed, ScenarioFacts
from app.guides.plan.kpis import KPIS, currency_of, kpi_of, now_and_before
from app.jobs.datasets.segments import as_meant
from app.jobs.messages.mail_kit import kept_kit
from app.jobs.runs.checking import all_findings
from app.messages.blocks.design import USUAL_BRAND
from app.nodes.catalogue import KINDS
from app.nodes.channel import CHANNELS
from app.nodes.instructions import Send
from app.numbers import Rate
from app.progress import Progress, silent
from app.reports.coverage.definition import coverage, proposed_coverage
from app.reports.coverage.figures import CoverageFigures
from app.scenario.changes import meaning
from app.scenario.graph import Scenario
from app.scenario.names import label_of
from app.scenario.segments import looked_up
from app.workspace.contents.runs import RunInfo
from app.workspace.contents.scenarios import ScenarioInfo
from app.workspace.settings.plan import Baseline, Plan
from app.workspace.store import Workspace

Load = Callable[[str, Progress], Dataset]


def usual_dataset(workspace: Workspace) -> str:
    """What a plan counts over that names no dataset: that of the newest run, else the one imported last, if any."""
    infos = workspace.datasets.names()
    there = {info.name for info in infos}
    ran = next((run.dataset_name for run in workspace.runs.all() if run.dataset_name in there), "")
    return ran or (max(infos, key=lambda info: info.imported_at).name if infos else "")


def ground_of(
    workspace: Workspace, plan: Plan, today: date, load: Load | None = None, progress: Progress = silent
) -> Ground:
    """Everything that the plan is judged by; `load` gets a dataset by its name, in place of the workspace."""
    by_itself = usual_dataset(workspace)
    is_there = plan.dataset in {info.name for info in workspace.datasets.names()}
    name = plan.dataset if is_there else by_itself
    get = load or workspace.datasets.load
    dataset = get(name, progress) if name else None
    progress(0, 0, "Looking at the scenarios")
    data = _Data(workspace, name, lambda other: dataset if other == name and dataset else get(other, progress))
    scenarios = tuple(_scenario_facts(workspace, info, data) for info in workspace.scenarios.all())
    kit = kept_kit(workspace)
    here = Ground(
        today,
        by_itself=by_itself,
        segments=tuple(workspace.segments.all()),
        scenarios=scenarios,
        snippets=len(kit.snippets),
        has_brand=kit.brand != USUAL_BRAND,
    )
    if dataset is None:
        return replace(here, why_no_profile="There are no data to count it in.")
    progress(0, 0, "Counting the figures")
    profile, why = _profile(workspace, plan, dataset, progress)
    return replace(
        here,
        dataset=name,
        customers=dataset.customer_count,
        data_end_us=dataset.data_end,
        currency=currency_of(dataset),
        profile=profile,
        why_no_profile=why,
        readings={key: now_and_before(kpi, dataset) for key, kpi in KPIS.items() if kpi.is_known(dataset)},
        channels=tuple(channel for other in data.names for channel in _channels(data, other, name, scenarios)),
    )


def measured_baseline(ground: Ground, key: str) -> Baseline:
    """What a figure is now, to be kept; AppError where the data do not know it."""
    kpi = kpi_of(key)
    now = ground.readings.get(key, (None, None))[0]
    if now is None or ground.data_end_us is None:
        where = f"“{ground.dataset}”" if ground.dataset else "the workspace, which holds no data"
        raise AppError(f"“{kpi.title}” cannot be counted in {where}. Nothing was changed.")
    return Baseline(value=now.value, dataset=ground.dataset, at_us=ground.data_end_us, count=now.count, of=now.of)


def _profile(workspace: Workspace, plan: Plan, dataset: Dataset, progress: Progress) -> tuple[Rate | None, str]:
    from app.runtime.audience import audience, audience_problems  # loads the machine

    segments = workspace.segments.all()
    if plan.profile not in segments:
        return None, "There is no such segment any more."
    try:
        condition = looked_up(segments[plan.profile], segments, plan.profile)
        if audience_problems(condition, dataset):
            return None, "These data do not have what it asks for."
        return Rate(len(audience(condition, dataset, progress=progress)), dataset.customer_count), ""
    except AppError as error:
        return None, error.message


class _Data:
    """The datasets that scenarios are for; each is read when it is first asked for, and its schema kept."""

    def __init__(self, workspace: Workspace, first: str, get: Callable[[str], Dataset]) -> None:
        others = [info.name for info in workspace.datasets.names() if info.name != first]
        self.names = (first, *others) if first else ()
        self._get = get
        self._schemas: dict[str, Schema] = {}

    def schema(self, name: str) -> Schema:
        """What is in the dataset of that name."""
        if name not in self._schemas:
            self._schemas[name] = self._get(name).schema()
        return self._schemas[name]

    def coverage(self, name: str) -> CoverageFigures | None:
        """Who of it can be reached; None where it knows no addresses and no consents."""
        dataset = self._get(name)
        definition = proposed_coverage(dataset)
        return coverage(dataset, definition) if definition is not None else None

    def meant_by(self, scenario: Scenario, runs: tuple[RunInfo, ...]) -> tuple[str, tuple[Problem, ...]]:
        """The dataset that a scenario is for, and what is found over it.

        That of its newest run; of one that never ran the first that has all it names, else the one that lacks least.
        """
        bare = all_findings(scenario, None)
        ran = next((run.dataset_name for run in runs if run.dataset_name in self.names), "")
        best = ("", bare)
        least: tuple[int, int] | None = None
        for name in (ran,) if ran else self.names:
            found = all_findings(scenario, self.schema(name))
            lacks = (sum(not each.is_remark for each in found), len(found))
            if least is None or lacks < least:
                best, least = (name, found), lacks
            if len(found) <= len(bare):
                break
        return best


def _scenario_facts(workspace: Workspace, info: ScenarioInfo, data: _Data) -> ScenarioFacts:
    revisions = workspace.scenarios.revisions(info.id)
    changes = tuple(Change(each.number, each.saved_at_us, each.message, each.by) for each in revisions)
    begun = datetime.fromtimestamp(revisions[0].saved_at_us / 1e6, UTC).date()
    bare = ScenarioFacts(info.id, info.name, begun, changes=changes, is_damaged=True)
    with suppress(AppError):
        scenario = as_meant(workspace, workspace.scenarios.load(info.id))
        runs = workspace.runs.all(info.id)
        return replace(_read_facts(bare, scenario, runs, data), rehearsed=_rehearsed(workspace, bare, scenario, runs))
    return bare


def _read_facts(bare: ScenarioFacts, scenario: Scenario, runs: tuple[RunInfo, ...], data: _Data) -> ScenarioFacts:
    dataset, findings = data.meant_by(scenario, runs)
    sends = {
        str(node.id): KINDS[node.type].compile(node.params) for node in scenario.nodes if KINDS[node.type].is_message
    }
    faulty = {finding.node for finding in findings}
    return replace(
        bare,
        dataset=dataset,
        is_damaged=False,
        channels=tuple(
            key for key in CHANNELS if any(isinstance(s, Send) and s.channel == key for s in sends.values())
        ),
        problems=tuple(_words(finding, scenario) for finding in findings if not finding.is_remark),
        messages=len(sends),
        ready=sum(node not in faulty for node in sends),
        unasked=sum(isinstance(send, Send) and not send.marketing for send in sends.values()),
        has_control=scenario.settings.control_group > 0,
    )


def _rehearsed(workspace: Workspace, bare: ScenarioFacts, scenario: Scenario, runs: tuple[RunInfo, ...]) -> Rehearsed:
    """What was run before it was saved is rehearsed as it is, if it means the same."""
    if not runs:
        return "never"
    if runs[0].ran_at >= bare.changes[-1].at_us:
        return "as_it_is"
    with suppress(AppError):
        if meaning(workspace.runs.load(runs[0].id).scenario) == meaning(scenario):
            return "as_it_is"
    return "changed"


def _words(problem: Problem, scenario: Scenario) -> str:
    """What is wrong, and at which node, as people call it."""
    node = next((node for node in scenario.nodes if str(node.id) == problem.node), None)
    words = problem.message.rstrip(".")
    return words if node is None else f"“{label_of(node)}”: {words}"


def _channels(data: _Data, name: str, plans: str, scenarios: tuple[ScenarioFacts, ...]) -> Iterator[Coverage]:
    """What a dataset says of each channel; of another than the plan's only by which the scenarios for it send."""
    for_it = [each for each in scenarios if each.dataset == name]
    is_plans = name == plans
    if not is_plans and not any(each.channels for each in for_it):
        return
    figures = data.coverage(name)
    for channel in CHANNELS.values():
        used_by = tuple(each.name for each in for_it if channel.key in each.channels)
        title = channel.words[:1].upper() + channel.words[1:]
        rates = _rates(figures, title)
        if used_by or (is_plans and any(rates)):
            yield Coverage(channel.key, title, *rates, used_by, channel.asks_consent, name)


def _rates(figures: CoverageFigures | None, title: str) -> tuple[Rate | None, Rate | None, Rate | None]:
    at = next((at for at, each in enumerate(figures.channels) if each.title == title), None) if figures else None
    if figures is None or at is None:
        return None, None, None
    return figures.rate(at, 0), figures.rate(at, 1), figures.rate(at, 3)
