"""Per line everything side by side: evidence, need, cost, overlap, and questions, no verdict."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from portfolio.small_town import TOWN, line, lists
from scan.small_country import SEZ, code, observations, scanned
from weefsel.base.certainty import Certainty
from weefsel.base.figure import Figure, Flag
from weefsel.base.language import Text
from weefsel.evidence.intervention import interventions
from weefsel.evidence.study import studies
from weefsel.portfolio.decision import Decision
from weefsel.portfolio.document import document
from weefsel.portfolio.line import Line, Portfolio
from weefsel.portfolio.overlap import MOST_TOLD, shared_areas, within
from weefsel.portfolio.review import review
from weefsel.portfolio.reviewed import LineReview, Review
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.result import ScanResult

DAY = date(2026, 11, 22)
COUNT = 12


def judged(*lines: Line, scan: ScanResult | None = None, **more: Any) -> Review:
    return review(Portfolio(TOWN, lines), scan, DAY, **more)


def only(*lines: Line, **more: Any) -> LineReview:
    return judged(*lines, **more).lines[0]


@pytest.fixture(scope="module")
def town() -> ScanResult:
    """Twelve neighbourhoods: the first is under the heaviest strain, the last under none."""
    strain = [float(COUNT - one) for one in range(COUNT)]
    rows = observations(
        {"benefit": list(strain), "debt": list(strain), "health": [-one for one in strain]}
    )
    return scanned(rows, ScanRecipe(area=TOWN, year=2020), count=COUNT)


def numbers(part: object) -> list[Figure]:
    """Give every figure in a sentence, however deep."""
    if isinstance(part, Figure):
        return [part]
    if isinstance(part, Text):
        return [one for inner in part.params.values() for one in numbers(inner)]
    return []


# Evidence


def test_no_intervention_named_is_said_as_such_and_never_as_does_not_work() -> None:
    one = only(line())
    assert one.evidence.research == "none_named"
    assert "geen interventie genoemd" in one.title.render("nl")
    assert "zegt niet dat het niet werkt" in one.evidence.research_words.render("nl")


def test_a_name_that_the_library_lacks_stays_a_name() -> None:
    one = only(line(named="Eigen Weg"))
    assert one.evidence.research == "not_in_library"
    assert "Eigen Weg" in one.evidence.research_words.render("nl")


def made(level: str, year: int | None, way: str | None) -> dict[str, Any]:
    """Give a library of one intervention with one study with a comparison, as they are read."""
    base = interventions()["home_start"]
    recognition = base.recognition.model_copy(
        update={"level": level, "year": year, "recognised_on": None}
    )
    held = {"home_start": base.model_copy(update={"recognition": recognition})}
    study = next(iter(studies().values())).model_copy(
        update={"intervention": "home_start", "design": "rct", "direction": way}
    )
    return {"held": held, "found": [] if way is None else [study]}


@pytest.mark.parametrize(
    ("way", "research"),
    [
        ("positive", "in_favour"),
        ("nil", "no_difference"),
        ("negative", "opposite"),
        ("mixed", "in_part"),
        ("not_shown", "nothing_either_way"),
        (None, "no_studies"),
    ],
)
def test_research_says_what_its_studies_say(way: str | None, research: str) -> None:
    one = only(line(intervention="home_start"), **made("goed_onderbouwd", 2024, way))
    assert one.evidence.research == research


@pytest.mark.parametrize(
    ("level", "year", "standing"),
    [
        ("goed_onderbouwd", 2024, "in_force"),
        ("goed_onderbouwd", 2015, "expired"),
        ("in_databank", None, "undated"),
        ("none", None, "none"),
        ("foreign", None, "none"),
        ("", None, "not_found"),
    ],
)
def test_recognition_stands_beside_research(level: str, year: int | None, standing: str) -> None:
    one = only(line(intervention="home_start"), **made(level, year, "positive"))
    assert one.evidence.standing == standing
    assert one.evidence.research == "in_favour"
    assert ("expired" in {each.key for each in one.questions}) == (standing == "expired")


def test_every_intervention_of_the_library_can_be_on_a_line() -> None:
    lines = [line(at, intervention=key) for at, key in enumerate(interventions(), start=1)]
    for one in judged(*lines).lines:
        graded = one.evidence.graded
        assert graded is not None
        assert one.evidence.research_words == graded.sentence()


# Traits


def test_what_a_kind_implies_is_said_to_be_derived() -> None:
    traits = only(line(kind="A2")).traits
    assert (traits.aim, traits.aim_how) == ("preventive", "kind")
    assert (traits.form, traits.form_how) == ("collective", "kind")


def test_what_the_municipality_states_counts_above_what_is_implied() -> None:
    traits = only(line(kind="A2", form="individual")).traits
    assert (traits.form, traits.form_how) == ("individual", "given")


def test_an_intervention_of_more_kinds_gives_no_kind_but_its_groups() -> None:
    entry = interventions()["resto_vanharte"]
    traits = only(line(intervention="resto_vanharte")).traits
    assert len(entry.activities) > 1
    assert (traits.kind, traits.kind_how) == (None, "unknown")
    assert traits.kinds == entry.activities
    assert (traits.groups, traits.groups_how) == (entry.groups, "intervention")
    assert traits.aim is None


def test_nothing_is_known_where_nobody_said_anything() -> None:
    traits = only(line()).traits
    assert {traits.kind_how, traits.groups_how, traits.aim_how, traits.form_how} == {"unknown"}


# Need


def at(*numbers_of: int) -> tuple[str, ...]:
    return tuple(code(one) for one in numbers_of)


def test_need_compares_the_neighbourhoods_with_the_municipality(town: ScanResult) -> None:
    low, high = (only(line(areas=at(one)), scan=town).need for one in (0, COUNT - 1))
    assert (low.side, high.side) == ("lower", "higher")
    assert "lager dan de gemeente" in low.sentence.render("nl")
    assert "hoger dan de gemeente" in high.sentence.render("nl")
    compared = next(one for one in low.areas[0].conditions if one.key == SEZ)
    mean = sum(town.score_rows[code(one), SEZ]["score"] for one in range(COUNT)) / COUNT
    assert compared.municipality.value == pytest.approx(mean)
    assert compared.weaker


@pytest.mark.parametrize(("margin", "side"), [(60.0, "equal"), (0.01, "lower")])
def test_what_cannot_be_told_apart_is_called_neither_lower_nor_weaker(
    town: ScanResult, monkeypatch: pytest.MonkeyPatch, margin: float, side: str
) -> None:
    def ranged(
        scan: ScanResult, code: str, condition: str, known: Any = ScanResult.score
    ) -> Figure:
        found: Figure = known(scan, code, condition)
        if found.value is None:
            return found
        low, high = found.value - margin, found.value + margin
        return replace(found, low=low, high=high, level=0.9, range_kind="scan_range")

    monkeypatch.setattr(ScanResult, "score", ranged)
    one = only(line(areas=at(0)), scan=town)
    compared = next(each for each in one.need.areas[0].conditions if each.key == SEZ)
    unsure = side == "equal"
    assert (compared.certainty is Certainty.INDISTINGUISHABLE) == unsure
    assert (compared.side, one.need.side) == ("lower", side)
    assert compared.weaker is (None if unsure else True)
    assert ("score lower" in one.title.render("en")) != unsure


def test_without_a_score_need_says_why(town: ScanResult) -> None:
    assert "nobody said" in only(line(), scan=town).need.sentence.render("en")
    assert "no figures" in only(line(areas=at(0))).need.sentence.render("en")
    whole = only(line(areas=(TOWN,)), scan=town).need
    assert whole.side == "unknown"
    assert "whole municipality" in whole.sentence.render("en")
    for compared in only(line(areas=at(0)), scan=town).need.areas[0].conditions:
        if compared.here.value is None:
            assert compared.reason is not None


def test_origin_is_never_shown_as_need(town: ScanResult) -> None:
    strain = [float(COUNT - one) for one in range(COUNT)]
    figures = {"benefit": list(strain), "debt": list(strain), "health": [-one for one in strain]}
    before = only(line(areas=at(0)), scan=town).need
    for born in (list(strain), [-one for one in strain]):
        rows = observations({**figures, "born_abroad": born})
        found = scanned(rows, ScanRecipe(area=TOWN, year=2020), count=COUNT)
        after = only(line(areas=at(0)), scan=found).need
        assert [one.key for one in after.areas[0].indicators] == [
            one.key for one in before.areas[0].indicators
        ]
        assert after.sentence.render("en") == before.sentence.render("en")


def test_no_indicator_of_a_group_is_about_origin() -> None:
    from weefsel.atlas.indicator import catalogue
    from weefsel.portfolio.need import indicators_of

    known = catalogue()
    for named in indicators_of().values():
        assert not any(known[one].origin_trait for one in named)


# Cost


def priced(*each: tuple[int, int | None], **more: Any) -> list[Line]:
    return [
        line(number, amount=Decimal(euro), participants=people, kind="A2", **more)
        for number, (euro, people) in enumerate(each, start=1)
    ]


def test_a_participant_costs_the_amount_divided_by_participants_to_the_cent() -> None:
    assert only(*priced((1000, 30))).cost.exact == Decimal("33.33")


def test_the_place_among_comparable_lines() -> None:
    found = judged(*priced((1000, 100), (2000, 100), (3000, 100), (4000, 100), (9000, 100)))
    assert [one.cost.place for one in found.lines] == [1, 2, 3, 4, 5]
    middle = found.lines[2].cost
    assert (middle.median.value, middle.low.value, middle.high.value) == (30, 10, 90)
    assert middle.of == 5
    assert middle.basis == "kind"
    said = [one.cost.sentence.render("en") for one in found.lines]
    assert "less than" in said[0]
    assert "as much as" in said[2]
    assert "more than" in said[4]


def test_fewer_than_three_others_is_no_comparison_but_a_reason() -> None:
    for one in judged(*priced((1000, 100), (2000, 100), (3000, 100))).lines:
        assert one.cost.median.value is None
        assert one.cost.place is None
        assert "te weinig" in one.cost.sentence.render("nl")


def test_the_same_intervention_compares_before_the_same_kind() -> None:
    same = priced(*[(1000, 100)] * 4, intervention="home_start")
    other = [
        replace(one, key=f"o{one.key}", intervention="") for one in priced(*[(9000, 100)] * 4)
    ]
    found = judged(*same, *other).lines[0].cost
    assert found.basis == "intervention"
    assert found.high.value == 10


@pytest.mark.parametrize("people", [3, 7, 9])
def test_small_counts_of_people_are_hidden_everywhere(people: int) -> None:
    found = judged(*priced((1234, people), (1000, 100), (2000, 100), (3000, 100), (4000, 100)))
    small = found.lines[0]
    assert small.participants.value is None
    assert small.participants.flag is Flag.SUPPRESSED
    assert small.cost.exact is None
    assert small.cost.per_participant.value is None
    # Nor does it help to work out others: it is in no median.
    assert all(small.line.key not in one.cost.others for one in found.lines)
    record = json.dumps(document(found))
    assert f'"value": {float(people)}' not in record
    each = round(1234 / people, 2)
    assert str(each) not in record


def test_ten_participants_are_shown_and_nobody_is_nobody() -> None:
    ten, none, unknown = judged(*priced((100, 10), (100, 0), (100, None))).lines
    assert ten.participants.value == 10
    assert none.participants.value == 0
    assert "niemand" in none.cost.sentence.render("nl")
    assert "niet bekend" in unknown.cost.sentence.render("nl")


# Overlap


def two(**more: Any) -> Review:
    base: dict[str, Any] = {"kind": "A2", "groups": ("G4",), "areas": at(0)}
    return judged(line(1, **base), line(2, **{**base, **more}))


@pytest.mark.parametrize(
    ("more", "overlap"),
    [
        ({}, True),
        ({"areas": ("WK999001",)}, True),
        ({"areas": (TOWN,)}, True),
        ({"areas": at(1)}, False),
        ({"areas": ()}, False),
        ({"groups": ("G1",)}, False),
        ({"kind": "A3"}, False),
        ({"kind": None}, False),
    ],
)
def test_overlap_is_the_same_for_the_same_in_the_same_place(
    more: dict[str, Any], overlap: bool
) -> None:
    found = two(**more)
    assert [bool(one.overlap) for one in found.lines] == [overlap, overlap]


def test_where_one_does_not_say_for_whom_it_only_may_overlap() -> None:
    first = two(groups=()).lines[0].overlap[0]
    assert not first.groups_known
    assert "mogelijk" in first.sentence.render("nl")
    assert "double" not in {one.key for one in two(groups=()).lines[0].questions}
    assert [one.doubled for one in two(groups=()).lines] == [False, False]
    assert [one.doubled for one in two().lines] == [True, True]


@given(lists())
@settings(max_examples=40, deadline=None)
def test_overlap_goes_both_ways(lines: tuple[Line, ...]) -> None:
    alike = tuple(replace(one, year=2026) for one in lines)
    found = {one.line.key: {each.line.key for each in one.overlap} for one in judged(*alike).lines}
    for mine, others in found.items():
        assert mine not in others
        assert all(mine in found[other] for other in others)


def test_of_many_that_overlap_the_surest_are_told_and_all_are_counted() -> None:
    base: dict[str, Any] = {"kind": "A2", "areas": at(0)}
    unsure = [line(number, **base) for number in range(1, 21)]
    sure = [line(number, groups=("G4",), **base) for number in range(21, 26)]
    found = judged(*unsure, *sure).lines[-1]
    assert found.overlap_total == 24
    assert len(found.overlap) == MOST_TOLD
    assert [one.groups_known for one in found.overlap][:5] == [True] * 4 + [False]


def test_a_neighbourhood_lies_in_its_district_and_municipality() -> None:
    assert within("BU99900101", "WK999001")
    assert within("BU99900101", TOWN)
    assert not within("BU99900101", "WK999002")
    assert shared_areas(["WK999001"], ["BU99900101", "BU99900201"]) == ("BU99900101",)


# Gaps


def test_gaps_say_no_line_and_never_that_nothing_is_there(town: ScanResult) -> None:
    found = judged(line(areas=at(0), kind="A2"), scan=town).gaps
    assert found.areas[0].area == code(0)
    assert "A2" not in found.areas[0].kinds
    assert "A2" in found.areas[1].kinds
    assert [one.score.value for one in found.areas] == sorted(
        one.score.value for one in found.areas
    )  # type: ignore[type-var]
    assert "wil niet zeggen dat er niets is" in found.remark.render("nl")


def test_a_line_for_the_whole_municipality_is_wide(town: ScanResult) -> None:
    found = judged(line(areas=(TOWN,), kind="A2"), scan=town).gaps
    assert all(one.wide == ("A2",) and "A2" not in one.kinds for one in found.areas)


def test_a_line_without_a_kind_may_fill_a_gap_and_that_is_said(town: ScanResult) -> None:
    found = judged(line(areas=at(0)), scan=town).gaps.areas[0]
    assert found.unknown == 1
    assert "de soort niet bekend" in found.sentence.render("nl")


def test_light_interventions_without_a_line_are_listed() -> None:
    every = judged(line()).gaps.light
    fewer = judged(line(intervention="light:chat")).gaps.light
    assert {one.id for one in every} - {one.id for one in fewer} == {"chat"}
    assert all(one.name for one in every)


# Questions and titles


def keys(one: LineReview) -> set[str]:
    return {each.key for each in one.questions}


def test_a_weak_line_beside_another_asks_why_keep_both() -> None:
    base: dict[str, Any] = {"areas": at(0), "groups": ("G9",), "kind": "A8"}
    lines = (line(1, intervention="home_start", **base), line(2, **base))
    weak = judged(*lines, **made("none", None, "nil")).lines[0]
    strong = judged(*lines, **made("none", None, "positive")).lines[0]
    assert "weak_and_double" in keys(weak)
    assert "weak_and_double" not in keys(strong)
    asked = next(one for one in weak.questions if one.key == "weak_and_double")
    assert asked.about == ("line-2",)
    assert "regel 2" in asked.words.render("nl")


def test_a_question_is_a_question_in_both_languages(town: ScanResult) -> None:
    ways = ("positive", "nil", "negative", "mixed", "not_shown", None)
    for way in ways:
        for verdict in (None, "keep", "improve", "scale", "stop"):
            decided = [] if verdict is None else [Decision("line-1", verdict, "x", DAY)]  # type: ignore[arg-type]
            found = only(
                line(intervention="home_start", areas=at(COUNT - 1)),
                scan=town,
                decisions=decided,
                **made("goed_beschreven", 2010, way),
            )
            for one in found.questions:
                assert one.words.render("nl").endswith("?")
                assert one.words.render("en").endswith("?")
                assert one.words.render("nl") != one.words.render("en")


def test_stopping_is_never_proposed() -> None:
    for way in ("nil", "negative"):
        found = only(line(intervention="home_start"), **made("none", None, way))
        assert found.decision is None
        assert all("stop" not in one.words.render("en").lower() for one in found.questions)


def test_the_title_flips_with_the_money() -> None:
    def said(*lines: Line, way: str = "positive") -> str:
        return judged(*lines, **made("none", None, way)).title.msgid

    known = line(1, intervention="home_start", amount=Decimal(600))
    bare = line(2, amount=Decimal(500))
    more = line(2, amount=Decimal(700))
    titles = [
        said(known, bare),
        said(known, more),
        said(known, bare, way="nil"),
        said(known, bare, way="mixed"),
        said(replace(known, amount=Decimal(0)), replace(bare, amount=Decimal(0))),
        judged().title.msgid,
    ]
    assert len(set(titles)) == len(titles)


def test_the_newest_year_is_reviewed_and_the_others_are_named() -> None:
    found = judged(line(1, year=2025), line(2, year=2026))
    assert [one.line.number for one in found.lines] == [2]
    assert any("2025" in one.render("nl") for one in found.lead)
    assert judged(line(1, year=2025), line(2, year=2026), year=2025).lines[0].line.number == 1


@given(lists())
@settings(max_examples=30, deadline=None)
def test_any_portfolio_can_be_reviewed_with_each_figure_accounted_for(
    town: ScanResult, lines: tuple[Line, ...]
) -> None:
    alike = tuple(replace(one, year=2026) for one in lines)
    found = judged(*alike, scan=town)
    said: list[Text] = [found.title, *found.lead, found.shares.sentence, found.ledger.sentence]
    for one in found.lines:
        said += [one.title, one.need.sentence, one.cost.sentence]
        said += [each.words for each in one.questions]
        said += [each.sentence for each in one.overlap]
    for each in said:
        assert each.render("nl")
        assert each.render("en")
        for figure in numbers(each):
            assert set(figure.sources) <= set(found.sources)
            assert figure.reason is not None or figure.low is not None
    assert found.total.value == pytest.approx(float(sum(one.amount for one in alike)))
    json.dumps(document(found))


def test_two_reviews_of_the_same_are_the_same(town: ScanResult) -> None:
    lines = [line(one, areas=at(one), kind="A2", participants=10 * one) for one in range(1, 6)]
    assert document(judged(*lines, scan=town)) == document(judged(*lines, scan=town))
