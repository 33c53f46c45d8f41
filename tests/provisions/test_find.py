"""Finding in plain words: everyday sentences, compounds, slips, reasons, filters."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisions.find_home import LATITUDE, LONGITUDE, entry, index_of, one_of_each
from weefsel.base.errors import InputError
from weefsel.provisions.everyday import NOT, WORDS, everyday_words, read_everyday
from weefsel.provisions.find import LONGEST, Finds, Wanted, find
from weefsel.provisions.find_index import ProvisionIndex
from weefsel.provisions.near import Somewhere
from weefsel.provisions.social_map import Opening
from weefsel.provisions.spelling import Spelling, one_off
from weefsel.provisions.stems import sound
from weefsel.provisions.urgent import lines_for, urgent

FIRST = [
    ("ik kan mijn rekeningen niet betalen", "debt_help"),
    ("Ik krijg aanmaningen en de deurwaarder staat op de stoep!", "debt_help"),
    ("schulde", "debt_help"),
    ("schulthulp", "debt_help"),
    ("geen geld voor eten", "food_bank"),
    ("mijn man vergeet alles", "informal_care_support"),
    ("ik zorg voor mijn moeder", "informal_care_support"),
    ("ik ken hier niemand", "community_centre"),
    ("vrienden maken", "community_centre"),
    ("ik wil nederlands leren", "language_point"),
    ("ik kan niet goed lezen", "language_point"),
    ("boeken lenen", "library"),
    ("biblioteek", "library"),
    ("zwemen", "swimming_pool"),
    ("ik slaap op straat", "shelter"),
    ("mijn fiets is kapot", "repair_cafe"),
    ("ik snap de brief niet", "advice_point"),
    ("mijn zoon verveelt zich", "youth_centre"),
    ("waar kan mijn zoon van 15 heen na school", "youth_centre"),
    ("mijn moeder valt steeds en kan niet meer alleen thuis zijn", "elderly_support"),
    ("tweedehands kleding", "thrift_shop"),
    ("vrijwilligerswerk", "volunteer_centre"),
    ("moestuin", "community_garden"),
    ("dokter", "health_centre"),
    ("mijn kind luistert niet", "parenting_support"),
    ("ik drink te veel", "social_work"),
    ("ik weet niet waar ik moet beginnen", "social_work"),
    ("I cannot pay my bills", "debt_help"),
    ("I want to learn Dutch", "language_point"),
    ("I am homeless", "shelter"),
    ("my husband forgets everything", "informal_care_support"),
]


@pytest.mark.parametrize(("question", "kind"), FIRST)
def test_everyday_words_lead_to_the_kind_that_helps(question: str, kind: str) -> None:
    found = find(one_of_each(), question, most=3).found
    assert kind in [one.entry.service.kind for one in found]
    assert all(one.reasons for one in found)


def test_there_are_enough_everyday_sentences_in_both_languages() -> None:
    said = everyday_words().said
    assert len([one for one in said if one.lang == "nl"]) >= 150
    assert len([one for one in said if one.lang == "en"]) >= 50


def test_every_everyday_sentence_finds_what_it_points_to() -> None:
    index = one_of_each()
    for one in everyday_words().said:
        if one.means.kinds:
            found = find(index, one.words, most=len(index.entries)).found
            kinds = {each.entry.service.kind for each in found}
            assert kinds & set(one.means.kinds), one.words


def test_a_sentence_without_telling_words_is_refused_with_its_words() -> None:
    wrong = WORDS.read_bytes().replace(b'"armoede"', b'"ik heb het niet"')
    with pytest.raises(InputError, match="ik heb het niet"):
        read_everyday(wrong, "woorden.toml")
    with pytest.raises(InputError, match="geldmuur"):
        read_everyday(WORDS.read_bytes().replace(b'["debt_help"]', b'["geldmuur"]', 1), "x.toml")


def test_not_turns_a_sentence_round() -> None:
    signs = everyday_words().signs(["rekeningen", "niet", "betalen"], "nl")
    assert NOT in signs
    assert signs == everyday_words().signs(["rekening", "nooit", "betalen"], "nl")


def test_a_longer_sentence_goes_before_one_inside_it() -> None:
    found = find(one_of_each(), "samen koffie drinken", most=3)
    assert all(one.words != "ik drink te veel" for one in found.understood)


def test_a_reason_says_which_word_stands_where() -> None:
    index = index_of(
        entry(1, "Taalcafé De Draad", "community_centre"),
        entry(2, "De Linde", "library", description="Elke week origami."),
    )
    (named,) = find(index, "origami", most=5).found
    assert named.reasons[0].render("nl") == "gevonden om “origami” in de beschrijving"
    assert named.reasons[0].render("en") == "found for “origami” in its description"
    first = find(index, "taal", most=5).found[0]
    assert first.entry.name == "Taalcafé De Draad"  # the start of a compound counts
    assert [one.entry.name for one in find(index, "cafe", most=5).found] == ["Taalcafé De Draad"]


def test_what_is_mended_and_what_is_unknown_is_told() -> None:
    found = find(one_of_each(), "biblioteek qwrtpl", most=5)
    assert found.meant == (("biblioteek", "bibliotheek"),)
    assert found.unknown == ("qwrtpl",)


def test_where_nothing_else_fits_half_a_sentence_counts() -> None:
    found = find(index_of(entry(1, "De A", "day_centre")), "mijn buurvrouw dwaalt overdag", most=5)
    assert [one.words for one in found.understood] == ["iets te doen overdag"]
    nearly = find(one_of_each(), "kan de verhuizing niet betalen", most=3)
    assert nearly.understood
    assert find(one_of_each(), "kapotte", most=3).found


def test_the_old_are_no_parents() -> None:
    said = find(one_of_each(), "ouderen", most=3).understood
    assert [one.words for one in said] == ["ouderen"]
    parents = find(one_of_each(), "ouders", most=3)
    assert parents.found[0].entry.service.kind == "parenting_support"


def test_only_common_words_ask_nothing() -> None:
    index = one_of_each()
    assert find(index, "ik zoek hulp", most=100).total == index.size


@pytest.mark.parametrize(
    ("one", "other"), [("eenzaamhijd", "eenzaamheid"), ("taalkafee", "taalcafé"), ("hont", "hond")]
)
def test_words_that_sound_the_same_are_the_same(one: str, other: str) -> None:
    assert sound(one) == sound(other.replace("é", "e"))


@settings(deadline=None)  # a machine that is busy is not a fault
@given(st.text("abcdefgh", min_size=5, max_size=12), st.integers(0, 11))
def test_a_word_with_one_letter_gone_is_mended(word: str, at: int) -> None:
    written = word[: at % len(word)] + word[at % len(word) + 1 :]
    mended = Spelling([word]).mend(written)
    if len(sound(written)) >= 4 and written != word:
        assert mended in {word, ""}
    if one_off(sound(written), sound(word)) and len(sound(written)) >= 4 and len(word) >= 4:
        assert mended == word


@settings(deadline=None)  # a machine that is busy is not a fault
@given(st.text(max_size=300))
def test_no_question_is_a_fault(question: str) -> None:
    found = find(one_of_each(), question, most=5)
    assert isinstance(found, Finds)
    assert len(found.found) <= 5
    assert found.total <= one_of_each().size


def test_a_very_long_question_is_cut() -> None:
    assert find(one_of_each(), "schulden " * LONGEST, most=1).found


MONDAY = Opening(day=1, opens="09:00", closes="17:00")


def filtered() -> ProvisionIndex:
    return index_of(
        entry(0, "A", "library", free=True, groups=("G4",), languages=("nl", "ar")),
        entry(1, "B", "library", wheelchair=True, opening=(MONDAY,)),
        entry(2, "C", "food_bank", longitude=None, latitude=None),
    )


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(), "ABC"),
        (Wanted(kinds=("library",)), "AB"),
        (Wanted(groups=("G4", "G5")), "A"),
        (Wanted(languages=("ar",)), "A"),
        (Wanted(free=True), "A"),
        (Wanted(wheelchair=True), "B"),
        (Wanted(kinds=("nothing",)), ""),
        (Wanted(open_at=datetime(2026, 11, 23, 9)), "B"),
        (Wanted(open_at=datetime(2026, 11, 22, 9)), ""),
    ],
)
def test_a_filter_keeps_what_is_known_to_fit(wanted: Wanted, names: str) -> None:
    found = find(filtered(), "", wanted, most=5)
    assert "".join(one.entry.name for one in found.found) == names
    assert found.total == len(names)
    assert found.everything == 3


def test_the_nearest_comes_first_and_what_has_no_place_last() -> None:
    here = Somewhere("B", "street", (LONGITUDE + 0.011, LATITUDE))
    found = find(filtered(), "", Wanted(near=here), most=5).found
    assert [one.entry.name for one in found] == ["B", "A", "C"]
    assert found[2].distance_m is None
    within = find(filtered(), "", Wanted(near=here, within_m=100.0), most=5)
    assert [one.entry.name for one in within.found] == ["B"]
    assert within.unplaced == 1


def test_near_by_and_fitting_go_together() -> None:
    index = index_of(
        *(entry(number, f"Punt {number}", "debt_help") for number in range(5)),
        entry(9, "Bieb", "library"),
    )
    here = Somewhere("x", "street", (LONGITUDE + 0.03, LATITUDE))
    found = find(index, "schulden", Wanted(near=here), most=9).found
    assert found[0].entry.name == "Punt 3"
    assert "Bieb" not in [one.entry.name for one in found]


def test_an_empty_map_finds_nothing() -> None:
    assert find(index_of(), "schulden", Wanted(open_at=datetime(2026, 1, 1)), most=5).total == 0


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("ik wil dood", "suicide"),
        ("Zelfmoort", "suicide"),
        ("I want to kill myself", "suicide"),
        ("mijn man slaat mij!", "violence"),
        ("my husband hits me", "violence"),
    ],
)
def test_what_cannot_wait_gives_a_line_to_call(question: str, line: str) -> None:
    assert [one.id for one in lines_for(question)] == [line]


@pytest.mark.parametrize("question", ["mijn man is dood", "ik heb schulden", "", "dorst"])
def test_what_can_wait_gives_no_line_to_call(question: str) -> None:
    assert lines_for(question) == ()


def test_every_line_answers_to_its_own_words_and_names_its_source() -> None:
    for one in urgent().line:
        assert all(one in lines_for(said) for said in one.said)
        assert one.dial.isdigit()
        assert one.words("nl") != one.words("en")
