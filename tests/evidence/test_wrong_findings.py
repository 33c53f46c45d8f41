"""A wrong file of an intervention, study or list is refused by its name and key."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from weefsel.base.errors import InputError
from weefsel.evidence.business_case import read_cases
from weefsel.evidence.intervention import read_interventions
from weefsel.evidence.parameter import read_parameters
from weefsel.evidence.register import read_register
from weefsel.evidence.study import read_studies

DATA = Path(str(resources.files("weefsel.evidence"))) / "data"

STUDY = {
    "a key that does not exist": ('measure = "rr"', 'measure = "rr"\nsize = 3', "size"),
    "a design that does not exist": ('design = "meta"', 'design = "guess"', "design"),
    "a range beside the effect": ("low = 0.48", "low = 0.98", "effect"),
    "a ratio below zero": ("effect = 0.63\nlow = 0.48", "effect = -0.63\nlow = -0.7", "effect"),
    "a range without a kind": ('interval = "ci95"\n', "", "interval"),
    "a number that is none": ('number = "effect"', 'number = "none"', "number"),
    "no source": ('url = "https://jech', 'url = "', "url"),
    "an address that is none": ('url = "https://jech', 'url = "jech', "url"),
    "a year to come": ("year = 2019", "year = 2119", "year"),
    "a number in quotes": ("effect = 0.63", 'effect = "0.63"', "effect"),
    "yes for a number": ("effect = 0.63", "effect = true", "effect"),
    "half an interval": ("low = 0.48\n", "", "low"),
}


@pytest.mark.parametrize("what", list(STUDY))
def test_a_wrong_study_is_refused_by_its_name_and_key(what: str, tmp_path: Path) -> None:
    old, new, key = STUDY[what]
    words = (DATA / "studies/housing_first_3.toml").read_text("utf-8")
    assert old in words
    (tmp_path / "housing_first_3.toml").write_text(words.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as fault:
        read_studies(tmp_path)
    assert "housing_first_3.toml" in fault.value.sentence("en")
    assert key in fault.value.sentence("nl")


INTERVENTION = {
    "a group that does not exist": ('groups = ["G4", "G7"]', 'groups = ["G12"]', "groups"),
    "an activity that does not exist": ('["A2", "A8"]', '["A11"]', "activities"),
    "a level that does not exist": ('level = "goed_beschreven"', 'level = "good"', "level"),
    "a group twice": ('groups = ["G4", "G7"]', 'groups = ["G4", "G4"]', "groups"),
    "a cost in quotes": ("value = 50000", 'value = "50000"', "cost.value"),
    "a cost of nothing": ("value = 50000", "value = 0", "cost.value"),
    "a cost without a source": ('url = "https://www.rijnmond', 'url = "www', "cost.url"),
    "words in one language": ("setting_en = ", "#", "setting_en"),
    "a key that does not exist": ("[cost]", "[cost]\nguess = 1", "cost.guess"),
    "a fact that is not there": ('"factor 2"', '"factor 9"', "seen.facts"),
    "a fact without a page": ('"places"]', '"what"]', "'places'"),
}


@pytest.mark.parametrize("what", list(INTERVENTION))
def test_a_wrong_intervention_is_refused_by_its_name_and_key(what: str, tmp_path: Path) -> None:
    old, new, key = INTERVENTION[what]
    words = (DATA / "interventions/resto_vanharte.toml").read_text("utf-8")
    assert old in words
    (tmp_path / "resto_vanharte.toml").write_text(words.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as fault:
        read_interventions(tmp_path)
    assert "resto_vanharte.toml" in fault.value.sentence("en")
    assert key in fault.value.sentence("nl")


PARAMETER = {
    "no value and no reason": ("sroi_deadweight", 'no_value_nl = "', '# "', "values"),
    "a value and a reason for none": (
        "uc_gp",
        'counted = "',
        'no_value_nl = "x"\nno_value_en = "x"\ncounted = "',
        "no_value_nl",
    ),
    "a share above everything": ("prev_carer", "value = 12.9", "value = 112.9", "values.2024"),
    "a correction that is not there": (
        "uc_youth_stay",
        'replaced_by = "uc_youth_stay_v2"',
        'replaced_by = "nowhere"',
        "replaced_by",
    ),
    "money without a price level": (
        "qaly_mkba",
        "price_year_unknown = true\n",
        "",
        "price_year",
    ),
    "a unit in one language": ("uc_gp", 'per_en = "per consultation"', 'per_en = ""', "per_en"),
}


@pytest.mark.parametrize("what", list(PARAMETER))
def test_what_a_parameter_may_leave_out_is_checked(what: str, tmp_path: Path) -> None:
    name, old, new, key = PARAMETER[what]
    words = (DATA / f"parameters/{name}.toml").read_text("utf-8")
    if old not in words:
        old, new = 'kind = "', new.replace('counted = "', 'kind = "')
    (tmp_path / f"{name}.toml").write_text(words.replace(old, new, 1), "utf-8")
    with pytest.raises(InputError) as fault:
        read_parameters(tmp_path)
    assert f"{name}.toml" in fault.value.sentence("en")
    assert key in fault.value.sentence("nl")


def test_a_list_with_an_entry_twice_is_refused(tmp_path: Path) -> None:
    words = (DATA / "light.toml").read_text("utf-8").replace('id = "network"', 'id = "chat"')
    (tmp_path / "light.toml").write_text(words, "utf-8")
    with pytest.raises(InputError, match=r"light\.toml.*twice"):
        read_register(tmp_path / "light.toml")


def test_a_case_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    words = (DATA / "cases.toml").read_text("utf-8")
    again = words.replace('id = "cebeon_shelter"', 'id = "seor"')
    (tmp_path / "cases.toml").write_text(again, "utf-8")
    with pytest.raises(InputError, match=r"cases\.toml.*case\[1\]\.id.*twice"):
        read_cases(tmp_path / "cases.toml")
