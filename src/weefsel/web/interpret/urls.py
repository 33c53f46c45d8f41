"""Addresses of interpretation."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.interpret import downloads, findings, scan, sessions, stories

urlpatterns = [
    path(
        _("neighbourhood/<str:code>/neighbourhood-scan/"),
        scan.neighbourhood_scan_page,
        name="neighbourhood-scan",
    ),
    path(
        _("neighbourhood/<str:code>/neighbourhood-scan/<str:name>"),
        downloads.report,
        name="neighbourhood-scan-download",
    ),
    path(_("interpret/<str:code>/figure/<str:key>/"), stories.new, name="story-new"),
    path(_("interpret/story/<uuid:key>/change/"), stories.change, name="story-change"),
    path(_("interpret/story/<uuid:key>/take-out/"), stories.take_out, name="story-take-out"),
    path(_("interpret/story/<uuid:key>/publish/"), stories.publish, name="story-publish"),
    path(_("interpret/story/<uuid:key>/take-back/"), stories.unpublish, name="story-unpublish"),
    path(_("interpret/<str:code>/finding/"), findings.write, name="finding-write"),
    path(_("interpret/<str:code>/finding/publish/"), findings.publish, name="finding-publish"),
    path(_("interpret/<str:code>/finding/take-back/"), findings.withdraw, name="finding-withdraw"),
    path(_("interpret/<str:code>/session/"), sessions.new, name="session-new"),
    path(_("interpret/session/<uuid:key>/take-out/"), sessions.take_out, name="session-take-out"),
]
