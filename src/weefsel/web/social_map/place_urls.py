"""Addresses of questions about places: what if, the best place, searches."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.social_map import best_place_view, what_if_view

urlpatterns: list[Any] = [
    path(_("municipality/<str:code>/what-if/"), what_if_view.what_if, name="what-if"),
    path(
        _("municipality/<str:code>/what-if/<str:name>"),
        what_if_view.download,
        name="what-if-download",
    ),
    path(_("municipality/<str:code>/best-place/"), best_place_view.best_place, name="best-place"),
    path(
        _("municipality/<str:code>/best-place/search/"),
        best_place_view.begin,
        name="place-search-begin",
    ),
    path(
        _("municipality/<str:code>/best-place/<str:name>"),
        best_place_view.download,
        name="best-place-download",
    ),
    path(_("best-place/<uuid:key>/"), best_place_view.search, name="place-search"),
    path(_("best-place/<uuid:key>/stop/"), best_place_view.stop, name="place-search-stop"),
    path(
        _("best-place/<uuid:key>/<str:name>"),
        best_place_view.search_download,
        name="place-search-download",
    ),
]
