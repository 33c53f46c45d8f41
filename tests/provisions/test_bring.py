"""Lists of one's own, files of any form, and provisions that may be one."""

from __future__ import annotations

import io
import json
import re
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from pyproj import Geod

from weefsel.base.errors import InputError
from weefsel.provisions.bring import DUO, HSDS, OSM, TABLE, bring, grid_in
from weefsel.provisions.cells import NotRead, hours, postcode
from weefsel.provisions.columns import Columns, columns_of, guess, kind_of, words
from weefsel.provisions.duplicates import bare_name, metres, phone, proposals, site
from weefsel.provisions.merged import fields_that_differ, merged
from weefsel.provisions.place_kind import place_kinds
from weefsel.provisions.placed import placed, within
from weefsel.provisions.social_map import Entry, Location, Offer, Organisation, Service, SocialMap
from weefsel.sources.hsds.package import BrokenPackageError
from weefsel.sources.local_grid import grid_of

CODE = "GM9990"
TODAY = date(2026, 11, 22)
LIST = """Naam;Soort;Organisatie;Adres;Postcode;Plaats;Openingstijden;Maandag;Gratis;Doelgroep;Contactpersoon;Lat;Lon
Buurthuis De Klos;buurtcentrum;Stichting Klos;Dorpsstraat 12a;0301AB;Weverdam;;9.00-12.00 en 13-17;ja;G4;P. Jansen;53,4;3,9
Taalcafé;taalcafe;Stichting Klos;Plein 1;0302 AC;Weverdam;ma t/m vr 9.00-17.00 uur;;nee;;;;
Eethuis;eetpunt;;;;;elke laatste zondag;;;;;;
"""  # noqa: E501


def read(content: str | bytes, name: str = "lijst.csv", **more):
    raw = content.encode() if isinstance(content, str) else content
    return bring({name: raw}, municipality=CODE, on=TODAY, **more)


def test_a_list_with_dutch_headings_is_read_as_it_is() -> None:
    found = read(LIST)
    assert found.form == TABLE
    first, second, third = found.map.entries()
    assert (first.service.kind, first.organisation.name) == ("community_centre", "Stichting Klos")
    assert (first.location.street, first.location.number) == ("Dorpsstraat", "12a")
    assert first.location.postcode == "0301 AB"
    assert first.point == (3.9, 53.4)
    assert first.service.free is True
    assert first.service.groups == ("G4",)
    assert first.service.activities == place_kinds()["community_centre"].activities
    assert [(one.day, one.opens, one.closes) for one in first.offer.opening] == [
        (1, "09:00", "12:00"), (1, "13:00", "17:00"),
    ]  # fmt: skip
    assert second.service.organisation == first.service.organisation
    assert len(second.offer.opening) == 5
    assert third.offer.opening_words == "elke laatste zondag"
    assert third.location is None
    assert all(one.offer.fictitious for one in found.map.entries())
    said = [one.render("nl") for one in found.remarks]
    assert any("taalcafe, eetpunt" in one for one in said)
    # A column about a person is not read in, and that is said.
    assert "Jansen" not in repr(found.map)
    assert [one.target for one in found.mapped if one.source == "Contactpersoon"] == [""]


def test_every_cell_that_cannot_be_read_is_named_and_nothing_is_given() -> None:
    wrong = LIST.replace("0301AB", "301AB").replace(";ja;", ";misschien;").replace("G4", "G44")
    wrong = wrong.replace("Eethuis", "").replace("9.00-12.00 en 13-17", "ochtend")
    with pytest.raises(BrokenPackageError) as refused:
        read(wrong)
    found = {(one.row.render("nl"), one.column) for one in refused.value.faults}
    assert found == {
        ("rij 2", "Postcode"), ("rij 2", "Gratis"), ("rij 2", "Doelgroep"), ("rij 2", "Maandag"),
        ("rij 4", "Naam"),
    }  # fmt: skip
    for one in refused.value.faults:
        assert one.reason.render("nl") != one.reason.render("en")


