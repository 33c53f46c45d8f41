"""Addresses of the log and of the past of things."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.audit import history, page

urlpatterns = [
    path(_("log/"), page.log, name="log"),
    path(_("log/log.csv"), page.log_file, name="log-file"),
    path(_("history/<slug:kind>/<uuid:key>/"), history.history, name="history"),
    path(_("history/<slug:kind>/<uuid:key>/<int:which>/back/"), history.put_back, name="put-back"),
]
