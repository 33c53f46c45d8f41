"""Addresses of the start page and of See."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.see import downloads, municipality, neighbourhood, start

urlpatterns = [
    path("", start.start, name="start"),
    path(_("municipalities/"), start.municipalities, name="municipalities"),
    path(_("municipality/<str:code>/"), municipality.municipality, name="municipality"),
    path(
        _("municipality/<str:code>/<str:name>"),
        downloads.of_municipality,
        name="municipality-download",
    ),
    path(_("neighbourhood/<str:code>/"), neighbourhood.neighbourhood, name="neighbourhood"),
    path(
        _("neighbourhood/<str:code>/<str:name>"),
        downloads.of_neighbourhood,
        name="neighbourhood-download",
    ),
]
