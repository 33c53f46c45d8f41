"""The list of parameters: what fits, what it says of itself, and what a mark means."""

from __future__ import annotations

import pytest

from weefsel.base.distributions import DRAWN_KINDS
from weefsel.evidence.finding import list_finding, parameter_finding
from weefsel.evidence.listing import Asked, listed, read_of, times_used
from weefsel.evidence.parameter import Check, Parameter, parameters
from weefsel.evidence.tell import (
    CENTRES,
    CHECKS,
    GRADES,
    KINDS,
    NO_VALUE,
    RANGE_NAMES,
    range_told,
    unit_group,
)


def checked(how: str, number: int) -> tuple[Parameter, ...]:
    held = next(iter(parameters().values()))
    check = Check(how=how, what_nl="x", what_en="x", when=held.dated)
    return (held.model_copy(update={"checked": check}),) * number


def test_without_a_question_every_parameter_is_listed_once_by_kind():
    found = listed(Asked())
    assert sorted(one.id for one in found) == sorted(parameters())
    kinds = [one.kind for one in found]
    assert kinds == sorted(kinds, key=list(KINDS).index)


@pytest.mark.parametrize(
    "asked",
    [
        Asked(kind="tariff"),
        Asked(unit="euro"),
        Asked(unit="other"),
        Asked(payer="justice"),
        Asked(grade="A"),
        Asked(checked="not_read"),
        Asked(used="yes"),
    ],
)
def test_a_filter_gives_some_and_never_all_and_all_of_them_fit(asked):
    found = listed(asked)
    assert 0 < len(found) < len(parameters())
    for one in found:
        assert asked.kind in ("", one.kind)
        assert asked.unit in ("", unit_group(one.unit))
        assert not asked.payer or asked.payer in one.payer
        assert asked.grade in ("", one.grade())
        assert asked.checked in ("", one.checked.how)
        assert not asked.used or times_used(one.id)


def test_used_and_not_used_make_up_the_whole_list():
    used, unused = listed(Asked(used="yes")), listed(Asked(used="no"))
    assert len(used) + len(unused) == len(parameters())
    assert not {one.id for one in used} & {one.id for one in unused}


def test_a_question_gives_the_best_first_and_filters_hold():
    found = listed(Asked(query="huishoudelijke hulp per uur"))
    assert found[0].id == "uc_hh_hr"
    assert {one.kind for one in listed(Asked(query="huishoudelijke hulp", kind="tariff"))} == {
        "tariff"
    }
    assert listed(Asked(query="qqqxyz")) == ()


def test_the_title_of_the_list_flips_with_what_was_read():
    said = {
        (original, copy, rest): list_finding(
            checked("read_original", original)
            + checked("read_copy", copy)
            + checked("not_read", rest)
        ).render("en")
        for original, copy, rest in ((0, 0, 3), (0, 2, 1), (1, 1, 1), (3, 0, 0))
    }
    assert len(set(said.values())) == 4
    assert said[0, 0, 3] == "Of 3 figures none was read at the source"
    assert said[0, 2, 1].endswith("2 were seen in a copy")
    assert said[1, 1, 1].startswith("Of 3 figures 1 were read")
    assert "every one" in said[3, 0, 0]
    assert read_of(checked("read_copy", 2)).all == 2
    assert "No figure" in list_finding(()).render("en")


def test_every_parameter_can_be_told_in_both_languages():
    for one in parameters().values():
        for said in (
            KINDS[one.kind],
            RANGE_NAMES[one.range_kind],
            CENTRES[one.central_kind],
            GRADES[one.grade()],
            CHECKS[one.checked.how],
            range_told(one),
            parameter_finding(one),
        ):
            assert said.render("nl").strip()
            assert said.render("en").strip()
        assert one.name_nl in parameter_finding(one).render("nl")


def test_what_a_range_is_said_to_be_agrees_with_whether_it_makes_a_distribution():
    for one in parameters().values():
        told = range_told(one).render("en")
        made = one.distribution() if one.values else None
        assert ("makes no distribution" in told) == (made is None and one.range_kind != "none"), (
            one.id
        )
        if made is not None:
            assert one.range_kind in DRAWN_KINDS
            assert "Weefsel draws from" in told


def test_the_title_of_a_parameter_follows_its_range():
    known = parameters()
    assert "between places 55.8 to 66.0" in parameter_finding(known["uc_begl_hr"]).render("en")
    assert "over the years 6.4" in parameter_finding(known["sw_sick"]).render("en")
    assert "from 91.6 in 2010 to 134.5 in 2025" in parameter_finding(known["cpi"]).render("en")
    assert "no figure" in parameter_finding(known["eff_hf_cost"]).render("en")
    assert "at most 75,000" in parameter_finding(known["eff_sport_life"]).render("en")


def test_what_has_no_value_is_not_said_to_get_a_width_of_our_own() -> None:
    for key in ("eff_sp_nl", "eff_library_roi"):
        held = parameters()[key]
        assert not held.values
        if held.bounds is None:
            assert range_told(held) == NO_VALUE
    assert not parameters()["eff_sp_nl"].per  # nothing was shown, so no direction either


def test_a_figure_of_an_institute_is_not_called_peer_reviewed() -> None:
    assert "instituut" in GRADES["B"].render("nl")
    assert "institute" in GRADES["B"].render("en")
