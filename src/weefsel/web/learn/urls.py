"""Addresses of learn."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from weefsel.web.learn import protecting, screening, start

urlpatterns: list[URLPattern] = [
    path(_("learn/"), start.learn, name="learn"),
    path(_("learn/table/"), protecting.protect_table, name="protect-table"),
    path(_("learn/text/"), screening.screen_text, name="screen-text"),
]
