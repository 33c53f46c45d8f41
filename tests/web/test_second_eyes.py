"""Ways around, found by a second pair of eyes: each was open once."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from axes.models import AccessAttempt
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from openpyxl import Workbook

from weefsel.base.archive import write_archive
from weefsel.base.errors import InputError
from weefsel.outcomes.disclosure.reading import read_cells
from weefsel.outcomes.own_words import refuse_personal
from weefsel.sources.local_grid import grid_of
from weefsel.web import ask
from weefsel.web.accounts.models import Membership
from weefsel.web.accounts.new_password import link_for
from weefsel.web.audit.models import Entry
from weefsel.web.audit.words import DEEDS
from weefsel.web.choose.models import StoredRecipe
from weefsel.web.install import database
from weefsel.web.keep import backup, restore, tables
from weefsel.web.keep.checks.people import made_up_houses
from weefsel.web.keep.grading import Grade
from weefsel.web.login.lock_out import unlock
from weefsel.web.see.models import OwnUpload

from . import own_figures_home
from .houses import browser, house, member, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "quick_passwords")]
MEGABYTE = 1 << 20


@pytest.fixture
def boss() -> Membership:
    return member(house("dorp"), "administrator", "beheer")


def with_factor(one: Membership) -> None:
    TOTPDevice.objects.create(user=one.user, name="default", confirmed=True)


def reset(by, one: Membership):
    return browser(by).post(f"/huis/{one.house.slug}/leden/{one.pk}/tweede-stap/")


def test_an_administrator_does_not_weaken_an_account_that_opens_another_house(boss):
    one = member(boss.house, "volunteer")
    with_factor(one)
    elsewhere = Membership.objects.create(
        user=one.user, house=house("stad"), role="policy_adviser"
    )
    assert reset(boss.user, one).status_code == 400
    assert TOTPDevice.objects.filter(user=one.user).exists()
    elsewhere.delete()
    assert reset(boss.user, one).status_code == 302
    assert not TOTPDevice.objects.filter(user=one.user).exists()


def test_an_administrator_of_a_house_does_not_weaken_who_manages_the_install(boss):
    one = member(boss.house, "volunteer", is_superuser=True)
    with_factor(one)
    assert reset(boss.user, one).status_code == 400
    assert TOTPDevice.objects.filter(user=one.user).exists()
    assert reset(person("baas", is_superuser=True), one).status_code == 302


@pytest.mark.parametrize(
    "path",
    ["/mijn-account/", "/mijn-account/mijn-gegevens.json", "/en/my-account/delete/"],
)
def test_who_owes_the_code_comes_not_even_at_the_own_account(boss, path):
    seen = browser(boss.user)
    assert seen.get(path).status_code == 200
    with_factor(boss)
    for answer in (seen.get(path), seen.post(path, {"name": "Een ander"})):
        assert answer.status_code == 302
        assert "/code/" in answer["Location"]
    boss.user.refresh_from_db()
    assert boss.user.name != "Een ander"
    assert seen.get("/mijn-account/tweede-stap/").status_code == 200


@pytest.mark.parametrize("role", ["volunteer", "council", "social_worker"])
def test_who_may_not_see_the_members_does_not_see_them_when_leaving(boss, role):
    one = member(boss.house, role)
    page = browser(one.user).get(f"/mijn-account/weggaan/{one.pk}/").content.decode()
    assert (str(boss.user.uid) in page) == (role == "social_worker")


def test_a_page_for_somebody_is_kept_by_nobody_on_the_way(boss):
    seen = browser(boss.user)
    for path in ("/huis/dorp/leden/", "/kiezen/", "/api/v1/choices", "/logboek/"):
        answer = seen.get(path)
        assert answer.status_code == 200, path
        assert "no-store" in answer["Cache-Control"], path
    assert "no-store" not in browser().get("/").get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/leren/tabel/", "/en/learn/table/", "/api/v1/screenings"])
def test_what_is_larger_than_any_form_is_refused_before_it_is_taken_in(path):
    class Heavy(io.BytesIO):
        def read(self, *size: int) -> bytes:
            raise AssertionError("it was read")

    answer = browser().generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(9 * MEGABYTE),
        **{"wsgi.input": Heavy()},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/inloggen/", {"log_in-current_step": "auth", "auth-username": "jo"}),
        ("/mijn-account/wachtwoord/", {"again": "een nieuw lang woord"}),
        ("/mijn-account/verwijderen/", {"sure": "on"}),
    ],
)
def test_no_password_that_was_typed_is_kept_with_a_wrong_try(path, fields):
    one = person("jo")
    seen = browser(None if "inloggen" in path else one)
    words = dict.fromkeys(("old", "password", "auth-password"), "een verkeerd woord")
    seen.post(path, {**words, "password": fields.get("again", words["password"]), **fields})
    tried = AccessAttempt.objects.get()
    for each in ("verkeerd", "nieuw"):
        assert each not in f"{tried.post_data} {tried.get_data} {tried.path_info}"


def test_without_proxies_behind_a_secure_door_the_check_says_who_can_lock_out(settings):
    from weefsel.web.keep.checks.setting import proxies

    assert proxies(None).grade == Grade.GOOD
    settings.CSRF_COOKIE_SECURE = True
    assert proxies(None).grade == Grade.MIND
    settings.WEEFSEL_PROXIES = 1
    assert proxies(None).grade == Grade.GOOD


def test_what_an_address_of_postgresql_asks_of_the_way_there_is_not_dropped(tmp_path):
    asked = database(tmp_path, "postgresql://jo:w@db.example/weefsel?sslmode=verify-full")
    assert asked["OPTIONS"] == {"sslmode": "verify-full"}
    assert database(tmp_path, "postgresql://jo:w@db.example/weefsel")["OPTIONS"] == {}


def test_the_name_of_a_file_that_becomes_a_title_is_screened(home, settings, tmp_path):
    settings.WEEFSEL_HOME = own_figures_home.copy_of(home, tmp_path)
    one = own_figures_home.member(own_figures_home.house(), "policy_adviser")
    content = own_figures_home.HEAD + "BU99900101;Burenhulp;2023;40;100;enquête\n"
    for name, told in (("bel 06-12345678.csv", True), ("burenhulp 2023.csv", False)):
        file = io.BytesIO(content.encode())
        file.name = name
        seen = own_figures_home.client(one)
        brought = seen.post("/eigen-cijfers/nieuw/", {"file": file}, follow=True)
        key = brought.redirect_chain[-1][0].split("/")[-3]
        page = seen.get(f"/eigen-cijfers/bestand/{key}/controle/", follow=True).content.decode()
        assert ("persoonsgegevens" in page) == told, name


def test_new_backup_codes_stand_in_the_log():
    one = person("jo")
    StaticDevice.objects.create(user=one, name="backup")
    last = Entry.objects.order_by("-number").first()
    assert (last.right, last.about) == ("factor.codes", str(one.uid))


def swollen(row: int, sheets: int = 1) -> bytes:
    """Make a workbook of a few kB that calls itself as wide as can be, with one far cell."""
    book, made = Workbook(), io.BytesIO()
    for _ in range(sheets - 1):
        book.create_sheet()
    for sheet in book.worksheets:
        sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "buurt", "aantal", "a", 12
    book.save(made)
    far = b'<row r="%d"><c r="A%d"><v>1</v></c></row></sheetData>' % (row, row)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made.getvalue())) as was,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as now,
    ):
        for item in was.infolist():
            part = was.read(item)
            if item.filename.startswith("xl/worksheets/"):
                assert b'ref="A1:B2"' in part
                part = part.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
                part = part.replace(b"</sheetData>", far)
            now.writestr(item.filename, part)
    return target.getvalue()


def peak(work) -> int:
    """Give how much memory Python took at most for some work, in bytes."""
    import tracemalloc

    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_small_workbook_that_calls_itself_endless_takes_little_memory():
    content = swollen(2000)
    assert len(content) < 10_000
    assert peak(lambda: read_cells(content, "t.xlsx")) < 30 * MEGABYTE
    assert read_cells(content, "t.xlsx").rows == (("a", "12"),)


def test_a_workbook_wider_than_a_table_is_refused():
    book, made = Workbook(), io.BytesIO()
    book.active.append([f"k{n}" for n in range(300)])
    book.active.append(["1"] * 300)
    book.save(made)
    with pytest.raises(InputError):
        read_cells(made.getvalue(), "t.xlsx")


def ods(rows: str) -> bytes:
    """Make an OpenDocument spreadsheet of the XML of its rows."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(
            "content.xml",
            f"<office:document-content {spaces}><table:table>{rows}</table:table>"
            "</office:document-content>",
        )
    return target.getvalue()


