"""Evidence as a document: everything is in it, unrounded, with its source and its check."""

from __future__ import annotations

import json
from pathlib import Path

from weefsel import __version__
from weefsel.base.document import to_json
from weefsel.evidence.chain import drawings
from weefsel.evidence.intervention import interventions
from weefsel.evidence.parameter import parameters
from weefsel.evidence.record import SCHEMA, evidence
from weefsel.evidence.register import light_interventions
from weefsel.evidence.study import studies


def whole() -> dict:
    return json.loads(to_json(evidence()))


def test_everything_that_is_known_is_in_the_document():
    told = whole()
    assert (told["schema"], told["weefsel"]) == (SCHEMA, __version__)
    assert {one["id"] for one in told["parameters"]} == set(parameters())
    assert {one["id"] for one in told["interventions"]} == set(interventions())
    assert {one["id"] for one in told["chains"]} == set(drawings())
    assert [one["id"] for one in told["light"]] == [one.id for one in light_interventions().entry]
    held = {study["id"] for one in told["interventions"] for study in one["studies"]}
    assert held == {one.id for one in studies().values() if one.intervention in interventions()}


def test_values_are_those_of_the_files_to_the_last_digit():
    for told in whole()["parameters"]:
        held = parameters()[told["id"]]
        assert [one["year"] for one in told["values"]] == sorted(held.values)
        for year in told["values"]:
            kept = held.values[year["year"]]
            assert (year["value"], year["low"], year["high"]) == (kept.value, kept.low, kept.high)
        assert told["range"]["kind"] == held.range_kind
        assert told["source"]["url"].startswith("http")
        assert told["checked"]["how"] == held.checked.how
        assert (told["distribution"] is None) == (not held.values or held.distribution() is None)


def test_every_row_of_an_index_is_named():
    (cpi,) = (one for one in whole()["parameters"] if one["id"] == "cpi")
    assert {one["row"] for one in cpi["values"]} == {
        held.row for held in parameters()["cpi"].values.values()
    }


def test_chains_carry_their_verdicts_and_say_when_they_are_conditional():
    for told in whole()["chains"]:
        held = drawings()[told["id"]]
        assert [one["verdict"] for one in told["arrows"]] == [one.verdict for one in held.arrow]
        assert told["conditional"] == any(one["verdict"] == "NONE" for one in told["arrows"])


def test_what_was_not_found_is_null_and_not_a_guess():
    told = whole()
    lights = [one for one in told["light"] if one["name"] is None]
    assert len(lights) == 1  # the thirteenth name is not known
    lacking = [one for one in told["interventions"] if one["recognition"]["level"] is None]
    assert {one["id"] for one in lacking} == {
        one.id for one in interventions().values() if not one.recognition.level
    }


def test_a_question_and_a_kind_narrow_the_document():
    told = evidence("eenzame ouderen")
    assert told["interventions"]
    assert len(told["parameters"]) < len(parameters())
    alone = evidence(kind="chain")
    assert alone["chains"]
    assert not alone["parameters"]
    assert not alone["light"]


def test_the_page_about_the_document_names_every_part_of_it():
    page = (Path(__file__).parents[2] / "docs" / "evidence-document.md").read_text("utf-8")
    told = whole()
    lacking = [
        key
        for key in {*told, *told["parameters"][0]} - {"id", "name", "remark", "dated", "exact"}
        if f"`{key}`" not in page
    ]
    assert set(lacking) <= {"priceYearUnknown"}
