"""The finding in words: a title that follows from the figures and flips when they flip."""

from __future__ import annotations

from dataclasses import replace

from weefsel.base.figure import Figure
from weefsel.base.language import Text, text
from weefsel.evidence.words import Words
from weefsel.weigh.choice import Choice, Option
from weefsel.weigh.model import UnknownResult

WHOLE = 100.0  # everybody, in 100


def subject(choice: Choice, option: Option) -> str:
    """Give the name of what an option acts on, as the user wrote it."""
    if len(option.acting) == 1:
        return option.acting[0].name or choice.title
    return option.title or option.id


def shape(option: Option) -> str:
    """Tell whether an option closes, extends, or does several things at once."""
    kinds = {act.kind for act in option.acting}
    if len(option.acting) == 1 and kinds <= {"cut", "invest"}:
        return next(iter(kinds))
    return "mixed" if kinds else "keep"


def option_title(choice: Choice, option: Option) -> Text:
    """Give what an option is called."""
    if option.title:
        return Words(option.title, option.title).text()
    kind = shape(option)
    if kind == "cut":
        return text("Close %(name)s", name=subject(choice, option))
    if kind == "invest":
        return text("Extend %(name)s", name=subject(choice, option))
    return text("Nothing changes") if kind == "keep" else text("%(name)s", name=option.id)


def nothing() -> Text:
    """Give the finding of an option that changes nothing."""
    return text("Nothing changes: the other options are compared with this one")


def only_zero() -> Text:
    """Give the title of a choice in which no option acts."""
    return text("This choice changes nothing: it has only the zero option")


def cannot_tell(choice: Choice, option: Option, missing: str) -> Text:
    """Give the finding when evidence is missing."""
    name = subject(choice, option)
    if shape(option) == "cut":
        return text(
            "What closing %(name)s does to the municipality's money cannot be computed:"
            " '%(missing)s' is missing",
            name=name,
            missing=missing,
        )
    if shape(option) == "invest":
        return text(
            "What extending %(name)s does to the municipality's money cannot be computed:"
            " '%(missing)s' is missing",
            name=name,
            missing=missing,
        )
    return text(
        "What '%(name)s' does to the municipality's money cannot be computed:"
        " '%(missing)s' is missing",
        name=name,
        missing=missing,
    )


def quantified(choice: Choice, option: Option, balance: Figure) -> Text:
    """Give the finding when nothing hangs on an unknown."""
    name, kind = subject(choice, option), shape(option)
    value = balance.value or 0.0
    size = _positive(balance)
    if kind == "cut":
        if value >= 0:
            return text("Closing %(name)s saves the municipality %(size)s", name=name, size=size)
        return text("Closing %(name)s costs the municipality %(size)s", name=name, size=size)
    if kind == "invest":
        if value >= 0:
            return text("Extending %(name)s saves the municipality %(size)s", name=name, size=size)
        return text("Extending %(name)s costs the municipality %(size)s", name=name, size=size)
    if value >= 0:
        return text("'%(name)s' saves the municipality %(size)s", name=name, size=size)
    return text("'%(name)s' costs the municipality %(size)s", name=name, size=size)


def _positive(balance: Figure) -> Figure:
    """Give an amount without its sign: the verb says whether it is a gain or a burden."""
    if balance.value is None or balance.value >= 0:
        return balance
    low = None if balance.high is None else -balance.high
    high = None if balance.low is None else -balance.low
    return replace(balance, value=-balance.value, low=low, high=high)


def conditional(choice: Choice, option: Option, unknown: UnknownResult) -> Text:
    """Give the finding when the balance hangs on one unknown.

    Inside 0 to 100 the turning value is the message; outside it the sign is the same
    whatever the unknown is, and the words are softer when the range still reaches inside.
    """
    kind, name = shape(option), subject(choice, option)
    side = unknown.saves_when
    if kind == "cut":
        return _cut(name, side, unknown.turning)
    if kind == "invest":
        return _invest(name, side, unknown.turning)
    return _mixed(name, side, unknown.turning)


def _reaches_inside(turning: Figure) -> bool:
    """Tell whether the range of a turning value outside 0 to 100 reaches inside it."""
    if turning.value is None:
        return True
    if turning.low is None or turning.high is None:
        return False
    return turning.low < WHOLE if turning.value >= WHOLE else turning.high > 0


