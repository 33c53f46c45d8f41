"""Addresses of the sources page and of the figures it rests on."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.provenance import figures, one, page

urlpatterns = [
    path(_("sources/"), page.sources, name="sources"),
    path(_("sources/figures/"), figures.figures, name="parameters"),
    path(_("sources/figures/file/<str:name>"), figures.figures_file, name="parameters-file"),
    path(_("sources/figures/<slug:key>/"), one.figure, name="parameter"),
]
