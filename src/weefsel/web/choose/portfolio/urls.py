"""Addresses of portfolio."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.choose.portfolio import (
    begin,
    bring,
    deciding,
    downloads,
    lines,
    page,
    publishing,
)

urlpatterns = [
    path(_("choose/portfolio/"), begin.portfolios, name="portfolios"),
    path(_("choose/portfolio/new/"), begin.new, name="portfolio-new"),
    path(_("choose/portfolio/new/sheet.csv"), downloads.sheet, name="portfolio-sheet"),
    path(_("choose/portfolio/file/<uuid:key>/columns/"), bring.columns, name="portfolio-columns"),
    path(_("choose/portfolio/file/<uuid:key>/check/"), bring.check, name="portfolio-check"),
    path(_("choose/portfolio/file/<uuid:key>/faults.csv"), bring.faults, name="portfolio-faults"),
    path(_("choose/portfolio/file/<uuid:key>/store/"), bring.store, name="portfolio-store"),
    path(
        _("choose/portfolio/file/<uuid:key>/throw-away/"), bring.discard, name="portfolio-discard"
    ),
    path(_("choose/portfolio/<uuid:key>/"), page.portfolio, name="portfolio"),
    path(_("choose/portfolio/<uuid:key>/change/"), begin.change, name="portfolio-change"),
    path(_("choose/portfolio/<uuid:key>/publish/"), publishing.publish, name="portfolio-publish"),
    path(
        _("choose/portfolio/<uuid:key>/take-back/"),
        publishing.unpublish,
        name="portfolio-unpublish",
    ),
    path(_("choose/portfolio/<uuid:key>/throw-away/"), publishing.delete, name="portfolio-delete"),
    path(_("choose/portfolio/<uuid:key>/add/"), lines.add, name="portfolio-line-new"),
    path(_("choose/portfolio/<uuid:key>/line/<uuid:line>/"), page.one_line, name="portfolio-line"),
    path(
        _("choose/portfolio/<uuid:key>/line/<uuid:line>/change/"),
        lines.change,
        name="portfolio-line-change",
    ),
    path(
        _("choose/portfolio/<uuid:key>/line/<uuid:line>/decide/"),
        deciding.decide_line,
        name="portfolio-line-decide",
    ),
    path(
        _("choose/portfolio/<uuid:key>/line/<uuid:line>/throw-away/"),
        lines.delete,
        name="portfolio-line-delete",
    ),
    path(_("choose/portfolio/<uuid:key>/money/"), deciding.give, name="portfolio-give"),
    path(
        _("choose/portfolio/<uuid:key>/money/<uuid:given>/"),
        deciding.change_given,
        name="portfolio-given",
    ),
    path(
        _("choose/portfolio/<uuid:key>/money/<uuid:given>/take-back/"),
        deciding.take_back,
        name="portfolio-ungive",
    ),
    path(
        _("choose/portfolio/<uuid:key>/take-along/<str:name>"),
        downloads.download,
        name="portfolio-download",
    ),
]
