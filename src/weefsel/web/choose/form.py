"""The form of a choice about one meeting place: fields in, a recipe out, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import isclose
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weefsel.base.document import write_toml
from weefsel.base.errors import InputError, WeefselError
from weefsel.base.language import Text
from weefsel.evidence.chain import Input, chains
from weefsel.sources.area_code import FICTITIOUS, country_of, is_area_code, municipality_of
from weefsel.web import ask
from weefsel.web.choose.fields import PERCENT, NumberField, WordsField, lang_now
from weefsel.web.choose.link import read_recipe
from weefsel.web.choose.numbers import write_field
from weefsel.weigh.choice import SCHEMA, Act, Choice, Own

CHAIN = "meeting"
HORIZON = 10  # years, as a first proposal; the user sets it
SAME = 1e-9  # relative; a percentage goes through the form as text
KINDS = {"cut": "close", "invest": "extend"}
HELP = {
    "cost_eur_per_year": _(
        "What the municipality no longer pays when the place closes. Leave out what goes on, "
        "such as rent until the contract ends."
    ),
    "one_off_eur": _(
        "What closing or extending costs once: paying off a contract, moving, rebuilding."
    ),
    "regular_visitors": _("People who come at least once a month. Count persons, not visits."),
    "vulnerable_share": _(
        "The share of those visitors who could need help when the place is gone: very old, "
        "ill, lonely, in debt."
    ),
    "guidance_hours_per_client_per_year": _(
        "How many hours of individual Wmo guidance a client in your municipality gets in a year."
    ),
    "lonely_share": _("Not required. Left empty, the national share is used."),
}
RANGE_KINDS = [
    ("min_max", _("lowest and highest possible")),
    ("ci95", _("interval from research")),
    ("between_places", _("spread between places")),
    ("assumed", _("our own assumption")),
]


class ChoiceForm(forms.Form):
    """Cut or extend one meeting place; every figure with its source."""

    title = WordsField(label=_("What is the choice called?"), max_length=200)
    question = WordsField(
        label=_("What is the question to the council?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    name = WordsField(label=_("Name of the meeting place"), max_length=120)
    area = forms.CharField(
        label=_("Code of the neighbourhood"),
        max_length=10,
        help_text=_("Two letters and eight digits. You find it on the page of the neighbourhood."),
    )
    kind = forms.ChoiceField(
        label=_("What happens to it?"),
        choices=[("cut", _("It closes")), ("invest", _("It is extended"))],
        help_text=_("The result is compared with leaving everything as it is."),
    )
    base_year = forms.IntegerField(
        label=_("First year of the calculation"), min_value=2000, max_value=2100
    )
    from_year = forms.IntegerField(
        label=_("Year in which it happens"), min_value=2000, max_value=2100
    )
    horizon = forms.IntegerField(
        label=_("Number of years to look ahead"), min_value=1, max_value=100
    )

    def __init__(
        self, *given: Any, before: Choice | None = None, option_id: str = "", **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.before, self.option_id = before, option_id
        self.substitution: list[dict[str, Any]] = []  # where people can go, handed over
        self.choice: Choice
        for wanted in self.inputs():
            self._add(wanted)
        for field in self.fields.values():
            field.widget.attrs["class"] = _css(field)

    def mistakes(self) -> list[dict[str, str]]:
        """Give what is wrong, field by field, with the place of the field on the page."""
        names = {wanted.key: wanted.name.render(lang_now()) for wanted in self.inputs()}
        found = []
        for name, errors in self.errors.items():
            if name in self.fields:
                group = next((names[key] for key in names if name.startswith(key)), "")
                label = str(self.fields[name].label)
                label = f"{group}, {label.lower()}" if group else label
                words = " ".join(map(str, errors))
                found.append({"anchor": self[name].auto_id, "label": label, "words": words})
        return found

    def refuse(self, fault: InputError) -> None:
        """Put a mistake in the recipe at its field, where its words name one."""
        place = f"{fault.where} {fault.what.params.get('key', '')}"
        for wanted in self.inputs():
            if f".{wanted.key}" in place:
                priced = f"{wanted.key}_price_year"
                self.add_error(priced if "price_year" in place else wanted.key, _cause(fault))
                return
        for name in ("title", "question", "name", "base_year", "from_year", "horizon", "area"):
            if name in place:
                self.add_error(name, _cause(fault))
                return
        self.add_error(None, _sentence(fault))

    @property
    def fictitious(self) -> bool:
        """Tell whether the choice is about the example municipality."""
        code = str(self["area"].value() or "").strip().upper()
        return is_area_code(code) and country_of(code) == FICTITIOUS

    @staticmethod
    def inputs() -> tuple[Input, ...]:
        """Give the figures that the user has to bring, in the chain's order."""
        return chains()[CHAIN].input

    def _add(self, wanted: Input) -> None:
        key, share = wanted.key, wanted.support == "share"
        self.fields[key] = NumberField(
            share=share, required=wanted.required, label=_("Value"), help_text=HELP.get(key, "")
        )
        self.fields[f"{key}_low"] = NumberField(share=share, required=False, label=_("At least"))
        self.fields[f"{key}_high"] = NumberField(share=share, required=False, label=_("At most"))
        self.fields[f"{key}_kind"] = forms.ChoiceField(
            choices=RANGE_KINDS, required=False, label=_("What kind of range is it?")
        )
        if wanted.unit.startswith("eur"):
            self.fields[f"{key}_price_year"] = forms.IntegerField(
                required=False, min_value=1900, max_value=2100, label=_("In prices of (year)")
            )
        self.fields[f"{key}_source"] = WordsField(
            required=wanted.required, max_length=500, label=_("Where does it come from?")
        )

    def groups(self) -> Iterator[dict[str, Any]]:
        """Give the figures with their fields, as the page lays them out."""
        for wanted in self.inputs():
            key = wanted.key
            yield {
                "input": wanted,
                "name": wanted.name.render(lang_now()),
                "unit": "%" if wanted.support == "share" else _unit(wanted),
                "value": self[key],
                "low": self[f"{key}_low"],
                "high": self[f"{key}_high"],
                "kind": self[f"{key}_kind"],
                "source": self[f"{key}_source"],
                "price_year": self[f"{key}_price_year"]
                if f"{key}_price_year" in self.fields
                else None,
            }

    def frame(self) -> list[forms.BoundField]:
        """Give the fields that say what the choice is about."""
        names = ("title", "question", "name", "area", "kind", "base_year", "from_year", "horizon")
        return [self[name] for name in names]

    def clean_area(self) -> str:
        """Check that the neighbourhood is loaded here."""
        code = self.cleaned_data["area"].strip().upper()
        try:
            ask.area(code)
        except WeefselError as fault:
            raise forms.ValidationError(_sentence(fault)) from fault
        if municipality_of(code) is None:
            raise forms.ValidationError(_("Give the code of a neighbourhood."))
        return code

    def clean(self) -> dict[str, Any]:
        """Check the recipe as a whole, once every field is right."""
        held = super().clean() or {}
        for wanted in self.inputs():
            source = f"{wanted.key}_source"
            given = held.get(wanted.key) is not None
            if given and not held.get(source) and source not in self.errors:
                self.add_error(source, _("Every figure says where it comes from."))
        if not self.errors:
            try:
                self.choice = read_recipe(write_toml(self.record(held)).encode(), "")
            except InputError as fault:
                self.refuse(fault)
        return held

    def record(self, held: dict[str, Any]) -> dict[str, Any]:
        """Give the recipe that the fields describe; what the form does not show stays."""
        act = self._act(held)
        head = {
            "title": held["title"],
            "question": held["question"],
            "area": municipality_of(held["area"]),
            "base_year": held["base_year"],
            "horizon": held["horizon"],
            "dated": date.today().isoformat(),
            "fictitious": country_of(held["area"]) == FICTITIOUS,
        }
        if self.before is None:
            options = [{"id": "zero", "zero": True}, {"id": KINDS[held["kind"]], "act": [act]}]
            return {"schema": SCHEMA, **head, "seed": 1, "option": options}
        record = {**self.before.record(), **head}
        options = [dict(option) for option in record["option"]]
        for option in options:
            if option["id"] == self.option_id:
                option["act"] = [act]
        return {**record, "option": options}

    def _act(self, held: dict[str, Any]) -> dict[str, Any]:
        """Give the act that the fields describe, over what was there before."""
        before = act_of(self.before, self.option_id) if self.before else None
        act: dict[str, Any] = {} if before is None else before.model_dump(mode="json")
        act.update(
            {
                "kind": held["kind"],
                "name": held["name"],
                "areas": [held["area"]],
                "from_year": held["from_year"],
                "chain": CHAIN,
            }
        )
        if before is None or before.name != held["name"]:
            act["object"] = f"provision:{_object(held['name'])}"
        if self.substitution:
            act["substitution"] = self.substitution if held["kind"] == "cut" else []
        for wanted in self.inputs():
            act[wanted.key] = self._figure(wanted.key, held, before)
        return act

    def _figure(self, key: str, held: dict[str, Any], before: Act | None) -> dict[str, Any] | None:
        """Give one figure of the user; its grade stays when its value does."""
        if held.get(key) is None:
            return None
        low, high = held.get(f"{key}_low"), held.get(f"{key}_high")
        ranged = low is not None or high is not None
        figure = {
            "value": held[key],
            "low": low,
            "high": high,
            "range_kind": (held.get(f"{key}_kind") or "min_max") if ranged else "none",
            "source": held[f"{key}_source"],
            "price_year": held.get(f"{key}_price_year"),
        }
        own = before.own(key) if before else None
        if own is not None and isclose(own.value, held[key], rel_tol=SAME):
            figure["evidence_grade"] = own.evidence_grade
        return figure


