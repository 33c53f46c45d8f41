"""Headings: what the exporters of one table have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weefsel.sources.names import is_key, slug, stem, take_apart
from weefsel.sources.roles import role_of

PAIRS = [  # headings as CBS StatLine and as R wrote them (tables 85984NED and 84583NED)
    ("Bevolking/Aantal inwoners (aantal)", "Bevolking.Aantal.inwoners..aantal."),
    ("Bevolking/Bevolkingsdichtheid (aantal inwoners per km²)",
     "Bevolking.Bevolkingsdichtheid..aantal.inwoners.per.km.."),
    ("Energie/Gemiddeld aardgasverbruik/Gemiddeld aardgasverbruik totaal (m³)",
     "Energie.Gemiddeld.aardgasverbruik.Gemiddeld.aardgasverbruik.totaal..m.."),
    ("Zorg/Wmo-cliënten relatief (per 1 000 inwoners)",
     "Zorg.Wmo.cliënten.relatief..per.1.000.inwoners."),
    ("Motorvoertuigen/Personenauto's/Personenauto's per huishouden (per huishouden)",
     "Motorvoertuigen.Personenauto.s.Personenauto.s.per.huishouden..per.huishouden."),
]  # fmt: skip


@pytest.mark.parametrize(("statline", "r"), PAIRS)
def test_statline_and_r_share_a_slug(statline: str, r: str) -> None:
    assert take_apart(statline).slug == take_apart(r).slug


@pytest.mark.parametrize(
    ("key", "expected"),
    [("AantalInwoners_5", "AantalInwoners"), ("k_0Tot15Jaar_8", "0Tot15Jaar"), ("ID", "ID")],
)
def test_a_stem_has_no_position(key: str, expected: str) -> None:
    assert stem(key) == expected


@pytest.mark.parametrize("name", ["a_00_14", "gwb_code_10", "a_inw", "Aantal inwoners (aantal)"])
def test_short_names_of_the_workbooks_are_no_keys_with_a_position(name: str) -> None:
    assert not is_key(name)


def test_a_unit_is_the_last_part_between_brackets() -> None:
    header = take_apart("Herkomstland/Europa (exclusief Nederland)  (aantal)")
    assert (header.path, header.title, header.unit) == (
        "Herkomstland", "Europa (exclusief Nederland)", "aantal",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("column", "role"),
    [
        ("Codering_3", "code"),
        ("Regioaanduiding/Codering (code)", "code"),
        ("Regioaanduiding.Codering..code.", "code"),
        ("gwb_code_10", "code"),
        ("WijkenEnBuurten", "area"),
        ("Regio's", "area"),
        ("Perioden", "period"),
        ("Unnamed: 0", "other"),
        ("", "other"),
        ("Bevolking/Geslacht/Mannen (aantal)", None),
    ],
)
def test_columns_of_areas_are_told_from_figures(column: str, role: str | None) -> None:
    assert role_of(take_apart(column)) == role


@given(st.text(max_size=60))
def test_any_heading_can_be_taken_apart(name: str) -> None:
    header = take_apart(name)
    assert set(header.slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789")
    assert slug(header.slug) == header.slug