def test_one_provision_twice_in_a_list_is_a_fault_with_the_other_row() -> None:
    twice = LIST + LIST.splitlines()[1] + "\n"
    with pytest.raises(BrokenPackageError) as refused:
        read(twice)
    (fault,) = refused.value.faults
    assert "rij 2" in fault.reason.render("nl")


def test_the_same_list_gives_the_same_ids_and_a_workbook_the_same_map() -> None:
    book = Workbook()
    for line in LIST.strip().splitlines():
        book.active.append(line.split(";"))
    held = io.BytesIO()
    book.save(held)
    first, second = read(LIST, source="x"), read(held.getvalue(), "lijst.xlsx", source="x")
    assert first.map == second.map == read(LIST, source="x").map


def test_columns_are_as_somebody_says_and_remembered_ones_fit_a_new_list() -> None:
    said = columns_of({"columns": {"Wat": "name", "Waar": "town"}, "kinds": {"plek": "library"}})
    grid = grid_of(b"Wat;Waar;Nieuw;Soort\nBieb;Weverdam;1;plek\n", "x.csv")
    meant = guess(grid, said)
    assert meant.columns == {"Wat": "name", "Waar": "town", "Nieuw": "skip", "Soort": "kind"}
    (entry,) = read("Wat;Waar;Nieuw;Soort\nBieb;Weverdam;1;plek\n", columns=meant).map.entries()
    assert (entry.name, entry.service.kind) == ("Bieb", "library")
    assert columns_of({**meant.model_dump(by_alias=True)}).toml().startswith("schema")
    for wrong in (
        {"columns": {"a": "nonsense"}},
        {"columns": {"a": "name", "b": "name"}},
        {"kinds": {"plek": "nergens"}},
    ):
        with pytest.raises(InputError):
            columns_of(wrong)
    with pytest.raises(InputError, match="no column is the name"):
        read("Iets;Anders\n1;2\n", columns=Columns())


def test_every_word_for_a_column_or_kind_stands_once() -> None:
    lists = words()
    for table in (lists.column, lists.kind, lists.way_in, lists.organisation_kind):
        flat = [one for group in table.values() for one in group]
        assert len(flat) == len(set(flat)), [one for one in flat if flat.count(one) > 1]
    assert set(lists.kind) <= set(place_kinds())
    for key, kind in place_kinds().items():
        assert kind_of(kind.nl) == key


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("ma t/m vr 9.00-17.00 uur", 5), ("maandag en woensdag van 10 tot 12 uur", 2),
        ("di 13:30-16:00, do 9-12", 2), ("dagelijks", 0), ("op afspraak", 0),
        ("za 10.00 \u2013 12.00", 1),
    ],
)  # fmt: skip
def test_dutch_words_for_hours(said: str, days: int) -> None:
    if not days:
        with pytest.raises(NotRead):
            hours(said)
        return
    assert len({one["day"] for one in hours(said)}) == days


@given(st.text(max_size=30))
def test_a_cell_is_read_as_what_it_must_be_or_not_at_all(said: str) -> None:
    with suppress(NotRead):
        assert re.fullmatch(r"\d{4} [A-Z]{2}", postcode(said))
    with suppress(NotRead):
        assert {one["day"] for one in hours(said)} <= set(range(1, 8))


def test_points_of_the_dutch_grid_become_degrees() -> None:
    # The middle of the grid in degrees: Schreutelkamp & Strang van Hees (2001), Benaderings-
    # formules voor de transformatie tussen RD- en WGS84-kaartcoordinaten, NGT Geodesia 43.
    (entry,) = read("Naam;X;Y\nToren;155000;463000\n").map.entries()
    assert entry.point == pytest.approx((5.38720621, 52.15517440), abs=1e-5)


