"""Addresses of Choose."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.choose import (
    begin,
    deciding,
    downloads,
    edit,
    kept,
    own_values,
    result,
    texts,
)

urlpatterns = [
    path(_("choose/"), begin.choices, name="choices"),
    path(_("choose/new/"), edit.edit, name="choice-edit"),
    path(_("choose/upload/"), begin.upload, name="choice-upload"),
    path(_("choose/result/"), result.result, name="choice-result"),
    path(_("choose/result/<str:name>"), downloads.download, name="choice-download"),
    path(_("choose/keep/"), kept.keep, name="keep"),
    path(_("choose/kept/<uuid:key>/"), kept.kept, name="kept"),
    path(_("choose/kept/<uuid:key>/save/"), kept.save, name="kept-save"),
    path(_("choose/kept/<uuid:key>/note/"), kept.note, name="kept-note"),
    path(_("choose/kept/<uuid:key>/renew/"), kept.renew, name="kept-renew"),
    path(_("choose/kept/<uuid:key>/publish/"), kept.publish, name="kept-publish"),
    path(_("choose/kept/<uuid:key>/take-back/"), kept.unpublish, name="kept-unpublish"),
    path(_("choose/kept/<uuid:key>/hand-over/"), kept.hand_over, name="kept-hand-over"),
    path(_("choose/kept/<uuid:key>/throw-away/"), kept.delete, name="kept-delete"),
    path(_("choose/kept/<uuid:key>/decide/"), deciding.make_decision, name="decide"),
    path(_("choose/decision/<uuid:key>/"), deciding.decision, name="decision"),
    path(_("choose/decision/<uuid:key>/change/"), deciding.edit_decision, name="decision-edit"),
    path(_("choose/own-values/"), own_values.own_values, name="own-values"),
    path(
        _("house/<slug:slug>/own-values/<slug:parameter>/"),
        own_values.own_value,
        name="own-value",
    ),
    path(
        _("house/<slug:slug>/own-values/<slug:parameter>/withdraw/"),
        own_values.withdraw,
        name="own-value-withdraw",
    ),
    path(_("house/<slug:slug>/texts/"), texts.texts, name="house-texts"),
    path(_("house/<slug:slug>/texts/<slug:place>/"), texts.text, name="house-text"),
]
