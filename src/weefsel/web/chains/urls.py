"""Addresses of chains."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.chains import downloads, pages

urlpatterns = [
    path(_("choose/chains/"), pages.chains, name="chains"),
    path(_("choose/chains/<slug:key>/"), pages.chain, name="chain"),
    path(_("choose/chains/<slug:key>/<str:name>"), downloads.download, name="chain-download"),
]