def cell(words: str, repeat: int = 1) -> str:
    return (
        f'<table:table-cell table:number-columns-repeated="{repeat}">'
        f"<text:p>{words}</text:p></table:table-cell>"
    )


def test_a_cell_that_is_repeated_without_end_is_refused_and_an_empty_tail_is_not():
    row = "<table:table-row>%s</table:table-row>"
    tail = '<table:table-cell table:number-columns-repeated="16000"/>'
    table = row % (cell("buurt") + cell("aantal") + tail) + row % (cell("a") + cell("1") + tail)
    end = f'<table:table-row table:number-rows-repeated="1000000">{tail}</table:table-row>'
    assert grid_of(ods(table + end), "t.ods").columns == ("buurt", "aantal")
    wide = row % (cell("x", 1000) * 40)
    with pytest.raises(InputError):
        grid_of(ods(table + wide), "t.ods")
    long = f'<table:table-row table:number-rows-repeated="1000">{cell("x", 150)}</table:table-row>'
    content = ods(table + long * 300)

    def refused() -> None:
        with pytest.raises(InputError):
            grid_of(content, "t.ods")

    assert peak(refused) < 60 * MEGABYTE


def rights() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("right", flat=True))


ROW = own_figures_home.HEAD + "BU99900101;Burenhulp;2023;40;100;enquête\n"


