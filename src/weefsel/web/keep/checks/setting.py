"""Checks of settings: what makes the pages safe for others to use."""

from __future__ import annotations

import os
import stat
import time
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from weefsel.base.language import text
from weefsel.web.keep.grading import Finding, Install, good, mind, wrong
from weefsel.web.keep.security_txt import contact

SHORTEST_KEY, FEWEST_SIGNS = 50, 5  # what Django itself asks of a secret key (security.W009)
OLD_KEY_DAYS = 30  # our own: sessions last hours and links a week, so nothing needs it longer
BUILT_AFTER = datetime(2026, 1, 1, tzinfo=UTC)  # a clock before this version was made is wrong


def debug(install: Install) -> Finding:
    """Faults in full are for makers only."""
    if not settings.DEBUG:
        return good(text("Faults show no details to visitors."))
    return wrong(
        text("WEEFSEL_DEBUG is on."),
        text("Every fault shows visitors parts of the code and of the settings."),
        text("Remove WEEFSEL_DEBUG and start again."),
    )


def secret_key(install: Install) -> Finding:
    """The secret with which the pages sign what they send."""
    key = settings.SECRET_KEY
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_SIGNS:
        return wrong(
            text("The secret key is short or plain."),
            text("Whoever guesses it can make themselves anybody."),
            text("Remove it: a good one is made at the next start. Everybody logs in again."),
        )
    place = Path(os.environ.get("WEEFSEL_SECRET_KEY_FILE") or install.home / "secret_key")
    if os.environ.get("WEEFSEL_SECRET_KEY"):
        return mind(
            text("The secret key stands in the environment."),
            text("Other programs of the same user and lists of processes may show it."),
            text("Put it in a file that only Weefsel can read: WEEFSEL_SECRET_KEY_FILE."),
        )
    if os.name == "posix" and place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return wrong(
            text("Others can read the secret key (%(file)s).", file=str(place)),
            text("Whoever has it can make themselves anybody."),
            text("Do: chmod 600 %(file)s. Then make a new key.", file=str(place)),
        )
    old = place.with_name(place.name + ".old")
    if old.exists() and time.time() - old.stat().st_mtime > OLD_KEY_DAYS * 86400:
        return mind(
            text("The former secret key is still accepted (%(file)s).", file=str(old)),
            text("A key that is not needed any more can only be stolen."),
            text("Remove that file."),
        )
    days = int((time.time() - place.stat().st_mtime) // 86400)
    return good(
        text("The secret key is strong and private; its age in days: %(days)s.", days=max(days, 0))
    )


def hosts(install: Install) -> Finding:
    """The names under which the pages are served."""
    if any(name.startswith("*") for name in settings.HOSTS):
        return wrong(
            text("WEEFSEL_HOSTS lets every name in."),
            text("Somebody can make links in our name that lead elsewhere."),
            text("Write the names under which Weefsel is served, with commas between them."),
        )
    if not settings.HOSTS:
        return good(text("Only this computer can ask for pages."))
    return good(text("The pages are served as %(names)s.", names=", ".join(settings.HOSTS)))


def https(install: Install) -> Finding:
    """Others may only come in through a secure door."""
    secure = bool(getattr(settings, "CSRF_COOKIE_SECURE", False))
    if secure:
        return good(text("Weefsel expects a secure door (https) in front of it."))
    if not settings.HOSTS:
        return good(text("Without a name for others no secure door (https) is needed."))
    return wrong(
        text("WEEFSEL_HTTPS is off, while others use this Weefsel."),
        text("Passwords and figures travel readable for whoever is on the way."),
        text("Put a secure door (https) in front of Weefsel and set WEEFSEL_HTTPS to 1."),
    )


def proxies(install: Install) -> Finding:
    """Who is locked out after wrong tries is told apart by address."""
    if settings.WEEFSEL_PROXIES or not getattr(settings, "CSRF_COOKIE_SECURE", False):
        return good(text("Wrong tries to log in are counted by the address they come from."))
    return mind(
        text("A secure door (https) is expected, and WEEFSEL_PROXIES is 0."),
        text("Everybody seems to come from one address, so anybody can lock a colleague out."),
        text("Set WEEFSEL_PROXIES to the number of your own servers in front of the pages."),
    )


def security_contact(install: Install) -> Finding:
    """Where somebody who finds a leak can say so."""
    if contact():
        return good(text("Who finds a leak knows where to say so (security.txt)."))
    if settings.SECURITY_CONTACT:
        return wrong(
            text("WEEFSEL_SECURITY_CONTACT is no address that counts."),
            text("Who finds a leak cannot tell you."),
            text("Begin it with mailto:, tel: or https://."),
        )
    if not settings.HOSTS:
        return good(text("Without a name for others no address for leaks is needed."))
    return mind(
        text("There is no address to report a leak to, so there is no security.txt."),
        text(
            "Who finds a leak cannot tell you. Governments must have one (Forum Standaardisatie)."
        ),
        text("Set WEEFSEL_SECURITY_CONTACT, for instance to mailto: and an address."),
    )


def identity_provider(install: Install) -> Finding:
    """Log-in through a provider of identities (OpenID Connect)."""
    provider = getattr(settings, "IDENTITY_PROVIDER", None)
    if provider is None:
        return good(text("People log in with an account of this Weefsel."))
    if os.environ.get("WEEFSEL_OIDC_CLIENT_SECRET"):
        return mind(
            text("The secret shared with the provider of identities stands in the environment."),
            text("Other programs of the same user and lists of processes may show it."),
            text("Put it in a file: WEEFSEL_OIDC_CLIENT_SECRET_FILE."),
        )
    return good(text("People log in through %(name)s.", name=provider.name or provider.issuer))


def clock(install: Install) -> Finding:
    """Codes of the second factor, sessions and the audit log live by the clock."""
    if install.now < BUILT_AFTER:
        return wrong(
            text("The clock says %(moment)s.", moment=f"{install.now:%Y-%m-%d %H:%M} UTC"),
            text("Codes of the second factor fail and moments in the log are false."),
            text("Set the clock, and let the system keep it right (NTP)."),
        )
    return good(text("The clock says %(moment)s.", moment=f"{install.now:%Y-%m-%d %H:%M} UTC"))