def act_of(choice: Choice, option_id: str) -> Act | None:
    """Give the act of an option when the form can show it: one act on one neighbourhood."""
    for option in choice.option:
        if option.id == option_id and len(option.act) == 1:
            act = option.act[0]
            if act.kind in KINDS and act.chain == CHAIN and len(act.areas) == 1:
                return act
    return None


def editable(choice: Choice) -> list[str]:
    """Give the ids of the options that the form can show."""
    return [option.id for option in choice.option if act_of(choice, option.id)]


def initial(choice: Choice, option_id: str) -> dict[str, Any] | None:
    """Give the fields of one option of a recipe, none when the form cannot show it."""
    act = act_of(choice, option_id)
    if act is None:
        return None
    held: dict[str, Any] = {
        "title": choice.title,
        "question": choice.question,
        "name": act.name or act.object.partition(":")[2],
        "area": act.areas[0],
        "kind": act.kind,
        "base_year": choice.base_year,
        "from_year": act.from_year,
        "horizon": choice.horizon,
    }
    for wanted in ChoiceForm.inputs():
        held.update(own_fields(act, wanted))
    return held


def empty(area: str = "") -> dict[str, Any]:
    """Give the fields of a new choice."""
    year = date.today().year
    return {"area": area, "base_year": year, "from_year": year + 1, "horizon": HORIZON}


