"""What a chain says in words: the verdicts, the finding, what cannot be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from weefsel.base.figure import Figure
from weefsel.base.language import Text, plural, text
from weefsel.evidence.chain import Arrow, Drawing
from weefsel.evidence.words import Words

# In the order of the legend: from what stands firm to what nobody knows.
VERDICTS: tuple[str, ...] = (
    "SUPPORTED",
    "INDICATIVE",
    "MIXED",
    "CONTRADICTED",
    "PRICE",
    "NONE",
)
VERDICT_WORDS: dict[str, Text] = {
    "SUPPORTED": text("supported"),
    "INDICATIVE": text("indication"),
    "MIXED": text("mixed"),
    "CONTRADICTED": text("contradicted"),
    "PRICE": text("a price"),
    "NONE": text("no evidence found"),
}
MEANINGS: dict[str, Text] = {
    "SUPPORTED": text("studies with a control group agree on the direction"),
    "INDICATIVE": text("they go together, or a study without controls: it may be so"),
    "MIXED": text("good studies disagree, or it holds for some groups only"),
    "CONTRADICTED": text("the best study finds nothing, or the opposite"),
    "PRICE": text("says what a change is worth, not that it happens"),
    "NONE": text("neither shown nor refuted; that is not the same as: it does not work"),
}
ASSOCIATION = text("Association, no saving")
ASSOCIATION_MEANING = text("these go together; that one causes the other was not shown")
COUNTED = "computed:evidence"


def association(arrow: Arrow) -> bool:
    """Tell whether an arrow is shown apart: it goes along with a cost and saves nothing."""
    return arrow.role == "association"


def unknown(drawing: Drawing) -> tuple[Arrow, ...]:
    """Give the arrows without evidence."""
    return tuple(arrow for arrow in drawing.arrow if arrow.verdict == "NONE")


def verdicts(drawing: Drawing) -> dict[str, int]:
    """Count the arrows of each verdict, those without any left out, in the legend's order."""
    counted: Counter[str] = Counter(arrow.verdict for arrow in drawing.arrow)
    return {one: counted[one] for one in VERDICTS if counted[one]}


def count(key: str, number: int) -> Figure:
    """Give a count of arrows or chains as a figure that says where it comes from."""
    return Figure(
        id=f"chain:{key}",
        value=float(number),
        decimals=0,
        sources=(COUNTED,),
        reason=text("a count of what is in the library"),
    )


def finding(drawing: Drawing) -> Text:
    """Say what the chain shows: which arrow is unknown, else what research says of all."""
    missing = unknown(drawing)
    studied = [arrow for arrow in drawing.arrow if arrow.role != "price"]
    if len(missing) == 1:
        return text(
            "%(chain)s: no evidence was found that “%(start)s” leads to “%(end)s”, so what it "
            "brings in all cannot be known",
            chain=drawing.name,
            start=Words(missing[0].from_nl, missing[0].from_en),
            end=Words(missing[0].to_nl, missing[0].to_en),
        )
    if missing:
        return text(
            "%(chain)s: for %(missing)s of %(all)s steps no evidence was found, so what it "
            "brings in all cannot be known",
            chain=drawing.name,
            missing=count("missing", len(missing)),
            all=count("studied", len(studied)),
        )
    held = [arrow for arrow in studied if arrow.verdict == "SUPPORTED"]
    against = [arrow for arrow in studied if arrow.verdict in ("MIXED", "CONTRADICTED")]
    return text(
        "%(chain)s: every step was studied; of %(all)s steps %(held)s are supported, and "
        "%(against)s are mixed or contradicted",
        chain=drawing.name,
        all=count("studied", len(studied)),
        held=count("held", len(held)),
        against=count("against", len(against)),
    )


def state(drawing: Drawing) -> Text:
    """Say whether the chain is conditional, and on how many unknowns it depends."""
    missing = len(unknown(drawing))
    if missing == 0:
        return text("not conditional: every step was studied")
    return plural(
        "conditional: depends on one unknown",
        "conditional: depends on %(count)s unknowns",
        missing,
        count=count("missing", missing),
    )


def over_all(drawings: Iterable[Drawing]) -> Text:
    """Say in how many chains at least one arrow has no evidence."""
    held = list(drawings)
    conditional = [one for one in held if one.conditional]
    if not conditional:
        return text("In every chain each arrow was studied")
    if len(conditional) == len(held):
        return text("In every chain at least one arrow has no evidence")
    return text(
        "In %(conditional)s of %(all)s chains at least one arrow has no evidence",
        conditional=count("conditional", len(conditional)),
        all=count("chains", len(held)),
    )


def said(arrow: Arrow, number: int, lang: str) -> str:
    """Say one arrow: its number, from what to what, and what research says of it."""
    words = f"{number}. {arrow.name.render(lang)}: {VERDICT_WORDS[arrow.verdict].render(lang)}"
    return f"{words} ({ASSOCIATION.render(lang).lower()})" if association(arrow) else words
