"""A figure and how it is said."""

from weefsel.base.figure import Figure
from weefsel.base.language import plural, text


def test_a_figure_is_said_with_its_unit_in_both_languages() -> None:
    figure = Figure("x", 12.345, "percent", decimals=1, low=10.0, high=15.25)
    assert figure.render("nl") == "12,3%"
    assert figure.render("en") == "12.3%"
    assert figure.range_words("nl") == "10,0 tot 15,3"


def test_money_is_printed_in_two_significant_digits() -> None:
    assert Figure("x", 79_400.0, "eur_per_year").render("nl") == "79.000\u00a0euro per jaar"


def test_an_unknown_figure_is_a_dash_and_keeps_its_reason() -> None:
    figure = Figure("x", None, reason=text("not measured"))
    assert figure.render("nl") == "–"
    assert figure.document()["reason"] == "not measured"


def test_a_sentence_takes_figures_and_knows_one_from_more() -> None:
    figure = Figure("x", 3.0, decimals=0)
    assert text("at %(x)s", x=figure).render("nl") == "at 3"
    assert plural("%(n)s area", "%(n)s areas", 1, n=1).render("en") == "1 area"
    assert plural("%(n)s area", "%(n)s areas", 2, n=2).render("en") == "2 areas"
