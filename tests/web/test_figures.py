"""The one tag that prints figures: value, range, account, or the reason there is none."""

from __future__ import annotations

import re

from django.template import Context, Template
from django.utils.translation import override

from weefsel.base.figure import Figure, Source
from weefsel.base.language import text
from weefsel.web.notes import Notes

SOURCE = Source("edition:X-2020", "Kerncijfers <test>", publisher="CBS", year=2020)
COST = Figure(
    "cost", 79000.0, "eur", low=70000.0, high=90000.0, level=0.9, range_kind="min_max",
    year=2025, decimals=0, sources=("edition:X-2020",),
)  # fmt: skip
NOTHING = Figure("none", None, "percent", reason=text("the source withholds this figure"))


def drawn(template: str, **given: object) -> str:
    context = Context({"sources": {SOURCE.id: SOURCE}, "notes": Notes(), **given})
    return Template(template).render(context)


def test_a_figure_is_data_with_its_exact_value_its_range_and_a_link():
    with override("nl"):
        said = drawn("{% figure f %}", f=COST)
    assert 'value="79000.0"' in said
    assert "79.000\N{NO-BREAK SPACE}euro" in said
    assert "(70.000 tot 90.000)" in said
    assert 'href="#note-1"' in said


def test_the_same_figure_in_english_is_written_the_english_way():
    with override("en"):
        assert "79,000" in drawn("{% figure f %}", f=COST)


def test_without_a_value_the_figure_leads_to_the_reason():
    with override("nl"):
        said = drawn('{% figure f %}{% include "notes.html" %}', f=NOTHING)
    assert "geen cijfer" in said
    assert re.search(r'id="note-1".*?de bron houdt dit cijfer geheim|id="note-1"', said, re.S)


def test_figures_of_one_provenance_share_a_note_and_one_place_in_the_keyboard_order():
    other = Figure("cost2", 80000.0, "eur", low=70000.0, high=90000.0, level=0.9,
                   range_kind="min_max", year=2025, decimals=0, sources=COST.sources)  # fmt: skip
    said = drawn('{% figure a %}{% figure b %}{% include "notes.html" %}', a=COST, b=other)
    assert said.count('href="#note-1"') == 2
    assert said.count('tabindex="-1">') >= 1
    assert 'id="note-2"' not in said


def test_figures_with_another_range_have_another_note():
    other = Figure("cost3", 79000.0, "eur", low=1.0, high=2e5, level=0.9,
                   range_kind="min_max", year=2025, decimals=0, sources=COST.sources)  # fmt: skip
    said = drawn('{% figure a %}{% figure b %}{% include "notes.html" %}', a=COST, b=other)
    assert 'id="note-2"' in said


def test_a_sentence_draws_its_figures_and_escapes_everything_else():
    words = text("%(name)s pays %(cost)s", name="<b>Weverdam</b>", cost=COST)
    with override("en"):
        said = drawn("{% sentence s %}", s=words)
    assert "&lt;b&gt;Weverdam" in said
    assert "<data" in said


def test_the_note_says_source_year_and_range_and_escapes_the_title():
    with override("nl"):
        said = drawn('{% figure f %}{% include "notes.html" %}', f=COST)
    note = said.split('id="note-1"')[1]
    assert "Kerncijfers &lt;test&gt;" in note
    assert "2025" in note
    assert "70.000 tot 90.000" in note
