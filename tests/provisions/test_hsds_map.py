"""A package of Open Referral in and out of the social map: nothing lost, nothing private out."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.provisions.from_hsds import from_hsds
from weefsel.provisions.hsds_ask import Asked, found
from weefsel.provisions.social_map import (
    Closed,
    Location,
    Offer,
    Opening,
    Organisation,
    Outside,
    Service,
    SocialMap,
)
from weefsel.provisions.to_hsds import recognised, to_hsds
from weefsel.provisions.without_loss import without_loss
from weefsel.sources.hsds.nested import read_json, record
from weefsel.sources.hsds.package import Package
from weefsel.sources.hsds.tabular import read_tabular, write_tabular
from weefsel.sources.hsds.upgrade import upgrade

HERE = Path(__file__).parents[1] / "sources" / "hsds"
TODAY = date(2026, 11, 22)
CODE = "GM9990"


def example(root: str):
    return json.loads((HERE / f"{root}_full.json").read_text(encoding="utf-8"))


def validate(found, root: str) -> None:
    schema = json.loads(gzip.decompress((HERE / f"{root}.json.gz").read_bytes()))
    jsonschema.Draft202012Validator(schema).validate(found)


def brought(package: Package):
    return from_hsds(package, municipality=CODE, on=TODAY, source="kaart", fictitious=True)


@pytest.mark.parametrize("root", ["service", "organization", "service_at_location"])
def test_an_example_of_the_specification_goes_through_the_map_and_comes_out_equal(root) -> None:
    given = example(root)
    package = read_json(json.dumps(given), f"{root}.json")
    out = to_hsds(brought(package).map, public=False)
    assert record(out, root, given["id"]) == given
    assert out.rows == package.rows
    validate(record(out, root, given["id"]), root)


def test_what_somebody_changed_goes_out_and_the_rest_stays_as_it_came() -> None:
    given = example("service")
    map_ = brought(read_json(json.dumps(given), "x")).map
    ((key, service),) = map_.services.items()
    ((_, organisation),) = map_.organisations.items()
    changed = replace(
        map_,
        services={key: service.model_copy(update={"name": "Praathuis", "languages": ("ar",)})},
        organisations={organisation.id: organisation.model_copy(update={"phone": "0101234567"})},
    )
    out = to_hsds(changed, public=False)
    now = record(out, "service", given["id"])
    assert now["name"] == "Praathuis"
    assert [one["code"] for one in now["languages"]] == ["ar"]
    assert now["organization"]["phones"][0]["number"] == "0101234567"
    assert now["wait_time"] == given["wait_time"]
    assert now["service_areas"] == given["service_areas"]
    validate(now, "service")
    again = brought(out).map
    assert again.services[key].name == "Praathuis"


def test_nothing_about_people_is_public() -> None:
    given = example("service")
    map_ = brought(read_json(json.dumps(given), "x")).map
    ((key, offer),) = map_.offers.items()
    offers = {key: offer.model_copy(update={"regular_visitors": 61})}
    out = to_hsds(replace(map_, offers=offers), public=True)
    said = json.dumps(record(out, "service", given["id"]))
    for private in ("Ann Persona", "A. Persona", "assurer_email", "regular_visitors", "contacts"):
        assert private not in said
    whole = to_hsds(replace(map_, offers=offers), public=False)
    said = json.dumps(record(whole, "service", given["id"]))
    assert "Ann Persona" in said
    assert "regular_visitors" in said


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs")), max_size=12)
names = words.filter(bool)
clocks = st.sampled_from(["08:30", "09:00", "12:00", "17:30", "23:00"])
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
openings = st.lists(
    st.builds(Opening, day=st.integers(1, 7), opens=clocks, closes=clocks), max_size=4
).map(tuple)
closings = st.lists(
    st.builds(Closed, first=days, last=days, why=words, opens=st.just(""), closes=st.just("")),
    max_size=2,
).map(tuple)


@st.composite
def maps(draw) -> SocialMap:
    organisation = Organisation(
        id="o1", name=draw(names), kind=draw(st.sampled_from(["club", "other", "school"])),
        description=draw(words), website=draw(st.sampled_from(["", "www.x.nl", "geen"])),
        email=draw(st.sampled_from(["", "a@b.nl", "raar"])), phone=draw(words),
    )  # fmt: skip
    service = Service(
        id="s1", organisation="o1", name=draw(names), description=draw(words),
        kind=draw(st.sampled_from(["", "library", "eigen"])),
        activities=draw(st.sampled_from([(), ("A2",), ("A10", "A1")])),
        groups=draw(st.sampled_from([(), ("G4", "G7")])), specialisms=tuple(draw(st.lists(names))),
        pillar=draw(st.sampled_from([None, 1, 2, 3])),
        free=draw(st.sampled_from([None, True, False])),
        cost=draw(words), languages=draw(st.sampled_from([(), ("nl", "ar"), ("xx",)])),
        way_in=draw(st.sampled_from(["", "open", "referral"])),
        statutory=draw(st.sampled_from(["", "yes", "partly"])), legal_ground=draw(words),
        financiers=tuple(draw(st.lists(names))), iv3=draw(st.sampled_from(["", "6.1"])),
    )  # fmt: skip
    place = Location(
        id="l1", name=draw(words), street=draw(words), number=draw(st.sampled_from(["", "12a"])),
        postcode=draw(st.sampled_from(["", "0301 AB"])), town=draw(words),
        longitude=draw(st.sampled_from([None, 3.9])), latitude=draw(st.sampled_from([None, 53.4])),
        neighbourhood=draw(st.sampled_from(["", "BU99900305"])),
        wheelchair=draw(st.sampled_from([None, True, False])), accessibility=draw(words),
    )  # fmt: skip
    offer = Offer(
        id="f1", service="s1", location=draw(st.sampled_from([None, "l1"])), slug="plek",
        municipality=CODE, opening=draw(openings), closed=draw(closings),
        opening_words=draw(words), capacity=draw(st.sampled_from([None, 20.0])),
        capacity_unit=draw(words), free_places=draw(st.sampled_from([None, 0, 3])),
        website=draw(st.sampled_from(["", "https://x.nl/a"])), email="", phone=draw(words),
        assured_on=draw(st.none() | days), ends_on=draw(st.none() | days), source=draw(names),
        outside=draw(st.sampled_from([(), (Outside(source="duo", id="00AP00"),)])),
        fictitious=True,
    )  # fmt: skip
    return SocialMap({"o1": organisation}, {"s1": service}, {"l1": place}, {"f1": offer})


@given(maps())
@settings(max_examples=50, deadline=None)
def test_whatever_stands_in_the_register_comes_back_from_a_package(there: SocialMap) -> None:
    package = to_hsds(there, public=False)
    through = read_tabular(write_tabular(package), "export")  # its own form is right too
    for row in package.of("service"):
        validate(record(package, "service", row["id"]), "service")
    back = recognised(brought(through).map, there)
    if there.offers["f1"].location is None:
        there = replace(there, locations=dict(back.locations))
    for one in ("organisations", "services", "locations", "offers"):
        assert getattr(back, one) == getattr(there, one)
    # And once more: what came out of a package goes out of the map as the same package.
    again = to_hsds(brought(through).map, public=False)
    assert again.rows == through.rows


def test_an_empty_column_of_a_file_takes_nothing_away() -> None:
    old = SocialMap(
        {"o": Organisation(id="o", name="A", phone="1", other={"own": 1})},
        {"s": Service(id="s", organisation="o", name="B", groups=("G4",))}, {},
        {"f": Offer(id="f", service="s", slug="b", municipality=CODE, regular_visitors=40)},
    )  # fmt: skip
    new = SocialMap(
        {"o": Organisation(id="o", name="C")},
        {"s": Service(id="s", organisation="o", name="B"),
         "t": Service(id="t", organisation="o", name="D", groups=("G7",))}, {},
        {"f": Offer(id="f", service="s", slug="b", municipality=CODE)},
    )  # fmt: skip
    made = without_loss(new, old)
    assert made.organisations["o"].name == "C"
    assert made.organisations["o"].phone == "1"
    assert made.organisations["o"].other == {"own": 1}
    assert made.services["s"].groups == ()  # another row has groups: empty is meant
    assert made.offers["f"].regular_visitors == 40


def test_a_service_without_a_place_or_no_longer_given_is_kept_and_said() -> None:
    rows = {
        "organization": ({"id": "o", "name": "Draad", "description": "Welzijn"},),
        "service": (
            {"id": "s", "organization_id": "o", "name": "Belt u ons", "status": "active"},
            {"id": "t", "organization_id": "o", "name": "Oud", "status": "defunct",
             "last_modified": "2024-05-06T10:00:00Z"},
        ),
    }  # fmt: skip
    made = brought(Package(rows))
    offers = {one.slug: one for one in made.map.offers.values()}
    assert offers["belt-u-ons"].location is None
    assert offers["oud"].ends_on == date(2024, 5, 6)
    said = " ".join(one.render("nl") for one in made.remarks)
    assert "zonder plek" in said
    assert "niet meer geboden en zijn niet te zien: 1" in said
    assert to_hsds(made.map, public=False).rows == rows
    with pytest.raises(InputError):
        brought(Package({"location": ({"id": "l", "location_type": "physical"},)}))


def test_an_ordinary_week_and_a_holiday_are_read_from_schedules() -> None:
    rows = {
        "organization": ({"id": "o", "name": "D", "description": "W"},),
        "service": ({"id": "s", "organization_id": "o", "name": "N", "status": "active"},),
        "location": ({"id": "l", "location_type": "physical"},),
        "service_at_location": ({"id": "a", "service_id": "s", "location_id": "l"},),
        "schedule": (
            {"id": "1", "service_at_location_id": "a", "freq": "WEEKLY", "byday": "MO,WE",
             "opens_at": "09:00", "closes_at": "00:00:00"},
            {"id": "2", "service_at_location_id": "a", "freq": "MONTHLY", "byday": "TU",
             "opens_at": "09:00", "closes_at": "10:00", "description": "eerste dinsdag"},
            {"id": "3", "service_at_location_id": "a", "valid_from": "2026-12-24",
             "valid_to": "2026-12-26", "description": "closed", "notes": "Kerst"},
        ),
    }  # fmt: skip
    (offer,) = brought(Package(rows)).map.offers.values()
    assert [(one.day, one.opens, one.closes) for one in offer.opening] == [
        (1, "09:00", "24:00"), (3, "09:00", "24:00"),
    ]  # fmt: skip
    assert offer.opening_words == "eerste dinsdag"
    (closed,) = offer.closed
    assert (closed.first, closed.last, closed.why) == (
        date(2026, 12, 24), date(2026, 12, 26), "Kerst",
    )  # fmt: skip


def test_the_filters_of_the_api_ask_what_the_specification_says() -> None:
    there = SocialMap(
        {"o": Organisation(id="o", name="Draad"), "p": Organisation(id="p", name="Taal")},
        {"s": Service(id="s", organisation="o", name="Koffie", kind="library"),
         "t": Service(id="t", organisation="p", name="Praten", description="met koffie")},
        {"l": Location(id="l", longitude=3.9, latitude=53.4, postcode="0301 AB", town="W"),
         "m": Location(id="m", longitude=3.91, latitude=53.4, postcode="0302 AB", town="W")},
        {"f": Offer(id="f", service="s", location="l", slug="f", municipality=CODE),
         "g": Offer(id="g", service="t", location="m", slug="g", municipality=CODE)},
    )  # fmt: skip
    moment = datetime(2026, 5, 1, tzinfo=UTC)
    package = to_hsds(there, public=True, modified={"f": moment})
    names = {row["id"]: row["name"] for row in package.of("service")}

    def ask(table="service", **asked):
        return found(package, table, Asked(**asked))

    assert {names[one] for one in ask(search="koffie")} == {"Koffie", "Praten"}
    assert {names[one] for one in ask(search="KOFFIE taal")} == {"Praten"}
    whose = next(row["id"] for row in package.of("organization") if row["name"] == "Draad")
    assert {names[one] for one in ask(organization_id=whose)} == {"Koffie"}
    # What does not say when it changed may have changed: it is never left out.
    later = datetime(2026, 6, 1, tzinfo=UTC)
    assert {names[one] for one in ask(modified_after=later)} == {"Praten"}
    assert {names[one] for one in ask(modified_after=moment)} == {"Koffie", "Praten"}
    (term,) = (row for row in package.of("taxonomy_term") if row["code"] == "library")
    assert {names[one] for one in ask(taxonomy_term_id=term["id"])} == {"Koffie"}
    assert {names[one] for one in ask(taxonomy_id=term["taxonomy_id"])} == {"Koffie"}
    at = "service_at_location"
    assert len(ask(at, postcode="0301")) == 1
    # 0.01 degree of longitude at 53.4 north is some 663 metres.
    assert len(ask(at, postcode="0301AB", proximity_m=600)) == 1
    assert len(ask(at, postcode="0301AB", proximity_m=700)) == 2
    assert ask(at, postcode="9999", proximity_m=700) == []
    assert term["id"] in ask("taxonomy_term", top_only=True)


@pytest.mark.realdata
def test_the_files_of_open_referral_go_through_the_map(real_data: Path) -> None:
    folder = real_data / "voorzieningen" / "hsds_sample"
    package, report = upgrade({one.name: one.read_bytes() for one in folder.iterdir()}, "sample")
    made = brought(package)
    assert len(made.map.offers) == 13
    assert len(report) > 100
    assert to_hsds(made.map, public=False).rows == package.rows
    folder = real_data / "voorzieningen" / "hsds_spec_examples"
    files = {one.name.removeprefix("csv__"): one.read_bytes() for one in folder.glob("csv__*")}
    package = read_tabular(files, "examples")
    assert to_hsds(brought(package).map, public=False).rows == package.rows
