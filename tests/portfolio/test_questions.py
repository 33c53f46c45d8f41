"""Questions claim no more than the figures they follow from."""

from __future__ import annotations

from portfolio.small_town import line
from portfolio.test_review import judged, keys, made, only, priced


def test_only_what_costs_less_than_all_others_is_asked_whether_it_is_paid_its_cost() -> None:
    same = judged(*priced(*[(1000, 100)] * 4))
    assert [keys(one) & {"cheapest", "dearest"} for one in same.lines] == [set()] * 4
    rising = judged(*priced((1000, 100), (2000, 100), (3000, 100), (4000, 100)))
    asked = [keys(one) & {"cheapest", "dearest"} for one in rising.lines]
    assert asked == [{"cheapest"}, set(), set(), {"dearest"}]


def test_what_was_compared_is_never_said_not_to_be() -> None:
    def asked(way: str | None) -> str:
        one = only(line(intervention="home_start"), **made("none", None, way))
        return " ".join(each.words.render("en") for each in one.questions)

    assert "No comparison was found" in asked(None)
    assert "comparison" not in asked("not_shown")
    assert "nothing either way" in asked("not_shown")
