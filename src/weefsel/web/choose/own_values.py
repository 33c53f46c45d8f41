"""A house's own values in place of parameters: the list, the form, and their way into a recipe."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weefsel.base.errors import InputError
from weefsel.base.figure import UNITS, Figure
from weefsel.evidence.parameter import Parameter, parameters
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.forms import BOX, CHOICE, Fields
from weefsel.web.accounts.members import house_of
from weefsel.web.accounts.models import House
from weefsel.web.accounts.rights import Hidden, decide, require
from weefsel.web.accounts.shown import lang
from weefsel.web.accounts.why import crumbs
from weefsel.web.choose.fields import NumberField
from weefsel.web.choose.form import RANGE_KINDS
from weefsel.web.choose.keeping import OutdatedError, change, make
from weefsel.web.choose.models import Override
from weefsel.web.choose.numbers import write_field
from weefsel.web.screened import ScreenedText, ScreenedTextarea
from weefsel.weigh.choice import Choice, Replacement
from weefsel.weigh.replaced import replaceable, stand_in

FIELDS = (
    *("value", "low", "high", "range_kind", "year", "price_year"),
    *("reason", "source", "url", "withdrawn_at"),
)
BOXED = {"class": "utrecht-textarea utrecht-textarea--html-textarea"}


def as_replacement(own: Override) -> Replacement:
    """Give an own value as recipes hold it."""
    return Replacement(
        id=own.parameter,
        value=own.value,
        low=own.low,
        high=own.high,
        range_kind=own.range_kind,  # type: ignore[arg-type]
        year=own.year,
        price_year=own.price_year,
        reason=own.reason,
        source=own.source,
        url=own.url,
        dated=timezone.localdate(own.changed_at).isoformat(),
    )


def in_use(house: House) -> tuple[Replacement, ...]:
    """Give the own values that count in a house, for recipes it keeps."""
    found = Override.objects.filter(house=house, withdrawn_at__isnull=True)
    known = replaceable(parameters())
    return tuple(as_replacement(one) for one in found if one.parameter in known)


def with_own_values(choice: Choice, house: House) -> Choice:
    """Give a recipe with the own values of a house in place of those it had."""
    return choice.model_copy(update={"parameter": in_use(house)})


class OwnValueForm(Fields):
    """A value of one's own: what, how wide, of which year, from where, and why."""

    value = NumberField(label=gettext_lazy("Value"))
    low = NumberField(label=gettext_lazy("At least"), required=False)
    high = NumberField(label=gettext_lazy("At most"), required=False)
    range_kind = forms.ChoiceField(
        label=gettext_lazy("What kind of range is it?"),
        choices=RANGE_KINDS,
        required=False,
        widget=forms.Select(CHOICE),
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year the value is about"),
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(BOX),
    )
    price_year = forms.IntegerField(
        label=gettext_lazy("In prices of (year)"),
        required=False,
        min_value=1990,
        max_value=2100,
        widget=forms.NumberInput(BOX),
    )
    source = ScreenedText(
        label=gettext_lazy("Where does it come from?"),
        max_length=500,
        widget=ScreenedTextarea({**BOXED, "rows": 1}),
    )
    url = forms.URLField(
        label=gettext_lazy("Web address of the source"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(BOX),
    )
    reason = ScreenedText(
        label=gettext_lazy("Why this value instead of the one of research?"),
        max_length=1000,
        widget=ScreenedTextarea({**BOXED, "rows": 3}),
    )

    def __init__(self, *args: Any, held: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        for name in ("value", "low", "high"):
            self.fields[name].widget.attrs["class"] = BOX["class"]
        if held.price_year is None:
            del self.fields["price_year"]

    def clean(self) -> dict[str, Any]:
        """Hold the value to what the parameter is, as weighing does."""
        given = super().clean() or {}
        if self.errors:
            return given
        ranged = given.get("low") is not None or given.get("high") is not None
        given["range_kind"] = (given.get("range_kind") or "min_max") if ranged else "none"
        told = {name: given.get(name) for name in FIELDS if name != "withdrawn_at"}
        try:
            stand_in(Replacement(id=self.held.id, **told), self.held)
        except InputError as fault:
            self.add_error("value", fault.sentence(lang()))
        return given

    def kept(self) -> dict[str, Any]:
        """Give the fields as they are stored."""
        told = {name: self.cleaned_data.get(name) for name in FIELDS}
        return {**told, "url": told["url"] or "", "withdrawn_at": None}


def initial(own: Override | None) -> dict[str, Any]:
    """Give the fields to begin with."""
    if own is None:
        return {}
    held = {name: getattr(own, name) for name in FIELDS}
    for name in ("value", "low", "high"):
        held[name] = write_field(held[name], lang())
    return held


def original(held: Parameter) -> Figure:
    """Give the value of research, as its source has it."""
    return held.figure()


@needs("override.see")
@require_safe
def own_values(request: HttpRequest) -> HttpResponse:
    """Show the figures a house may replace, each with its own value beside it."""
    house = request.house  # type: ignore[attr-defined]
    if house is None:
        raise Hidden
    require(request, "override.see", house)
    mine = {one.parameter: one for one in Override.objects.filter(house=house)}
    rows = [
        {
            "parameter": held,
            "name": held.name.render(lang()),
            "original": original(held),
            "source": held.as_source(),
            "own": _counts(mine.get(held.id)),
            "figure": _figure(mine.get(held.id), held),
            "any": mine.get(held.id),
        }
        for held in replaceable(parameters()).values()
    ]
    context = {
        "house": house,
        "rows": rows,
        "sources": {f"parameter:{one.id}": one.as_source() for one in parameters().values()}
        | {f"own:{one.pk}": own_source(one) for one in mine.values()},
        "may": decide(request.user, "override.edit", house).allowed,
        "fictitious": house.fictitious,
        "step": "choose",
        "crumbs": crumbs(_("Own values"), (_("Choices"), reverse("choices"))),
    }
    return render(request, "choose/own_values.html", context)


def own_source(own: Override) -> Any:
    """Give where an own value comes from, for the notes of a page."""
    from weefsel.base.figure import Source

    return Source(id=f"own:{own.pk}", title=own.source, year=own.year, url=own.url)


def _counts(own: Override | None) -> Override | None:
    return own if own is not None and own.withdrawn_at is None else None


def _figure(own: Override | None, held: Parameter) -> Figure | None:
    if own is None or own.withdrawn_at is not None:
        return None
    made = stand_in(as_replacement(own), held).figure()
    return replace(made, sources=(f"own:{own.pk}",))


@needs_thing("override.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def own_value(request: HttpRequest, slug: str, parameter: str) -> HttpResponse:
    """Give an own value in place of one parameter, or change it."""
    house = house_of(request, slug, "override.edit")
    held = replaceable(parameters()).get(parameter)
    if held is None:
        raise Hidden
    own = Override.objects.filter(house=house, parameter=parameter).first()
    seen = _seen(request, own)
    form = OwnValueForm(
        request.POST if request.method == "POST" else None, initial=initial(own), held=held
    )
    now = None
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, house, held, own, seen, form)
            messages.success(request, _("The own value was kept. It counts in new versions."))
            return redirect("own-values")
        except OutdatedError as fault:
            now = fault.now
    context = {
        "form": form,
        "house": house,
        "held": held,
        "name": held.name.render(lang()),
        "unit": UNITS[held.unit].render(lang()),
        "original": original(held),
        "sources": {f"parameter:{held.id}": held.as_source()},
        "own": own,
        "seen": now.version if now else seen,
        "now": now,
        "now_fields": _told(now) if now else [],
        "fictitious": house.fictitious,
        "step": "choose",
        "crumbs": crumbs(held.name.render(lang()), (_("Own values"), reverse("own-values"))),
    }
    status = 409 if now else 400 if form.errors else 200
    return render(request, "choose/own_value_form.html", context, status=status)


def _seen(request: HttpRequest, own: Override | None) -> int:
    written = request.POST.get("seen", "")
    if request.method == "POST" and written.isdecimal():
        return int(written[:9])
    return own.version if own else 0


def _keep(
    request: HttpRequest,
    house: House,
    held: Parameter,
    own: Override | None,
    seen: int,
    form: OwnValueForm,
) -> None:
    fields = form.kept()
    if own is not None:
        change(request, "override.edit", own, seen, {**fields, "author": request.user})
        return
    made = Override(house=house, parameter=held.id, author=request.user, **fields)
    try:
        with transaction.atomic():
            make(request, "override.edit", made)
    except IntegrityError:  # a colleague made one at the same moment
        now = Override.objects.get(house=house, parameter=held.id)
        raise OutdatedError(now) from None


def _told(own: Any) -> list[tuple[str, str]]:
    from weefsel.web.choose.past import OWN_VALUE

    return [
        (name.render(lang()), OWN_VALUE.say(field, getattr(own, field)))
        for field, name in OWN_VALUE.fields.items()
    ]


@needs_thing("override.edit")
@require_POST
def withdraw(request: HttpRequest, slug: str, parameter: str) -> HttpResponse:
    """Let the value of research count again; the own one stays in the history."""
    house = house_of(request, slug, "override.edit")
    own = Override.objects.filter(house=house, parameter=parameter).first()
    if own is None:
        raise Hidden
    if own.withdrawn_at is None:
        fields = {"withdrawn_at": timezone.now(), "author": request.user}
        change(request, "override.edit", own, own.version, fields, deed="override.withdraw")
    messages.success(request, _("The value of research counts again."))
    return redirect("own-values")
