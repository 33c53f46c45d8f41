"""The checks of an install: each finds what it is for, and says how to mend it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from web.houses import browser, house, member, person
from weefsel.web.keep.backup import LAST, LastBackup
from weefsel.web.keep.checks import CHECKS
from weefsel.web.keep.grading import Finding, Grade, Install, good, run

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db
Ask = Callable[[str], Finding]


@pytest.fixture
def place(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a home of our own, with a good secret."""
    for name in list(os.environ):
        if name.startswith("WEEFSEL_SECRET_KEY"):
            monkeypatch.delenv(name)
    settings.WEEFSEL_HOME = tmp_path
    settings.HOSTS = []
    settings.SECRET_KEY = "aB3-x7" * 12
    (tmp_path / "secret_key").write_text(settings.SECRET_KEY)
    (tmp_path / "secret_key").chmod(0o600)
    yield tmp_path
    tmp_path.chmod(0o700)


@pytest.fixture
def ask(place: Path) -> Ask:
    """Give what one check finds, by its name."""

    def asked(name: str) -> Finding:
        (found,) = run(
            [one for one in CHECKS if one.__name__ == name], Install(place, NOW)
        ).findings
        return found

    return asked


def backed_up(place: Path, moment: datetime, **more: Any) -> None:
    last = LastBackup(
        made_at=f"{moment:%Y-%m-%dT%H:%M:%SZ}", file="x", content="0", bytes=1, **more
    )
    (place / LAST).write_text(last.model_dump_json())


def test_every_finding_says_what_and_if_not_good_why_and_how_to_mend_it(place):
    report = run(CHECKS, Install(place, NOW))
    assert [one.id for one in report.findings if "could not be done" in str(one.what)] == []
    assert len({one.id for one in report.findings}) == len(CHECKS)
    for one in report.findings:
        assert (one.why is None) == (one.mend is None) == (one.grade == Grade.GOOD), one.id
        for words in (one.what, one.why, one.mend):
            for lang in ("nl", "en"):
                assert words is None or words.render(lang).strip()


def test_the_worst_grade_counts_and_a_check_that_breaks_is_itself_found():
    def fine(install: Install) -> Finding:
        return good("fine")  # type: ignore[arg-type]

    def broken(install: Install) -> Finding:
        raise ZeroDivisionError("by zero")

    report = run([fine, broken], Install(Path(), NOW))
    assert report.grade == Grade.WRONG
    assert [(one.id, one.grade) for one in report.findings] == [
        ("broken", Grade.WRONG),
        ("fine", Grade.GOOD),
    ]
    assert run([fine], Install(Path(), NOW)).grade == Grade.GOOD


@pytest.mark.parametrize(
    ("check", "setting", "bad", "grade"),
    [
        ("debug", "DEBUG", True, Grade.WRONG),
        ("secret_key", "SECRET_KEY", "geheim", Grade.WRONG),
        ("secret_key", "SECRET_KEY", "a" * 80, Grade.WRONG),
        ("hosts", "HOSTS", ["*"], Grade.WRONG),
        ("https", "HOSTS", ["weefsel.example"], Grade.WRONG),
        ("security_contact", "HOSTS", ["weefsel.example"], Grade.MIND),
        ("security_contact", "SECURITY_CONTACT", "lek@weefsel.example", Grade.WRONG),
    ],
)
def test_a_setting_that_is_not_safe_is_found(ask, settings, check, setting, bad, grade):
    assert ask(check).grade == Grade.GOOD
    setattr(settings, setting, bad)
    assert ask(check).grade == grade


def test_https_is_fine_when_a_secure_door_is_expected(ask, settings):
    settings.HOSTS = ["weefsel.example"]
    settings.CSRF_COOKIE_SECURE = True
    assert ask("https").grade == Grade.GOOD


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_a_secret_that_others_can_read_is_found(ask, place):
    (place / "secret_key").chmod(0o644)
    assert ask("secret_key").grade == Grade.WRONG
    place.chmod(0o755)
    assert ask("private").grade == Grade.WRONG
    place.chmod(0o700)
    assert ask("private").grade == Grade.GOOD


def test_a_former_secret_may_stay_a_month(ask, place):
    old = place / "secret_key.old"
    old.write_text("x" * 60)
    assert ask("secret_key").grade == Grade.GOOD
    os.utime(old, (time.time() - 40 * 86400,) * 2)
    assert ask("secret_key").grade == Grade.MIND


@pytest.mark.parametrize(
    ("age", "grade"),
    [
        (timedelta(hours=20), Grade.GOOD),
        (timedelta(days=3), Grade.MIND),
        (timedelta(days=9), Grade.WRONG),
    ],
)
def test_a_backup_grows_old(ask, place, age, grade):
    backed_up(place, NOW - age)
    assert ask("backup").grade == grade


