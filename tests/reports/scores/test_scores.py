"""Scores as of a day, and what came after: small data that can be followed by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from app.data.dataset import Dataset
from app.errors import AppError
from app.look.palette import LIGHT
from app.nodes.conditions import Step
from app.nodes.durations import Duration
from app.reports.catalogue import recorded_reports
from app.reports.definition.sentence import Part
from app.reports.definitions import definition_document, definition_from
from app.reports.report import Subject
from app.reports.scores.chart import draw_scores
from app.reports.scores.definition import ScoreDefinition, proposed_scores, scores
from app.reports.scores.figures import CONVERTED, CUSTOMERS, RATE, ScoreFigures
from app.reports.scores.of_run import run_scores
from app.reports.scores.sentence import changed, sentence
from app.runtime.rehearse import RunOptions, rehearse
from tests.builders.b2b import b2b, everybody, truth
from tests.builders.datasets import from_rows, people
from tests.builders.scenarios import kind, scenario

MAPPING: dict[str, Any] = {
    "customers": {"key": "customer_id", "types": {"points": "number", "won": "boolean"}},
    "events": {"types": {"lead_score": "number"}, "roles": {"mql": "became_mql", "won": "deal_won"}},
}
EVENTS = (
    ("a", "05-01", "scored", 10), ("a", "05-05", "scored", 90), ("a", "05-12", "deal_won", None),
    ("b", "05-02", "scored", 80), ("b", "05-09", "scored", 20), ("b", "05-15", "deal_won", None),
    ("c", "05-03", "scored", 70), ("c", "05-04", "became_mql", None),
    ("d", "05-01", "scored", 60), ("d", "05-02", "became_mql", None), ("d", "05-03", "deal_won", None),
    ("e", "05-20", "scored", 99), ("a", "05-02", "became_mql", None), ("f", "05-31", "visit", None),
)  # fmt: skip
DEFINITION = ScoreDefinition(
    "lead_score", goal=Step(event="deal_won"), on=date(2024, 5, 10), within=Duration.parse("P4D"), threshold=70.0
)


def data() -> Dataset:
    rows = [
        {"customer_id": who, "timestamp": f"2024-{day}T10:00:00Z", "event": event}
        | ({} if score is None else {"lead_score": str(score)})
        for who, day, event, score in EVENTS
    ]
    return from_rows([], rows, MAPPING)


def converted(figures: ScoreFigures) -> dict[str, tuple[int, int]]:
    return {each.name: (each.converted.count, each.converted.of) for each in figures.bands}


def test_that_the_score_is_that_of_its_day_and_the_outcome_comes_after() -> None:
    """b's earlier 80 has sunk to 20, and b is won too late; d was won before; e has no score yet."""
    figures = scores(data(), DEFINITION)
    assert converted(figures) == {"90": (1, 1), "70": (0, 1), "60": (0, 1), "20": (0, 1)}
    longer = scores(data(), replace(DEFINITION, within=Duration.parse("P5D")))
    assert converted(longer)["20"] == (1, 1)


def test_that_who_had_done_it_before_can_be_left_out() -> None:
    figures = scores(data(), replace(DEFINITION, fresh=True))
    assert "60" not in converted(figures)
    assert figures.scored.left_out == 1


def test_that_the_threshold_is_held_against_what_came() -> None:
    figures = scores(data(), DEFINITION)
    over = figures.above()
    assert over is not None
    assert (over.count, over.of) == (1, 2)
    seconds = figures.scored.crossed_s[~np.isnan(figures.scored.crossed_s)]
    assert seconds.tolist() == [7 * 86_400.0]  # a crossed on the fifth and was won on the twelfth


def test_that_the_way_from_mql_to_won_is_told_where_the_data_know_both() -> None:
    (passage,) = scores(data(), DEFINITION).passages
    assert passage.many == 3
    assert sorted(passage.seconds.tolist()) == [86_400.0, 10 * 86_400.0]


