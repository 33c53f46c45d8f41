"""The API: the same figures as the pages, in the form that the Dutch design rules ask."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, reverse
from jsonschema import Draft202012Validator

from weefsel.atlas.store import Store
from weefsel.base.document import to_line
from weefsel.evidence.intervention import interventions
from weefsel.scan.comparison import compare_municipality
from weefsel.scan.national import prepare
from weefsel.scan.recipe import ScanRecipe
from weefsel.scan.resilience_maps import maps_of
from weefsel.scan.run import scan
from weefsel.scan.scan_document import scan_document
from weefsel.web.api.api import api
from weefsel.web.api.schema import OpenRecord, Record
from weefsel.web.choose.known import recipes
from weefsel.web.choose.link import pack

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"
MUNICIPALITY, NEIGHBOURHOOD = "GM9990", "BU99900101"
CAMEL = re.compile(r"^[a-z][a-zA-Z0-9]*$")
KEBAB = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def asked(visitor, path: str, **headers: str):
    return visitor.get(ROOT + path, headers={"host": "127.0.0.1", **headers})


def description() -> dict:
    return json.loads(json.dumps(api.get_openapi_schema()))


def every_answer(home: Path) -> list[str]:
    held, _ = recipes()
    return [
        "/municipalities",
        f"/municipalities/{MUNICIPALITY}/scan",
        f"/areas/{NEIGHBOURHOOD}",
        f"/areas/{MUNICIPALITY}",
        f"/areas/{NEIGHBOURHOOD}?year=2020",
        f"/areas/{NEIGHBOURHOOD}/peers",
        f"/areas/{NEIGHBOURHOOD}/trends",
        f"/municipalities/{MUNICIPALITY}/hot-spots?pageSize=200",
        f"/municipalities/{MUNICIPALITY}/resilience",
        "/countries/XX00/areas?level=neighbourhood",
        "/conditions",
        "/indicators",
        "/indicators/social_assistance_share_15_64",
        "/editions",
        "/sources",
        "/parameters",
        "/assumptions",
        "/chains",
        "/chains/meeting",
        "/scan-method",
        "/rights",
        "/what-works?q=schulden",
        "/interventions",
        *(f"/interventions/{key}" for key in interventions()),
        "/light-interventions",
        "/themes",
        "/methods",
        "/business-cases",
        "/business-cases?outcome=loss&compared=yes",
        "/evidence-completeness",
        "/choices",
        f"/choice-results?recipe={pack(held[0])}",
    ]


def figures_on(html: str) -> list[float]:
    """Give the values of every figure of a page, as the page itself marks them."""
    return [float(value) for value in re.findall(r'<data [^>]*value="(-?[0-9.e+-]+)"', html)]


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in keys(inner)}
    return set()


def numbers(value: object) -> set[float]:
    """Give every number of an answer."""
    if isinstance(value, dict):
        return {found for inner in value.values() for found in numbers(inner)}
    if isinstance(value, list):
        return {found for inner in value for found in numbers(inner)}
    return {float(value)} if isinstance(value, int | float) else set()


def test_every_answer_is_what_the_description_says(visitor, home):
    told = description()
    for path in every_answer(home):
        answer = asked(visitor, path)
        assert answer.status_code == 200, path
        assert answer["API-Version"] == told["info"]["version"]
        operation = next(
            methods["get"]
            for address, methods in told["paths"].items()
            if re.fullmatch(re.sub(r"{\w+}", r"[^/]+", address), ROOT + path.split("?")[0])
        )
        form = operation["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator({**form, "components": told["components"]}).validate(answer.json())
        assert {key for key in keys(answer.json()) if not CAMEL.match(key)} == set(), path


def test_every_form_of_an_answer_has_a_name_of_its_own():
    found = [OpenRecord, Record]
    for one in found:
        found += one.__subclasses__()
    ours = {one for one in found if one.__module__.startswith("weefsel.web.api")}
    names = Counter(one.__name__ for one in ours)
    assert [name for name, number in names.items() if number > 1] == []
    assert len(names) > len(description()["components"]["schemas"]) / 2  # they were found at all


def test_addresses_are_kebab_case_and_parameters_camel_case():
    for address, methods in description()["paths"].items():
        parts = [part for part in address.strip("/").split("/") if not part.startswith("{")]
        assert all(KEBAB.match(part) for part in parts), address
        for operation in methods.values():
            assert all(CAMEL.match(one["name"]) for one in operation["parameters"]), address


def test_the_scan_is_the_document_of_the_command(visitor, home):
    store = Store(home)
    national = prepare(store, ScanRecipe(area=MUNICIPALITY))
    result = scan(store, ScanRecipe(area=MUNICIPALITY, year=national.year), national=national)
    beside = compare_municipality(store, national, MUNICIPALITY)
    made = json.loads(to_line(scan_document(result, beside, maps_of(store, MUNICIPALITY))))
    told = asked(visitor, f"/municipalities/{MUNICIPALITY}/scan").json()
    assert told == made
    assert len(told["algorithmRegister"]) > 3


@pytest.mark.parametrize(
    "page", [f"/gemeente/{MUNICIPALITY}/", f"/buurt/{NEIGHBOURHOOD}/", "/", "/bronnen/"]
)
def test_a_page_with_figures_names_its_twin(visitor, page):
    body = visitor.get(page).content.decode()
    found = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)">', body)
    assert found, page
    answer = visitor.get(found[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/json")


def test_the_figures_of_a_page_are_those_of_its_twin(visitor):
    shown = figures_on(visitor.get(f"/buurt/{NEIGHBOURHOOD}/").content.decode())
    told = asked(visitor, f"/areas/{NEIGHBOURHOOD}").json()
    known = sorted(numbers(told))
    lacking = [one for one in shown if not any(abs(one - each) < 1e-9 for each in known)]
    assert len(shown) > 50
    assert lacking == []


def test_a_choice_through_its_address_is_the_document_of_the_command(visitor, home):
    held, _ = recipes()
    packed = pack(held[0])
    told = asked(visitor, f"/choice-results?recipe={packed}").json()
    from weefsel.weigh.run import weigh

    made = json.loads(weigh(held[0]).json())
    assert {key: told[key] for key in made} == made
    assert [one["option"] for one in told["findings"]] == [one["id"] for one in made["options"]]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/areas/BU00000000", 404),
        ("/areas/amsterdam", 400),
        ("/municipalities?page=0", 400),
        ("/municipalities?pageSize=veel", 400),
        ("/indicators/does_not_exist", 404),
        ("/choice-results", 400),
        ("/choice-results?recipe=onzin", 404),
        ("/nothing", 404),
        ("/municipalities/", 404),
    ],
)
def test_what_goes_wrong_is_said_as_problem_json(visitor, path, status):
    answer = asked(visitor, path)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["API-Version"]
    told = answer.json()
    assert told["status"] == status
    assert told["title"]
    assert len(told["detail"].split()) > 2


def test_a_mistake_is_said_in_the_language_that_was_asked_for(visitor):
    dutch = asked(visitor, "/nothing").json()["title"]
    english = asked(visitor, "/nothing", **{"accept-language": "en-GB,en;q=0.9"}).json()["title"]
    assert (dutch, english) == ("Dit hebben we niet", "We do not have this")


def test_nothing_can_be_changed_through_it(visitor):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(visitor, method)(f"{ROOT}/rights", headers={"host": "127.0.0.1"})
        assert answer.status_code == 405
        assert answer["Allow"] == "GET"
        assert answer["Content-Type"] == "application/problem+json"


def test_a_fault_of_ours_tells_nothing_of_the_machine(visitor, monkeypatch, caplog):
    def broken(code: str) -> None:
        raise RuntimeError("/een/pad/van/deze/machine")

    monkeypatch.setattr("weefsel.web.ask.scan_of", broken)
    answer = asked(visitor, f"/areas/{NEIGHBOURHOOD}")
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "machine" not in answer.content.decode()
    assert "fault in the API" in caplog.text


def test_a_list_comes_in_parts_with_links_to_its_neighbours(visitor):
    whole = asked(visitor, "/indicators?pageSize=500").json()
    gathered, path = [], f"{ROOT}/indicators?pageSize=20"
    while path:
        answer = visitor.get(path, headers={"host": "127.0.0.1"})
        gathered += answer.json()["indicators"]
        after = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        path = after[1] if after else ""
    assert gathered == whole["indicators"]
    assert len(gathered) == whole["total"] > 100


def test_the_page_about_the_api_lists_every_operation(visitor):
    for page in ("/api/", "/en/api/"):
        body = visitor.get(page).content.decode()
        assert all(address in body for address in description()["paths"])
    with pytest.raises(NoReverseMatch):
        reverse("api-v1:docs")
