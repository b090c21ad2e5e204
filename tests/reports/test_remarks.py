"""What has to be known about figures: in people's words, with the share, and where it is mended."""

from __future__ import annotations

from dataclasses import replace

from app.reports.remarks import remarks_of_data, remarks_of_run
from app.reports.report import Subject
from app.runtime.rehearse import RunOptions, rehearse
from tests.builders.scenarios import MESSAGE, scenario
from tests.builders.workspaces import imported

MAIL = scenario(
    {"in": ("entry_audience", {"at": "2024-05-01T00:00:00Z"}), "mail": ("email", MESSAGE)},
    "in>mail",
)


def test_that_of_the_data_each_finding_is_said_with_its_share() -> None:
    said = {remark.words for remark in remarks_of_data(imported().dataset)}
    assert "1 customer has no e-mail address (33%)." in said
    assert {remark.place for remark in remarks_of_data(imported().dataset)} == {"data"}


def test_that_of_a_run_those_who_cannot_be_reached_come_first_each_channel_once() -> None:
    dataset = imported().dataset
    run = rehearse(MAIL, dataset, RunOptions(compiled=False))
    remarks = remarks_of_run(Subject(MAIL, run.summary, {}, dataset))
    assert remarks[0].words == "33% of the e-mails would have gone to customers without an e-mail address (1 of 3)."
    assert remarks[0].place == "data"
    assert len({remark.words for remark in remarks}) == len(remarks)


def test_that_what_the_data_do_not_say_leads_to_its_columns_and_the_rest_to_the_scenario() -> None:
    dataset = imported().dataset
    run = rehearse(MAIL, dataset, RunOptions(compiled=False))
    lacking = "The dataset does not say where the addresses for email are, so everybody counts as having one."
    summary = replace(run.summary, warnings=(lacking, "Does a reaction let customers in again?"))
    *_, of_data, of_scenario = remarks_of_run(Subject(MAIL, summary, {}, dataset))
    assert of_data.words == "The data do not say who has an e-mail address, so everybody counts as having one."
    assert (of_data.place, of_scenario.place) == ("columns", "scenario")
