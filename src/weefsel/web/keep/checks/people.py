"""Checks of people: who manages, who lacks a second factor, who may not be here."""

from __future__ import annotations

from axes.models import AccessAttempt
from django.conf import settings

from weefsel.base.language import text
from weefsel.web.accounts.models import House, Membership, User
from weefsel.web.audit.log import verify_log
from weefsel.web.keep.backup import last_backup
from weefsel.web.keep.grading import Finding, Install, good, mind, wrong
from weefsel.web.login import example_users as examples
from weefsel.web.login import second_factor as factor

NAMED = 5  # names that a finding gives; the others: weefsel account list
MANY_TRIES = 20  # wrong tries on one name: more than a person makes, our own bound


def manager(install: Install) -> Finding:
    """Somebody must be able to manage the install, and not too many."""
    count = User.objects.filter(is_superuser=True, is_active=True).count()
    if count:
        return good(text("Managers of this install: %(count)s.", count=count))
    if not House.objects.filter(fictitious=False).exists():
        return good(text("Nobody works here yet, so nobody has to manage."))
    return mind(
        text("Nobody manages this install."),
        text("Nobody can make a house or help who is locked out."),
        text("Make one on the command line; see docs/keeping.md."),
    )


def second_factor(install: Install) -> Finding:
    """Whoever has rights beyond a resident's needs more than a password."""
    people = [
        user
        for user in User.objects.filter(is_active=True)
        if factor.is_required(user) and user.has_usable_password()
    ]
    lacking = [user for user in people if not factor.is_set_up(user)]
    real = House.objects.filter(fictitious=False).exists()
    if not settings.WEEFSEL_SECOND_FACTOR and real:
        return wrong(
            text("WEEFSEL_SECOND_FACTOR is off."),
            text("A stolen password is enough to come in."),
            text("Remove that setting, or set it to all."),
        )
    if lacking:
        return mind(
            text(
                "Accounts that must still make a second factor: %(lacking)s of %(all)s.",
                lacking=len(lacking),
                all=len(people),
            ),
            text("They are asked at their next log-in; until then a password is enough."),
            text("Ask them to log in, or end what is not used."),
        )
    return good(
        text("Everybody who must have a second factor has one (%(all)s).", all=len(people))
    )


def example_users(install: Install) -> Finding:
    """Example users log in without a password: never beside anything real."""
    there = User.objects.filter(example__isnull=False, is_active=True).count()
    if not there:
        return good(text("There are no example users."))
    if examples.may_exist() and not settings.HOSTS:
        return good(text("There are example users, and nothing that is real."))
    return wrong(
        text("There are example users beside real houses or for others to see."),
        text("Everybody can be one of them without a password."),
        text("Set WEEFSEL_EXAMPLE_USERS to 0 and start again."),
    )


def made_up_houses(install: Install) -> Finding:
    """Whoever tried Weefsel in a made-up house can still log in when it has become real."""
    if not House.objects.filter(fictitious=False).exists():
        return good(text("There is no real house yet, so nobody is a stranger."))
    held = Membership.objects.filter(until__isnull=True)
    there = User.objects.filter(
        is_active=True, is_superuser=False, example__isnull=True, pk__in=held.values("user")
    ).exclude(pk__in=held.filter(house__fictitious=False).values("user"))
    if not there.exists():
        return good(text("Nobody has an account for made-up houses only."))
    return mind(
        text(
            "Accounts that belong to made-up houses only: %(count)s (%(names)s).",
            count=there.count(),
            names=", ".join(there.order_by("username").values_list("username", flat=True)[:NAMED]),
        ),
        text("Whoever tried the example can still log in, now that a real house works here."),
        text("End each that nobody needs: weefsel account end NAME."),
    )


def locked_out(install: Install) -> Finding:
    """Many wrong tries tell of somebody who guesses."""
    tried = AccessAttempt.objects.filter(failures_since_start__gte=MANY_TRIES).count()
    if not tried:
        return good(text("Nobody tried many wrong passwords."))
    return mind(
        text("Names on which many wrong passwords were tried: %(count)s.", count=tried),
        text("Somebody may be guessing."),
        text("See the audit log for moments and addresses."),
    )


def audit(install: Install) -> Finding:
    """The chain of the audit log must be whole, and not shorter than at the last backup."""
    last = last_backup(install.home)
    found = verify_log(last.audit_head if last else None)
    if found.fault is None:
        return good(text("The audit log is whole; entries: %(count)s.", count=found.entries))
    return wrong(
        text("The audit log is broken: %(fault)s", fault=found.fault),
        text("Somebody changed or removed what was written down."),
        text("Keep the backups, and find out who could write in the database."),
    )
