"""Grading: recognition beside research, and what never may be read into their absence."""

from __future__ import annotations

import math
from datetime import date

import pytest

from weefsel.evidence.grading import LEVELS, grade, together
from weefsel.evidence.intervention import interventions
from weefsel.evidence.meta import pool
from weefsel.evidence.study import Study, studies

TODAY = date(2026, 11, 22)


def invented(serial: int, effect: float, half: float, **changed: object) -> Study:
    base = studies()["valoefening_2"]
    held = {
        "id": f"invented_{serial}", "design": "rct", "outcome": "falls", "measure": "rr",
        "number": "effect", "interval": "ci95", "effect": effect,
        "low": effect / half, "high": effect * half,
    }  # fmt: skip
    return base.model_copy(update={**held, **changed})


def test_no_recognition_and_no_studies_never_read_as_does_not_work() -> None:
    for made in interventions().values():
        graded = grade(made, studies().values(), TODAY)
        for lang, words in (("nl", "werkt niet"), ("en", "does not work")):
            said = f"{graded.level.render(lang)} {graded.sentence().render(lang)}"
            assert words not in said.replace(
                "that does not say that it does not work", ""
            ).replace("dat zegt niet dat het niet werkt", ""), made.id


def test_an_expired_recognition_is_shown_with_its_date() -> None:
    graded = grade(interventions()["ajb"], studies().values(), TODAY)
    assert graded.valid_until == date(2024, 3, 13)
    assert graded.expired is True
    valid = grade(interventions()["in_balans"], studies().values(), TODAY)
    assert valid.expired is False
    unknown = grade(interventions()["buurtbemiddeling"], studies().values(), TODAY)
    assert unknown.expired is None
    assert unknown.level == LEVELS["in_databank"]


def test_the_counts_are_those_of_the_studies() -> None:
    graded = grade(interventions()["eigen_kracht"], studies().values(), TODAY)
    assert len(graded.studies) == 5
    assert graded.designs == {"rct": 4, "quasi": 1}
    assert len(graded.adverse) == 2
    assert graded.dutch == 5


def test_ratios_are_pooled_as_logarithms() -> None:
    effects, half = [0.8, 0.7, 0.9], 1.3
    heap = [invented(number, effect, half) for number, effect in enumerate(effects)]
    (made,) = together(heap)
    spread = (2 * math.log(half) / (2 * 1.959963984540054)) ** 2
    assert made.ratio
    wanted = pool([math.log(one) for one in effects], [spread] * 3)
    assert made.pooled.estimate == pytest.approx(wanted.estimate)


def test_before_after_studies_are_pooled_apart() -> None:
    heap = [invented(number, 0.8, 1.3) for number in range(3)]
    heap += [invented(number, 0.5, 1.3, design="before_after") for number in range(3, 6)]
    made = together(heap)
    assert [one.before_after for one in made] == [False, True]
    assert made[1].pooled.estimate < made[0].pooled.estimate


@pytest.mark.parametrize(
    "changed",
    [{"design": "meta"}, {"number": "level"}, {"interval": "published"}, {"outcome": ""}],
)
def test_what_is_no_effect_with_an_interval_is_never_pooled(changed: dict[str, str]) -> None:
    heap = [invented(0, 0.8, 1.3, **changed), invented(1, 0.7, 1.3), invented(2, 0.9, 1.3)]
    assert together(heap) == ()
