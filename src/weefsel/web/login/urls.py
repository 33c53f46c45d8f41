"""Addresses of logging in."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.login import factor, log_in, log_out
from weefsel.web.login.oidc import views as oidc

urlpatterns = [
    path(_("log-in/"), log_in.log_in, name="log-in"),
    path(_("log-in/example/"), log_in.example, name="log-in-example"),
    path(_("log-in/provider/"), oidc.begin, name="log-in-provider"),
    path(_("log-in/code/"), factor.give, name="factor-give"),
    path(_("log-out/"), log_out.log_out, name="log-out"),
    path(_("logged-out/"), log_out.logged_out, name="logged-out"),
    path(_("my-account/second-factor/"), factor.state, name="factor"),
    path(_("my-account/second-factor/set-up/"), factor.set_up, name="factor-set-up"),
    path(_("my-account/second-factor/set-up/picture.svg"), factor.picture, name="factor-picture"),
    path(_("my-account/second-factor/backup-codes/"), factor.codes, name="factor-codes"),
    path(_("my-account/second-factor/off/"), factor.end, name="factor-end"),
]
