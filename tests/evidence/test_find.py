"""Find: plain words lead to what fits, in the order a reader expects."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.evidence.chain import chains, drawings
from weefsel.evidence.find import find, synonyms, things


def ids(query: str, most: int = 5, **filters: str) -> list[str]:
    return [hit.thing.id for hit in find(query, most=most, **filters)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("eenzame ouderen", {"zin_in_vriendschap", "persona_aanpak"}),
        ("jongeren op straat", {"youth_work", "straathoekwerk", "jongerenwerk"}),
        ("geldzorgen", {"debt_help", "schulden_naar_kansen"}),
        ("overbelaste mantelzorger", {"respijt", "carers"}),
        ("huiselijk geweld", {"domestic_violence", "partnergeweld_systeem"}),
        ("een praatje maken", {"chat"}),
        ("daklozen", {"housing_first", "cti"}),
        ("vluchtelingen", {"samen_hier", "sntr"}),  # by a synonym
        ("mantelzorgondersteuning", {"carers"}),
        ("lonely older people", {"persona_aanpak"}),
    ],
)
def test_a_need_in_plain_words_finds_what_fits(query: str, wanted: set[str]) -> None:
    assert wanted <= set(ids(query, most=6))


def test_a_compound_is_found_by_its_first_part() -> None:
    assert "valoefening" in ids("val", most=20) or "valoefening" in ids("vallen")
    assert "schuldhulp" in ids("schuld", most=20)


def test_filters_hold_for_every_result() -> None:
    for hit in find("", group="G8", most=100):
        assert "G8" in hit.thing.groups
    for hit in find("eenzaam", kind="chain"):
        assert hit.thing.kind == "chain"
    assert {hit.thing.level for hit in find("", level="goed_onderbouwd")} == {"goed_onderbouwd"}
    assert all(hit.thing.theme == "loneliness" for hit in find("ouderen", theme="loneliness"))


def test_everything_there_is_can_be_found_by_its_name() -> None:
    for one in things():
        if one.kind != "parameter":
            assert one.id in ids(one.name.nl, most=10), one.id


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=60))
def test_strange_words_are_never_an_error(query: str) -> None:
    assert len(find(query, most=3)) <= 3


def test_a_word_stands_in_one_group_of_synonyms() -> None:
    words = [word for group in synonyms().group for word in group]
    assert len(words) == len(set(words))


def test_only_the_chain_of_a_meeting_place_can_be_weighed() -> None:
    assert set(chains()) == {"meeting"}
    assert [one.id for one in drawings().values() if one.weighable] == ["meeting"]
