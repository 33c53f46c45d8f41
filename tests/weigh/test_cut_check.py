"""The cut check: only what is there answers a question, however it is filled in."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.weigh.cut_check import Answer, CutCheck, Link, Verdict, judge, questions

TODAY = date(2026, 11, 22)
THERE = {
    ("provision", "de-schakel"),
    ("scan", "GM9990"),
    ("finding", "WK999001"),
    ("chain", "meeting"),
    ("result", "r1"),
    ("contract", "c1"),
    ("session", "s1"),
    ("session", "s2"),
    ("option", "extend"),
}
SESSION = Link(
    kind="session", id="s1", held_on=date(2026, 10, 1), residents=12, professionals=4, partners=1
)
REASON = "Dit raakt alleen kosten van papier; bewoners merken daar niets van."
GOOD = {
    1: Answer(question=1, links=(Link(kind="provision", id="de-schakel"),)),
    2: Answer(question=2, links=(Link(kind="scan", id="GM9990"),)),
    3: Answer(question=3, links=(Link(kind="finding", id="WK999001"),)),
    4: Answer(question=4, links=(Link(kind="chain", id="meeting"),)),
    5: Answer(question=5, links=(Link(kind="result", id="r1"),)),
    6: Answer(question=6, links=(Link(kind="contract", id="c1"),)),
    7: Answer(question=7, links=(SESSION,)),
    8: Answer(question=8, links=(Link(kind="option", id="extend"),)),
}


def check(**changed: Answer | None) -> CutCheck:
    """Judge the good answers with some of them changed or left out: q7=..."""
    answers = dict(GOOD)
    for key, answer in changed.items():
        number = int(key.removeprefix("q"))
        if answer is None:
            del answers[number]
        else:
            answers[number] = answer
    return judge(answers.values(), exists=lambda kind, key: (kind, key) in THERE, today=TODAY)


def nvt(number: int, reason: str, name: str = "M. de Vries") -> Answer:
    return Answer(question=number, not_applicable=True, reason=reason, name=name)


def session(**changed: object) -> Answer:
    return Answer(question=7, links=(SESSION.model_copy(update=changed),))


EMPTY: dict[str, Answer | None] = {
    "not answered": None,
    "answered with nothing": Answer(question=7),
    "words only": Answer(question=7, words="Er is uitgebreid gesproken met alle bewoners."),
    "a reason without saying that it does not apply": Answer(question=7, reason=REASON),
    "a link without an id": session(id=""),
    "a link of spaces": session(id="   "),
    "a session that is not there": session(id="weg"),
    "a session without a date": session(held_on=None),
    "a session still to be held": session(held_on=date(2026, 11, 23)),
    "a session far ahead": session(held_on=date(2099, 1, 1)),
    "a session without people": session(residents=0, professionals=0, partners=0),
    "a session without residents": session(residents=0),
    "a session without professionals": session(professionals=0),
    "only partners": session(residents=0, professionals=0, partners=9),
    "residents only at a session still to come": Answer(
        question=7,
        links=(
            SESSION.model_copy(update={"residents": 0}),
            SESSION.model_copy(update={"id": "s2", "held_on": date(2027, 1, 1)}),
        ),
    ),
    "a link to a provision": Answer(question=7, links=(Link(kind="provision", id="de-schakel"),)),
    "a link to a result": Answer(question=7, links=(Link(kind="result", id="r1"),)),
    "a scan": Answer(question=7, links=(Link(kind="scan", id="GM9990"),)),
    "not applicable without a reason": nvt(7, ""),
    "not applicable without a name": nvt(7, REASON, ""),
    "a reason of spaces": nvt(7, "      "),
    "a dash": nvt(7, "-"),
    "n.v.t.": nvt(7, "n.v.t."),
    "niet van toepassing": nvt(7, "Niet van toepassing."),
    "geen": nvt(7, "Geen"),
    "later": nvt(7, "Volgt later nog, nader te bepalen."),
    "see above": nvt(7, "Zie hierboven, idem, dito."),
    "dots": nvt(7, "................................"),
    "one word again and again": nvt(7, "bewoners bewoners bewoners bewoners bewoners"),
    "one sign again and again": nvt(7, "aaaa bbbb cccc dddd eeee ffff"),
    "lorem ipsum": nvt(7, "Lorem ipsum dolor sit amet"),
    "keys at random": nvt(7, "sdfghjk qwrtpsd zxcvbnm lkjhgfd"),
    "digits": nvt(7, "1234 5678 9012 3456 7890"),
    "the question itself": nvt(7, questions().question[6].nl),
    "the question in English": nvt(7, questions().question[6].en),
    "three words": nvt(7, "Bewoners weten alles."),
    "a name that is no name": nvt(7, REASON, "x"),
    "a name of filler": nvt(7, REASON, "onbekend"),
    "a name of digits": nvt(7, REASON, "12345"),
    "a name of dots": nvt(7, REASON, "..."),
}


def test_a_complete_check_is_complete_and_not_approved() -> None:
    made = check()
    assert made.open == ()
    assert made.verdict is Verdict.COMPLETE
    assert "goedgekeurd" in made.verdict.word().render("nl")


def test_there_are_at_least_thirty_ways_to_fill_it_emptily() -> None:
    assert len(EMPTY) >= 30


@pytest.mark.parametrize("way", list(EMPTY))
def test_filled_emptily_it_stays_red(way: str) -> None:
    made = check(q7=EMPTY[way])
    assert made.verdict is Verdict.WITHOUT_VISION
    assert [one.question.number for one in made.open] == [7]
    assert made.open[0].why.render("nl") != made.open[0].why.render("en")


@pytest.mark.parametrize("number", [1, 5, 7])
def test_without_a_key_question_a_cut_is_without_vision(number: int) -> None:
    assert check(**{f"q{number}": None}).verdict is Verdict.WITHOUT_VISION


@pytest.mark.parametrize("number", [2, 3, 4, 6, 8])
def test_without_another_question_it_is_not_complete(number: int) -> None:
    assert check(**{f"q{number}": None}).verdict is Verdict.INCOMPLETE


def test_a_question_may_be_set_aside_with_a_reason_and_a_name() -> None:
    assert check(q6=nvt(6, REASON)).verdict is Verdict.COMPLETE


def test_one_reason_does_not_serve_two_questions() -> None:
    made = check(q4=nvt(4, REASON), q6=nvt(6, REASON.upper()))
    assert [one.question.number for one in made.open] == [4, 6]


def test_two_sessions_together_may_have_asked_all() -> None:
    first = SESSION.model_copy(update={"professionals": 0})
    second = SESSION.model_copy(update={"id": "s2", "residents": 0})
    assert check(q7=Answer(question=7, links=(first, second))).verdict is Verdict.COMPLETE


@given(words=st.text(max_size=300), reason=st.text(max_size=100))
def test_no_words_alone_ever_answer_a_question(words: str, reason: str) -> None:
    made = check(q5=Answer(question=5, words=words, reason=reason, name="M. de Vries"))
    assert made.verdict is Verdict.WITHOUT_VISION
