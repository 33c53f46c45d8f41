"""Addresses of the social map."""

from __future__ import annotations

from typing import Any

from weefsel.web.social_map import bring_urls, find_urls, place_urls, reach_urls, register_urls

urlpatterns: list[Any] = [
    *find_urls.urlpatterns,
    *bring_urls.urlpatterns,
    *reach_urls.urlpatterns,
    *place_urls.urlpatterns,
    *register_urls.urlpatterns,
]
