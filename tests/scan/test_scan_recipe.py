"""The recipe of a scan: read, refused with a sentence, written so that it runs again alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.scan.method import Value, method
from weefsel.scan.recipe import ScanRecipe


def test_a_recipe_takes_its_numbers_from_the_dated_method() -> None:
    recipe = ScanRecipe(area="GM9990")
    assert recipe.max_age_years == 2
    assert recipe.minimum_residents == 100
    assert recipe.minimum_filled == 3
    assert recipe.minimum_weight == 0.5
    assert (recipe.centre, recipe.spread) == (50, 10)
    assert (recipe.skew_threshold, recipe.kurtosis_threshold) == (2, 3.5)


def test_every_number_of_the_method_has_a_source_and_a_meaning() -> None:
    known = method()
    sources = known.sources()
    for key, value in known:
        if isinstance(value, Value):
            assert value.source
            assert value.description
            assert sources[f"assumption:scan_{key}"].remark == value.source


def test_a_written_recipe_spells_out_every_number_and_reads_back_the_same() -> None:
    recipe = ScanRecipe(area="GM9990", level="district", year=2020, minimum_filled=4)
    content = recipe.toml()
    assert content.startswith('schema = "weefsel.scan/1"\narea = "GM9990"')
    assert "minimum_reference_share = 0.5" in content
    assert ScanRecipe.read(content, "scan.toml") == recipe


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('area = "Weverdam"', "not the code of a municipality"),
        ('area = "GM999"', "not the code of a municipality"),
        ('area = "GM9990"\nlevel = "street"', "level"),
        ('area = "GM9990"\nminimum_weight = 2.0', "minimum_weight"),
        ('area = "GM9990"\nmethod = "../../etc"', "there is no method of"),
        ('area = "GM9990"\nmethod = "1999-01-01"', "there is no method of"),
        ('area = "GM9990"\nneighbours = 3', "neighbours"),
        ('schema = "weefsel.choice/1"\narea = "GM9990"', "schema"),
        ("year = 2020", "area"),
        ("area = ", "TOML"),
    ],
)
def test_a_wrong_recipe_is_refused_with_what_is_wrong(content: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        ScanRecipe.read(content, "scan.toml")
    assert words in caught.value.sentence("en")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(content: str) -> None:
    try:
        recipe = ScanRecipe.read(content, "scan.toml")
    except InputError as fault:
        said = fault.sentence("nl")
    else:
        said = recipe.toml()
    assert said