def own_fields(act: Act, wanted: Input) -> dict[str, Any]:
    """Give the fields of one figure of an act, empty when it does not have it."""
    own: Own | None = act.own(wanted.key)
    if own is None:
        return {}
    share, key = wanted.support == "share", wanted.key
    return {
        key: _written(own.value, share=share),
        f"{key}_low": _written(own.low, share=share),
        f"{key}_high": _written(own.high, share=share),
        f"{key}_kind": own.range_kind,
        f"{key}_source": own.source,
        f"{key}_price_year": own.price_year,
    }


def _written(value: float | None, *, share: bool) -> str:
    """Write a value for its field; a share below one percent keeps its sign."""
    if value is None:
        return ""
    said = write_field(value * PERCENT if share else value, lang_now())
    return f"{said}%" if share and 0 < value * PERCENT < 1 else said


def _object(name: str) -> str:
    """Give an id for a provision from its name."""
    plain = "".join(
        letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower()
    )
    return "-".join(filter(None, plain.split("-")))[:80] or "place"


def _css(field: forms.Field) -> str:
    if isinstance(field, forms.ChoiceField):
        return "utrecht-select utrecht-select--html-select"
    if isinstance(field.widget, forms.Textarea):
        return "utrecht-textarea utrecht-textarea--html-textarea"
    return "utrecht-textbox utrecht-textbox--html-input"


def _unit(wanted: Input) -> str:
    from weefsel.base.figure import UNITS

    return UNITS[wanted.unit].render(lang_now())


def _cause(fault: InputError) -> str:
    """Say at a field what is wrong with it, without the key that a recipe has for it."""
    cause = fault.what.params.get("what", fault.what)
    words = cause.render(lang_now()) if isinstance(cause, Text) else _sentence(fault)
    todo = "" if fault.todo is None or cause is not fault.what else fault.todo.render(lang_now())
    return f"{words[:1].upper()}{words[1:]} {todo}".strip()


def _sentence(fault: WeefselError) -> str:
    return fault.sentence(lang_now())
