"""What visitors say is not right about a provision, and what its owner answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from weefsel.base.errors import NotFoundError
from weefsel.base.language import text
from weefsel.provisions.social_map import REMARK_KINDS
from weefsel.web.accounts.doors import needs, needs_thing
from weefsel.web.accounts.forms import Fields
from weefsel.web.accounts.rights import Hidden, houses_with, require
from weefsel.web.accounts.shown import words as said_in
from weefsel.web.audit.log import record
from weefsel.web.interpret.forms import BOXED
from weefsel.web.screened import ScreenedText, ScreenedTextarea
from weefsel.web.social_map import known
from weefsel.web.social_map.find_known import searchable
from weefsel.web.social_map.find_limits import too_many_from_here, too_many_waiting
from weefsel.web.social_map.find_page import crumbs
from weefsel.web.social_map.find_rows import url_of
from weefsel.web.social_map.models import WORDS, Offer, Remark

ANSWER = "remark.answer"
SENT = "?gemeld=ja"
NO_NAMES = gettext_lazy("Write no names or telephone numbers of people.")
SHOWN = 200  # of the remarks that were handled already


class RemarkForm(Fields):
    """What is not right, and in a few words how it is."""

    use_required_attribute = False

    kind = forms.ChoiceField(label=gettext_lazy("What is not right?"), widget=forms.RadioSelect)
    words = ScreenedText(
        label=gettext_lazy("How is it now?"),
        required=False,
        max_length=WORDS,
        widget=ScreenedTextarea({**BOXED, "rows": 3}),
        help_text=NO_NAMES,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (key, said_in(name)) for key, name in REMARK_KINDS.items()
        ]


class AnswerForm(Fields):
    """What the owner did with it; shown on the page of the provision."""

    use_required_attribute = False

    answer = ScreenedText(
        label=gettext_lazy("Your answer"),
        required=False,
        max_length=WORDS,
        widget=ScreenedTextarea({**BOXED, "rows": 3}),
        help_text=gettext_lazy(
            "Everybody can read it on the page of the provision. Leave it empty to only mark it "
            "as handled."
        ),
    )


@needs("remark.make")
@require_http_methods(["GET", "HEAD", "POST"])
def not_right(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Say what is not right about a provision; no name is asked and none is kept."""
    there = searchable(code)
    entry = known.entry(code, slug)
    form = RemarkForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            offer = _offer(code, slug)
            if too_many_waiting(offer):
                return redirect(url_of(entry) + SENT)
            if not too_many_from_here(request):
                _keep(request, offer, form.cleaned_data)
                return redirect(url_of(entry) + SENT)
            status = 429
            form.add_error(
                None, _("Many remarks came from your connection. Try again in an hour, or phone.")
            )
    context = {
        "form": form,
        "entry": entry,
        "back": url_of(entry),
        "fictitious": there.fictitious,
        "step": "see",
        "crumbs": crumbs(there, entry, _("Is something not right?")),
    }
    return render(request, "social_map/find_not_right.html", context, status=status)


def _offer(code: str, slug: str) -> Offer:
    found = Offer.objects.filter(municipality=code, slug=slug).select_related("house").first()
    if found is None:
        raise NotFoundError(
            text("nobody keeps the provision '%(id)s' here yet.", id=slug[:40]),
            todo=text("Tell the provision itself; its page has the telephone number."),
        )
    return found


@transaction.atomic
def _keep(request: HttpRequest, offer: Offer, said: dict[str, Any]) -> Remark:
    made = Remark.objects.create(offer=offer, kind=said["kind"], words=said["words"])
    record(request, "remark.make", made, what={"kind": made.kind})
    return made


def _told(held: Iterable[Remark]) -> list[dict[str, Any]]:
    return [{"one": one, "kind": REMARK_KINDS[one.kind]} for one in held]


@needs(ANSWER)
@require_safe
def remarks(request: HttpRequest) -> HttpResponse:
    """Show what visitors said about the provisions of one's houses: what waits comes first."""
    held = Remark.objects.filter(offer__house__in=houses_with(request.user, ANSWER))
    held = held.select_related("offer__service", "offer__house")
    handled = held.filter(handled_at__isnull=False).order_by("-handled_at")[:SHOWN]
    context = {
        "waiting": _told(held.filter(handled_at__isnull=True).order_by("made_at")),
        "handled": _told(handled),
        "step": "see",
        "crumbs": [{"name": _("What visitors say"), "url": ""}],
    }
    return render(request, "social_map/find_remarks.html", context)


@needs_thing(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answer a remark, or mark it as handled."""
    held = Remark.objects.filter(pk=key).select_related("offer__service", "offer__house").first()
    if held is None:
        raise Hidden
    require(request, ANSWER, held)
    start = {"answer": held.answer}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        _handle(request, held, form.cleaned_data["answer"])
        messages.success(request, _("Thank you. The remark is handled."))
        return redirect("remarks")
    context = {
        "form": form,
        "one": held,
        "kind": REMARK_KINDS[held.kind],
        "step": "see",
        "crumbs": [
            {"name": _("What visitors say"), "url": ".."},
            {"name": held.offer.service.name, "url": ""},
        ],
    }
    return render(
        request, "social_map/find_answer.html", context, status=400 if form.errors else 200
    )


@transaction.atomic
def _handle(request: HttpRequest, held: Remark, said: str) -> None:
    held.answer = said
    held.handled_at = held.changed_at = timezone.now()
    held.handled_by = request.user  # type: ignore[assignment]
    held.version += 1
    held.save()
    record(request, ANSWER, held, what={"kind": held.kind, "answered": bool(said)})