def test_each_form_is_recognised_by_what_stands_in_it() -> None:
    osm = {"elements": [{"type": "node", "id": 1, "lat": 53.4, "lon": 3.9,
                         "tags": {"amenity": "library", "name": "Bieb"}}]}  # fmt: skip
    assert read(json.dumps(osm), "x.json").form == OSM
    duo = "VESTIGINGSNUMMER,VESTIGINGSNAAM,POSTCODE,GEMEENTENUMMER\n00AA00,De Brug,0301 AB,9990\n"
    points = json.dumps([{"code": "0301AB", "lon": 3.9, "lat": 53.4}])
    found = bring(
        {"scholen.csv": duo.encode(), "punten.json": points.encode()}, municipality=CODE, on=TODAY
    )
    assert found.form == DUO
    assert found.map.entries()[0].organisation.kind == "school"
    package = {"id": "s", "name": "Koffie", "status": "active"}
    assert read(json.dumps([package]), "x.json").form == HSDS
    tables = {
        "organizations.csv": b"id,name,description\no,Draad,Welzijn\n",
        "services.csv": b"id,organization_id,name,status\ns,o,Koffie,active\n",
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in tables.items():
            archive.writestr(f"map/{name}", content)
    assert read(held.getvalue(), "kaart.zip").form == HSDS
    assert grid_in({"kaart.zip": held.getvalue()}) is None
    assert grid_in({"lijst.csv": LIST.encode()}) is not None


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.csv": b"naam;x\n1;2\n", "b.csv": b"naam;x\n1;2\n"}, "niet bij elkaar"),
        ({"a.zip": b"PK\x03\x04rest"}, "beschadigd"),
        ({"p.json": b'[{"code": "0301AB", "lon": 3.9, "lat": 53.4}]'}, "punten van postcodes"),
        ({"a.csv": b""}, "leeg"),
    ],
)
def test_what_cannot_be_brought_says_why(files, said: str) -> None:
    with pytest.raises(InputError) as refused:
        bring(files, municipality=CODE, on=TODAY)
    assert said in refused.value.sentence("nl")


def entry(key: str, name: str, point=None, kind="", website="", offer=None, **where) -> Entry:
    longitude, latitude = point or (None, None)
    return Entry(
        Offer(id=key, service=key, slug=key, municipality=CODE, website=website, **(offer or {})),
        Service(id=key, organisation="o", name=name, kind=kind),
        Organisation(id="o", name="O"),
        Location(id=key, longitude=longitude, latitude=latitude, **where),
    )


def test_pairs_that_may_be_one_are_proposed_with_their_reasons() -> None:
    there = [
        entry(
            "a", "Openbare Basisschool De Vlieger", (4.75, 52.63), offer={"phone": "072-1234567"}
        ),
        entry("b", "Zwembad De Waag", (4.76, 52.64)),
        entry("c", "Koffieochtend", (4.75, 52.63)),
    ]
    new = [
        entry("x", "OBS De Vlieger", (4.7503, 52.6302), offer={"phone": "+31 72 123 4567"}),
        entry("y", "Taalcafé", (4.75, 52.63)),
        entry("z", "De Vlieger", (4.90, 52.70)),
    ]
    (found,) = proposals(there, new)
    assert (found.first.slug, found.second.slug) == ("a", "x")
    said = [one.render("nl") for one in found.reasons]
    assert said[:2] == ["ze hebben dezelfde naam", "ze hebben hetzelfde telefoonnummer"]
    assert any("meter uit elkaar" in one for one in said)
    assert proposals(there, new, decided=[("x", "a")]) == ()
    assert proposals([*there, *new])[0].ids == ("a", "x")


def test_one_building_with_several_provisions_is_no_double() -> None:
    here = {"street": "Plein", "number": "1", "postcode": "0301 AB"}
    there = [
        entry("a", "Bibliotheek", (3.9, 53.4), **here),
        entry("b", "Taalpunt", (3.9, 53.4), **here),
    ]
    assert proposals(there) == ()
    alike = [
        entry("c", "Bibliotheek Binnenstad", (3.9, 53.4), kind="library", **here),
        entry("d", "Taalpunt Binnenstad", (3.9, 53.4), kind="language_point", **here),
    ]
    assert proposals(alike) == ()


