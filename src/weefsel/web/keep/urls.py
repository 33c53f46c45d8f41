"""Addresses of keeping an install."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from weefsel.web.keep import page

urlpatterns = [path(_("keeping/"), page.keeping, name="keeping")]
