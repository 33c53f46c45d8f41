"""Own figures on the pages: brought, mapped, checked, published, withdrawn; and what is noted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from web.own_figures_home import EXAMPLE, HEAD, client, copy_of, house, member
from web.reading import read

pytestmark = pytest.mark.django_db

LIST = "/eigen-cijfers/"


@pytest.fixture
def own_home(home: Path, tmp_path: Path, settings: Any) -> Path:
    """Give a home of its own: what a test stores, others must not see."""
    settings.WEEFSEL_HOME = copy_of(home, tmp_path)
    return tmp_path


def bring(person: Client, content: str | bytes, name: str = "cijfers.csv") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    file = io.BytesIO(raw)
    file.name = name
    return person.post(f"{LIST}nieuw/", {"file": file})


def draft() -> Any:
    from weefsel.web.see.models import OwnUpload

    return OwnUpload.objects.first()


def as_shown(person: Client, url: str) -> dict[str, str]:
    """Give the fields of the form of columns as the page itself fills them in."""
    import re

    page = person.get(url).content.decode()
    fields = {}
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen.group(1) if chosen else ""
    for name, value in re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page):
        fields[name] = value
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def stored() -> list[str]:
    from weefsel.web import ask

    return sorted({one.table for one in ask.store().editions("XX00") if one.own})


def test_the_example_gives_weverdam_its_scores(own_home: Path) -> None:
    at, visitor = house(), client()
    page = visitor.get("/gemeente/GM9990/?toon=cohesion").content.decode()
    assert "Sociale cohesie" in page
    before = visitor.get("/gemeente/GM9990/scan.json").json()
    assert {_scored(before, one) for one in ("cohesion", "empowerment")} == {0}
    person = client(member(at, "policy_adviser"))
    answer = bring(person, EXAMPLE.read_bytes(), EXAMPLE.name)
    assert answer.status_code == 302
    key = draft().pk
    fields = as_shown(person, answer.url)
    assert list(fields.values())[:8] == [
        "code", "area", "indicator", "year", "value", "n", "basis", "source"
    ]  # fmt: skip
    assert person.post(answer.url, fields).url == f"{LIST}bestand/{key}/controle/"
    check = person.get(f"{LIST}bestand/{key}/controle/").content.decode()
    assert "285" in check
    assert stored() == []
    done = person.post(f"{LIST}bestand/{key}/publiceren/", {"open": "yes"})
    assert done.url == f"{LIST}{stored()[0]}/"
    after = visitor.get("/gemeente/GM9990/scan.json").json()
    assert (_scored(after, "cohesion"), _scored(after, "empowerment")) == (57, 57)
    assert bytes(draft().content) == b""


def _scored(document: dict[str, Any], condition: str) -> int:
    return sum(
        score["figure"]["value"] is not None
        for area in document["areas"]
        if area["level"] == "neighbourhood"
        for score in area["scores"]
        if score["condition"] == condition
    )


def test_every_fault_is_named_with_its_row_and_column_and_nothing_is_stored(
    own_home: Path,
) -> None:
    person = client(member(house(), "policy_adviser"))
    rows = (
        "BU99900101;Vertrouwen in andere mensen;2023;120;100;enquête\n"
        "BU99900199;Vertrouwen in andere mensen;2023;50;100;enquête\n"
        "BU99900102;Burenhulp;2023;;100;enquête\n"
        "BU99900103;Burenhulp;2023;40;100;enquête\n"
    )
    bring(person, HEAD + rows)
    key = draft().pk
    page = read(person.get(f"{LIST}bestand/{key}/controle/").content.decode())
    assert "Rij 2" in " ".join(page.text.split())
    for said in ("120 is meer dan kan", "BU99900199", "geen waarde"):
        assert said in page.text, said
    assert person.post(f"{LIST}bestand/{key}/publiceren/", {"open": "yes"}).status_code == 302
    assert stored() == []
    faults = person.get(f"{LIST}bestand/{key}/fouten.csv").content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in faults.splitlines()[1:]] == ["2", "3", "4"]


def test_a_draft_is_only_for_its_own_house(own_home: Path) -> None:
    mine, other = house(), house("Gemeente Elders", "GM9991")
    bring(
        client(member(mine, "policy_adviser")), HEAD + "BU99900101;Burenhulp;2023;40;100;enquête\n"
    )
    key = draft().pk
    for stranger in (
        client(),
        client(member(other, "policy_adviser")),
        client(member(other, "administrator")),
    ):
        for part in ("", "kolommen/", "controle/", "fouten.csv"):
            assert stranger.get(f"{LIST}bestand/{key}/{part}").status_code == 404
        assert (
            stranger.post(f"{LIST}bestand/{key}/publiceren/", {"open": "yes"}).status_code == 404
        )
        assert "cijfers.csv" not in stranger.get(LIST).content.decode()
    worker = client(member(mine, "social_worker"))
    assert worker.get(f"{LIST}bestand/{key}/kolommen/").status_code == 403
    assert "cijfers.csv" in worker.get(LIST).content.decode()
    assert stored() == []


def test_a_house_brings_figures_of_its_own_municipality_only(own_home: Path) -> None:
    elsewhere = client(member(house("Gemeente Elders", "GM9991"), "policy_adviser"))
    bring(elsewhere, HEAD + "BU99900101;Burenhulp;2023;40;100;enquête\n")
    key = draft().pk
    elsewhere.post(
        f"{LIST}bestand/{key}/kolommen/",
        {**as_shown(elsewhere, f"{LIST}bestand/{key}/kolommen/"), "municipality": "GM9990"},
    )
    elsewhere.post(f"{LIST}bestand/{key}/publiceren/", {"open": "yes"})
    assert stored() == []


def test_columns_of_any_name_are_mapped_by_hand_and_a_word_becomes_an_indicator(
    own_home: Path,
) -> None:
    person = client(member(house(), "policy_adviser"))
    url = bring(
        person, "waar|wat|hoeveel\nLakenhal|praatje maken|41,5%\nWeversgilde|parkeren|12%\n"
    ).url
    assert "weet" in person.get(url).content.decode()
    fields = as_shown(person, url)
    fields |= {
        "column-0": "area", "column-1": "indicator", "column-2": "value",
        "basis": "published", "year": "2023",
    }  # fmt: skip
    person.post(url, fields)
    check = person.get(url.replace("kolommen", "controle")).content.decode()
    assert "praatje maken" in check
    fields = as_shown(person, url) | {"word-0": "neighbour_help", "word-1": "new"}
    answer = person.post(url, fields)
    assert answer.status_code == 302, read(answer.content.decode()).text
    last = read(person.get(url.replace("kolommen", "controle")).content.decode())
    assert "staan klaar" in last.text, last.text
    person.post(url.replace("kolommen", "publiceren"), {"open": "yes"})
    from weefsel.web import ask

    figures = ask.store().observations(
        indicators=["neighbour_help", "own_gm9990_eigen_parkeren"], country="XX00"
    )
    assert sorted(figures["value"]) == [12.0, 41.5]
    page = client().get("/buurt/BU99900102/").content.decode()
    assert "parkeren" in page
    assert "parkeren" not in client().get("/buurt/BU99900101/").content.decode()


def test_publishing_again_asks_before_it_replaces_and_withdrawing_takes_it_away(
    own_home: Path,
) -> None:
    at = house()
    person = client(member(at, "policy_adviser"))
    for value in ("40", "41"):
        bring(person, HEAD + f"BU99900101;Burenhulp;2023;{value};100;enquête\n")
        person.post(f"{LIST}bestand/{draft().pk}/publiceren/", {"open": "yes"})
    assert draft().state == "draft"
    person.post(f"{LIST}bestand/{draft().pk}/publiceren/", {"open": "yes", "replace": "yes"})
    from weefsel.web import ask
    from weefsel.web.see.models import OwnUpload

    assert ask.store().observations(indicators=["neighbour_help"], country="XX00")[
        "value"
    ].to_list() == [41.0]
    assert sorted(OwnUpload.objects.values_list("state", flat=True)) == ["published", "withdrawn"]
    table = stored()[0]
    assert client().get(f"{LIST}{table}/").status_code == 200
    assert client().post(f"{LIST}{table}/intrekken/").status_code in {403, 404}
    council = client(member(at, "council"))
    assert council.post(f"{LIST}{table}/intrekken/").status_code == 403
    assert person.post(f"{LIST}{table}/intrekken/").status_code == 302
    assert stored() == []
    assert client().get(f"{LIST}{table}/").status_code == 404


def test_an_official_figure_counts_and_the_page_says_so(own_home: Path) -> None:
    person = client(member(house(), "policy_adviser"))
    official = "Vrijwilligerswerk (18 jaar en ouder)"
    bring(
        person,
        HEAD
        + f"BU99900101;{official};2023;1;1000;enquête\nBU99900101;Burenhulp;2023;40;100;enquête\n",
    )
    person.post(f"{LIST}bestand/{draft().pk}/publiceren/", {"open": "yes"})
    page = read(client().get(f"{LIST}{stored()[0]}/").content.decode())
    assert not page.loose_digits
    assert [value for value, _ in page.figures] == [
        "1.0",
        "1.0",
        "0.0",
        "0.0",
        "1.0",
        "0.0",
        "1.0",
        "0.0",
    ]
    scan = client().get("/gemeente/GM9990/scan.json").json()
    (value,) = [
        one["figure"]["value"]
        for area in scan["areas"]
        if area["code"] == "BU99900101"
        for one in area["indicators"]
        if one["indicator"] == "volunteering_18plus"
    ]
    assert value != 1.0


YEAR = {"year": "2023"}
AUDITED = {"step_free": "yes", "toilet": "no", "hearing": "no", "affordable": "yes"}
NOTED: list[tuple[str, dict[str, str]]] = [
    ("initiatieven", {"name": "Buurtmoestuin", "area": "BU99900101", "budget_eur": "2500"}),
    (
        "leerplekken",
        {"name": "Taalhuis Oost", "kind": "language", "area": "BU99900301", "places": "24"},
    ),
    (
        "inspraak",
        {"name": "Wijkraad", "kind": "advisory_board", "area": "WK999003", "participants": "12"},
    ),
    (
        "inspraak",
        {"name": "Begroting", "kind": "participatory_budget", "area": "GM9990"}
        | {"participants": "4"},
    ),
    (
        "toegankelijkheid",
        {"name": "Buurthuis De Schakel", "area": "BU99900301"}
        | {f"point-{point}": answer for point, answer in AUDITED.items()},
    ),
]


def test_what_is_noted_becomes_figures_by_rule(own_home: Path) -> None:
    at = house()
    worker = client(member(at, "social_worker"))
    for kind, fields in NOTED:
        answer = worker.post(f"{LIST}bijhouden/{kind}/nieuw/", fields | YEAR)
        assert answer.status_code == 302, answer.content.decode()
    assert worker.get(f"{LIST}bijhouden/publiceren/").status_code == 403
    adviser = client(member(at, "policy_adviser"))
    confirmed = {f"kind-{kind}": "yes" for kind, _ in NOTED}
    adviser.post(f"{LIST}bijhouden/publiceren/", {"jaar": "2023", **confirmed})
    assert stored() == []  # nobody said that everyone may see it
    done = adviser.post(
        f"{LIST}bijhouden/publiceren/", {"jaar": "2023", "open": "yes", **confirmed}
    )
    assert done.status_code == 302, done.content.decode()
    from weefsel.web import ask

    held = ask.store().observations(years=[2023], country="XX00")
    value = {(row["area"], row["indicator"]): row["value"] for row in held.iter_rows(named=True)}
    people = {code: value[code, "population"] for code in ("BU99900101", "BU99900301")}
    assert value["BU99900101", "residents_initiatives_per_1000"] == pytest.approx(
        1000 / people["BU99900101"]
    )
    assert value["BU99900301", "residents_initiatives_per_1000"] == 0
    assert value["BU99900301", "learning_places_per_1000"] == pytest.approx(
        24_000 / people["BU99900301"]
    )
    assert (
        value["BU99900301", "participation_forms"],
        value["BU99900101", "participation_forms"],
    ) == (2, 1)
    assert value["BU99900301", "accessibility_audit"] == 50
    assert ("BU99900101", "accessibility_audit") not in value
    page = read(client().get(done.url).content.decode())
    assert "12" not in [shown for shown, _ in page.figures]  # 4 would follow from 12 and 16
    assert "4.0" not in [shown for shown, _ in page.figures]


def test_what_is_noted_stays_in_the_house(own_home: Path) -> None:
    at = house()
    worker = client(member(at, "social_worker"))
    kind, fields = NOTED[0][0], NOTED[0][1] | YEAR
    worker.post(f"{LIST}bijhouden/{kind}/nieuw/", fields)
    from weefsel.web.see.models import ResidentsInitiative

    url = f"{LIST}bijhouden/{kind}/{ResidentsInitiative.objects.get().pk}/"
    assert "Buurtmoestuin" in worker.get(f"{LIST}bijhouden/{kind}/").content.decode()
    for stranger in (client(), client(member(house("Elders", "GM9991"), "director"))):
        assert stranger.get(url).status_code == 404
        assert stranger.post(f"{url}weg/").status_code == 404
        assert "Buurtmoestuin" not in stranger.get(f"{LIST}bijhouden/{kind}/").content.decode()
    assert client(member(at, "volunteer")).get(url).status_code in {403, 404}
    assert worker.post(url, {**fields, "budget_eur": "300"}).status_code == 302
    assert worker.post(f"{url}weg/").status_code == 302
    assert not ResidentsInitiative.objects.exists()


def test_a_person_in_a_remark_is_struck_out_before_it_is_kept(own_home: Path) -> None:
    import re

    from weefsel.web.see.models import ResidentsInitiative

    worker = client(member(house(), "social_worker"))
    url = f"{LIST}bijhouden/initiatieven/nieuw/"
    fields = {**NOTED[0][1], **YEAR, "remark": "bel 06-12345678 of mail jan@voorbeeld.nl"}
    first = worker.post(url, fields)
    assert first.status_code == 400
    seen = re.search(r'name="remark-seen" value="([^"]+)"', first.content.decode())
    assert seen
    worker.post(url, {**fields, "remark-seen": seen.group(1)})
    kept = ResidentsInitiative.objects.get().remark
    assert "12345678" not in kept
    assert "voorbeeld.nl" not in kept


def test_a_source_with_personal_data_is_not_published(own_home: Path) -> None:
    person = client(member(house(), "policy_adviser"))
    bring(
        person,
        "gebied;indicator;jaar;waarde;soort;bron\n"
        "Lakenhal;Burenhulp;2023;40;enquête;bel 06-12345678\n",
    )
    key = draft().pk
    refused = person.get(f"{LIST}bestand/{key}/controle/", follow=True).content.decode()
    assert "persoonsgegevens" in refused
    assert "12345678 " not in refused.split("<table")[0]
    person.post(f"{LIST}bestand/{key}/publiceren/", {"open": "yes"})
    assert stored() == []


def test_somebody_takes_along_what_they_brought_and_noted(own_home: Path) -> None:
    from weefsel.web.see.held import held

    at = house()
    user = member(at, "policy_adviser")
    bring(client(user), HEAD + "BU99900101;Burenhulp;2023;40;100;enquête\n")
    client(user).post(f"{LIST}bijhouden/initiatieven/nieuw/", NOTED[0][1] | YEAR)
    found = held(user)
    assert [one["file"] for one in found["files"]] == ["cijfers.csv"]
    assert [one["name"] for one in found["notes"]] == ["Buurtmoestuin"]
    assert held(member(at, "director")) == {"files": [], "notes": []}


def test_a_real_municipality_is_compared_inside_itself_on_request(
    home: Path, tmp_path: Path, settings: Any
) -> None:
    """Own figures of a real one give no score against the country; inside it they do."""
    from datetime import date

    from atlas.tables import areas, edition, observed, raw
    from weefsel.atlas.local_load import guess_mapping, prepare_local, store_local
    from weefsel.atlas.store import Store
    from weefsel.sources.local_grid import grid_of

    settings.WEEFSEL_HOME = tmp_path
    store = Store(tmp_path)
    small = [f"BU00010{at:03d}" for at in range(6)]
    codes = ("NL00", "GM0001", "WK000100", *small)
    of = edition(2020, country="NL00")
    people = {(code, "population"): 6000.0 for code in codes[:3]}
    people |= {(code, "population"): 1000.0 for code in small}
    names = dict(zip(codes, ("Land", "Stad", "Wijk", *"ABCDEF"), strict=True))
    store.load(raw(of, areas(codes, names)), observed(people, of))
    rows = "".join(
        f"{code};{name};2020;{20 + 3 * at + turn};;enquête\n"
        for at, code in enumerate(small)
        for turn, name in enumerate(("trust_people", "neighbour_help", "volunteering_18plus"))
    )
    grid = grid_of((HEAD + rows).encode(), "eigen.csv")
    day = date(2026, 11, 22)
    store_local(store, prepare_local(store, grid, guess_mapping(store, grid), today=day))
    visitor = client()
    plain = read(visitor.get("/gemeente/GM0001/").content.decode())
    assert "Vergelijk binnen de gemeente" in plain.text
    assert "alleen binnen de gemeente vergeleken" in plain.text
    inside = read(
        visitor.get("/gemeente/GM0001/?vergelijk=gemeente&toon=cohesion").content.decode()
    )
    assert "Vergelijk met Nederland" in inside.text
    assert not inside.loose_digits
    for query, count in (("", 0), ("?vergelijk=gemeente", 6)):
        scan = visitor.get(f"/gemeente/GM0001/scan.json{query}").json()
        assert _scored(scan, "cohesion") == count
    page = visitor.get(f"/buurt/{small[0]}/?vergelijk=gemeente").content.decode()
    assert "Vergelijk met Nederland" in page


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"PK\x03\x04 no zip", b"a", "één;twee\n".encode(), b"x" * 5_000_000],
    ids=["empty", "bytes", "broken-zip", "one-word", "no-rows", "too-large"],
)
def test_a_strange_file_is_refused_in_words(own_home: Path, content: bytes) -> None:
    answer = bring(client(member(house(), "policy_adviser")), content)
    assert answer.status_code == 400
    assert "Traceback" not in answer.content.decode()


def test_the_words_of_the_pages_are_there_in_english(own_home: Path) -> None:
    person = client(member(house(), "policy_adviser"))
    page = person.get("/en/own-figures/").content.decode()
    assert "Bring a spreadsheet" in page
    assert person.get("/en/own-figures/new/").status_code == 200
