"""Addresses of the library of what is known."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.evidence import downloads, lists, one, search

urlpatterns = [
    path(_("choose/what-works/"), search.what_works, name="what-works"),
    path(_("choose/what-works/light/"), lists.light_interventions, name="light-interventions"),
    path(_("choose/what-works/themes/"), lists.themes, name="themes"),
    path(_("choose/what-works/methods/"), lists.methods, name="methods"),
    path(_("choose/what-works/cases/"), lists.business_cases, name="business-cases"),
    path(_("choose/what-works/completeness/"), lists.completeness, name="completeness"),
    path(
        _("choose/what-works/download/<str:name>"),
        downloads.interventions,
        name="interventions-download",
    ),
    path(_("choose/what-works/intervention/<slug:key>/"), one.intervention, name="intervention"),
    path(
        _("choose/what-works/intervention/<slug:key>/<str:name>"),
        downloads.intervention,
        name="intervention-download",
    ),
]
