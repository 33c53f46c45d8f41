"""A portfolio by the API: as it is described, as the page has it, as far as one may see it."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from web import houses
from web.portfolio_home import HEAD, LIST, publish, stored, town, worker
from weefsel.web.api.api import api
from weefsel.web.choose.portfolio import example
from weefsel.web.login import example_users

from .test_api import CAMEL, keys

pytestmark = pytest.mark.django_db
API = "/api/v1/portfolios"


@pytest.fixture
def weverdam(home):
    example_users.renew()
    assert example.renew()
    return f"{API}/{example.KEY}"


def test_the_answers_are_as_they_are_described(weverdam):
    told = json.loads(json.dumps(api.get_openapi_schema()))
    for url, path in ((API, API), (weverdam, f"{API}/{{id}}")):
        answer = houses.browser().get(url)
        assert answer.status_code == 200
        operation = told["paths"][path]["get"]
        form = operation["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator({**form, "components": told["components"]}).validate(answer.json())
        assert {key for key in keys(answer.json()) if not CAMEL.match(key)} == set()


def test_page_and_answer_say_the_same(weverdam):
    page = houses.browser().get(f"{LIST}{example.KEY}/")
    assert weverdam in page.content.decode()
    found = houses.browser().get(weverdam).json()["review"]
    review = page.context["review"]
    assert found["finding"] == review.title.render("en")
    assert [one["key"] for one in found["lines"]] == [one.line.key for one in review.lines]
    assert found["verdicts"] == dict(review.verdicts)
    salon = next(one for one in found["lines"] if one["activity"] == "Mantelzorgsalon")
    assert (salon["participants"]["value"], salon["participants"]["flag"]) == (None, "suppressed")
    assert salon["cost"]["perParticipant"]["value"] is None


def test_a_year_and_the_version_follow_who_asks(home):
    place = town()
    adviser = houses.browser(worker(place))
    content = HEAD + "Inloop;Stichting;1000;2026;;;\nKoken;Stichting;500;2025;;;\n"
    thing = stored(adviser, place, content.encode())
    url = f"{API}/{thing.pk}"
    assert houses.browser().get(url).status_code == 404
    assert houses.browser().get(API).json()["portfolios"] == []
    assert adviser.get(url).json()["review"]["year"] == 2026
    assert adviser.get(f"{url}?year=2025").json()["review"]["total"]["value"] == 500
    assert adviser.get(f"{url}?year=2030").json()["review"]["year"] == 2026
    assert adviser.get(f"{url}?year=abc").status_code == 400
    publish(adviser, thing)
    thing.lines.update(activity="Anders")
    said = houses.browser().get(url).json()
    assert [one["activity"] for one in said["review"]["lines"]] == ["Inloop"]
    assert "Anders" in json.dumps(adviser.get(url).json())
    one = next(iter(houses.browser().get(API).json()["portfolios"]))
    assert (one["title"], one["published"], one["fictitious"]) == ("Subsidies sociaal", True, True)
