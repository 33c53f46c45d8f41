"""Parameters, assumptions and chains: every figure says what it is and where it is from."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import pytest

from weefsel.base.errors import InputError
from weefsel.evidence.assumption import assumptions, read_assumptions
from weefsel.evidence.chain import chains, read_chains
from weefsel.evidence.parameter import parameters, read_parameters, rows

DATA = Path(str(resources.files("weefsel.evidence"))) / "data"


def test_every_parameter_has_a_source_a_grade_and_says_what_was_checked() -> None:
    assert parameters()
    for held in parameters().values():
        assert held.source.title
        assert held.source.url.startswith("http")
        assert held.evidence_grade in "ABC"
        assert held.checked.how in ("read_original", "read_copy", "not_read")
        assert held.name.nl != ""
        assert held.name.en != ""
        assert held.as_source().id == f"parameter:{held.id}"
        assert held.figure().sources == (f"parameter:{held.id}",)


def test_every_year_of_the_consumer_price_index_keeps_its_own_row() -> None:
    known = rows(parameters())
    for year in range(2010, 2026):
        assert known[f"cpi_{year}"] == ("cpi", year)
    for year in (2023, 2024, 2025):
        assert known[f"idx_soc_{year}"] == ("idx_soc", year)
    assert known["uc_begl_hr"] == ("uc_begl_hr", 2023)


def test_the_tariff_of_guidance_holds_the_two_municipalities_it_comes_from() -> None:
    held = parameters()["uc_begl_hr"]
    assert (held.latest.low, held.latest.high) == (55.8, 66.0)
    assert held.latest.value == pytest.approx((55.8 + 66.0) / 2)
    assert held.range_kind == "between_places"


def test_every_assumption_says_it_is_ours_and_why() -> None:
    for made in assumptions().values():
        assert made.reason_nl.startswith("Onze aanname.")
        assert made.reason_en.startswith("Our assumption.")
        assert made.as_source().id == f"assumption:{made.id}"


WRONG = {
    "a key that does not exist": ('kind = "tariff"', 'kind = "tariff"\nkindd = "x"', "kindd"),
    "a kind that does not exist": ('kind = "tariff"', 'kind = "price"', "kind"),
    "a unit that does not exist": ('unit = "eur_per_hour"', 'unit = "florin"', "unit"),
    "a kind of range that does not exist": ('"between_places"', '"roughly"', "range_kind"),
    "a range without a kind": ('"between_places"', '"none"', "range_kind"),
    "a range beside the value": ("low = 55.8", "low = 61.8", "values.2023"),
    "a price below zero": ("low = 55.8", "low = -55.8", "values.2023"),
    "a year that cannot be": ("[values.2023]", "[values.202]", "values.202"),
    "no price year": ("price_year = 2023", "", "price_year"),
    "no index": ('price_index = "idx_soc"', "", "price_index"),
    "an empty source": ('title = "Gemeente Westerveld', 'title = ""\nyears = "', "source"),
    "a source without an address": ('url = "https://www', 'url = "www', "source.url"),
    "a grade that does not exist": ('evidence_grade = "C"', 'evidence_grade = "D"', "grade"),
    "an id that is not the file's name": ('id = "uc_begl_hr"', 'id = "other"', "id"),
    "a date that does not exist": ("dated = 2026-11-22", "dated = 2026-13-22", "uc_begl_hr"),
}


@pytest.mark.parametrize("what", list(WRONG))
def test_a_wrong_parameter_file_is_refused_by_its_name_and_key(what: str, tmp_path: Path) -> None:
    old, new, key = WRONG[what]
    words = (DATA / "parameters/uc_begl_hr.toml").read_text("utf-8")
    assert old in words
    (tmp_path / "uc_begl_hr.toml").write_text(words.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as fault:
        read_parameters(tmp_path)
    assert "uc_begl_hr.toml" in fault.value.sentence("en")
    assert key in fault.value.sentence("nl")


def test_a_parameter_without_a_source_is_refused(tmp_path: Path) -> None:
    words = (DATA / "parameters/uc_hoogeveen.toml").read_text("utf-8")
    start, end = words.index("[source]"), words.index("[checked]")
    (tmp_path / "uc_hoogeveen.toml").write_text(words[:start] + words[end:], "utf-8")
    with pytest.raises(InputError, match=r"uc_hoogeveen\.toml.*source"):
        read_parameters(tmp_path)


def test_a_row_held_by_two_files_is_refused(tmp_path: Path) -> None:
    shutil.copy(DATA / "parameters/cpi.toml", tmp_path / "cpi.toml")
    words = (DATA / "parameters/cpi.toml").read_text("utf-8")
    (tmp_path / "prices.toml").write_text(words.replace('id = "cpi"', 'id = "prices"'), "utf-8")
    with pytest.raises(InputError, match=r"already in cpi\.toml"):
        read_parameters(tmp_path)


def test_an_assumption_with_half_a_range_is_refused(tmp_path: Path) -> None:
    words = (DATA / "assumptions/loss_to_gain.toml").read_text("utf-8")
    (tmp_path / "loss_to_gain.toml").write_text(words.replace("low = 0.67\n", ""), "utf-8")
    with pytest.raises(InputError, match=r"loss_to_gain\.toml.*range_kind"):
        read_assumptions(tmp_path)


def test_the_chain_of_a_meeting_place_names_only_parameters_that_exist() -> None:
    for chain in chains().values():
        for arrow in chain.arrow:
            assert set(arrow.parameters) <= set(parameters())
        for wanted in chain.input:
            assert not wanted.default_parameter or wanted.default_parameter in parameters()


def test_the_arrow_from_centre_to_guidance_has_no_evidence_and_no_figure() -> None:
    arrow = chains()["meeting"].find("centre_guidance")
    assert arrow.verdict == "NONE"
    assert arrow.role == "unknown"
    assert arrow.parameters == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('verdict = "NONE"\nrole = "unknown"', 'verdict = "NONE"\nrole = "effect"'),
        (
            'verdict = "NONE"\nrole = "unknown"',
            'verdict = "NONE"\nrole = "unknown"\nparameters = ["uc_begl_hr"]',
        ),
        ('verdict = "MIXED"\nrole = "effect"', 'verdict = "PRICE"\nrole = "effect"'),
        ('arrow = "centre_guidance"', 'arrow = "contact_loneliness"'),
    ],
)
def test_an_arrow_without_evidence_never_gets_a_figure(old: str, new: str, tmp_path: Path) -> None:
    words = (DATA / "chains/meeting.toml").read_text("utf-8")
    assert old in words
    (tmp_path / "meeting.toml").write_text(words.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError, match=r"meeting\.toml"):
        read_chains(tmp_path)
