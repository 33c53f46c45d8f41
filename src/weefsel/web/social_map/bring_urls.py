"""Addresses of bringing files in, and of provisions that may be one."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.social_map import bring_pages, double_pages

urlpatterns: list[Any] = [
    path(_("social-map/bring/"), bring_pages.start, name="bring"),
    path(_("social-map/bring/<uuid:key>/columns/"), bring_pages.columns, name="bring-columns"),
    path(_("social-map/bring/<uuid:key>/"), bring_pages.check, name="bring-check"),
    path(_("social-map/bring/<uuid:key>/faults/"), bring_pages.faults, name="bring-faults"),
    path(_("social-map/bring/<uuid:key>/store/"), bring_pages.store, name="bring-store"),
    path(
        _("social-map/bring/<uuid:key>/throw-away/"),
        bring_pages.throw_away,
        name="bring-throw-away",
    ),
    path(_("social-map/double/"), double_pages.double, name="double"),
    path(
        _("social-map/double/<uuid:first>/<uuid:second>/"), double_pages.pair, name="double-pair"
    ),
    path(_("social-map/double/<uuid:key>/undo/"), double_pages.undo, name="double-undo"),
]
