"""Social maps of Open Referral: examples of the specification in and out, and broken ones."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weefsel.base.errors import InputError
from weefsel.sources.hsds.nested import listed, page, read_json, record
from weefsel.sources.hsds.package import BrokenPackageError, Package
from weefsel.sources.hsds.specification import tables
from weefsel.sources.hsds.tabular import is_version_1, read_tabular, write_tabular
from weefsel.sources.hsds.upgrade import upgrade

HERE = Path(__file__).parent / "hsds"
ROOTS = ("service", "organization", "service_at_location")


def example(root: str) -> dict[str, Any]:
    return json.loads((HERE / f"{root}_full.json").read_text(encoding="utf-8"))


def validate(found: dict[str, Any], root: str) -> None:
    schema = json.loads(gzip.decompress((HERE / f"{root}.json.gz").read_bytes()))
    jsonschema.Draft202012Validator(schema).validate(found)


@pytest.mark.parametrize("root", ROOTS)
def test_a_full_record_comes_out_as_it_went_in_and_fits_the_compiled_schema(root: str) -> None:
    given = example(root)
    package = read_json(json.dumps(given), f"{root}.json")
    found = record(package, root, given["id"])
    assert found == given
    validate(found, root)


@pytest.mark.parametrize("root", ROOTS)
def test_a_record_survives_the_way_through_tables(root: str) -> None:
    given = example(root)
    through = read_tabular(write_tabular(read_json(json.dumps(given), "x")), "y")
    found = record(through, root, given["id"])
    assert found == given
    validate(found, root)


def test_the_page_around_a_list_says_where_one_is() -> None:
    package = read_json(json.dumps(example("service")), "x")
    key = example("service")["id"]
    brief = listed(package, "service", key)
    assert brief["organization"]["name"] == "Example Organization Inc."
    assert "phones" not in brief
    found = page([brief], number=10, size=1, total=10)
    assert (found["total_pages"], found["first_page"], found["last_page"]) == (10, False, True)
    empty = page([], number=1, size=50, total=0)
    assert (empty["total_pages"], empty["empty"], empty["last_page"]) == (1, True, True)
    again = read_json(json.dumps(page([example("service")], number=1, size=1, total=1)), "x")
    assert record(again, "service", key) == example("service")


def change(path: list[Any], value: Any, *, repeated: bool = False) -> str:
    """Give the example with one value changed, without records that say the same again."""
    found = example("service")
    if not repeated:
        del found["service_at_locations"], found["contacts"]
        for name in ("contacts", "phones", "locations"):
            del found["organization"][name]
    there = found
    for step in path[:-1]:
        there = there[step]
    there[path[-1]] = value
    return json.dumps(found)


@pytest.mark.parametrize(
    ("path", "value", "place", "said"),
    [
        (["status"], "open", "status", "not one of: active"),
        (["minimum_age"], "twelve", "minimum_age", "is not a number"),
        (["assured_date"], "1 May", "assured_date", "is not a date"),
        (["phones", 0, "number"], 123, "phones[0], number", "is not a text"),
        (["phones", 0, "id"], None, "phones[0], id", "without an id"),
        (["schedules", 0, "opens_at"], "10 o'clock", "schedules[0], opens_at", "is not a time"),
        (["contacts"], "nobody", "contacts", "not a list"),
        (["organization", "email"], "post", "organization, email", "not an e-mail address"),
    ],
)
def test_a_wrong_value_is_named_with_its_path(path, value, place: str, said: str) -> None:
    with pytest.raises(BrokenPackageError) as refused:
        read_json(change(path, value), "map.json")
    assert {one.file for one in refused.value.faults} == {"map.json"}
    assert any(
        one.said.render("en").startswith(place) and said in one.said.render("en")
        for one in refused.value.faults
    )


def test_two_answers_about_one_id_are_a_fault_and_not_the_last_one_wins() -> None:
    path = ["organization", "phones", 0, "description"]
    other = change(path, "another story", repeated=True)
    with pytest.raises(BrokenPackageError) as refused:
        read_json(other, "map.json")
    assert "differs from what" in refused.value.faults[0].said.render("en")


@pytest.mark.parametrize("content", ["", "[1]", '"text"', "{", '{"contents": [3]}'])
def test_what_is_no_social_map_is_refused_in_one_sentence(content: str) -> None:
    with pytest.raises(InputError):
        read_json(content, "map.json")


def sheet(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


ORGANIZATIONS = [{"id": "o1", "name": "De Draad", "description": "Welzijn"}]
SERVICES = [
    {"id": "s1", "organization_id": "o1", "name": "Koffie", "status": "active"},
    {"id": "s2", "organization_id": "o1", "name": "Thee", "status": "active"},
]


def test_every_fault_of_a_package_is_listed_with_file_row_and_column() -> None:
    services = [dict(one) for one in SERVICES]
    services[0]["status"] = "open"
    services[1] |= {"id": "s1", "organization_id": "o9", "name": ""}
    with pytest.raises(BrokenPackageError) as refused:
        read_tabular({"organizations.csv": sheet(ORGANIZATIONS), "services.csv": sheet(services)},
                     "map.zip")  # fmt: skip
    found = {(one.file, str(one.row), one.column) for one in refused.value.faults}
    assert found == {
        ("services.csv", "row 2", "status"),
        ("services.csv", "row 3", "id"),
        ("services.csv", "row 3", "organization_id"),
        ("services.csv", "row 3", "name"),
    }
    assert "4" in refused.value.what.render("nl")


def test_ids_of_another_form_are_kept_and_that_is_said() -> None:
    package = read_tabular(
        {"organizations.csv": sheet(ORGANIZATIONS), "services.csv": sheet(SERVICES)}, "map.zip"
    )
    assert [one["id"] for one in package.of("service")] == ["s1", "s2"]
    assert any("UUID" in one.render("nl") for one in package.remarks)


def test_columns_outside_the_specification_survive() -> None:
    services = [{**one, "wijkteam": "ja"} for one in SERVICES]
    files = {"organizations.csv": sheet(ORGANIZATIONS), "services.csv": sheet(services)}
    package = read_tabular(files, "map.zip")
    again = read_tabular(write_tabular(package), "again")
    assert again.rows == package.rows
    assert record(again, "service", "s1")["wijkteam"] == "ja"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"notes.txt": b"hello"}, "none of these files"),
        ({"services.csv": b"id,name\n1,a,b\n"}, "more cells"),
        ({"services.csv": "id,name\n1,caf\u00e9\n".encode("latin-1")}, "UTF-8"),
    ],
)
def test_files_that_cannot_be_read_say_which_and_why(files, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read_tabular(files, "map.zip")
    assert said in refused.value.what.render("en")


def test_version_1_1_becomes_version_3_with_a_report_of_everything() -> None:
    files = {
        "organizations.csv": sheet([{**ORGANIZATIONS[0], "url": "https://draad.example"}]),
        "services.csv": sheet([{**SERVICES[0], "fees": "gratis", "taxonomy_ids": "t1"}]),
        "locations.csv": sheet([{"id": "l1", "organization_id": "o1", "name": "Plein"}]),
        "services_at_location.csv": sheet([{"id": "a1", "service_id": "s1", "location_id": "l1"}]),
        "phones.csv": sheet([{"id": "p1", "service_id": "s1", "number": "06", "language": "nl, en",
                              "department": "balie"}]),
        "regular_schedules.csv": sheet([{"id": "r1", "service_id": "s1", "weekday": "3",
                                         "opens_at": "09:00", "closes_at": "12:00"}]),
        "holiday_schedules.csv": sheet([{"id": "r1", "service_id": "s1", "closed": "true",
                                         "start_date": "2026-12-24", "end_date": "2026-12-26"}]),
        "eligibility.csv": sheet([{"id": "e1", "service_id": "s1", "eligibility": "volwassenen"}]),
        "payments_accepted.csv": sheet([{"id": "b1", "service_id": "s1", "payment": "pin"}]),
        "postal_addresses.csv": sheet([{
            "id": "d1", "location_id": "l1", "address_1": "Plein 1", "address_2": "b",
            "address_3": "c", "city": "Weverdam", "state_province": "-", "postal_code": "9999",
            "country": "NL"}]),
        "taxonomy.csv": sheet([{"id": "t1", "name": "Ontmoeting", "vocabulary": "eigen"}]),
        "services_taxonomy.csv": sheet([{"id": "x1", "service_id": "s1", "taxonomy_id": "t1"}]),
    }  # fmt: skip
    assert is_version_1(files)
    package, report = upgrade(files, "old.zip")
    found = record(package, "service", "s1")
    validate(found, "service")
    assert found["fees_description"] == "gratis; pin"
    assert found["eligibility_description"] == "volwassenen"
    assert [one["name"] for one in found["phones"][0]["languages"]] == ["nl", "en"]
    days = [(one.get("byday"), one.get("valid_from")) for one in found["schedules"]]
    assert days == [("WE", None), (None, "2026-12-24")]
    assert len({one["id"] for one in found["schedules"]}) == 2
    assert found["attributes"][0]["taxonomy_term"]["name"] == "Ontmoeting"
    place = found["service_at_locations"][0]["location"]
    assert place["location_type"] == "physical"
    assert place["addresses"][0]["address_2"] == "b, c"
    assert found["organization"]["website"] == "https://draad.example"
    # Every filled column of every file has a line, and what was left out says so.
    said = {one.source for one in report}
    for file, content in files.items():
        for column in next(csv.reader(io.StringIO(content.decode()))):
            there = f"{file}: {column}" in said or any(
                one.startswith(f"{file}: ") and column in one for one in said
            )
            # Whose eligibility and payment it is follows from the service they were put with.
            joined = file in {"eligibility.csv", "payments_accepted.csv"}
            assert there or joined, (file, column)
    left = {one.source for one in report if not one.target}
    assert left == {"services.csv: taxonomy_ids", "phones.csv: department"}


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).filter(
    lambda one: one.strip() == one
)


@given(st.lists(names, min_size=1, max_size=6), st.integers(0, 120))
@settings(max_examples=50, deadline=None)
def test_whatever_stands_in_the_cells_comes_back(texts: list[str], age: int) -> None:
    rows = {
        "organization": ({"id": "o", "name": texts[0], "description": texts[-1]},),
        "service": tuple(
            {"id": f"s{at}", "organization_id": "o", "name": one, "status": "active",
             "minimum_age": age}
            for at, one in enumerate(texts)
        ),
    }  # fmt: skip
    again = read_tabular(write_tabular(Package(rows)), "again")
    assert again.rows == rows


def test_every_reference_of_the_specification_names_a_table() -> None:
    for table in tables().values():
        assert set(table.links.values()) | set(table.many.values()) <= set(tables())
        assert set(table.one.values()) <= set(table.links)


@pytest.mark.realdata
def test_the_files_of_open_referral_are_read(real_data: Path) -> None:
    folder = real_data / "voorzieningen" / "hsds_sample"
    sample = {one.name: one.read_bytes() for one in folder.iterdir()}
    package, report = upgrade(sample, "sample")
    assert len(package.of("service")) == 13
    assert len(package.of("schedule")) == 4
    for row in package.of("service"):
        validate(record(package, "service", row["id"]), "service")
    assert {one.source for one in report if not one.target} == {"taxonomy.csv: parent_name"}
    folder = real_data / "voorzieningen" / "hsds_spec_examples"
    tables3 = {one.name.removeprefix("csv__"): one.read_bytes() for one in folder.glob("csv__*")}
    found = read_tabular(tables3, "examples")
    assert len(list(found.counts())) == 21
    written = write_tabular(found)
    for name, content in written.items():
        if name.endswith(".csv"):
            mine, theirs = (
                list(csv.DictReader(io.StringIO(one.decode()))) for one in (content, tables3[name])
            )
            assert mine == theirs