def _cut(name: str, side: str, turning: Figure) -> Text:
    if side == "below":
        return text(
            "Closing %(name)s only saves the municipality money if fewer than %(turning)s"
            " vulnerable regular visitors then ask for guidance",
            name=name,
            turning=turning,
        )
    if side == "always":
        if _reaches_inside(turning):
            return text(
                "Closing %(name)s saves the municipality money unless nearly all vulnerable"
                " regular visitors then ask for guidance",
                name=name,
            )
        return text(
            "Closing %(name)s saves the municipality money, even if every vulnerable regular"
            " visitor then asks for guidance",
            name=name,
        )
    if _reaches_inside(turning):
        return text(
            "Closing %(name)s hardly saves the municipality anything: it costs money as soon"
            " as a few vulnerable regular visitors then ask for guidance",
            name=name,
        )
    return text(
        "Closing %(name)s costs the municipality money, even if no visitor then asks for guidance",
        name=name,
    )


def _invest(name: str, side: str, turning: Figure) -> Text:
    if side == "above":
        return text(
            "Extending %(name)s only pays for itself if at least %(turning)s new vulnerable"
            " regular visitors would otherwise ask for guidance",
            name=name,
            turning=turning,
        )
    if side == "never":
        if _reaches_inside(turning):
            return text(
                "Extending %(name)s hardly pays for itself for the municipality: only if nearly"
                " all new vulnerable regular visitors would otherwise ask for guidance",
                name=name,
            )
        return text(
            "Extending %(name)s costs the municipality money, even if every new vulnerable"
            " regular visitor would otherwise ask for guidance",
            name=name,
        )
    return text(
        "Extending %(name)s saves the municipality money, even if no new visitor would"
        " otherwise ask for guidance",
        name=name,
    )


def _mixed(name: str, side: str, turning: Figure) -> Text:
    if side == "below":
        return text(
            "'%(name)s' only saves the municipality money if fewer than %(turning)s vulnerable"
            " regular visitors without a place ask for guidance",
            name=name,
            turning=turning,
        )
    if side == "above":
        return text(
            "'%(name)s' only saves the municipality money if more than %(turning)s vulnerable"
            " regular visitors without a place ask for guidance",
            name=name,
            turning=turning,
        )
    if side == "always":
        return text(
            "'%(name)s' saves the municipality money, however many visitors without a place"
            " ask for guidance",
            name=name,
        )
    return text(
        "'%(name)s' costs the municipality money, however many visitors without a place ask"
        " for guidance",
        name=name,
    )


def lead_conditional(unknown: UnknownResult) -> Text:
    """Say under the title what is unknown, where it turns and how sure that is."""
    outside = unknown.saves_when in ("always", "never")
    if outside and not _reaches_inside(unknown.turning):
        return text(
            "How many visitors ask for guidance when their place is not there, nobody has"
            " measured. So we show the balance at three values, without a chance. By what we"
            " do know it has the same sign from nobody to everybody."
        )
    if outside or unknown.turning.low is None:
        return text(
            "How many visitors ask for guidance when their place is not there, nobody has"
            " measured. So we show the balance at three values, without a chance."
        )
    return text(
        "How many visitors ask for guidance when their place is not there, nobody has"
        " measured. So we show the balance at three values, without a chance. The turning"
        " value is %(turning)s, from %(low)s to %(high)s by what we do know.",
        turning=unknown.turning,
        low=_bound(unknown.turning, high=False),
        high=_bound(unknown.turning, high=True),
    )


def _bound(turning: Figure, *, high: bool) -> Figure:
    """Give one end of the range of a turning value as a figure of its own."""
    return replace(
        turning,
        id=f"{turning.id}.{'high' if high else 'low'}",
        value=turning.high if high else turning.low,
        low=None,
        high=None,
        unit=turning.unit if high else "count",  # "from 22 to 49 in 100"
        decimals=turning.places,
        reason=text("an end of the range of the turning value"),
    )


def lead_quantified() -> Text:
    """Say under the title that nothing is left open."""
    return text("Nothing in this balance hangs on an unknown; its range comes from what we know.")


def lead_missing() -> Text:
    """Say under the title that a figure is missing."""
    return text("What cannot be computed stands as p.m. with words, never as zero.")


def lead_zero() -> Text:
    """Say under the title of a choice without acts what to do."""
    return text("Add an option that closes or extends the place to compare with it.")
