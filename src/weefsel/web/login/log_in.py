"""The log-in page: name and password, then the code; and the buttons of the example users."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from two_factor.views import LoginView

from weefsel.web.accounts.doors import open_to_all
from weefsel.web.accounts.models import User
from weefsel.web.login.backends import EXAMPLE, ExampleBackend
from weefsel.web.login.example_users import PERSONAS
from weefsel.web.login.forms import BackupForm, CodeForm, PasswordForm
from weefsel.web.login.shown import examples, provider_shown

LONGEST_NEXT = 2000  # signs of an address to go back to


def safe_next(request: HttpRequest) -> str:
    """Give the page of ours somebody came from, empty when it is not one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = len(asked) <= LONGEST_NEXT and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else ""


def first_page(request: HttpRequest, user: User) -> str:
    """Give where somebody goes after logging in: back, or to the start in one's own language."""
    asked = safe_next(request)
    if asked:
        return asked
    with override(user.language or get_language()):
        return reverse("start")


class LogIn(LoginView):
    """Name and password, then the code; nobody is logged in before both were right."""

    template_name = "login/log_in.html"
    form_list = (
        (LoginView.AUTH_STEP, PasswordForm),
        (LoginView.TOKEN_STEP, CodeForm),
        (LoginView.BACKUP_STEP, BackupForm),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send on who is logged in already."""
        if request.user.is_authenticated:
            return redirect(first_page(request, request.user))
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, step: str | None = None, **kwargs: Any) -> Any:
        """Give our own form for the code, whatever made the second factor."""
        if (step or self.steps.current) == self.TOKEN_STEP:
            form = super(LoginView, self).get_form(step=step, **kwargs)
        else:
            form = super().get_form(step=step, **kwargs)
        return form

    def get_success_url(self) -> str:
        """Give where to go after logging in."""
        return first_page(self.request, self.get_user())

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        """Give what the page shows beside its form."""
        context = super().get_context_data(form, **kwargs)
        at_start = self.steps.current == self.AUTH_STEP
        return context | {
            "step": "log-in",
            "stage": self.steps.current,
            "next": safe_next(self.request),
            "examples": examples() if at_start else [],
            "provider": provider_shown() if at_start else None,
        }


log_in = open_to_all("whoever is not logged in")(sensitive_post_parameters()(LogIn.as_view()))


@open_to_all("asks itself whether example users may be here")
@require_POST
@never_cache
def example(request: HttpRequest) -> HttpResponse:
    """Log in as an example user, where those may be."""
    asked = request.POST.get("role", "")
    known = asked in {persona.role.value for persona in PERSONAS}
    user = ExampleBackend().authenticate(request, example=asked) if known else None
    if user is None:
        messages.error(request, _("There are no example users here."))
        return redirect("log-in")
    login(request, user, backend=EXAMPLE)
    return redirect(first_page(request, user))
