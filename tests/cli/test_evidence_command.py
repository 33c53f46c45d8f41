"""``weefsel evidence`` shows what is known, and writes all of it as a document."""

from __future__ import annotations

import json

import pytest

from weefsel import __version__
from weefsel.evidence.parameter import parameters


def test_a_need_in_plain_words_gives_a_table_in_dutch_and_in_english(weefsel):
    dutch = weefsel("evidence", "eenzame ouderen")
    assert dutch.returncode == 0, dutch.stderr
    for word in ("soort", "bandbreedte", "nagekeken", "interventie", "bekend."):
        assert word in dutch.stdout, word
    english = weefsel("evidence", "eenzame ouderen", lang="en")
    for word in ("kind", "range", "checked", "intervention", "known."):
        assert word in english.stdout, word


def test_a_figure_stands_with_its_value_range_and_source(weefsel):
    done = weefsel("evidence", "begeleiding per uur", "--kind", "parameter", lang="en")
    assert done.returncode == 0, done.stderr
    told = " ".join(done.stdout.split())
    assert "60.9" in told
    assert "spread between places" in told
    assert "Westerveld" in told
    assert "intervention" not in told


def test_no_recognition_never_reads_as_does_not_work(weefsel):
    done = weefsel("evidence", "--kind", "intervention")
    assert "werkt niet" not in done.stdout
    assert "erkenning niet gevonden" in " ".join(done.stdout.split())
    assert "geen erkenning" not in done.stdout  # nobody looked everywhere: it is not found


def test_everything_is_written_as_one_document(weefsel, tmp_path):
    shown = weefsel("evidence", "--json", "-")
    assert shown.returncode == 0, shown.stderr
    record = json.loads(shown.stdout)
    assert record["schema"] == "weefsel.evidence/1"
    assert record["weefsel"] == __version__
    assert len(record["parameters"]) == len(parameters())
    assert all(record[key] for key in ("interventions", "chains", "light"))
    kept = weefsel("evidence", "--json", "alles.json", lang="en")
    assert kept.returncode == 0, kept.stderr
    assert kept.stdout == ""
    assert (tmp_path / "alles.json").read_text(encoding="utf-8") == shown.stdout


def test_nothing_found_is_said_and_no_fault(weefsel):
    done = weefsel("evidence", "qqqxyz")
    assert done.returncode == 0
    assert "Niets gevonden is iets anders dan: het werkt niet." in done.stdout


@pytest.mark.parametrize(
    "given",
    [
        ("--kind", "onzin"),
        ("x" * 300,),
        ("--json", "is/er/niet/alles.json"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(weefsel, given):
    done = weefsel("evidence", *given)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_word_that_nothing_has_and_a_slip_are_said(weefsel):
    done = weefsel("evidence", "overgewicht eenzaamhied", lang="en")
    assert done.returncode == 0, done.stderr
    assert "Nothing on: overgewicht." in done.stdout
    assert "Did you mean “eenzaamheid”" in done.stdout
