"""Addresses of the start page and of See."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.see import (
    downloads,
    municipality,
    neighbourhood,
    own_edition,
    own_publish,
    own_records,
    own_start,
    own_upload,
    start,
)

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
    path(_("own-figures/"), own_start.own_figures, name="own-figures"),
    path(_("own-figures/new/"), own_upload.bring, name="own-bring"),
    path(_("own-figures/file/<uuid:key>/"), own_edition.uploaded, name="own-upload"),
    path(_("own-figures/file/<uuid:key>/columns/"), own_upload.columns, name="own-columns"),
    path(_("own-figures/file/<uuid:key>/check/"), own_upload.check, name="own-check"),
    path(_("own-figures/file/<uuid:key>/faults.csv"), own_upload.faults, name="own-faults"),
    path(_("own-figures/file/<uuid:key>/publish/"), own_upload.publish, name="own-publish"),
    path(_("own-figures/file/<uuid:key>/throw-away/"), own_upload.discard, name="own-discard"),
    path(_("own-figures/notes/publish/"), own_publish.publish_records, name="own-publish-notes"),
    path(_("own-figures/notes/<slug:kind>/"), own_records.records, name="own-records"),
    path(_("own-figures/notes/<slug:kind>/new/"), own_records.note, name="own-note"),
    path(_("own-figures/notes/<slug:kind>/<uuid:key>/"), own_records.change, name="own-change"),
    path(
        _("own-figures/notes/<slug:kind>/<uuid:key>/throw-away/"),
        own_records.throw_away,
        name="own-throw-away",
    ),
    path(_("own-figures/<str:table>/"), own_edition.edition, name="own-edition"),
    path(_("own-figures/<str:table>/figures.csv"), own_edition.download, name="own-download"),
    path(_("own-figures/<str:table>/withdraw/"), own_edition.withdraw, name="own-withdraw"),
]