def test_that_without_a_day_the_outcome_fits_before_the_data_end() -> None:
    figures = scores(data(), replace(DEFINITION, on=None, within=Duration.parse("P20D")))
    assert converted(figures) == {"90": (1, 1), "70": (0, 1), "60": (0, 1), "20": (1, 1)}
    late = scores(data(), replace(DEFINITION, on=None))  # four days before the end e has a score too
    assert sum(of for _, of in converted(late).values()) == 5


def test_that_a_score_without_a_date_is_told_to_be_doubtful() -> None:
    rows = [{"customer_id": f"c{k}", "points": str(k), "won": "true" if k > 30 else "false"} for k in range(40)]
    of_people = from_rows(rows, [], MAPPING)
    proposed = proposed_scores(of_people)
    assert proposed == ScoreDefinition("points", "attribute", outcome="won")
    assert proposed is not None
    figures = scores(of_people, proposed)
    assert figures.auc is not None
    assert figures.auc.value == 1.0
    assert "may know the outcome" in next(figures.sentences())
    assert figures.bands[0].low > figures.bands[-1].high


def test_that_a_score_is_proposed_by_its_role_and_its_outcome_by_its_own() -> None:
    proposed = proposed_scores(data())
    assert proposed == ScoreDefinition("lead_score", goal=Step(event="deal_won"), fresh=True)
    report = next(each for each in recorded_reports() if each.key == "scores")
    document = json.loads(json.dumps(definition_document(DEFINITION)))
    assert definition_from(report, data(), document) == DEFINITION


def test_that_nobody_and_no_conversion_end_in_words() -> None:
    empty = scores(data(), replace(DEFINITION, on=date(2023, 1, 1)))
    assert empty.bands == ()
    assert empty.table()[1] == []
    none = scores(data(), replace(DEFINITION, within=Duration.parse("PT1H")))
    assert none.auc is None
    for figures in (empty, none):
        assert "nan" not in json.dumps(figures.to_document()).lower()
    assert any("nothing to rank" in words for words in none.sentences())


def test_that_the_people_of_a_cell_are_as_many_as_it_counts() -> None:
    figures = scores(data(), replace(DEFINITION, bands=2))
    rows = len(figures.table()[1])
    for row in range(rows):
        inside, done = figures.people(row, CUSTOMERS), figures.people(row, CONVERTED)
        cells = figures.table()[1][row]
        assert inside is not None
        assert done is not None
        assert (f"{len(inside)}", f"{len(done)}") == (cells[CUSTOMERS], cells[CONVERTED])


def test_that_everything_wrong_with_a_definition_is_named() -> None:
    with pytest.raises(AppError) as caught:
        scores(data(), ScoreDefinition("nothing", outcome="won", within=Duration.parse("P1M"), bands=99))
    assert {problem.code for problem in caught.value.problems} == {
        "score-column", "score-bands", "score-within", "score-outcome",
    }  # fmt: skip


def test_that_each_part_of_the_sentence_changes_its_part_of_the_definition() -> None:
    parts = {part.field for part in sentence(data(), DEFINITION) if isinstance(part, Part)}
    assert parts == {"score", "on", "goal", "where goal", "within", "fresh", "bands", "cut", "threshold"}
    assert changed(DEFINITION, "bands", "5").bands == 5
    assert changed(DEFINITION, "cut", "share").cut == "share"
    assert changed(DEFINITION, "on", "2024-05-02").on == date(2024, 5, 2)
    assert changed(DEFINITION, "threshold", "").threshold is None
    assert changed(DEFINITION, "fresh", "fresh").fresh
    assert changed(DEFINITION, "score", "attribute points").by == "attribute"
    assert changed(DEFINITION, "goal", "=won").outcome == "won"
    with pytest.raises(AppError, match="Nothing was changed"):
        changed(DEFINITION, "threshold", "high")


