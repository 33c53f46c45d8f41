"""The log: kept with its change or not at all, never changed, told to whom it concerns."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from cli import warm
from databases import needs_postgresql, postgresql
from plugin_audit import unguarded
from web import houses
from weefsel.base.errors import InputError
from weefsel.commands.audit import verify
from weefsel.web.accounts.own_data import export
from weefsel.web.audit.log import entries, head, record, verify_log
from weefsel.web.audit.models import AppendOnlyError, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Any:
    return houses.house("eigen", name="Huis eigen")


@pytest.fixture
def other_house() -> Any:
    return houses.house("ander", name="Huis ander")


def member(house: Any, role: str, name: str = "") -> Any:
    username = f"{role}-{secrets.token_hex(4)}"
    return houses.member(house, role, username, name=name or username, password=None).user


def kinds() -> list[str]:
    return list(Entry.objects.values_list("right", flat=True))


@transaction.atomic
def _rename_and_break(house: Any) -> None:
    house.name = "Anders"
    house.save()
    record(None, "house.edit", house)
    raise DatabaseError


def test_an_entry_is_kept_with_its_change_and_goes_with_it(house):
    with pytest.raises(DatabaseError):
        _rename_and_break(house)
    house.refresh_from_db()
    assert (house.name != "Anders", kinds()) == (True, [])
    record(None, "house.edit", house, what={"before": {"area": ""}, "after": {"area": "GM9990"}})
    assert kinds() == ["house.edit"]
    assert verify_log().holds


def test_entries_are_never_changed_nor_dropped_not_by_code_and_not_by_hand(house):
    made = record(None, "house.edit", house)
    for attempt in (
        made.save,
        made.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(right="x"),
        lambda: Entry.objects.bulk_update([made], ["right"]),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()
    for statement in (
        "UPDATE audit_entry SET right = 'x'",
        "DELETE FROM audit_entry",
        'INSERT OR REPLACE INTO audit_entry SELECT number, at, "right", seen, kind, about, house,'
        ' "by", via, what, former, hash FROM audit_entry',
    ):
        if connection.vendor != "sqlite" and "REPLACE" in statement:
            continue
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert verify_log().entries == 1


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entry SET what = '{\"version\": 9}' WHERE number = 2", 2),
        ('UPDATE audit_entry SET "by" = NULL WHERE number = 3', 3),
        ("UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE number = 1", 1),
        ("DELETE FROM audit_entry WHERE number = 2", 2),
        ("DELETE FROM audit_entry WHERE number = 1", 1),
    ],
)
def test_tampering_by_hand_is_found_at_the_first_entry_it_touched(house, statement, broken):
    user = member(house, "director")
    for number in range(4):
        record(user, "choice.edit", house, what={"version": number})
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(statement)
    found = verify_log()
    assert (found.holds, found.broken_at) == (False, broken)


def test_what_is_written_down_survives_strange_signs_and_numbers(house):
    strange = {"a": 1e22, "b": 0.1 + 0.2, "c": -0.0, "d": "nul \0, half \ud800, é", "e": [1, None]}
    made = record(None, "house.edit", house, what=strange)
    assert Entry.objects.get(pk=made.pk).details == strange
    assert verify_log().holds


def test_logging_in_and_out_and_wrong_tries_are_written_down_without_what_was_typed(
    house, visitor, django_user_model
):
    user = django_user_model.objects.create_user("jo", password="een lang geheim voor een proef")
    typed = "mijn-geheim-in-het-verkeerde-vak"
    form = {"log_in-current_step": "auth"}
    for name, password in (("jo", typed), (typed, "x")):
        told = {**form, "auth-username": name, "auth-password": password}
        visitor.post("/inloggen/", told)
    from django.contrib.auth import authenticate
    from django.test import RequestFactory

    request = RequestFactory().post("/inloggen/")
    assert authenticate(request, username="jo", password="fout") is None
    assert authenticate(request, username=typed, password="fout") is None
    client = Client()
    client.force_login(user, backend="weefsel.web.login.backends.PasswordBackend")
    client.logout()
    told = [(one.right, one.by, one.about) for one in Entry.objects.all()]
    assert ("log_in.failed", None, str(user.uid)) in told
    assert ("log_in.failed", None, "") in told
    assert ("log_in", user.uid, str(user.uid)) in told
    assert ("log_out", user.uid, str(user.uid)) in told
    assert typed not in json.dumps(list(entries()))


def test_a_lock_out_is_written_down_once(house, django_user_model):
    from django.contrib.auth import authenticate
    from django.test import RequestFactory

    django_user_model.objects.create_user("sam", password="een lang geheim voor een proef")
    for _try in range(9):
        request = RequestFactory().post("/inloggen/")
        authenticate(request, username="sam", password="fout")
    assert kinds().count("log_in.locked") == 1
    assert kinds().count("log_in.failed") == 4


def test_a_second_factor_that_is_set_or_taken_away_is_written_down(house):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from weefsel.web.login import second_factor

    user = member(house, "director")
    TOTPDevice.objects.create(user=user, name="default", confirmed=True)
    second_factor.reset(user)
    assert kinds() == ["factor.set", "factor.reset"]


def logged_in(user: Any) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="weefsel.web.login.backends.PasswordBackend")
    return client


def test_an_administrator_reads_sentences_of_the_own_house_only(home, house, other_house):
    boss = member(house, "administrator", name="Voorbeeld: beheerder")
    adviser = member(house, "policy_adviser", name="Voorbeeld: beleidsadviseur")
    stranger = member(other_house, "policy_adviser", name="Iemand van elders")
    record(adviser, "choice.make", house)
    record(stranger, "choice.publish", other_house)
    page = logged_in(boss).get("/logboek/").content.decode()
    assert "<b>Voorbeeld: beleidsadviseur</b></span> bewaarde een keuze" in page
    assert "Iemand van elders" not in page
    assert "publiceerde" not in page
    english = logged_in(boss).get("/en/log/").content.decode()
    assert "Voorbeeld: beleidsadviseur</b></span> stored a choice" in english
    assert logged_in(adviser).get("/logboek/").status_code == 403
    assert Client(headers={"host": "127.0.0.1"}).get("/logboek/").status_code in {302, 403}


def test_that_somebody_looked_at_the_log_is_in_the_log(home, house):
    boss = member(house, "administrator", name="Kijker")
    logged_in(boss).get("/logboek/")
    assert Entry.objects.filter(right="audit.see", seen=True, by=boss.uid).count() == 1
    logged_in(boss).get("/logboek/logboek.csv")
    assert Entry.objects.filter(right="audit.export", by=boss.uid, house=house.pk).count() == 1


def test_that_somebody_looked_at_the_members_is_in_the_log(home, house):
    boss = member(house, "administrator")
    logged_in(boss).get(f"/huis/{house.slug}/leden/")
    assert Entry.objects.filter(right="member.see", seen=True, house=house.pk).count() == 1


def test_the_log_is_narrowed_by_person_deed_and_day_and_turns_its_pages(home, house):
    boss = member(house, "administrator", name="Baas")
    one, two = member(house, "director", name="Een"), member(house, "director", name="Twee")
    for _each in range(60):
        record(one, "choice.edit", house)
    record(two, "choice.publish", house)
    client = logged_in(boss)
    rows = client.get("/logboek/", {"wie": str(two.uid)}).context["rows"]
    assert [row.who for row in rows] == ["Twee"]
    page = client.get("/logboek/", {"wat": "choice.edit", "blad": "2"})
    assert len(page.context["rows"]) == 10
    assert 'rel="prev"' in page.content.decode()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert client.get("/logboek/", {"van": tomorrow}).context["rows"] == []
    for strange in (
        {"wie": "'; --"},
        {"van": "9999-99-99"},
        {"blad": "\0"},
        {"wat": "\0"},
        {"tot": "0001-01-01"},
    ):
        assert client.get("/logboek/", strange).status_code == 200
    csv = client.get("/logboek/logboek.csv", {"wie": str(two.uid)}).content.decode("utf-8-sig")
    assert "publiceerde een keuze" in csv
    assert "veranderde" not in csv


def test_who_left_is_a_former_member_in_the_log(home, house):
    from weefsel.web.accounts.leaving import end_account

    boss = member(house, "administrator", name="Baas")
    gone = member(house, "director", name="Wie Weggaat")
    record(gone, "choice.make", house)
    end_account(gone, by=None, forget=True)
    page = logged_in(boss).get("/logboek/").content.decode()
    assert "Wie Weggaat" not in page
    assert "oud-medewerker</b></span> bewaarde een keuze" in page


def test_own_entries_are_in_the_file_with_ones_own_data(house):
    mine, other = member(house, "director"), member(house, "director")
    record(mine, "choice.make", house, what={"version": 1})
    record(other, "choice.make", house)
    found = export(mine, timezone.now())["audit"]
    assert [one["did"] for one in found] == ["choice.make"]
    assert found[0]["details"] == {"version": 1}


def command(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    source = str(Path(__file__).parents[2] / "src")
    environment = {**outside(), "WEEFSEL_HOME": str(home), "PYTHONPATH": source}
    environment |= {"WEEFSEL_LANG": "nl"}
    return warm.run(["-m", "weefsel", *words], environment)


WRITE = """
import os, sys, django
django.setup()
from weefsel.web.audit.log import record
if os.environ.get("MIGRATE_FIRST"):
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
for number in range(int(sys.argv[1])):
    record(None, "house.edit", what={"number": number})
