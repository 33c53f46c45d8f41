"""All addresses: Dutch without prefix, English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from weefsel.web import style

urlpatterns = [
    path("huisstijl.css", style.own_style, name="own-style"),
    *i18n_patterns(
        path("", include("weefsel.web.see.urls")),
        path("", include("weefsel.web.choose.urls")),
        path("", include("weefsel.web.provenance.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "weefsel.web.mistakes.bad_request"
handler403 = "weefsel.web.mistakes.denied"
handler404 = "weefsel.web.mistakes.not_found"
handler500 = "weefsel.web.mistakes.fault"
