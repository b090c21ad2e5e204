"""The pipeline against what was planted, shared out in exact fractions, and the laws of what it shares."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.columns.column import Column
from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import DARK, LIGHT
from app.nodes.durations import Duration
from app.reports.attribution_models.names import MODELS
from app.reports.crm.way import Way
from app.reports.definition.sentence import Part
from app.reports.pipeline.chart import draw_pipeline
from app.reports.pipeline.definition import PipelineDefinition, pipeline, proposed_pipeline
from app.reports.pipeline.figures import FIRST_MEASURE, MEASURES, PEOPLE, RETURN, PipelineFigures
from app.reports.pipeline.sentence import changed, sentence
from tests.builders.b2b import b2b, everybody, truth
from tests.builders.datasets import from_rows

SPELLINGS = {"ABM-Manufacturing": "abm-manufacturing", "Spring_Webinar": "spring-webinar"}
WAY = Way(lead="lead", mql="mql", opportunity="open", won="won", lost="lost", opportunity_id="deal", amount="amount")
Shares = dict[str, Fraction]


@pytest.fixture(name="definition", scope="module")
def _definition() -> PipelineDefinition:
    proposed = proposed_pipeline(b2b())
    assert proposed is not None
    return replace(proposed, models=MODELS)


@pytest.fixture(name="figures", scope="module")
def _figures(definition: PipelineDefinition) -> PipelineFigures:
    return pipeline(b2b(), definition)


def touches(person: dict[str, Any]) -> list[tuple[int, str]]:
    """(at, campaign under its one spelling, or else the source), in order."""
    named = [(at, SPELLINGS.get(name, name) or source) for at, source, _, name, _ in person["touches"]]
    return sorted(named, key=lambda each: each[0])


def weights(model: str, path: list[tuple[int, str]], milestones: list[int | None]) -> list[Fraction]:
    """What each touch of a path gets, as the models are written down."""
    last = len(path) - 1
    if model == "first":
        return [Fraction(at == 0) for at in range(len(path))]
    if model == "last":
        return [Fraction(at == last) for at in range(len(path))]
    if model == "linear":
        return [Fraction(1, len(path))] * len(path)
    shares = [Fraction(3 * (at == 0), 10) for at in range(len(path))]
    for milestone in milestones:
        before = [at for at, (when, _) in enumerate(path) if milestone is not None and when <= milestone]
        if before:
            shares[before[-1]] += Fraction(3, 10)
    others = shares.count(Fraction(0))
    shares = [share or Fraction(1, 10 * others) for share in shares]
    return [share / sum(shares) for share in shares]


def in_cents(cents: int, shares: list[Fraction]) -> list[int]:
    exact = [share * cents for share in shares]
    whole = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in order[: cents - sum(whole)]:
        whole[at] += 1
    return whole


def planted(model: str, measure: str) -> Shares:
    """By campaign, from the truth alone; "" is what had no touch."""
    people = {person["id"]: person for person in everybody()}
    conversions: list[tuple[dict[str, Any], int, int, list[int | None]]] = []
    if measure in ("leads", "mqls"):
        stage = measure[:-1]
        conversions = [(each, each[stage], 1, [each["lead"]]) for each in people.values() if each[stage] is not None]
    for deal in truth()["opportunities"] if not conversions else ():
        who = people[deal["contact"]]
        end = deal["closed"] if measure == "revenue" else deal["opened"]
        if measure != "revenue" or deal["outcome"] == "won":
            worth = 1 if measure == "opportunities" else deal["cents"]
            conversions.append((who, end, worth, [who["lead"], deal["opened"]]))
    got: Shares = {}
    for person, end, worth, milestones in conversions:
        path = [each for each in touches(person) if each[0] <= end]
        reached = [each if each is not None and each <= end else None for each in milestones]
        shares = weights(model, path, reached) if path else [Fraction(1)]
        parts = [share * worth for share in shares]
        if measure in ("pipeline", "revenue"):
            parts = [Fraction(part) for part in in_cents(worth, shares)]
        for name, part in zip([name for _, name in path] or [""], parts, strict=True):
            got[name] = got.get(name, Fraction(0)) + part
    return got


@pytest.mark.parametrize("model", ["first", "last", "linear", "w_shaped"])
def test_that_every_campaign_gets_what_was_planted_to_the_cent(model: str, figures: PipelineFigures) -> None:
    for measure in MEASURES:
        expected = planted(model, measure)
        for code, name in enumerate(figures.names):
            share = figures.share(code, measure, model)
            if measure in ("pipeline", "revenue"):
                assert int(share) == share == expected.get(name, 0), (measure, name)
            else:
                assert share == pytest.approx(float(expected.get(name, 0)))
        assert figures.measures[measure].untouched == expected.get("", 0)


def test_that_totals_are_the_crms_to_the_cent_under_every_model(figures: PipelineFigures) -> None:
    deals = truth()["opportunities"]
    crm = {"pipeline": sum(each["cents"] for each in deals)}
    crm["revenue"] = sum(each["cents"] for each in deals if each["outcome"] == "won")
    for measure, total in crm.items():
        shared = figures.measures[measure]  # type: ignore[index]  # the key is one of its two
        assert shared.total == total
        for model in MODELS:
            assert int(shared.shares[model].sum()) + shared.untouched == total, model


def test_that_what_nobody_touched_is_a_row_of_the_planted_opportunities(figures: PipelineFigures) -> None:
    alone = truth()["opportunities_without_touch"]
    assert figures.measures["opportunities"].untouched == len(alone) > 0
    row = len(figures.names)
    cells = figures.table()[1][row]
    assert cells[0] == "(no touch)"
    contacts = {deal["contact"] for deal in truth()["opportunities"] if deal["id"] in alone}
    ids = figures.people(row, FIRST_MEASURE + MEASURES.index("opportunities"))
    assert ids is not None
    assert set(ids.to_pylist()) == contacts


def test_that_people_touches_and_costs_are_as_planted(figures: PipelineFigures) -> None:
    people: dict[str, set[str]] = {}
    cost: dict[str, int] = {}
    for person in everybody():
        for _, source, _, spelled, cents in person["touches"]:
            name = SPELLINGS.get(spelled, spelled) or source
            people.setdefault(name, set()).add(person["id"])
            cost[name] = cost.get(name, 0) + cents
    assert {name: int(figures.cost[code]) for code, name in enumerate(figures.names)} == cost
    for row, code in enumerate(figures.ranked()):
        ids = figures.people(row, PEOPLE)
        assert ids is not None
        assert set(ids.to_pylist()) == people[figures.names[code]]


def test_that_spellings_can_be_kept_apart_and_add_up_to_the_same(definition: PipelineDefinition) -> None:
    together, apart = (
        pipeline(b2b(), replace(definition, models=("last",), is_one=is_one)) for is_one in (True, False)
    )
    assert set(apart.names) - set(together.names) == set(truth()["other_spellings"])
    for figures in (together, apart):
        assert sum(figures.share(code, "revenue", "last") for code in range(len(figures.names))) == (
            figures.measures["revenue"].total - figures.measures["revenue"].untouched
        )


def test_that_a_cost_given_by_hand_adds_up_and_a_campaign_that_nobody_met_is_a_row(
    definition: PipelineDefinition,
) -> None:
    costs = (("Spring Webinar", 100_000), ("radio", 50))
    plain, costly = (pipeline(b2b(), replace(definition, models=("first",), costs=each)) for each in ((), costs))
    assert set(costly.names) - set(plain.names) == {"radio"}
    webinar = costly.names.index("spring-webinar")
    assert int(costly.cost[webinar]) - int(plain.cost[plain.names.index("spring-webinar")]) == 100_000
    assert costly.returned(webinar, "first") == costly.share(webinar, "revenue", "first") / int(costly.cost[webinar])
    assert costly.returned(costly.names.index("radio"), "first") == 0
    assert (costly.people(0, RETURN), len(costly.table()[0])) == (None, RETURN + 1)


HISTORIES = st.lists(
    st.tuples(st.sampled_from("xyz"), st.integers(1, 28), st.sampled_from(("visit", "lead", "open", "won")),
              st.sampled_from(("a", "B", "b", "")), st.integers(0, 99_999)),
    min_size=1, max_size=14,
)  # fmt: skip


@given(HISTORIES)
@settings(max_examples=25)
def test_that_every_model_shares_out_every_cent_of_any_log(log: list[tuple[str, int, str, str, int]]) -> None:
    rows = [
        {"customer_id": who, "timestamp": f"2024-01-{day:02d}T10:00:00Z", "event": what, "from": source,
         "deal": f"{who}{day // 9}", "amount": cents / 100}
        for who, day, what, source, cents in [*log, ("w", 1, "visit", "a", 0), ("w", 2, "lead", "", 0),
                                              ("w", 2, "open", "", 1), ("w", 3, "won", "", 1), ("w", 3, "mql", "", 0),
                                              ("w", 3, "lost", "", 1)]
    ]  # fmt: skip
    data = from_rows([], rows, {"events": {"types": {"from": "text", "deal": "text", "amount": "number"}}})
    figures = pipeline(data, PipelineDefinition(WAY, ("from",), MODELS))
    for measure in MEASURES:
        shared = figures.measures[measure]
        for model in MODELS:
            assert float(shared.shares[model].sum()) + shared.untouched == pytest.approx(shared.total, abs=1e-9)
            if measure in ("pipeline", "revenue"):
                assert all(share == int(share) for share in shared.shares[model].tolist())


def test_that_everything_wrong_with_a_definition_is_named() -> None:
    wrong = PipelineDefinition(Way(), ("amount", "nowhere"), cost="utm_source", look_back=Duration.parse("P1M"))
    with pytest.raises(AppError) as caught:
        pipeline(b2b(), wrong)
    codes = {problem.code for problem in caught.value.problems}
    assert codes == {"pipeline-way", "pipeline-by", "pipeline-cost", "pipeline-length"}


def test_that_what_is_never_won_is_compared_by_opportunities(definition: PipelineDefinition) -> None:
    data, roles = b2b(), b2b().roles
    events = {role: name for role, name in roles.events.items() if role != "won"}
    unwon = proposed_pipeline(replace(data, roles=replace(roles, events=events)))
    assert unwon is not None
    assert (unwon.compare, definition.compare) == ("opportunities", "revenue")


def test_that_every_part_of_the_sentence_can_be_changed(definition: PipelineDefinition) -> None:
    for part in sentence(b2b(), definition):
        if isinstance(part, Part) and part.clauses is None:
            assert isinstance(changed(definition, part.field, part.choices[-1].value), PipelineDefinition)
    assert changed(definition, "by", "utm_source").by == ("utm_source",)
    assert changed(replace(definition, models=("first",)), "models", "").models == ("first",)
    assert changed(definition, "is_one", "apart").is_one is False


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_that_each_cell_is_drawn_inside_the_chart(palette: Any, figures: PipelineFigures) -> None:
    chart = draw_pipeline(figures, palette)
    chart.lay_out(900, 480)
    boxes = [hit.path.get_extents() for hit in chart.hits]
    assert {hit.row for hit in chart.hits} == set(range(len(figures.names) + 1))
    assert all(0 <= box.x0 < box.x1 <= 901 and 0 <= box.y0 < box.y1 <= 480 for box in boxes)


def test_that_what_nobody_touched_is_drawn_also_where_campaigns_have_no_room(figures: PipelineFigures) -> None:
    chart = draw_pipeline(figures, LIGHT)
    chart.lay_out(900, 190)
    rows = [hit.row for hit in chart.hits]
    assert len(set(rows)) < len(figures.names) + 1
    assert rows[-1] == len(figures.names)


def test_that_what_is_kept_of_one_definition_is_not_told_of_another(definition: PipelineDefinition) -> None:
    changes: list[dict[str, Any]] = [
        {"way": replace(definition.way, lost="")},
        {"way": replace(definition.way, mql=definition.way.lead)},
        {"way": replace(definition.way, lead=definition.way.mql)},
        {"models": ("last",)},
        {"models": ("last", "time_decay", "last_non_direct")},
        {"models": ("last", "time_decay", "last_non_direct"), "direct": "Mail", "half_life": Duration.parse("P1D")},
        {"look_back": Duration.parse("P7D")},
        {"direct": ""},
        {"is_one": False},
        {"by": definition.by[:1]},
        {"compare": "leads"},
    ]
    kept = replace(b2b())
    for change in [{}, *changes, *changes[::-1]]:
        asked = replace(definition, **change)
        found, alone = pipeline(kept, asked), pipeline(replace(kept), asked)
        assert (found.to_document(), found.records()) == (alone.to_document(), alone.records()), change
    others = replace(kept, properties=_halved(kept))
    assert pipeline(others, definition).to_document() != pipeline(kept, definition).to_document()


def _halved(data: Dataset) -> dict[str, Column]:
    """The properties with half of each amount."""
    amount = data.roles.properties["amount"]
    column = data.properties[amount]
    return {**data.properties, amount: replace(column, values=column.values / 2)}
