"""Addresses of finding what there is, and of what visitors say is not right."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.social_map import find_page, find_remarks, find_search

urlpatterns: list[Any] = [
    path(_("what-is-there/"), find_search.begin, name="what-is-there-start"),
    path(_("what-is-there/<str:code>/"), find_search.search, name="what-is-there"),
    path(
        _("what-is-there/<str:code>/points.json"), find_search.points, name="what-is-there-points"
    ),
    path(_("what-is-there/<str:code>/<slug:slug>/"), find_page.page, name="provision"),
    path(
        _("what-is-there/<str:code>/<slug:slug>/not-right/"),
        find_remarks.not_right,
        name="provision-not-right",
    ),
    path(_("social-map/remarks/"), find_remarks.remarks, name="remarks"),
    path(_("social-map/remarks/<uuid:key>/"), find_remarks.answer, name="remark"),
]
