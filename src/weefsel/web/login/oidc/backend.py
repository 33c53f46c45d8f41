"""Lets people in on the word of a provider: a code for a token, a token for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import absolutify

from weefsel.base.language import text
from weefsel.web.accounts.models import User
from weefsel.web.login.backends import PasswordBackend
from weefsel.web.login.config import Provider
from weefsel.web.login.oidc import people, token
from weefsel.web.login.oidc.discovery import PATIENCE, Found, discover
from weefsel.web.login.oidc.refusal import refused
from weefsel.web.login.second_factor import AT_PROVIDER

BACK = "log-in-provider-back"
# How somebody logged in says only the token, which is signed.
SIGNED_ONLY = frozenset(("amr", "acr", "auth_time"))


def option(name: str, *otherwise: Any) -> Any:
    """Give a setting of mozilla-django-oidc, from ours and from what the provider says."""
    provider: Provider = settings.IDENTITY_PROVIDER
    fixed = {
        "OIDC_RP_CLIENT_ID": provider.client_id,
        "OIDC_RP_SCOPES": provider.scopes,
        "OIDC_RP_SIGN_ALGO": token.SIGNED,
        "OIDC_USE_PKCE": True,
        "OIDC_PKCE_CODE_CHALLENGE_METHOD": "S256",
        "OIDC_USE_NONCE": True,
        "OIDC_TOKEN_USE_BASIC_AUTH": True,
        "OIDC_TIMEOUT": PATIENCE,
        "OIDC_AUTHENTICATION_CALLBACK_URL": BACK,
        "OIDC_AUTH_REQUEST_EXTRA_PARAMS": (
            {"acr_values": provider.asked_acr} if provider.asked_acr else {}
        ),
    }
    if name == "OIDC_OP_AUTHORIZATION_ENDPOINT":
        return discover(provider.issuer).authorization
    if name in fixed:
        return fixed[name]
    return getattr(settings, name, *otherwise)


class ProviderBackend(OIDCAuthenticationBackend):
    """Let people in on the word of the provider that is set."""

    get_settings = staticmethod(option)

    def __init__(self) -> None:
        """Ask nothing yet: this is made for every page somebody opens."""

    def authenticate(
        self,
        request: HttpRequest | None,
        nonce: str | None = None,
        code_verifier: str | None = None,
        **given: Any,
    ) -> User | None:
        """Give who came back from the provider. Raises ``RefusedError``."""
        provider: Provider | None = settings.IDENTITY_PROVIDER
        if request is None or provider is None or given or not nonce or not code_verifier:
            return None
        found = discover(provider.issuer)
        answer = self._exchange(request, provider, found, code_verifier)
        claims = dict(token.read(answer.get("id_token"), nonce, provider, found))
        claims |= self._more(found, answer.get("access_token"), claims)
        user = people.find(claims, provider, session=request.session.session_key)
        request.second_factor_given = given_there(claims, provider)
        return user

    def _exchange(
        self, request: HttpRequest, provider: Provider, found: Found, verifier: str
    ) -> Mapping[str, Any]:
        """Give what the provider hands out for the code somebody brought."""
        self.OIDC_OP_TOKEN_ENDPOINT = found.token
        try:
            answer = self.get_token(
                {
                    "client_id": provider.client_id,
                    "client_secret": provider.secret,
                    "grant_type": "authorization_code",
                    "code": request.GET.get("code", ""),
                    "redirect_uri": absolutify(request, reverse(BACK)),
                    "code_verifier": verifier,
                }
            )
        except requests.HTTPError:
            raise refused(
                text("the provider of your account refused our question."),
                text("Begin again. If it stays, tell who runs this Weefsel."),
            ) from None
        except requests.JSONDecodeError:
            raise refused(
                text("the provider of your account says something unreadable.")
            ) from None
        except requests.RequestException:
            raise refused(text("the provider of your account does not answer.")) from None
        if not isinstance(answer, dict):
            raise refused(text("the provider of your account says something unreadable."))
        return answer

    def _more(self, found: Found, access: object, claims: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give what the provider says beside the token; never who it is or how sure that is.

        Some providers tell groups only here. It is left out when it is about somebody else.
        """
        if not found.userinfo or not isinstance(access, str):
            return {}
        try:
            answer = requests.get(
                found.userinfo,
                headers={"Authorization": f"Bearer {access}"},
                timeout=PATIENCE,
                allow_redirects=False,
            )
            said = answer.json() if answer.ok else {}
        except requests.RequestException:
            return {}
        if not isinstance(said, dict) or said.get("sub") != claims["sub"]:
            return {}
        return {
            name: value for name, value in said.items() if name not in SIGNED_ONLY | claims.keys()
        }

    def get_user(self, user_id: int) -> User | None:
        """Give the user of a session, as every other backend does."""
        return PasswordBackend().get_user(user_id)


def given_there(claims: Mapping[str, Any], provider: Provider) -> bool:
    """Tell whether the provider says that it asked a second factor (``amr``, ``acr``)."""
    methods = claims.get("amr")
    said = (
        {each for each in methods if isinstance(each, str)} if isinstance(methods, list) else set()
    )
    level = claims.get("acr")
    if isinstance(level, str):
        said.add(level)
    return bool(said & provider.second_factor)


__all__ = ["AT_PROVIDER", "BACK", "ProviderBackend", "given_there", "option"]
