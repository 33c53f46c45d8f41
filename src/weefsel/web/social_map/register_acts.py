"""What a house does with a provision: confirm, publish, take back, end, throw away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from weefsel.base.errors import InputError
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.rights import Hidden, require
from weefsel.web.choose.keeping import OutdatedError, change, make
from weefsel.web.choose.portfolio.changed import told_plainly
from weefsel.web.social_map import keeping, register_keep, term
from weefsel.web.social_map.known import today
from weefsel.web.social_map.models import Organisation, Term
from weefsel.web.social_map.register_forms import EndForm, OrganisationForm, TermForm
from weefsel.web.social_map.register_found import find, frame, house_for

CONFIRM, EDIT, PUBLISH, REMOVE, TERM = (
    f"social_map.{one}" for one in ("confirm", "edit", "publish", "remove", "term")
)


@needs_thing(CONFIRM)
@require_POST
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say with one tap that everything still holds."""
    offer = find(request, key, CONFIRM)
    register_keep.confirm(request, offer)
    messages.success(request, _("Thank you: it is right today."))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect(back)
    return redirect("provision-own", key=offer.pk)


@needs_thing(PUBLISH)
@require_POST
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Let everybody find the version that was looked at."""
    offer = find(request, key, PUBLISH)
    said = request.POST.get("seen", "")
    try:
        register_keep.publish(request, offer, int(said) if said.isdecimal() else 0)
        messages.success(request, _("Everybody can find it now."))
    except OutdatedError as fault:
        messages.error(request, told_plainly(fault))
    return redirect("provision-own", key=offer.pk)


@needs_thing(PUBLISH)
@require_POST
def unpublish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it back."""
    offer = find(request, key, PUBLISH)
    if offer.published_at is not None:
        register_keep.unpublish(request, offer)
    messages.success(request, _("Only your house sees it now."))
    return redirect("provision-own", key=offer.pk)


@needs_thing(REMOVE)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say what the last day is, let it go on, or throw it away."""
    offer = find(request, key, REMOVE)
    mistake = ""
    form = EndForm(None, initial={"ends_on": offer.ends_on or today(), "seen": offer.version})
    if request.method == "POST":
        try:
            if "away" in request.POST:
                register_keep.take_out(request, offer)
                messages.success(request, _("It is thrown away."))
                return redirect("provisions-own")
            if "on" in request.POST:
                keeping.restore(request, offer)
                messages.success(request, _("It goes on."))
                return redirect("provision-own", key=offer.pk)
            form = EndForm(request.POST)
            if form.is_valid():
                fields = {"ends_on": form.cleaned_data["ends_on"]}
                change(request, REMOVE, offer, form.cleaned_data["seen"] or 0, fields)
                messages.success(request, _("The last day is kept."))
                return redirect("provision-own", key=offer.pk)
        except InputError as fault:
            mistake = told_plainly(fault)
    at = reverse("provision-own", kwargs={"key": offer.pk})
    context = {
        "offer": offer,
        "form": form,
        "mistake": mistake,
        **frame(offer.house, (str(offer), at), (_("Stop"), "")),
    }
    status = 400 if mistake or form.errors else 200
    return render(request, "social_map/register_end.html", context, status=status)


@needs(TERM)
@require_http_methods(["GET", "HEAD", "POST"])
def set_term(request: HttpRequest) -> HttpResponse:
    """Set after how many months a provision must be confirmed again, with the reason."""
    house = house_for(request, TERM)
    require(request, TERM, house)
    own = term.term_of(house.area)
    start = {"months": term.months_of(house.area), "seen": 0}
    if own is not None:
        start |= {"reason": own.reason, "seen": own.version}
    form = TermForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("months", "reason")}
        try:
            if own is None:
                held = Term(house=house, municipality=house.area, author=request.user, **fields)
                make(request, TERM, held)
            else:
                change(request, TERM, own, form.cleaned_data["seen"] or 0, fields)
            messages.success(request, _("It is kept."))
            return redirect("provisions-own")
        except InputError as fault:
            form.add_error(None, told_plainly(fault))
    context = {
        "form": form,
        "own": own,
        "default": term.default(),
        **frame(house, (_("When to confirm"), "")),
    }
    status = 400 if form.errors else 200
    return render(request, "social_map/register_term.html", context, status=status)


@needs_thing(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what is known of an organisation."""
    held = Organisation.objects.select_related("house").filter(pk=key).first()
    if held is None:
        raise Hidden
    require(request, EDIT, held)
    names = [one for one in OrganisationForm.base_fields if one != "seen"]
    start = {name: getattr(held, name) for name in names} | {"seen": held.version}
    form = OrganisationForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in names}
        try:
            change(request, EDIT, held, form.cleaned_data["seen"] or 0, fields)
            messages.success(request, _("It is kept."))
            return redirect("provisions-own")
        except InputError as fault:
            form.add_error(None, told_plainly(fault))
    context = {"form": form, "thing": held, **frame(held.house, (held.name, ""))}
    status = 400 if form.errors else 200
    return render(request, "social_map/register_organisation.html", context, status=status)