def bring(seen, name: str = "cijfers.csv"):
    file = io.BytesIO(ROW.encode())
    file.name = name
    return seen.post("/eigen-cijfers/nieuw/", {"file": file})


@pytest.fixture
def adviser(home, settings, tmp_path):
    settings.WEEFSEL_HOME = own_figures_home.copy_of(home, tmp_path)
    return own_figures_home.member(own_figures_home.house(), "policy_adviser")


def test_what_happens_to_a_draft_and_who_looks_at_it_stands_in_the_log(adviser):
    seen = own_figures_home.client(adviser)
    columns = bring(seen)["Location"]
    assert rights()[-1] == "own_figures.bring"
    assert seen.get(columns).status_code == 200
    assert rights()[-1] == "own_figures.see"
    assert Entry.objects.order_by("number").last().seen
    draft = columns.replace("kolommen/", "")
    assert seen.get(f"{draft}controle/").status_code == 200
    assert rights()[-2:] == ["own_figures.see"] * 2
    assert seen.post(reverse("own-discard", args=[OwnUpload.objects.get().pk])).status_code == 302
    assert rights()[-1] == "own_figures.discard"
    assert not OwnUpload.objects.exists()


def test_one_draft_too_many_is_refused_and_throws_nothing_of_a_colleague_away(adviser):
    here = adviser.memberships.get().house
    for number in range(20):
        OwnUpload.objects.create(house=here, file_name=f"stuk {number}.csv")
    answer = bring(own_figures_home.client(adviser))
    assert answer.status_code == 400
    assert "stuk 0.csv" in answer.content.decode()
    assert OwnUpload.objects.count() == 20


def test_of_a_published_file_neither_its_name_nor_its_columns_are_kept(adviser):
    seen = own_figures_home.client(adviser)
    draft = bring(seen, "van mevrouw X.csv")["Location"].replace("kolommen/", "")
    key = OwnUpload.objects.get().pk
    assert seen.post(f"{draft}publiceren/", {"open": "yes"}).status_code == 302
    kept = OwnUpload.objects.get(pk=key)
    assert kept.published
    assert (kept.mapping, bytes(kept.content)) == ({}, b"")
    assert "mevrouw" not in kept.file_name


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("7511 AB 12", True),
        ("Enquête Dorpsstraat 12", True),
        ("geboren 12-03-1950", True),
        ("kenteken 12-ABC-3", True),
        ("Weverdam 2023", False),
        ("Enquête Weverdam 2023-2024", False),
        ("Postcodegebied 7511 AB", False),
        ("Peildatum 12-03-2020", False),
    ],
)
def test_words_that_everybody_reads_hold_no_address_birth_or_plate(words, refused):
    if not refused:
        refuse_personal([words], "t.csv")
        return
    with pytest.raises(InputError):
        refuse_personal([words], "t.csv")