@given(st.floats(3, 7.2), st.floats(50.7, 53.6), st.floats(-0.05, 0.05), st.floats(-0.05, 0.05))
def test_distances_are_those_of_an_independent_reckoning(x, y, east, north) -> None:
    _, _, wanted = Geod(ellps="WGS84").inv(x, y, x + east, y + north)
    found = metres((x, y), (x + east, y + north))
    assert found == pytest.approx(wanted, rel=0.006, abs=0.01)  # a sphere for an ellipsoid


def test_names_numbers_and_sites_are_compared_bare() -> None:
    assert bare_name("Stichting De Klos") == "klos"
    assert bare_name("De Bibliotheek") == "debibliotheek"  # nothing else is left
    assert phone("+31 (0)74 123 45 67") == phone("074-1234567") == phone("0031741234567")
    assert site("https://www.x.nl/a/?b=1") == site("x.nl/a")


def test_merging_fills_what_is_empty_and_takes_what_is_chosen() -> None:
    one = entry("a", "De Klos", (3.9, 53.4), offer={"phone": "1"})
    two = entry("b", "Buurthuis De Klos", (3.91, 53.4), offer={"phone": "2", "email": "a@b.nl"})
    fields = {(name, field) for name, field, _, _ in fields_that_differ(one, two)}
    assert fields == {("service", "name"), ("offer", "phone"), ("offer", "email"),
                      ("location", "longitude")}  # fmt: skip
    made = merged(one, two)
    assert (made.offer.phone, made.offer.email, made.slug) == ("1", "a@b.nl", "a")
    assert merged(one, two, {"offer.phone": True}).offer.phone == "2"
    assert merged(one, two, {"offer.email": False}).offer.email == ""


def test_a_place_gets_the_neighbourhood_its_point_lies_in() -> None:
    shapes = {"BU99900101": shapely.box(0, 0, 1, 1), "BU99900102": shapely.box(1, 0, 2, 1)}
    locations = {
        "a": Location(id="a", longitude=0.5, latitude=0.5),
        "b": Location(id="b", longitude=1.0, latitude=0.5),  # on the border: the first
        "c": Location(id="c", longitude=5.0, latitude=0.5),
        "d": Location(id="d"),
    }
    map_ = SocialMap(
        {"o": Organisation(id="o", name="O")},
        {key: Service(id=key, organisation="o", name=key) for key in locations}, locations,
        {key: Offer(id=key, service=key, location=key, slug=key, municipality=CODE)
         for key in locations},
    )  # fmt: skip
    found, said = placed(map_, shapes)
    assert {key: one.neighbourhood for key, one in found.locations.items()} == {
        "a": "BU99900101", "b": "BU99900101", "c": "", "d": "",
    }  # fmt: skip
    assert said is not None
    assert said.render("nl").endswith(": 1.")
    kept, left = within(map_, shapes)
    assert set(kept.offers) == {"a", "b", "d"}
    assert set(kept.locations) == {"a", "b", "d"}
    assert left == 1


@pytest.mark.realdata
def test_schools_of_two_sources_in_alkmaar_are_recognised_as_one(real_data: Path) -> None:
    folder = real_data / "voorzieningen"
    names = ("duo_basisscholen_vestigingen_2016.csv", "duo_basisscholen_postcode_latlon_2016.json")
    old = bring(
        {one: (folder / one).read_bytes() for one in names}, municipality="GM0361", on=TODAY
    )
    name = "scholen_alkmaar_2026.geojson"
    new = bring({name: (folder / name).read_bytes()}, municipality="GM0361", on=TODAY)
    found = proposals(old.map.entries(), new.map.entries())
    assert len(found) >= 10
    for one in found:
        assert one.distance_m is None or one.distance_m < 250
