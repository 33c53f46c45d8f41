"""Invitations: made by an administrator, a link of one time, accepted by one person.

The link holds 256 random bits, of which only a hash is kept. Guessing is hopeless; who tries
anyway is slowed down, and that can never keep a right link out: it is looked up first.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from weefsel.base.errors import InputError
from weefsel.base.language import text
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.forms import AcceptForm, InviteForm
from weefsel.web.accounts.happened import tell
from weefsel.web.accounts.models import House, Invitation, Membership, User, token_hash
from weefsel.web.accounts.rights import Hidden, require
from weefsel.web.accounts.shown import role_name
from weefsel.web.accounts.why import crumbs
from weefsel.web.login.example_users import is_example
from weefsel.web.login.lock_out import address

WRONG = 20  # wrong links from one address before it has to wait
WAIT = 600  # seconds; the page says ten minutes
BACKEND = "django.contrib.auth.backends.ModelBackend"


def can_mail() -> bool:
    """Tell whether this install was told by which server it sends e-mail."""
    return bool(settings.EMAIL_HOST)


@needs_thing("invitation.make")
@never_cache
@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Make an invitation and show its link, this once."""
    house = House.objects.filter(slug=slug).first()
    if house is None:
        raise Hidden
    require(request, "invitation.make", house)
    form = InviteForm(request.POST, mail=can_mail())
    if not form.is_valid():
        context = {"form": form, "house": house, "crumbs": _crumbs(house)}
        return render(request, "accounts/invite.html", context, status=400)
    made, token = Invitation.make(house, form.cleaned_data["role"], request.user)  # type: ignore[arg-type]
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    tell("invitation.make", by=request.user, house=house, role=made.role, invitation=str(made.pk))
    context = {
        "house": house,
        "link": link,
        "role": role_name(made.role),
        "until": made.expires_at,
        "sent": _send(form.cleaned_data.get("email", ""), house, link),
        "asked": form.cleaned_data.get("email", ""),
        "crumbs": _crumbs(house),
    }
    return render(request, "accounts/invited.html", context)


def _send(email: str, house: House, link: str) -> bool:
    """Send the link when asked for; a server that does not answer is no reason to fail."""
    if not email:
        return False
    subject = _("Invitation for Weefsel of %(house)s") % {"house": house.name}
    body = _(
        "You are invited to work in Weefsel for %(house)s. Open this link within a week, once:"
    )
    try:
        return bool(
            send_mail(subject, body % {"house": house.name} + f"\n\n{link}\n", None, [email])
        )
    except OSError:
        return False


def _crumbs(house: House) -> list[dict[str, str]]:
    way = (
        _("Members of %(house)s") % {"house": house.name},
        reverse("members", args=[house.slug]),
    )
    return crumbs(_("Invite somebody"), way)


@needs_thing("invitation.make")
@require_POST
def withdraw(request: HttpRequest, slug: str, key: UUID) -> HttpResponse:
    """Make a link worthless."""
    found = Invitation.objects.select_related("house").filter(pk=key, house__slug=slug).first()
    if found is None:
        raise Hidden
    require(request, "invitation.make", found)
    if found.open:
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        tell("invitation.withdraw", by=request.user, house=found.house, invitation=str(key))
        messages.success(request, _("The link no longer works."))
    return redirect("members", slug=slug)


@needs("invitation.accept")
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Become a member by a link: with a new account, or with one's own."""
    found = _by_token(token)
    if found is None:
        return no_such_link(request)
    if request.user.is_authenticated:
        return _accept_with_own(request, found, token)
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = _new_member(found, form)
        except IntegrityError:
            form.add_error("username", _("This name was taken just now. Choose another."))
        else:
            login(request, user, backend=_backend())
            return redirect("account")
    return _ask(request, found, form=form)


def _by_token(token: str) -> Invitation | None:
    held = Invitation.objects.select_related("house").filter(token_hash=token_hash(token))
    found = held.first()
    return found if found is not None and found.open else None


def _backend() -> str:
    """Give the backend that knows people by their password."""
    own = [one for one in settings.AUTHENTICATION_BACKENDS if one.endswith("PasswordBackend")]
    return own[0] if own else BACKEND


@transaction.atomic
def _use(invitation: Invitation, user: User) -> Membership:
    """Use an invitation, once; raises ``InputError`` when somebody was just before."""
    now = timezone.now()
    used = Invitation.objects.filter(
        pk=invitation.pk, used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
    ).update(used_at=now, used_by=user)
    if not used:
        raise InputError(text("this link was just used."))
    made = Membership.objects.create(user=user, house=invitation.house, role=invitation.role)
    tell(
        "invitation.accept",
        by=user,
        house=invitation.house,
        about=user.uid,
        role=invitation.role,
        invitation=str(invitation.pk),
    )
    return made


@transaction.atomic
def _new_member(invitation: Invitation, form: AcceptForm) -> User:
    user = User.objects.create_user(
        form.cleaned_data["username"],
        password=form.cleaned_data["password"],
        name=form.cleaned_data["name"],
    )
    _use(invitation, user)
    return user


def _accept_with_own(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    user: Any = request.user
    if user.memberships.filter(house=found.house, until__isnull=True).exists():
        return _ask(request, found, already=True)
    if is_example(user) and not found.house.fictitious:
        raise InputError(
            text("this is an example user, shared by everybody who looks around."),
            todo=text("Make an account of your own to do this."),
        )
    if request.method == "POST":
        _use(found, user)
        messages.success(request, _("You are now a member of %(house)s.") % {"house": found.house})
        return redirect("account")
    return _ask(request, found)


def _ask(request: HttpRequest, found: Invitation, **more: Any) -> HttpResponse:
    context = {
        "house": found.house,
        "fictitious": found.house.fictitious,
        "role": role_name(found.role),
        "until": found.expires_at,
        **more,
    }
    # 200 also for a form with mistakes: 400 would put a link that still works into the log.
    return render(request, "accounts/accept.html", context)


def no_such_link(request: HttpRequest) -> HttpResponse:
    """Answer a link that is not (or no longer) one; who keeps guessing has to wait."""
    key = f"accounts-wrong-link-{token_hash(address(request))}"
    cache.add(key, 0, WAIT)
    try:
        wrong = cache.incr(key)
    except ValueError:  # it ran out in between
        wrong = 1
    status = 429 if wrong > WRONG else 404
    context = {"too_often": status == 429}
    answer = render(request, "accounts/no_link.html", context, status=status)
    if status == 429:
        answer["Retry-After"] = str(WAIT)
    return answer
