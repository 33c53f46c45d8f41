"""What the pages of the library print: counts, sources, names of kinds and filters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from weefsel.base.figure import Figure, Source
from weefsel.base.language import Text, text
from weefsel.evidence.intervention import Intervention
from weefsel.evidence.register import Entry, themes
from weefsel.evidence.study import Study
from weefsel.web.accounts.shown import lang
from weefsel.web.provenance.methods import known

COUNTED = "library:counted"
KINDS: dict[str, Text] = {
    "intervention": text("Interventions"),
    "light": text("Light interventions"),
    "chain": text("Chains from activity to payer"),
    "parameter": text("Figures"),
}
# What research found, in the few words of a bar or a filter; the sentence says it whole.
SHORT: dict[str, Text] = {
    "positive": text("compared: in favour"),
    "mostly": text("compared: mostly in favour"),
    "in_part": text("compared: helps in part"),
    "mixed": text("compared: findings contradict each other"),
    "nil": text("compared: no difference so far"),
    "adverse": text("compared: no difference, or the opposite"),
    "negative": text("compared: the opposite of what was meant"),
    "not_shown": text("studied: nothing shown either way"),
    "not_compared": text("studied, never compared"),
    "no_studies": text("no studies in this library"),
}


def today() -> date:
    """Give the day on which a recognition holds or has run out."""
    return timezone.localdate()


def count(name: str, number: int) -> Figure:
    """Give a count of the library itself as a figure."""
    return Figure(
        id=f"library:{name}",
        value=float(number),
        decimals=0,
        sources=(COUNTED,),
        reason=text("counted in the library of evidence that comes with Weefsel"),
    )


def counted() -> Source:
    """Give the source of what was counted in the library itself."""
    title = text("Count of what is in the library of evidence").render(lang())
    return Source(id=COUNTED, title=title, publisher="Weefsel", url=reverse("completeness"))


def sources(
    studies: Iterable[Study] = (), interventions: Iterable[Intervention] = ()
) -> dict[str, Source]:
    """Give every source that a page of the library can name."""
    told = [counted(), *(one.as_source() for one in studies)]
    told += [
        one.cost.as_source()
        for one in interventions
        if one.cost is not None and not one.cost.parameter
    ]
    return {**known(), **{one.id: one for one in told}}


def theme_of(made: Intervention) -> Entry | None:
    """Give the theme of an intervention, where the list of themes has it."""
    return next((one for one in themes().entry if one.id == made.theme), None)


def crumbs(here: str, *before: tuple[str, str]) -> list[dict[str, str]]:
    """Give the way to a page of the library."""
    way = [(_("Start"), reverse("start")), (_("Choices"), reverse("choices"))]
    if here != _("What works"):
        way.append((_("What works"), reverse("what-works")))
    return [{"name": name, "url": url} for name, url in [*way, *before, (here, "")]]
