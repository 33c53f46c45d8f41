"""Files with provisions into the register, provisions that may be one, and what goes out."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import jsonschema
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from typer.testing import CliRunner

from web import houses
from web.doors_social_map import offer_of
from web.portfolio_home import town, worker
from weefsel.base.errors import InputError, NotFoundError
from weefsel.web.audit.log import verify_log
from weefsel.web.social_map import known, models

pytestmark = pytest.mark.django_db
BRING, DOUBLE, CODE = "/sociale-kaart/brengen/", "/sociale-kaart/dubbel/", "GM9990"
SCHEMAS = Path(__file__).parents[1] / "sources" / "hsds"
LIST = "Naam;Categorie;Adres;Postcode;Telefoon;Wie\n{rows}"
ROWS = (
    "De Pluktuin;eetplek;Dorpsstraat 1;0301 AB;010-1;Jan\nTaalcafé;Taalpunt;Plein 2;0302 AB;;Els\n"
)


@pytest.fixture
def place(home):
    return town()


@pytest.fixture
def adviser(place):
    return houses.browser(worker(place, "policy_adviser"))


def send(client, *files):
    """Send a file; several in one zip file."""
    if len(files) > 1:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name, content in files:
                archive.writestr(name, content)
        files = (("kaart.zip", held.getvalue()),)
    return client.post(BRING, {"file": [SimpleUploadedFile(*one) for one in files]})


def test_a_list_is_mapped_checked_stored_and_remembered(adviser, place):
    sent = send(adviser, ("lijst.csv", LIST.format(rows=ROWS).encode()))
    draft = models.Draft.objects.get()
    assert sent.url == f"{BRING}{draft.pk}/kolommen/"
    page = adviser.get(sent.url).content.decode()
    assert "eetplek" in page
    # "Wie" says nothing known: it is not used, so no name of a person comes in.
    chosen = {f"column-{at}": field for at, field in enumerate(
        ("name", "kind", "address", "postcode", "phone", "skip"))}  # fmt: skip
    form = {**chosen, "kinds": "yes", "kind-0": "food_bank", "source": "Lijst van de gemeente"}
    assert adviser.post(sent.url, form).url == f"{BRING}{draft.pk}/"
    before = models.Offer.objects.count()
    page = adviser.get(f"{BRING}{draft.pk}/").content.decode()
    assert "voorzieningen die nog niet in het register staan" in page
    assert models.Offer.objects.count() == before  # trying stores nothing
    answer = adviser.post(f"{BRING}{draft.pk}/opslaan/", {"publish": "yes"})
    assert answer.url == "/sociale-kaart/"
    assert not models.Draft.objects.exists()
    held = {one.name: one for one in known.entries(CODE)}
    assert held["De Pluktuin"].service.kind == "food_bank"
    assert held["De Pluktuin"].offer.source == "Lijst van de gemeente"
    assert held["Taalcafé"].service.kind == "language_point"
    assert len(held) > 40  # what waited in the home folder came in first
    assert "Els" not in json.dumps(list(models.Offer.objects.values_list("other", flat=True)))
    # The next list with these columns is read as this one was.
    sent = send(adviser, ("lijst-2.csv", LIST.format(rows=ROWS).encode()))
    page = adviser.get(sent.url)
    assert "eerder een lijst met deze kolommen" in page.content.decode()
    draft = models.Draft.objects.get()
    page = adviser.get(f"{BRING}{draft.pk}/").content.decode()
    assert "niets nieuws" in page
    assert verify_log().holds


def test_faults_are_listed_by_row_and_column_and_nothing_is_stored(adviser, place):
    rows = ROWS.replace("0301 AB", "301").replace("Taalcafé", "")
    sent = send(adviser, ("lijst.csv", LIST.format(rows=rows).encode()))
    draft = models.Draft.objects.get()
    adviser.post(sent.url, {**{f"column-{at}": one for at, one in enumerate(
        ("name", "kind", "address", "postcode", "phone", "skip"))}, "kinds": "yes"})  # fmt: skip
    page = adviser.get(f"{BRING}{draft.pk}/").content.decode()
    assert "kloppen dingen niet" in page
    assert "Nederlandse postcode" in page
    assert f"{BRING}{draft.pk}/opslaan/" not in page
    listed = adviser.get(f"{BRING}{draft.pk}/fouten/").content.decode("utf-8-sig")
    assert "rij 2" in listed
    assert "rij 3" in listed
    before = models.Offer.objects.count()
    adviser.post(f"{BRING}{draft.pk}/opslaan/", {"publish": "yes"})
    assert models.Offer.objects.count() == before
    assert models.Draft.objects.exists()
    assert adviser.post(f"{BRING}{draft.pk}/weggooien/").url == BRING
    assert not models.Draft.objects.exists()


def test_tables_of_a_package_come_in_together_and_a_broken_one_lists_its_faults(adviser, place):
    organizations = b"id,name,description\no1,De Draad,Welzijn\n"
    services = b"id,organization_id,name,status\ns1,o1,Koffie,open\n"
    send(adviser, ("organizations.csv", organizations), ("services.csv", services))
    draft = models.Draft.objects.get()
    page = adviser.get(f"{BRING}{draft.pk}/").content.decode()
    assert "services.csv" in page
    assert "status" in page
    draft.delete()
    services = services.replace(b",open", b",active")
    send(adviser, ("organizations.csv", organizations), ("services.csv", services))
    draft = models.Draft.objects.get()
    assert "HSDS, versie 3" in adviser.get(f"{BRING}{draft.pk}/").content.decode()
    adviser.post(f"{BRING}{draft.pk}/opslaan/", {})
    offer = models.Offer.objects.get(key__isnull=False, service__key="s1")
    assert offer.published_at is None  # the house did not say to show it
    assert known.social_map(CODE, public=False).services["s1"].other["hsds"]["row"]["id"] == "s1"


def test_what_is_no_file_with_provisions_is_refused_in_one_sentence(adviser, place):
    assert send(adviser).status_code == 400
    answer = send(adviser, ("a.zip", b"PK\x03\x04rest"))
    assert answer.status_code == 400
    assert "beschadigd" in answer.content.decode()
    assert not models.Draft.objects.exists()


def _two(house):
    first = offer_of(house, phone="", source="eigen lijst")
    second = offer_of(house, phone="010-1234567", email="a@b.nl", source="DUO")
    for one, name in ((first, "Stichting De Vlieger"), (second, "De Vlieger")):
        one.service.name = name
        one.service.save()
        one.location.street, one.location.number, one.location.postcode = "Plein", "1", "0301 AB"
        one.location.save()
    return first, second


def test_two_that_are_one_are_merged_by_a_person_and_can_be_two_again(adviser, place):
    first, second = _two(place)
    page = adviser.get(DOUBLE).content.decode()
    assert "1" in page
    assert "ze hebben dezelfde naam" in page
    assert "ze hebben hetzelfde adres" in page
    there = f"{DOUBLE}{first.pk}/{second.pk}/"
    assert "010-1234567" in adviser.get(there).content.decode()
    adviser.post(
        there, {"decision": "merge", "take-service.name": "second", "why": "zelfde voordeur"}
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.phone, first.email) == ("010-1234567", "a@b.nl")
    assert models.Service.objects.get(pk=first.service_id).name == "De Vlieger"
    assert second.ended
    pairing = models.Pairing.objects.get()
    assert (pairing.decision, pairing.reason) == ("merged", "zelfde voordeur")
    page = adviser.get(DOUBLE).content.decode()
    assert "zelfde voordeur" in page
    adviser.post(f"{DOUBLE}{pairing.pk}/terugdraaien/")
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.phone == ""
    assert models.Service.objects.get(pk=first.service_id).name == "Stichting De Vlieger"
    assert not second.ended
    assert "ze hebben dezelfde naam" in adviser.get(DOUBLE).content.decode()


def test_what_was_changed_since_a_merging_stays_when_it_is_undone(adviser, place):
    first, second = _two(place)
    adviser.post(f"{DOUBLE}{first.pk}/{second.pk}/", {"decision": "merge"})
    first.refresh_from_db()
    first.phone, first.version = "eigen nummer", first.version + 1
    first.save()
    pairing = models.Pairing.objects.get()
    answer = adviser.post(f"{DOUBLE}{pairing.pk}/terugdraaien/", follow=True)
    assert "zo gebleven" in answer.content.decode()
    first.refresh_from_db()
    assert first.phone == "eigen nummer"


def test_a_pair_that_is_kept_apart_is_not_proposed_again_until_that_is_undone(adviser, place):
    first, second = _two(place)
    adviser.post(f"{DOUBLE}{first.pk}/{second.pk}/", {"decision": "different"})
    assert "ze hebben dezelfde naam" not in adviser.get(DOUBLE).content.decode()
    adviser.post(f"{DOUBLE}{models.Pairing.objects.get().pk}/terugdraaien/")
    assert "ze hebben dezelfde naam" in adviser.get(DOUBLE).content.decode()


def test_personal_data_in_a_reason_is_not_stored(adviser, place):
    first, second = _two(place)
    there = f"{DOUBLE}{first.pk}/{second.pk}/"
    answer = adviser.post(there, {"decision": "different", "why": "BSN 111222333"})
    assert answer.status_code == 400
    assert not models.Pairing.objects.exists()


def validate(found, root: str) -> None:
    schema = json.loads(gzip.decompress((SCHEMAS / f"{root}.json.gz").read_bytes()))
    jsonschema.Draft202012Validator(schema).validate(found)


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("services", "service"),
        ("organizations", "organization"),
        ("service_at_locations", "service_at_location"),
    ],
)
def test_the_hsds_api_answers_what_the_compiled_schemas_ask(visitor, name, root):
    listed = visitor.get(f"/hsds/{name}?per_page=1000").json()
    assert listed["total_items"] == len(listed["contents"]) == listed["size"] > 15
    assert (listed["first_page"], listed["last_page"], listed["empty"]) == (True, True, False)
    for one in listed["contents"]:
        full = visitor.get(f"/hsds/{name}/{one['id']}").json()
        validate(full, root)
        assert full["id"] == one["id"]
    said = json.dumps(visitor.get(f"/hsds/{name}?per_page=1000&full=true").json())
    assert "regular_visitors" not in said


def test_the_hsds_api_pages_filters_and_says_what_is_wrong(visitor):
    about = visitor.get("/hsds/").json()
    assert about["version"] == "3.0"
    first = visitor.get("/hsds/services?per_page=10").json()
    assert (first["page_number"], first["size"], first["last_page"]) == (1, 10, False)
    last = visitor.get(f"/hsds/services?per_page=10&page={first['total_pages']}").json()
    assert last["last_page"]
    beyond = visitor.get("/hsds/services?per_page=10&page=900").json()
    assert beyond["empty"]
    found = visitor.get("/hsds/services?search=schuld").json()
    assert 0 < found["total_items"] < first["total_items"]
    small = visitor.get("/hsds/services?minimal=true").json()
    assert small["size"] == small["total_items"]
    assert set(small["contents"][0]) == {"id", "modified_date"}
    lines = visitor.get("/hsds/services?format=ndjson")
    assert lines["Content-Type"].startswith("application/x-ndjson")
    assert len(lines.content.decode().splitlines()) == first["total_items"]
    whose = visitor.get("/hsds/organizations?full_service=true").json()["contents"][0]
    assert whose["services"]
    kinds = visitor.get("/hsds/taxonomies").json()
    (kind,) = (one for one in kinds["contents"] if one["name"].endswith("soort voorziening"))
    terms = visitor.get(f"/hsds/taxonomy_terms?taxonomy_id={kind['id']}").json()["contents"]
    (library,) = (one for one in terms if one["code"] == "library")
    libraries = visitor.get(f"/hsds/services?taxonomy_term_id={library['id']}").json()
    assert libraries["total_items"] >= 1
    assert visitor.get(f"/hsds/taxonomy_terms/{library['id']}").json()["name"] == "bibliotheek"
    near = visitor.get("/hsds/service_at_locations?postcode=0301&proximity=800").json()
    assert near["total_items"] >= 1
    for wrong in ("page=0", "page=x", "per_page=-1", "proximity=ver", "modified_after=gisteren",
                  "format=xml"):  # fmt: skip
        answer = visitor.get(f"/hsds/services?{wrong}")
        assert answer.status_code == 400, wrong
        assert answer["Content-Type"] == "application/problem+json"
    for nothing in ("/hsds/nergens", "/hsds/services/niets", "/hsds/services/1/2"):
        assert visitor.get(nothing).status_code == 404
    assert visitor.post("/hsds/services").status_code == 405


def test_a_draft_of_a_house_is_not_in_the_hsds_api(visitor, place):
    offer_of(place)
    known_ = visitor.get("/hsds/services?search=huiskamer&per_page=1000").json()["contents"]
    assert not [one for one in known_ if one["name"].startswith("Huiskamer ")]


@pytest.fixture
def command(home, monkeypatch):
    monkeypatch.setenv("WEEFSEL_HOME", str(home))
    monkeypatch.setenv("WEEFSEL_LANG", "nl")
    from weefsel.cli import app

    def run(*words):
        return CliRunner().invoke(app, list(words))

    return run


def test_the_command_loads_says_and_exports(command, place, tmp_path):
    file = tmp_path / "lijst.csv"
    file.write_text(LIST.format(rows=ROWS))
    tried = command("load", "provisions", str(file), "--municipality", CODE, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert not models.Offer.objects.filter(service__name="De Pluktuin").exists()
    mapping = tmp_path / "kolommen.toml"
    mapping.write_text(
        '[columns]\nNaam = "name"\nCategorie = "kind"\n[kinds]\neetplek = "food_bank"\n'
    )
    done = command(
        "load", "provisions", str(file), "--municipality", CODE, "--mapping", str(mapping)
    )
    assert done.exit_code == 0, done.output
    assert models.Offer.objects.get(service__name="De Pluktuin").service.kind == "food_bank"
    out, tables = tmp_path / "kaart.json", tmp_path / "kaart.zip"
    assert command("export", "hsds", str(out), "--municipality", CODE).exit_code == 0
    assert command("export", "hsds", str(tables), "--format", "tables").exit_code == 0
    services = json.loads(out.read_text())
    assert "De Pluktuin" in {one["name"] for one in services}
    for one in services:
        validate(one, "service")
    with zipfile.ZipFile(tables) as archive:
        assert {"services.csv", "datapackage.json"} <= set(archive.namelist())
    # What went out and comes in again changes nothing.
    again = command("load", "provisions", str(tables), "--municipality", CODE, "--dry-run")
    assert again.exit_code == 0, again.output
    # A newer list of the same source that lacks one ends it, when that is asked.
    file.write_text(LIST.format(rows=ROWS.splitlines()[1] + "\n"))
    gone = command(
        "load", "provisions", str(file), "--municipality", CODE, "--mapping", str(mapping),
        "--replace",
    )  # fmt: skip
    assert gone.exit_code == 0, gone.output
    assert models.Offer.objects.get(service__name="De Pluktuin").ended


def test_the_command_refuses_and_lists_every_fault(command, place, tmp_path):
    file, faults = tmp_path / "lijst.csv", tmp_path / "fouten.csv"
    file.write_text(LIST.format(rows=ROWS.replace("0301 AB", "301")))
    bad = command("load", "provisions", str(file), "--municipality", CODE, "--faults", str(faults))
    assert isinstance(bad.exception, InputError)
    assert "Postcode" in faults.read_text("utf-8-sig")
    assert not models.Offer.objects.filter(service__name="Taalcafé").exists()
    assert isinstance(command("load", "provisions", str(file)).exception, InputError)
    other = command("load", "provisions", str(file), "--municipality", "GM9991")
    assert isinstance(other.exception, NotFoundError)
    wrong = command("export", "hsds", str(tmp_path / "x.json"), "--format", "xml")
    assert isinstance(wrong.exception, InputError)


def test_what_points_to_one_person_is_struck_out_of_the_texts_of_a_file(place):
    from weefsel.web.social_map import bringing

    told = "Mevrouw Jansen (geboren 12-03-1944, bsn 111222333) schenkt koffie. Bel 010-1234567."
    rows = f"Naam;Categorie;Omschrijving;Postcode\nDe Kom;Buurthuis;{told};0301 AB\n"
    brought = bringing.read({"lijst.csv": rows.encode()}, CODE)
    (service,) = brought.map.services.values()
    assert not any(one in service.description for one in ("Jansen", "12-03-1944", "111222333"))
    assert "010-1234567" in service.description  # how to reach a provision may be there
    assert any("weggestreept: 1" in one.render("nl") for one in brought.remarks)
