"""The settings of logging in, read from the environment; what cannot be right is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.web.accounts.roles import MEMBERS, Role

ROLES = frozenset(role.value for role in MEMBERS)
BY_DEFAULT = frozenset({Role.ADMINISTRATOR.value, Role.DIRECTOR.value, Role.POLICY_ADVISER.value})
IDLE_MINUTES = 60
LONGEST_IDLE = 12 * 60  # a session ends after a working day whatever happens
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ON = {"1", "true", "yes", "on"}
OFF = {"0", "false", "no", "off"}

Environment = Mapping[str, str]


def second_factor(environment: Environment) -> frozenset[str]:
    """Give the roles that must use a second factor (``WEEFSEL_SECOND_FACTOR``).

    Raises ``InputError`` for a word that is neither ``all``, ``roles``, ``off`` nor a role.
    """
    given = environment.get("WEEFSEL_SECOND_FACTOR", "").strip().lower() or "roles"
    known = {"all": ROLES, "roles": BY_DEFAULT, "off": frozenset[str]()}
    if given in known:
        return known[given]
    asked = frozenset(word.strip() for word in given.split(",") if word.strip())
    if not asked <= ROLES:
        raise InputError(
            text("'%(given)s' does not say who needs a second factor.", given=given[:80]),
            where="WEEFSEL_SECOND_FACTOR",
            todo=text("Write all, roles, off, or names of roles with commas between them."),
        )
    return asked


def example_users(environment: Environment) -> bool:
    """Tell whether example users may exist here, as far as settings go.

    Never behind a secure door, nor where the pages are served under a name of others.
    """
    secure = environment.get("WEEFSEL_HTTPS", "").strip().lower() in ON
    named = environment.get("WEEFSEL_HOSTS", "").strip(" ,")
    wanted = environment.get("WEEFSEL_EXAMPLE_USERS", "").strip().lower() not in OFF
    return wanted and not secure and not named


def idle_minutes(environment: Environment) -> int:
    """Give after how many minutes without a question somebody is logged out."""
    return _whole(environment, "WEEFSEL_IDLE_MINUTES", IDLE_MINUTES, 1, LONGEST_IDLE)


def proxies(environment: Environment) -> int:
    """Give how many servers of our own stand in front of the pages (``WEEFSEL_PROXIES``)."""
    return _whole(environment, "WEEFSEL_PROXIES", 0, 0, 9)


def _whole(environment: Environment, name: str, otherwise: int, least: int, most: int) -> int:
    given = environment.get(name, "").strip()
    if not given:
        return otherwise
    if given.isascii() and given.isdigit() and least <= int(given) <= most:
        return int(given)
    raise InputError(
        text("'%(given)s' is not a whole number that fits.", given=given[:20]),
        where=name,
        todo=text("Give a number from %(least)s to %(most)s.", least=least, most=most),
    )


@dataclass(frozen=True)
class Mapped:
    """Who gets a membership at log-in: a claim of the provider, a value, a house and a role."""

    claim: str
    value: str
    house: str
    role: str


@dataclass(frozen=True)
class Provider:
    """A provider of identities (OpenID Connect) and what we take from it."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    name: str = ""
    scopes: str = "openid email profile"
    second_factor: frozenset[str] = frozenset({"mfa"})
    asked_acr: str = ""
    mapping: tuple[Mapped, ...] = ()


def provider(environment: Environment) -> Provider | None:
    """Give the provider people can log in with, none when nothing is set.

    Raises ``InputError`` when an address is not secure, a part is missing or the table of
    memberships cannot be read.
    """
    issuer = environment.get("WEEFSEL_OIDC_ISSUER", "").strip().rstrip("/")
    if not issuer:
        return None
    check_address(issuer, "WEEFSEL_OIDC_ISSUER")
    client = environment.get("WEEFSEL_OIDC_CLIENT_ID", "").strip()
    if not client:
        raise _lacking("WEEFSEL_OIDC_CLIENT_ID", text("the name of this Weefsel is not set."))
    words = environment.get("WEEFSEL_OIDC_SECOND_FACTOR", "mfa")
    return Provider(
        issuer=issuer,
        client_id=client,
        secret=_secret(environment),
        name=environment.get("WEEFSEL_OIDC_NAME", "").strip(),
        scopes=_scopes(environment.get("WEEFSEL_OIDC_SCOPES", "")),
        second_factor=frozenset(word.strip() for word in words.split(",") if word.strip()),
        asked_acr=environment.get("WEEFSEL_OIDC_ACR", "").strip(),
        mapping=_mapping(environment.get("WEEFSEL_OIDC_MEMBERSHIPS", "").strip()),
    )


def check_address(address: str, where: str) -> None:
    """Refuse an address that is not https, unless it is of this computer itself."""
    parts = urlsplit(address)
    if parts.hostname and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    ):
        return
    raise InputError(
        text("'%(address)s' is not a secure address.", address=address[:200]),
        where=where,
        todo=text("Give an address that begins with https://."),
    )


def _scopes(given: str) -> str:
    asked = given.split() or Provider.scopes.split()
    return " ".join(dict.fromkeys(["openid", *asked]))


def _secret(environment: Environment) -> str:
    """Give the secret we share with the provider: from a file, else from the environment."""
    place = environment.get("WEEFSEL_OIDC_CLIENT_SECRET_FILE", "").strip()
    secret = environment.get("WEEFSEL_OIDC_CLIENT_SECRET", "").strip()
    if place:
        try:
            secret = Path(place).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise _lacking(
                "WEEFSEL_OIDC_CLIENT_SECRET_FILE", text("the file cannot be read.")
            ) from None
    if not secret:
        raise _lacking("WEEFSEL_OIDC_CLIENT_SECRET", text("the secret is not set."))
    return secret


def _lacking(where: str, what: Text) -> InputError:
    return InputError(
        what, where=where, todo=text("Take it from the provider of identities and set it.")
    )


def _mapping(place: str) -> tuple[Mapped, ...]:
    """Read the table that turns what a provider says of somebody into a house and a role."""
    if not place:
        return ()
    where = f"WEEFSEL_OIDC_MEMBERSHIPS {place}"
    todo = text("See the example in docs/log-in.md.")
    try:
        document = tomllib.loads(Path(place).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise InputError(text("the file cannot be read."), where=where, todo=todo) from None
    except tomllib.TOMLDecodeError:
        raise InputError(text("this is no TOML."), where=where, todo=todo) from None
    rows = document.get("membership", [])
    if not isinstance(rows, list) or not all(_is_row(row) for row in rows):
        raise InputError(
            text("a membership needs claim, value, house and one of the roles."),
            where=where,
            todo=todo,
        )
    return tuple(Mapped(row["claim"], row["value"], row["house"], row["role"]) for row in rows)


def _is_row(row: object) -> bool:
    parts = ("claim", "value", "house", "role")
    return (
        isinstance(row, dict)
        and set(row) == set(parts)
        and all(isinstance(row[part], str) and row[part] for part in parts)
        and row["role"] in ROLES
    )
