"""All addresses: Dutch without prefix, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from weefsel.web import style
from weefsel.web.api.page import description
from weefsel.web.keep.security_txt import security_txt
from weefsel.web.login.oidc import views as provider

urlpatterns = [
    path("huisstijl.css", style.own_style, name="own-style"),
    # One address in every language: it is written down at the provider of identities.
    path("oidc/terug/", provider.back, name="log-in-provider-back"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("", include("weefsel.web.api.urls")),
    path("", include("weefsel.web.api.hsds_urls")),
    *i18n_patterns(
        path("", include("weefsel.web.see.urls")),
        path("", include("weefsel.web.interpret.urls")),
        path("", include("weefsel.web.social_map.urls")),
        path("", include("weefsel.web.choose.urls")),
        path("", include("weefsel.web.choose.portfolio.urls")),
        path("", include("weefsel.web.evidence.urls")),
        path("", include("weefsel.web.chains.urls")),
        path("", include("weefsel.web.provenance.urls")),
        path("", include("weefsel.web.accounts.urls")),
        path("", include("weefsel.web.login.urls")),
        path("", include("weefsel.web.audit.urls")),
        path("", include("weefsel.web.learn.urls")),
        path("", include("weefsel.web.keep.urls")),
        path("api/", description, name="api"),
        prefix_default_language=False,
    ),
]
handler400 = "weefsel.web.mistakes.bad_request"
handler403 = "weefsel.web.mistakes.denied"
handler404 = "weefsel.web.mistakes.not_found"
handler500 = "weefsel.web.mistakes.fault"
