"""Addresses of the register: what a house has on the social map."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.social_map import register_acts, register_edit, register_list, register_page

STEP_PATHS = {
    "what": _("social-map/<uuid:key>/what/"),
    "where": _("social-map/<uuid:key>/where/"),
    "when": _("social-map/<uuid:key>/when/"),
    "whom": _("social-map/<uuid:key>/for-whom/"),
    "how-much": _("social-map/<uuid:key>/how-much/"),
    "contact": _("social-map/<uuid:key>/contact/"),
}

urlpatterns: list[Any] = [
    path(_("social-map/"), register_list.provisions_own, name="provisions-own"),
    path(_("social-map/new/"), register_edit.new, name="provision-new"),
    path(_("social-map/term/"), register_acts.set_term, name="provision-term"),
    path(
        _("social-map/organisation/<uuid:key>/"),
        register_acts.organisation,
        name="provision-organisation",
    ),
    path(_("social-map/<uuid:key>/"), register_page.provision_own, name="provision-own"),
    path(_("social-map/<uuid:key>/confirm/"), register_acts.confirm, name="provision-confirm"),
    path(_("social-map/<uuid:key>/publish/"), register_acts.publish, name="provision-publish"),
    path(
        _("social-map/<uuid:key>/take-back/"),
        register_acts.unpublish,
        name="provision-unpublish",
    ),
    path(_("social-map/<uuid:key>/stop/"), register_acts.end, name="provision-end"),
    *(
        path(said, register_edit.step, {"step": key}, name=f"provision-{key}")
        for key, said in STEP_PATHS.items()
    ),
]
