"""A figure that cannot be is refused; a share spoilt by rounding is not shown."""

from __future__ import annotations

import pytest

from atlas.test_mapping import table, values
from weefsel.atlas.indicator import catalogue
from weefsel.atlas.mapping import observe
from weefsel.base.errors import InputError

KNOWN = catalogue()
RESIDENTS = "Bevolking/Aantal inwoners (aantal)"
MARRIED = "Bevolking/Burgerlijke staat/Gehuwd (aantal)"


@pytest.mark.parametrize(
    ("column", "wrong", "name"),
    [
        (RESIDENTS, -5, "Inwoners"),
        (RESIDENTS, 1e300, "Inwoners"),
        ("Wonen/Woningen naar eigendom/Koopwoningen (%)", 180, "Koopwoningen"),
        ("Stedelijkheid/Mate van stedelijkheid (code)", 9, "tedelijk"),
    ],
)
def test_an_impossible_figure_is_refused_with_its_column_area_and_dutch_name(
    column: str, wrong: float, name: str
) -> None:
    with pytest.raises(InputError) as caught:
        observe(table({column: [1, wrong, None]}), KNOWN)
    dutch = caught.value.sentence("nl")
    assert column in dutch
    assert "WK999100" in dutch
    assert name in dutch
    assert dutch != caught.value.sentence("en")


def test_wealth_may_be_a_debt() -> None:
    column = "Inkomen/Vermogen/Mediaan vermogen van particuliere huish. (x 1 000 euro)"
    found = values(table({column: [12.5, -8.7, None]}), *KNOWN.values())
    assert found["median_wealth"] == [12.5, -8.7, None]


def test_a_share_above_the_whole_by_rounding_is_left_out_and_said() -> None:
    found = observe(table({RESIDENTS: [100, 5, 5], MARRIED: [40, 10, 5]}), KNOWN)
    share = found.frame.filter(found.frame["indicator"] == "married_share")
    assert share["value"].to_list() == [40, None, 100]
    assert share["flag"].to_list() == ["measured", "missing", "measured"]
    assert any("1 share was more than the whole" in str(note) for note in found.notes)


def test_a_share_far_above_the_whole_is_refused() -> None:
    with pytest.raises(InputError, match="300, and that cannot be"):
        observe(table({RESIDENTS: [100, 50, 5], MARRIED: [300, 20, 5]}), KNOWN)


def test_a_title_with_a_slash_is_not_taken_for_its_last_part() -> None:
    found = values(
        table(
            {"Matig/hoog risico op angst of depressie (%)": [40, 41, 42]},
            year=2022, series="health", population="18plus",
        ),
        *KNOWN.values(),
    )  # fmt: skip
    assert found == {"anxiety_depression_risk_18plus": [40, 41, 42]}


def test_both_titles_with_and_without_the_slash_find_their_own_column() -> None:
    found = values(
        table(
            {"Matig/hoog risico op angst of depressie (%)": [40, 41, 42],
             "Psychisch/Hoog risico op angst of depressie (%)": [4, 5, 6]},
            year=2022, series="health", population="18plus",
        ),
        *KNOWN.values(),
    )  # fmt: skip
    assert found == {
        "anxiety_depression_risk_18plus": [40, 41, 42],
        "anxiety_depression_high_risk_18plus": [4, 5, 6],
    }


@pytest.mark.parametrize(
    "column",
    [
        "Sociale zekerheid/Bijstand naar geslacht/Mannen (aantal)",
        "Onderwijs/Leerlingen/Vrouwen (aantal)",
        "Sociale zekerheid/Leeftijdsgroepen/15 tot 25 jaar (aantal)",
        "Zorg/Burgerlijke staat/Gehuwd (%)",
    ],
)
def test_men_women_and_ages_of_another_group_are_not_those_of_the_population(column: str) -> None:
    assert values(table({column: [10, 20, 30]}, year=2024), *KNOWN.values()) == {}


@pytest.mark.parametrize(
    ("column", "indicator"),
    [
        ("Wonen en vastgoed/Woningen naar eigendom/Koopwoningen (%)", "owner_occupied_share"),
        (
            "Inkomen/Huishoudens/Huishoudens met een laag inkomen (%)",
            "low_income_households_share",
        ),
        ("Mannen (aantal)", "men"),
        ("Bevolking/Naar geslacht/Mannen (aantal)", "men"),
    ],
)
def test_a_group_that_got_another_name_is_still_found(column: str, indicator: str) -> None:
    found = values(table({column: [10, 20, 30]}, year=2023), *KNOWN.values())
    assert found == {indicator: [10, 20, 30]}
