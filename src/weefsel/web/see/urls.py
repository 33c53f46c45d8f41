"""Addresses of the start page and of See."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.see import (
    area_figure,
    compare,
    country,
    country_downloads,
    district,
    downloads,
    how_sure,
    map_areas,
    municipality,
    neighbourhood,
    over_years,
    own_edition,
    own_publish,
    own_records,
    own_start,
    own_upload,
    resilience,
    resilience_downloads,
    start,
    working_set,
)

urlpatterns = [
    path("", start.start, name="start"),
    path(_("municipalities/"), start.municipalities, name="municipalities"),
    path(_("municipality/<str:code>/"), municipality.municipality, name="municipality"),
    path(_("municipality/<str:code>/working-set/"), working_set.working_set, name="working-set"),
    path(
        _("municipality/<str:code>/working-set/feature/"),
        working_set.feature,
        name="working-set-feature",
    ),
    path(
        _("municipality/<str:code>/working-set/<slug:kind>/<slug:key>/"),
        working_set.setting,
        name="working-set-change",
    ),
    path(
        _("municipality/<str:code>/working-set/<slug:kind>/<slug:key>/take-back/"),
        working_set.take_back,
        name="working-set-back",
    ),
    path(_("municipality/<str:code>/resilience/"), resilience.resilience, name="resilience"),
    path(
        _("municipality/<str:code>/resilience/<str:name>"),
        resilience_downloads.download,
        name="resilience-download",
    ),
    path(_("municipality/<str:code>/how-sure/"), how_sure.how_sure, name="how-sure"),
    path(_("municipality/<str:code>/years/"), over_years.over_years, name="over-years"),
    path(
        _("municipality/<str:code>/years/<str:name>"),
        over_years.download,
        name="over-years-download",
    ),
    path(
        _("municipality/<str:code>/<str:name>"),
        downloads.of_municipality,
        name="municipality-download",
    ),
    path(_("district/<str:code>/"), district.district, name="district"),
    path(
        _("district/<str:code>/<str:name>"), downloads.of_neighbourhood, name="district-download"
    ),
    path(_("area/<str:code>/figure/<str:key>/"), area_figure.area_figure, name="area-figure"),
    path(
        _("area/<str:code>/figure/<str:key>/<str:name>"),
        area_figure.download,
        name="area-figure-download",
    ),
    path(_("compare/"), compare.compare, name="compare"),
    path(_("compare/<str:name>"), compare.download, name="compare-download"),
    path(_("neighbourhood/<str:code>/"), neighbourhood.neighbourhood, name="neighbourhood"),
    path(
        _("neighbourhood/<str:code>/<str:name>"),
        downloads.of_neighbourhood,
        name="neighbourhood-download",
    ),
    path(_("map/<str:code>.json"), map_areas.areas, name="map-areas"),
    path(_("netherlands/"), country.country, name="country"),
    path(_("netherlands/<str:name>"), country_downloads.of_country, name="country-download"),
    path(_("example-country/"), country.example_country, name="example-country"),
    path(
        _("example-country/<str:name>"),
        country_downloads.of_example_country,
        name="example-country-download",
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
