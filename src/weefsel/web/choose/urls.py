"""Addresses of Choose."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.choose import begin, downloads, edit, result

urlpatterns = [
    path(_("choose/"), begin.choices, name="choices"),
    path(_("choose/new/"), edit.edit, name="choice-edit"),
    path(_("choose/upload/"), begin.upload, name="choice-upload"),
    path(_("choose/result/"), result.result, name="choice-result"),
    path(_("choose/result/<str:name>"), downloads.download, name="choice-download"),
]
