"""Addresses of the read-only HSDS API, the same in every language."""

from django.urls import path, re_path

from weefsel.web.api import hsds_views
from weefsel.web.api.urls import nothing_here

_NAMES = "|".join(hsds_views.TABLES)

urlpatterns = [
    path("hsds/", hsds_views.about, name="hsds"),
    re_path(rf"^hsds/(?P<name>{_NAMES})/?$", hsds_views.many, name="hsds-list"),
    re_path(rf"^hsds/(?P<name>{_NAMES})/(?P<key>[^/]+)/?$", hsds_views.one, name="hsds-record"),
    re_path(r"^hsds(?P<rest>/.*|$)", nothing_here),
]