def test_without_a_backup_it_is_wrong_as_soon_as_there_is_something_to_lose(ask, place):
    assert ask("backup").grade == Grade.GOOD
    (place / "store").mkdir()
    assert ask("backup").grade == Grade.WRONG
    (place / LAST).write_text("{half")
    assert ask("backup").grade == Grade.WRONG


def test_who_must_have_a_second_factor_and_has_none_is_counted(ask, settings):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    settings.WEEFSEL_SECOND_FACTOR = frozenset({"director"})
    made = member(house("a"), "director")
    member(house("b"), "volunteer")
    assert ask("second_factor").grade == Grade.MIND
    assert "1 van 1" in ask("second_factor").what.render("nl")
    TOTPDevice.objects.create(user=made.user, name="default", confirmed=True)
    assert ask("second_factor").grade == Grade.GOOD
    settings.WEEFSEL_SECOND_FACTOR = frozenset()
    assert ask("second_factor").grade == Grade.WRONG


def test_example_users_beside_a_real_house_are_wrong(ask, settings):
    from weefsel.web.login.models import ExampleUser

    settings.WEEFSEL_EXAMPLE_USERS = True
    ExampleUser.objects.create(user=person("voorbeeld-x", password=None), role="director")
    assert ask("example_users").grade == Grade.GOOD
    house("echt", fictitious=False)
    assert ask("example_users").grade == Grade.WRONG


def test_a_real_house_needs_somebody_who_manages(ask):
    house("echt", fictitious=False)
    assert ask("manager").grade == Grade.MIND
    person("beheer", is_superuser=True)
    assert ask("manager").grade == Grade.GOOD


def test_many_wrong_passwords_are_told_of(ask):
    from axes.models import AccessAttempt

    AccessAttempt.objects.create(username="x", failures_since_start=50)
    assert ask("locked_out").grade == Grade.MIND


def test_an_audit_log_that_was_cut_off_since_the_last_backup_is_found(ask, place):
    assert ask("audit").grade == Grade.GOOD
    backed_up(place, NOW, audit_head="f" * 64)
    assert ask("audit").grade == Grade.WRONG


def test_a_migration_that_was_not_run_or_is_from_the_future_is_found(ask):
    from django.db.migrations.recorder import MigrationRecorder

    assert ask("migrations").grade == Grade.GOOD
    recorded = MigrationRecorder.Migration.objects
    recorded.create(app="accounts", name="9999_later")
    assert ask("migrations").grade == Grade.WRONG
    recorded.filter(name="9999_later").delete()
    recorded.filter(app="accounts").order_by("-name").first().delete()
    assert ask("migrations").grade == Grade.WRONG


def test_what_weefsel_does_not_know_and_what_a_restore_kept_are_told(ask, place):
    assert ask("strangers").grade == ask("former").grade == Grade.GOOD
    (place / "vakantie.jpg").touch()
    (place / "former" / "then").mkdir(parents=True)
    assert "vakantie.jpg" in ask("strangers").what.render("nl")
    assert ask("former").grade == Grade.MIND


def test_a_full_disk_is_told_of(ask, monkeypatch):
    def disk(free: int) -> Callable[[object], Any]:
        return lambda path: type("Usage", (), {"free": free << 20})()

    for free, grade in ((100, Grade.WRONG), (1000, Grade.MIND), (5000, Grade.GOOD)):
        monkeypatch.setattr("shutil.disk_usage", disk(free))
        assert ask("room").grade == grade


def test_only_who_manages_the_install_sees_the_page(home, settings):
    settings.WEEFSEL_SECOND_FACTOR = frozenset()
    manager = person("beheer", is_superuser=True)
    administrator = member(house("a"), "administrator").user
    for user, status in ((manager, 200), (administrator, 403), (None, 403)):
        answer = browser(user).get("/beheer/")
        assert answer.status_code == status
        told = "Er is nog nooit een back-up gemaakt" in answer.content.decode()
        assert told == (status == 200)


def test_security_txt_has_what_rfc_9116_asks(settings):
    settings.HOSTS, settings.SECURITY_CONTACT = ["weefsel.example"], "mailto:lek@weefsel.example"
    answer = Client(headers={"host": "127.0.0.1"}).get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == "mailto:lek@weefsel.example"
    assert fields["Canonical"] == "https://weefsel.example/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"].replace("Z", "+00:00")) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=366)


@pytest.mark.parametrize("given", ["", "lek@weefsel.example", "mailto:a\nContact: mailto:b"])
def test_without_an_address_that_counts_there_is_no_security_txt(settings, given):
    settings.SECURITY_CONTACT = given
    answer = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False).get(
        "/.well-known/security.txt"
    )
    assert answer.status_code == 404
