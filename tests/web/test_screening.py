"""Free text on the pages: screened before it is stored, shown to its writer, kept nowhere."""

from __future__ import annotations

import logging

import pytest
from django import forms
from django.http import QueryDict

from weefsel.web.screened import ScreenedText, refused, screened, stored, version

NOTE = "Mevrouw Jansen (bsn 111222333) en mevrouw Roos wonen aan de Kerkstraat 12."


class Note(forms.Form):
    words = ScreenedText()


def sent(words: str, *, seen: str = "", keep: tuple[str, ...] = ()) -> Note:
    data = QueryDict(mutable=True)
    data["words"], data["words-seen"] = words, seen
    data.setlist("words-keep", list(keep))
    return Note(data)


def key_of(found: str) -> str:
    return next(one.key for one in screened(NOTE).findings if one.found == found)


def test_a_text_without_findings_is_stored_as_it_was_written():
    form = sent("  De lift is kapot.  ")
    assert form.is_valid()
    assert form.cleaned_data["words"] == "De lift is kapot."


def test_the_first_time_its_writer_is_shown_what_would_go(settings):
    form = sent(NOTE)
    assert not form.is_valid()
    drawn = str(form["words"])
    for words in ("Jansen", "111222333", "Kerkstraat 12", version(screened(NOTE))):
        assert words in drawn
    # Three places can be put back by nobody: no box to keep a number or an address.
    assert drawn.count('type="checkbox"') == 2


def test_what_was_seen_is_stored_struck():
    form = sent(NOTE, seen=version(screened(NOTE)))
    assert form.is_valid(), form.errors
    said = form.cleaned_data["words"]
    assert said == "Mevrouw [naam] (bsn [bsn]) en mevrouw [naam] wonen aan de [adres]."


def test_a_name_that_is_no_person_may_stay_and_a_number_never():
    keep = tuple(one.key for one in screened(NOTE).findings if one.found != "Jansen")
    form = sent(NOTE, seen=version(screened(NOTE)), keep=keep)
    assert form.is_valid()
    said = form.cleaned_data["words"]
    assert said == "Mevrouw [naam] (bsn [bsn]) en mevrouw Roos wonen aan de [adres]."


def test_somebody_who_adds_a_name_after_looking_is_asked_again():
    assert not sent(NOTE + " En Fatima.", seen=version(screened(NOTE))).is_valid()


def test_a_box_of_the_form_is_escaped():
    form = sent('Mevrouw Jansen <script>alert(1)</script> "x"')
    assert not form.is_valid()
    assert "<script>" not in str(form["words"])


def test_without_a_form_a_text_is_struck_all_the_same():
    assert stored("bel 06-12345678") == "bel [telefoonnummer]"
    assert stored(NOTE, {key_of("Roos")}).count("[naam]") == 1


def test_a_recipe_may_name_its_authors_and_no_phone_number():
    assert refused("Strong, Oakley en Brennan (2014)") is None
    assert refused("gebeld met 06-12345678") is not None


@pytest.mark.parametrize(
    ("address", "says"),
    [("/leren/tekst/", "Deze tekst wijst naar mensen"), ("/en/learn/text/", "points to people")],
)
def test_the_page_shows_what_is_struck_and_the_text_to_use(visitor, address, says):
    page = visitor.post(address, {"text": NOTE}).content.decode()
    assert says in page
    assert page.count("<del>") == 4
    assert "Mevrouw [naam] (bsn [bsn]) en mevrouw [naam] wonen aan de [adres]." in page


def test_on_the_page_a_name_can_be_put_back(visitor):
    page = visitor.post("/leren/tekst/", {"text": NOTE, "keep": [key_of("Roos")]})
    said = page.content.decode()
    assert "Mevrouw [naam] (bsn [bsn]) en mevrouw Roos wonen" in said
    assert said.count("checked") == 1


def test_the_page_keeps_the_text_nowhere(visitor, home, caplog):
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    caplog.set_level(logging.DEBUG)
    answer = visitor.post("/leren/tekst/", {"text": NOTE})
    assert "no-store" in answer["Cache-Control"]
    after = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    assert after == before
    assert "Jansen" not in caplog.text


@pytest.mark.parametrize("words", ["", "   \n "])
def test_an_empty_text_is_asked_for_again(visitor, words):
    answer = visitor.post("/leren/tekst/", {"text": words})
    assert answer.status_code == 400
    assert "Plak eerst een tekst." in answer.content.decode()


def test_a_text_of_a_whole_report_is_asked_in_parts(visitor):
    answer = visitor.post("/leren/tekst/", {"text": "woord " * 4000})
    assert answer.status_code == 400
    assert "knip hem in delen" in answer.content.decode()
