"""Find: plain words lead to what fits, in the order a reader expects."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.evidence.chain import chains, drawings
from weefsel.evidence.find import find, things
from weefsel.evidence.synonyms import read_synonyms, synonyms


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


@pytest.mark.parametrize(
    ("query", "unknown", "known"),
    [
        ("overgewicht kinderen", ("overgewicht",), ("kinderen",)),
        ("lhbti jongeren", ("lhbti",), ("jongeren",)),
        ("verwarde personen", ("verwarde",), ()),
        ("ex-gedetineerden", ("ex-gedetineerden",), ()),
        ("eenzame ouderen", (), ("eenzame", "ouderen")),
    ],
)
def test_the_words_that_nothing_has_are_told(
    query: str, unknown: tuple[str, ...], known: tuple[str, ...]
) -> None:
    found = find(query)
    assert (found.unknown, found.known) == (unknown, known)
    assert bool(found) == bool(known)


@pytest.mark.parametrize(
    "query", ["energiearmoede", "lvb", "thuiszitters", "voedselbank", "vechtscheiding"]
)
def test_what_the_library_does_not_have_finds_nothing(query: str) -> None:
    assert not find(query)
    assert find(query).unknown == (query,)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("geldproblemen", "schulden_naar_kansen"),
        ("buurtkamer", "meeting"),
        ("taalcafé", "taaltraject"),
        ("analfabeten", "taaltraject"),
        ("tienermoeders", "voorzorg"),
        ("buurtmoeders", "mim"),
        ("burenhulp", "zorgzame_buurten"),
        ("woonoverlast", "buurtbemiddeling"),
        ("maatjesprojecten", "befriending"),
        ("vrouwen die niet buiten komen", "eenzaamheid_groep"),
        ("falls older people", "valoefening"),
        ("debts young people", "schulden_naar_kansen"),
    ],
)
def test_an_everyday_word_finds_what_the_library_calls_otherwise(query: str, wanted: str) -> None:
    assert wanted in ids(query)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("ouderen", {"parenting", "partnergeweld_systeem", "stevig_ouderschap"}),
        ("ouders", {"even_buurten", "zin_in_vriendschap", "lone_75plus"}),
        ("isolement", {"ajb"}),
        ("debts young people", {"scared_straight"}),
        ("burenhulp", {"buurtbemiddeling"}),
    ],
)
def test_a_word_does_not_find_what_only_looks_like_it(query: str, wrong: set[str]) -> None:
    assert not wrong & set(ids(query, most=len(things())))


@pytest.mark.parametrize("query", ["eenzaam man", "vrouwen die niet buiten komen"])
def test_for_whom_alone_is_no_answer(query: str) -> None:
    held = [one for one in ids(query, most=len(things())) if one.startswith(("qx_", "le_"))]
    assert held == []


def test_a_slip_of_one_letter_is_mended_and_said() -> None:
    for slip in ("eenzaamhied", "eenzaamhid", "eenzaamheidd", "eenzaamhejd"):
        assert find(slip).meant == ((slip, "eenzaamheid"),)
        assert [one.thing for one in find(slip)] == [one.thing for one in find("eenzaamheid")]
    assert find("eenzamheeeid").unknown == ("eenzamheeeid",)
    assert find("bieeb").unknown == ("bieeb",)  # short words have too many neighbours


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    first = find("jongeren stigma", most=1)[0].thing
    assert first.id == "contact_stigma"


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


def test_a_word_in_two_groups_is_refused(tmp_path: Path) -> None:
    held = 'dated = 2026-11-22\ngroup = [["oud", "bejaard"], ["Oud", "antiek"]]\nskip = []\n'
    (tmp_path / "synonyms.toml").write_text(held, "utf-8")
    with pytest.raises(InputError, match=r"synonyms\.toml.*group\[1\]"):
        read_synonyms(tmp_path / "synonyms.toml")


def test_a_word_stands_in_one_group_of_synonyms() -> None:
    words = [word for group in synonyms().group for word in group]
    assert len(words) == len(set(words))


def test_only_the_chain_of_a_meeting_place_can_be_weighed() -> None:
    assert set(chains()) == {"meeting"}
    assert [one.id for one in drawings().values() if one.weighable] == ["meeting"]
