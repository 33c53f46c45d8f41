"""Reads an ID token and refuses what does not count (OpenID Connect Core 1.0, 3.1.3.7).

Only RS256 with a key the provider publishes: a token that names another way of signing, or
none, is refused whatever it says. Issuer, audience, times and nonce are checked.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import jwt
from django.utils.crypto import constant_time_compare

from weefsel.base.language import text
from weefsel.web.login.config import Provider
from weefsel.web.login.oidc.discovery import Found, signing_key
from weefsel.web.login.oidc.refusal import RefusedError, refused

SIGNED = "RS256"
SKEW = 60  # seconds that two clocks may differ
NEEDED = ("iss", "sub", "aud", "exp", "iat")


def read(token: object, nonce: object, provider: Provider, found: Found) -> Mapping[str, Any]:
    """Give what a provider says of somebody. Raises ``RefusedError``."""
    if not isinstance(token, str) or not token:
        raise refused(text("the provider of your account did not say who you are."))
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise _forged() from None
    kid = header.get("kid")
    if header.get("alg") != SIGNED or not (kid is None or isinstance(kid, str)):
        raise _forged()
    key = signing_key(found, kid)
    if key is None:
        raise _forged()
    try:
        claims = jwt.decode(
            token,
            jwt.PyJWK(dict(key), algorithm=SIGNED).key,
            algorithms=[SIGNED],
            audience=provider.client_id,
            issuer=found.issuer,
            leeway=SKEW,
            options={"require": list(NEEDED)},
        )
    except jwt.PyJWTError as fault:
        raise _why(fault) from None
    return _ours(claims, nonce, provider)


def _ours(claims: Mapping[str, Any], nonce: object, provider: Provider) -> Mapping[str, Any]:
    """Check that these claims answer our own question."""
    said = claims.get("nonce")
    if not (isinstance(said, str) and isinstance(nonce, str) and nonce):
        raise _not_asked()
    if not constant_time_compare(said, nonce):
        raise _not_asked()
    audience = claims["aud"]
    party = claims.get("azp")
    several = isinstance(audience, list) and len(audience) > 1
    if (several or party is not None) and party != provider.client_id:
        raise refused(text("what the provider of your account says is meant for another site."))
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise refused(text("the provider of your account did not say who you are."))
    if claims["iat"] > time.time() + SKEW:
        raise _clocks()
    return claims


def _why(fault: jwt.PyJWTError) -> RefusedError:
    """Say in a sentence what is wrong with a token."""
    if isinstance(fault, jwt.ExpiredSignatureError):
        return refused(
            text("what the provider of your account says is no longer valid."),
            text("Log in again. If it stays, the clocks of the two computers differ."),
        )
    if isinstance(fault, jwt.ImmatureSignatureError):
        return _clocks()
    if isinstance(fault, jwt.InvalidAudienceError):
        return refused(text("what the provider of your account says is meant for another site."))
    if isinstance(fault, jwt.InvalidIssuerError):
        return refused(text("the provider of your account gives another name than was set."))
    return _forged()


def _clocks() -> RefusedError:
    return refused(
        text("the clock of your provider and ours differ too much."),
        text("Tell who runs this Weefsel."),
    )


def _not_asked() -> RefusedError:
    return refused(
        text("this answer of the provider does not belong to your question."),
        text("Begin again at the log-in page."),
    )


def _forged() -> RefusedError:
    return refused(text("what the provider of your account says is not signed rightly."))
