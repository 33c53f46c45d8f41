"""The two steps of mozilla-django-oidc, with our settings and without its own redirects."""

from __future__ import annotations

from django.http import HttpResponse
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from weefsel.web.login.log_in import first_page
from weefsel.web.login.oidc.backend import AT_PROVIDER, option
from weefsel.web.login.oidc.session import IN_SESSION, LANGUAGE


class Request(OIDCAuthenticationRequestView):
    """Ask the provider who this is: state, nonce and PKCE."""

    get_settings = staticmethod(option)


class Callback(OIDCAuthenticationCallbackView):
    """Take the answer in."""

    get_settings = staticmethod(option)

    @property
    def success_url(self) -> str:
        """Give where somebody came from, else the start."""
        return self.request.session.get("oidc_login_next") or first_page(self.request, self.user)

    def login_success(self) -> HttpResponse:
        """Log in, and note what the provider says of the second factor."""
        answer = super().login_success()
        session = self.request.session
        session[IN_SESSION] = True
        session[AT_PROVIDER] = self.request.second_factor_given
        for name in ("oidc_states", LANGUAGE, "oidc_login_next", "oidc_id_token_expiration"):
            session.pop(name, None)
        return answer