def test_an_example_house_keeps_no_scan_of_a_real_municipality(monkeypatch):
    here = house("weverdam", kind="municipality", area="GM9990", fictitious=True)
    one = member(here, "policy_adviser")
    recipe = ask.scan_of("GM9990").recipe
    real = SimpleNamespace(recipe=recipe.model_copy(update={"area": "GM0164"}), fictitious=False)
    monkeypatch.setattr(ask, "scan_of", lambda area: real)
    told = {"house": str(here.pk), "note": ""}
    answer = browser(one.user).post("/kiezen/bewaren/?scan=GM9990", told)
    assert answer.status_code == 400
    assert not StoredRecipe.objects.exists()


@pytest.mark.parametrize(
    ("size", "filler", "fits"),
    [
        (185_000, "ab", True),
        (192_000, "ab", None),
        (196_000, "ab", None),
        (199_500, "ab", False),
        (100_000, "?>", True),
        (185_000, "?>", False),  # of these signs a form makes three of one
    ],
)
def test_a_table_that_is_taken_in_fits_in_the_next_form(size, filler, fits):
    head = "buurt;aantal\n"
    each = (size - len(head)) // 900 - len(";60\n") - 3
    rows = "".join(f"{number:03}{filler * (each // 2)};60\n" for number in range(900))
    file = io.BytesIO((head + rows).encode())
    file.name = "t.csv"
    seen = browser()
    first = seen.post("/leren/tabel/", {"table": file})
    if first.status_code != 200:
        assert "te groot voor deze pagina" in first.content.decode()
        assert not fits
        return
    form = {
        "packed": first.context["packed"],
        "name": "t.csv",
        "count": "aantal",
        "by": ["buurt"],
        "make": "1",
        "csrfmiddlewaretoken": "x" * 64,
    }
    kind = "application/x-www-form-urlencoded"
    second = seen.post("/leren/tabel/", urlencode(form, doseq=True), content_type=kind)
    assert second.status_code == 200
    assert fits is not False


def test_a_backup_that_lists_a_table_without_its_part_is_refused_in_a_sentence(tmp_path):
    table = tables.Table(
        model="accounts.user", columns=("id",), rows=0, sha256="0", part="database/weg.jsonl"
    )
    listed = backup.Backup(
        form=backup.FORM,
        weefsel="0",
        made_at="2026-01-01T00:00:00Z",
        database="sqlite",
        tables=(table,),
        content=backup.content_sum((table,), ()),
    )
    with write_archive(tmp_path / "b") as archive:
        archive.finish(listed)
    with pytest.raises(InputError, match=r"weg\.jsonl"):
        restore.put_back(tmp_path / "home", tmp_path / "b", datetime.now(UTC))


def test_accounts_of_made_up_houses_beside_a_real_one_are_told_of():
    one = member(house("proef", fictitious=True), "council", "proever")
    assert made_up_houses(None).grade == Grade.GOOD
    real = member(house("echt"), "council", "echte")
    found = made_up_houses(None)
    assert found.grade == Grade.MIND
    assert "proever" in str(found.what)
    assert real.user.username not in str(found.what)
    Membership.objects.create(user=one.user, house=real.house, role="council")
    assert made_up_houses(None).grade == Grade.GOOD


def test_who_runs_the_install_unlocks_and_makes_links_in_the_log():
    one = person("jo")
    for act, right in (
        (lambda: unlock("jo"), "log_in.unlocked"),
        (lambda: link_for(one), "own_account.new_password"),
    ):
        act()
        last = Entry.objects.order_by("number").last()
        assert (last.right, last.about) == (right, str(one.uid))
        assert right in DEEDS