"""


def outside() -> dict[str, str]:
    """Give the environment without a database: an install of its own keeps one in its home."""
    databases = {"DATABASE_URL", "WEEFSEL_DATABASE_URL"}
    return {name: value for name, value in os.environ.items() if name not in databases}


def writing(home: Path, count: int, **more: str) -> subprocess.Popen[str]:
    source = str(Path(__file__).parents[2] / "src")
    environment = {**outside(), "WEEFSEL_HOME": str(home), "PYTHONPATH": source, **more}
    environment["DJANGO_SETTINGS_MODULE"] = "weefsel.web.settings"
    return subprocess.Popen([sys.executable, "-c", WRITE, str(count)], env=environment)


def test_processes_that_write_at_once_make_one_chain_and_the_command_verifies_it(tmp_path):
    import sqlite3

    assert writing(tmp_path, 0, MIGRATE_FIRST="1").wait(120) == 0
    writers = [writing(tmp_path, 40) for _each in range(3)]
    assert [one.wait(120) for one in writers] == [0, 0, 0]
    whole = command(tmp_path, "audit", "verify")
    assert (whole.returncode, "120" in whole.stdout) == (0, True)
    kept = tmp_path / "log.jsonl"
    assert command(tmp_path, "audit", "export", str(kept)).returncode == 0
    assert command(tmp_path, "audit", "verify", str(kept)).returncode == 0
    lines = kept.read_text().splitlines()
    kept.write_text("\n".join(lines[:50] + lines[51:]) + "\n")
    (tmp_path / "odd.jsonl").write_text("nee\n")
    for file, said in ((kept, "regel 51 ontbreekt"), (tmp_path / "odd.jsonl", "geen regel van")):
        with pytest.raises(InputError) as refused:
            verify(file)
        assert said in refused.value.sentence("nl")
    # Somebody cuts the end off the database itself: found by the head of the last verification.
    with sqlite3.connect(tmp_path / "weefsel.sqlite3") as database:
        database.execute("DROP TRIGGER audit_entry_no_delete")
        database.execute("DELETE FROM audit_entry WHERE number > 100")
    found = command(tmp_path, "audit", "verify")
    assert found.returncode == 2
    assert "het einde is eraf gehaald" in found.stderr


@needs_postgresql
@pytest.mark.postgres
def test_on_postgresql_writers_make_one_chain_and_the_database_refuses_changes(tmp_path):
    import psycopg

    with postgresql() as address:
        source = str(Path(__file__).parents[2] / "src")
        environment = {
            **os.environ,
            "WEEFSEL_HOME": str(tmp_path),
            "PYTHONPATH": source,
            "WEEFSEL_DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "weefsel.web.settings",
        }
        more = {"WEEFSEL_DATABASE_URL": address}
        assert writing(tmp_path, 0, MIGRATE_FIRST="1", **more).wait(120) == 0
        writers = [writing(tmp_path, 40, **more) for _each in range(3)]
        assert [one.wait(120) for one in writers] == [0, 0, 0]
        run = [sys.executable, "-m", "weefsel", "audit", "verify"]
        found = subprocess.run(run, env=environment, capture_output=True, text=True, timeout=120)
        assert (found.returncode, "120" in found.stdout) == (0, True), found.stderr
        with psycopg.connect(address, autocommit=True) as server:
            for statement in (
                "UPDATE audit_entry SET via = 'x'",
                "DELETE FROM audit_entry",
                "TRUNCATE audit_entry",
            ):
                with pytest.raises(psycopg.errors.RaiseException):
                    server.execute(statement)


def test_a_backup_carries_the_log_and_it_holds_after_restoring(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    assert writing(home, 20, MIGRATE_FIRST="1").wait(120) == 0
    made = command(home, "backup", str(tmp_path / "log.weefsel-backup"))
    assert made.returncode == 0, made.stderr
    assert writing(home, 5).wait(120) == 0
    put = command(home, "restore", str(tmp_path / "log.weefsel-backup"))
    assert put.returncode == 0, put.stderr
    found = command(home, "audit", "verify")
    assert (found.returncode, "20" in found.stdout) == (0, True), found.stderr


@pytest.mark.django_db(transaction=True)
def test_threads_that_write_at_once_make_one_chain():
    def write() -> None:
        for _each in range(15):
            record(None, "house.edit")
        connection.close()

    threads = [threading.Thread(target=write) for _each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    found = verify_log()
    assert (found.holds, found.entries) == (True, 60)
    assert head() is not None
