"""Addresses of the sources page."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.provenance import page

urlpatterns = [path(_("sources/"), page.sources, name="sources")]
