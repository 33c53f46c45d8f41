"""Ways in which a provider, or somebody in between, can lie in an ID token."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

HOUR = 3600


def _claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def _signed(token: str, **other: Any) -> str:
    """Sign other claims with the provider's own key: a lie of the provider itself."""
    header = jwt.get_unverified_header(token)
    key = settings.OAUTH2_PROVIDER["OIDC_RSA_PRIVATE_KEY"]
    said = {name: value for name, value in (_claims(token) | other).items() if value is not None}
    return jwt.encode(said, key, algorithm="RS256", headers={"kid": header["kid"]})


def _part(thing: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(thing).encode()).decode().rstrip("=")


def tampered(token: str) -> str:
    """Give other claims under the same signature."""
    header, _said, signature = token.split(".")
    return f"{header}.{_part(_claims(token) | {'sub': '999'})}.{signature}"


def unsigned(token: str) -> str:
    """Say that no signature is needed."""
    return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(_claims(token))}."


def by_secret(token: str) -> str:
    """Sign with the client's secret instead of the provider's key (HS256)."""
    kid = jwt.get_unverified_header(token)["kid"]
    secret = "een-geheim-voor-de-proef-dat-lang-genoeg-is"
    return jwt.encode(_claims(token), secret, algorithm="HS256", headers={"kid": kid})


def other_key(token: str) -> str:
    """Sign with a key that the provider never published."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kid = jwt.get_unverified_header(token)["kid"]
    return jwt.encode(_claims(token), key, algorithm="RS256", headers={"kid": kid})


FAULTS: dict[str, Callable[[str], str]] = {
    "": lambda token: token,
    "tampered": tampered,
    "unsigned": unsigned,
    "by_secret": by_secret,
    "other_key": other_key,
    "nonce": lambda token: _signed(token, nonce="van-een-ander"),
    "no_nonce": lambda token: _signed(token, nonce=None),
    "audience": lambda token: _signed(token, aud="een-andere-site"),
    "two_audiences": lambda token: _signed(token, aud=["weefsel-test", "een-andere-site"]),
    "issuer": lambda token: _signed(token, iss="https://iemand.example"),
    "expired": lambda token: _signed(token, exp=int(time.time()) - HOUR),
    "ahead": lambda token: _signed(token, iat=int(time.time()) + HOUR),
    "no_subject": lambda token: _signed(token, sub=None),
    "no_token": lambda token: "",
    "rubbish": lambda token: "dit.is.niets",
}
