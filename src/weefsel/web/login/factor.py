"""One's own second factor: how it stands, making one, giving it, backup codes, ending it."""

from __future__ import annotations

from base64 import b32encode
from binascii import unhexlify

import django_otp
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.util import random_hex
from two_factor.utils import default_device, get_otpauth_url, totp_digits

from weefsel.web.accounts.doors import needs
from weefsel.web.accounts.models import User
from weefsel.web.login import example_users, second_factor
from weefsel.web.login.forms import BackupForm, CodeForm, SetUpForm
from weefsel.web.login.log_in import first_page, safe_next

KEY = "login_new_key"  # in the session until the first code proved that it arrived
KEY_BYTES = 20  # 160 bits, what RFC 4226 recommends
BACKUP_CODES = 10
GROUP = 4  # letters of a key that are read out together


@login_required
@needs("own_account.edit")
@never_cache
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """Show how one's second factor stands."""
    user = request.user
    context = {
        "example": example_users.is_example(user),
        "required": second_factor.is_required(user),
        "there": second_factor.is_set_up(user),
        "given": user.is_verified(),
        "codes": second_factor.backup_codes_left(user),
        "at_provider": bool(request.session.get(second_factor.AT_PROVIDER)),
    }
    return render(request, "login/factor.html", context)


@login_required
@needs("own_account.edit")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Make a second factor, or another in place of the one that was given just now."""
    user = request.user
    if example_users.is_example(user):
        return redirect("factor")
    if second_factor.is_set_up(user) and not user.is_verified():
        return redirect("factor-give")
    key = request.session.get(KEY) or random_hex(KEY_BYTES)
    request.session[KEY] = key
    form = SetUpForm(key, user, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        _replace(user, form, request)
        return _show_codes(request, made=True)
    context = {
        "form": form,
        "key": _readable(key),
        "address": _address(user, key),
        "required": second_factor.is_required(user) and not second_factor.is_set_up(user),
        "next": safe_next(request),
    }
    return render(request, "login/factor_set_up.html", context)


@transaction.atomic
def _replace(user: User, form: SetUpForm, request: HttpRequest) -> None:
    """Keep the new key in place of all there was, and count it as given in this session."""
    second_factor.reset(user)
    device = form.save()
    del request.session[KEY]
    request.session.cycle_key()
    django_otp.login(request, device)


def _readable(key: str) -> str:
    """Give a key as one types it: letters in groups."""
    plain = b32encode(unhexlify(key)).decode("ascii")
    return " ".join(plain[at : at + GROUP] for at in range(0, len(plain), GROUP))


def _address(user: User, key: str) -> str:
    """Give the address an app reads from the picture."""
    plain = b32encode(unhexlify(key)).decode("ascii")
    return get_otpauth_url(user.get_username(), plain, issuer="Weefsel", digits=totp_digits())


@login_required
@needs("own_account.edit")
@never_cache
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """Draw the key that is being made as a QR code."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    key = request.session.get(KEY)
    if key is None:
        raise Http404
    drawn = qrcode.make(_address(request.user, key), image_factory=SvgPathImage)
    return HttpResponse(drawn.to_string(), content_type="image/svg+xml")


@login_required
@needs("own_account.edit")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Ask the code of somebody who is logged in but has not given it in this session."""
    user = request.user
    if user.is_verified() or not second_factor.is_set_up(user):
        return redirect(first_page(request, user))
    by_backup = "backup" in request.GET
    device = StaticDevice.objects.filter(user=user).first() if by_backup else default_device(user)
    kind = BackupForm if by_backup else CodeForm
    form = kind(user, device, data=request.POST if request.method == "POST" else None)
    if form.is_valid():
        request.session.cycle_key()
        django_otp.login(request, user.otp_device)
        return redirect(first_page(request, user))
    context = {
        "form": form,
        "by_backup": by_backup,
        "codes": second_factor.backup_codes_left(user),
        "next": safe_next(request),
    }
    return render(request, "login/factor_give.html", context)


@login_required
@needs("own_account.edit")
@never_cache
@require_POST
def codes(request: HttpRequest) -> HttpResponse:
    """Make new backup codes; those of before no longer work."""
    if not request.user.is_verified():
        return redirect("factor")
    return _show_codes(request, made=False)


@transaction.atomic
def _show_codes(request: HttpRequest, *, made: bool) -> HttpResponse:
    """Make backup codes and show them, once."""
    StaticDevice.objects.filter(user=request.user).delete()
    device = StaticDevice.objects.create(user=request.user, name="backup")
    new = [StaticToken.random_token() for _number in range(BACKUP_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=each) for each in new)
    # Who came in by a backup code holds a session of the row that has just gone.
    if request.user.otp_device is None or isinstance(request.user.otp_device, StaticDevice):
        django_otp.login(request, device)
    return render(
        request,
        "login/factor_codes.html",
        {"codes": new, "made": made, "next": safe_next(request)},
    )


@login_required
@needs("own_account.edit")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest) -> HttpResponse:
    """End one's second factor, after asking; not where one's role needs it."""
    user = request.user
    if not user.is_verified() or second_factor.is_required(user):
        return redirect("factor")
    if request.method == "POST":
        second_factor.reset(user)
        messages.success(request, _("Your second factor is off. Your password is all there is."))
        return redirect("factor")
    return render(request, "login/factor_end.html")
