"""Every order of areas ships its text for the algorithm register."""

from __future__ import annotations

import pytest

from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.register import register


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_register_follows_the_numbers_of_the_recipe(lang: str) -> None:
    recipe = ScanRecipe(area="GM9990", minimum_filled=4, minimum_residents=250, max_age_years=1)
    said = " ".join(entry.words.render(lang) for entry in register(recipe))
    assert all(number in said for number in ("4", "250", "1", "50"))


def test_the_register_says_in_dutch_that_origin_is_left_out() -> None:
    said = {
        e.heading.render("nl"): e.words.render("nl") for e in register(ScanRecipe(area="GM9990"))
    }
    assert said["Bewust weggelaten"].startswith("Herkomst, nationaliteit en religie")
