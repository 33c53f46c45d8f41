"""Addresses of reach, gaps and the three pillars."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.social_map import pillar_pages, reach_downloads, reach_pages

urlpatterns: list[Any] = [
    path(_("municipality/<str:code>/reach/"), reach_pages.reach, name="reach"),
    path(
        _("municipality/<str:code>/reach/<str:name>"), reach_downloads.reach, name="reach-download"
    ),
    path(_("municipality/<str:code>/gaps/"), reach_pages.gaps, name="gaps"),
    path(_("municipality/<str:code>/gaps/<str:name>"), reach_downloads.gaps, name="gaps-download"),
    path(_("municipality/<str:code>/pillars/"), pillar_pages.pillars, name="pillars"),
    path(
        _("municipality/<str:code>/pillars/<str:name>"),
        reach_downloads.pillars,
        name="pillars-download",
    ),
]
