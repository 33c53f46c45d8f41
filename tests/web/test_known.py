"""What is known beforehand, what is refused with words, and pages when little is loaded."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from weefsel.web import ask


def value_of(page: str, field: str) -> str:
    return page.split(f'name="{field}"')[1].split(">")[0].partition('value="')[2].partition('"')[0]


def test_a_place_with_a_recipe_of_its_own_fills_the_whole_form(visitor):
    page = visitor.get("/kiezen/nieuw/?buurt=BU99900301&plek=de-schakel").content.decode()
    assert value_of(page, "cost_eur_per_year") == "62000"
    assert value_of(page, "vulnerable_share") == "52"
    assert value_of(page, "cost_eur_per_year_price_year") == "2025"


def test_what_another_made_up_place_lacks_is_taken_over_and_its_source_says_so(visitor):
    page = visitor.get("/kiezen/nieuw/?buurt=BU99900101&plek=de-lakenhal").content.decode()
    assert value_of(page, "cost_eur_per_year") == "118000"
    assert value_of(page, "cost_eur_per_year_low") == ""
    assert value_of(page, "guidance_hours_per_client_per_year") == "115"
    source = value_of(page, "guidance_hours_per_client_per_year_source")
    assert "verzonnen" in source
    assert "overgenomen van Buurthuis De Schakel" in source


def test_a_recipe_in_the_folder_that_cannot_be_read_does_not_hide_the_others(visitor, home):
    broken = home / "choices" / "aaa-kapot.toml"
    broken.write_text("dit is geen toml", encoding="utf-8")
    try:
        answer = visitor.get("/kiezen/")
    finally:
        broken.unlink()
    assert answer.status_code == 200
    assert "aaa-kapot.toml" in answer.content.decode()
    assert "Buurthuis De Schakel" in answer.content.decode()


def upload(visitor, content: bytes) -> str:
    given = SimpleUploadedFile("r.toml", content)
    answer = visitor.post("/kiezen/openen/", {"recipe": given})
    assert answer.status_code == 400
    return answer.content.decode()


def test_brackets_without_end_are_refused_with_a_sentence(visitor):
    assert "te diep in elkaar" in upload(visitor, b"a=" + b"[" * 40_000 + b"]" * 40_000)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "', 'title = "\\u0000', "tekens die niemand kan zien"),
        ('title = "', 'title = "\\u202e', "tekens die niemand kan zien"),
        ('title = "', 'title = "Kerkstraat 5 ', "lijkt op een adres"),
        ("price_year = 2025", "price_year = 1800", "buiten de index"),
    ],
)
def test_a_recipe_with_what_does_not_belong_in_it_is_refused_before_it_is_shown(
    visitor, home, old, new, said
):
    recipe = (home / "choices" / "de-schakel.toml").read_text(encoding="utf-8")
    assert said in upload(visitor, recipe.replace(old, new, 1).encode())


def test_the_address_of_a_refused_file_can_be_opened_again(visitor):
    assert visitor.get("/kiezen/openen/")["Location"] == "/kiezen/"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/gemeente/gm9990/", "/gemeente/GM9990/"),
        ("/gemeente/WK999003/", "/wijk/WK999003/"),
        ("/wijk/BU99900301/", "/buurt/BU99900301/"),
        ("/gemeente/BU99900301/", "/buurt/BU99900301/"),
        ("/buurt/bu99900301/", "/buurt/BU99900301/"),
        ("/buurt/GM9990/", "/gemeente/GM9990/"),
    ],
)
def test_a_code_in_another_form_leads_to_the_page_it_stands_for(visitor, asked, given):
    assert visitor.get(asked)["Location"] == given


def test_an_install_without_statistics_says_on_every_page_what_to_do(
    visitor, tmp_path, monkeypatch
):
    monkeypatch.setattr(settings, "WEEFSEL_HOME", tmp_path)
    for url in ("/", "/gemeenten/", "/en/", "/en/municipalities/"):
        assert "weefsel example" in visitor.get(url).content.decode(), url
    for url in ("/kiezen/", "/kiezen/nieuw/", "/bronnen/"):
        assert visitor.get(url).status_code == 200, url
    assert visitor.get("/gemeente/GM9990/").status_code == 404
    assert not ask.recipes()


def test_a_turning_value_is_never_told_as_a_chance(visitor):
    address = visitor.get("/kiezen/").content.decode().split('href="/kiezen/uitkomst/?')[1]
    page = visitor.get("/kiezen/uitkomst/?" + address.split('"')[0]).content.decode()
    first = page.split('id="note-1"')[1].split("</li>")[0]
    assert "geen kans" in first
    assert "negen van de tien" not in first
    assert "ongeveer" in page
    assert "7,4" not in page.split('aria-labelledby="sure"')[1].split("</section>")[0]
