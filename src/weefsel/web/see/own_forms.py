"""The forms in which a house notes audits, participation, initiatives and learning places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from weefsel.provisions.own_records import points
from weefsel.web.screened import ScreenedText, ScreenedTextarea
from weefsel.web.see.models import AccessibilityAudit, OwnRecord
from weefsel.web.see.own_house import area_choices
from weefsel.web.see.own_kinds import Kind

NAME, REMARK = 120, 1000
SIDES = {
    "physical": _("Getting in and around"),
    "financial": _("Money, hours and referral"),
    "language": _("Language"),
    "digital": _("Digital"),
}
ANSWERS = (
    (AccessibilityAudit.YES, _("yes")),
    (AccessibilityAudit.NO, _("no")),
    (AccessibilityAudit.UNKNOWN, _("not looked at")),
)
CSS = {
    forms.Select: "utrecht-select utrecht-select--html-select",
    forms.Textarea: "utrecht-textarea utrecht-textarea--html-textarea",
    forms.RadioSelect: "",
}
PLAIN = "utrecht-textbox utrecht-textbox--html-input"


def form_for(kind: Kind, house: Any, given: Any = None, record: OwnRecord | None = None) -> Any:
    """Make the form of a kind; its areas are those of the house's municipality."""
    base = _made(kind)
    form = base(given, instance=record or kind.model(house=house))
    form.fields["area"].choices = area_choices(house, kind.levels)
    if kind.model is AccessibilityAudit:
        _add_points(form, record)
    for field in form.fields.values():
        widget = field.widget
        css = next((css for each, css in CSS.items() if isinstance(widget, each)), PLAIN)
        if css:
            widget.attrs.setdefault("class", css)
    return form


def _made(kind: Kind) -> Any:
    """Make the class: free text is screened before it is kept."""

    class Made(forms.ModelForm):
        """One thing that a house notes."""

        name = ScreenedText(
            label=_("Name"), max_length=NAME, widget=ScreenedTextarea(attrs={"rows": 1})
        )
        area = forms.ChoiceField(label=_("Where"))
        remark = ScreenedText(
            label=_("Remark"),
            max_length=REMARK,
            required=False,
            widget=ScreenedTextarea(attrs={"rows": 2}),
            help_text=_("Not required. Write no names or addresses of people."),
        )

        class Meta:
            """What is noted of this kind."""

            model = kind.model
            fields = kind.fields

        @property
        def plain(self) -> list[Any]:
            """Give the fields above the points."""
            return [self[name] for name in kind.fields]

        @property
        def sides(self) -> list[dict[str, Any]]:
            """Give the points of the audit by side."""
            return [
                {
                    "name": name,
                    "fields": [
                        self[f"point-{one.id}"]
                        for one in points()
                        if one.side == side and f"point-{one.id}" in self.fields
                    ],
                }
                for side, name in SIDES.items()
                if any(f"point-{one.id}" in self.fields for one in points())
            ]

        def save(self, commit: bool = True) -> Any:
            """Keep the answers to the points with the record."""
            if kind.model is AccessibilityAudit:
                self.instance.points = {
                    one.id: answer
                    for one in points()
                    if (answer := self.cleaned_data.get(f"point-{one.id}"))
                }
            return super().save(commit)

    return Made


def _add_points(form: Any, record: OwnRecord | None) -> None:
    lang = get_language() or "nl"
    held = getattr(record, "points", {}) if record is not None else {}
    for one in points():
        form.fields[f"point-{one.id}"] = forms.ChoiceField(
            label=one.name(lang),
            choices=ANSWERS,
            required=False,
            initial=held.get(one.id, AccessibilityAudit.UNKNOWN),
            widget=forms.RadioSelect,
        )