def test_that_a_runs_score_is_held_against_its_goal() -> None:
    journey = scenario(
        [kind("start", "entry_event", event="visit"), kind("warm", "entry_score", score="lead", reaches=20)],
        scoring=[{"score": "lead", "event": "visit", "add": 10}],
        goals=[{"id": "order", "event": "buy", "within": "P5D"}],
    )
    rows: list[Any] = [("a", "05-01 10:00", "visit"), ("a", "05-02 10:00", "visit"), ("a", "05-08 10:00", "buy")]
    rows += [("b", "05-01 10:00", "visit"), ("b", "05-09 10:00", "visit"), ("c", "05-10 10:00", "visit")]
    over = people([], rows)
    run = rehearse(journey, over, RunOptions(compiled=False))
    (measured,) = run_scores(Subject(journey, run.summary, run.tables, over))
    figures = measured.figures
    assert isinstance(figures, ScoreFigures)
    assert converted(figures) == {"20": (1, 1), "10": (0, 1)}
    assert figures.threshold == 20
    assert list(run_scores(Subject(journey, run.summary, run.tables))) == []


@pytest.mark.parametrize("many", [1, 3, 30, 300])
def test_that_the_chart_says_where_it_draws_whom(many: int) -> None:
    rows = [{"customer_id": f"c{k:03}", "points": str(k), "won": "true" if k % 3 else "false"} for k in range(many)]
    figures = scores(from_rows(rows, [], MAPPING), ScoreDefinition("points", "attribute", outcome="won", bands=30))
    for width in (500, 900):
        chart = draw_scores(figures, LIGHT)
        chart.lay_out(width, 560)
        boxes = [hit.path.get_extents() for hit in chart.hits]
        assert {(hit.row, hit.column) for hit in chart.hits} >= {(0, CUSTOMERS), (0, RATE)}
        assert all(0 <= each.x0 < each.x1 <= width and 0 <= each.y0 < each.y1 <= 560 for each in boxes)


@pytest.mark.parametrize(("on", "days"), [(date(2025, 6, 30), 90), (date(2025, 3, 31), 30), (date(2025, 9, 15), 60)])
def test_that_a_year_of_leads_is_scored_as_a_count_of_what_was_planted_says(on: date, days: int) -> None:
    """Pair by pair: how often who won a deal in time had had the higher score, ties half; nothing of ours counts."""
    end = datetime.combine(on + timedelta(1), time(), ZoneInfo(truth()["zone"]))
    start = datetime.fromisoformat(truth()["start"])
    until = int((end - start).total_seconds())  # the first second after the day
    won: dict[str, list[int]] = {}
    for deal in truth()["opportunities"]:
        if deal["outcome"] == "won":
            won.setdefault(deal["contact"], []).append(deal["closed"])
    known = [(person["id"], [score for at, score in person["scores"] if at < until]) for person in everybody()]
    last = {who: given[-1] for who, given in known if given and not any(at < until for at in won.get(who, []))}
    came = {who for who in last if any(until <= at < until + days * 86_400 for at in won.get(who, []))}
    pairs = [(last[one], last[other]) for one in came for other in last if other not in came]
    higher = sum(1.0 if one > other else 0.5 if one == other else 0.0 for one, other in pairs)
    line = 80.0
    proposed = proposed_scores(b2b())
    assert proposed is not None
    asked = replace(proposed, on=on, within=Duration.parse(f"P{days}D"), threshold=line)
    figures = scores(b2b(), asked)
    document = figures.to_document()
    assert (document["customers"], document["converted"]) == (len(last), len(came))
    assert document["auc"]["value"] == pytest.approx(higher / len(pairs))
    above = [who for who, score in last.items() if score >= line]
    counts = {"score": line, "customers": len(above), "converted": len(came & set(above))}
    assert document["threshold"] == counts
    assert figures.scored.left_out == sum(
        bool(given) and any(at < until for at in won.get(who, [])) for who, given in known
    )
    for band in document["bands"]:
        inside = {who for who, score in last.items() if band["low"] <= score <= band["high"]}
        assert (band["customers"], band["converted"]) == (len(inside), len(inside & came))
