"""What a recipe of a case must hold, beyond the types of its keys."""

from __future__ import annotations

from collections.abc import Iterator

from weefsel.base.language import Text, text
from weefsel.evidence.parameter import parameters
from weefsel.weigh.case import Case, CaseOption, Published, Stated, Term
from weefsel.weigh.rules import fault

EURO = "EUR"
NETTED = {  # what a post may already be net of -> the factor that would take it off again
    "counterfactual": "deadweight",
    "displacement": "displacement",
    "drop_out": "drop_out",
}


PERCENT_MEANT = 0.1  # ours: no rate is smaller, so a smaller one was meant as a fraction
WHOLE = 100  # percent
FIGURES = frozenset(
    {"social", "institutions", "costs", "benefits", "ratio", "per_person", "chance"}
)


def verify(case: Case, name: str = "recipe") -> None:
    """Check a recipe as a whole.

    Raises ``InputError`` that names the file, the key and what to do.
    """
    _frame(case, name)
    _once([option.id for option in case.option], name, "option.id")
    _once([one.id for one in case.overlap], name, "overlap.id")
    zeros = [option for option in case.option if option.zero]
    if len(zeros) > 1:
        raise fault(name, "option.zero", text("a choice has at most one zero option."))
    if not case.acting:
        raise fault(name, "option", text("there is nothing to choose from."))
    for number, option in enumerate(case.option):
        _option(case, option, name, f"option[{number}]")
    known = {option.id for option in case.option}
    for number, one in enumerate(case.published):
        if one.option not in known:
            raise fault(
                name,
                f"published[{number}].option",
                text("there is no option '%(id)s'.", id=one.option),
            )
        _published(case, one, name, f"published[{number}].of")


def _frame(case: Case, name: str) -> None:
    if case.price_year == "nominal" and case.horizon != 1:
        raise fault(
            name,
            "price_year",
            text("amounts can only be taken as they stand over one year."),
            text("Give the year whose prices the amounts are in."),
        )
    if case.discount_percent is not None:
        _term(case, case.discount_percent, name, "discount_percent")
        _rate(case.discount_percent, name)


def _rate(term: Term, name: str) -> None:
    """Refuse a rate that no year can have, and a range: a case is worked out at one rate."""
    if term.low is not None:
        raise fault(
            name,
            "discount_percent",
            text("a case is worked out at one rate, so it has no range."),
            text("Work the case out again with another rate."),
        )
    if term.value is None:
        return
    if 0 < abs(term.value) < PERCENT_MEANT:
        raise fault(
            name,
            "discount_percent",
            text("this is next to nothing: the rate is in percent."),
            text("Write 2.25 for 2.25%% a year."),
        )
    if not -WHOLE < term.value < WHOLE:
        raise fault(
            name, "discount_percent", text("a rate lies between minus 100 and 100 percent.")
        )


def _published(case: Case, one: Published, name: str, key: str) -> None:
    """Refuse a figure that the result does not hold: it would look like one that differs."""
    what, _, which = one.of.partition(":")
    posts = next(option.post for option in case.option if option.id == one.option)
    known: dict[str, set[str]] = {
        "payer": {
            part for post in posts for part in (post.payer, post.payer_name, post.to) if part
        },
        "post": {post.id for post in posts},
    }
    if one.of in FIGURES or (which and which in known.get(what, ())):
        return
    raise fault(
        name,
        key,
        text("the result of this option has no figure '%(of)s'.", of=one.of),
        text(
            "Use one of these: %(known)s.",
            known=", ".join((*sorted(FIGURES), "payer:<payer>", "post:<id>")),
        ),
    )


def _once(ids: list[str], name: str, key: str) -> None:
    for one in ids:
        if ids.count(one) > 1:
            raise fault(
                name,
                key,
                text("the id '%(id)s' is used twice.", id=one),
                text("Give each an id of its own."),
            )


def _option(case: Case, option: CaseOption, name: str, place: str) -> None:
    if option.zero and option.post:
        raise fault(name, f"{place}.post", text("the zero option changes nothing: no posts."))
    if not option.zero and not option.post:
        raise fault(
            name,
            f"{place}.post",
            text("the option '%(id)s' does nothing.", id=option.id),
            text("Add a post, or make it the zero option."),
        )
    _once([post.id for post in option.post], name, f"{place}.post.id")
    if option.people is not None:
        _term(case, option.people, name, f"{place}.people")
        if option.people.value is not None and option.people.value <= 0:
            raise fault(name, f"{place}.people", text("without people nothing is per person."))
    for number, post in enumerate(option.post):
        _post(case, post, name, f"{place}.post[{number}]")


def _post(case: Case, post: Stated, name: str, place: str) -> None:
    last = case.years[-1]
    if post.from_year is not None and not case.base_year <= post.from_year <= last:
        raise fault(
            name,
            f"{place}.from_year",
            text(
                "%(given)s does not lie between the base year %(first)s and the last year"
                " of the horizon %(last)s.",
                given=str(post.from_year),
                first=str(case.base_year),
                last=str(last),
            ),
        )
    for key, term in _terms(post):
        _term(case, term, name, f"{place}.{key}")
    if not any(_is_money(term) for term in post.times):
        raise fault(
            name,
            f"{place}.times",
            text("none of the terms is an amount of money."),
            text("Write money = true with the term that is."),
        )
    if sum(_is_money(term) for term in post.times) > 1:
        raise fault(
            name,
            f"{place}.times",
            text("an amount of money times an amount of money is no amount of money."),
            text("Keep money = true with one term only."),
        )
    _netting(post, name, place)
    if post.to is not None and post.to == post.payer:
        raise fault(name, f"{place}.to", text("nobody pays a transfer to itself."))
    if post.payer in {"combined", "other"} and not post.payer_name.strip():
        raise fault(name, f"{place}.payer_name", text("say who this payer is."))
    if post.overlap and post.overlap not in {one.id for one in case.overlap}:
        raise fault(
            name,
            f"{place}.overlap",
            text("there is no overlap '%(id)s'.", id=post.overlap),
            text("Add it under [[overlap]] with its factor and source."),
        )
    if any(share < 0 for share in post.by_year):
        raise fault(name, f"{place}.by_year", text("it cannot be below zero."))


def _netting(post: Stated, name: str, place: str) -> None:
    """Refuse a factor for what an effect is already net of: it would be taken off twice."""
    for done, factor in NETTED.items():
        if done in post.net_of and getattr(post, factor) is not None:
            raise fault(
                name,
                f"{place}.{factor}",
                text(
                    "the post says that it is already net of this ('%(done)s'); taking it off"
                    " again would count it twice.",
                    done=done,
                ),
                text("Leave out one of the two."),
            )


def _terms(post: Stated) -> Iterator[tuple[str, Term]]:
    for number, term in enumerate(post.times):
        yield f"times[{number}]", term
    for key, term in post.factors:
        yield key, term
    if post.drop_off is not None:
        yield "drop_off", post.drop_off
    if post.cashable is not None:
        yield "cashable", post.cashable


def _is_money(term: Term) -> bool:
    if not term.parameter:
        return term.money
    held = parameters().get(term.parameter)
    return held is not None and held.unit.startswith("eur")


def _term(case: Case, term: Term, name: str, key: str) -> None:
    if term.parameter:
        _named(case, term, name, key)
        return
    if term.value is None:
        raise fault(name, f"{key}.value", text("there is no value, and no parameter either."))
    if not term.source.strip():
        raise fault(name, f"{key}.source", text("every figure says where it comes from."))
    share = term.share or key.rpartition(".")[2] in {
        "deadweight",
        "displacement",
        "drop_out",
        "drop_off",
        "cashable",
    }
    held = [one for one in (term.value, term.low, term.high) if one is not None]
    if share and not all(0 <= one <= 1 for one in held):
        raise fault(
            name,
            key,
            text("a share is written between 0 and 1."),
            text("Write 0.30 for 30%%."),
        )
    _range(term, name, key)
    _prices(case, term, name, key)


def _range(term: Term, name: str, key: str) -> None:
    if (term.low is None) != (term.high is None):
        raise fault(name, key, text("a range has a low and a high."))
    if term.low is None or term.high is None or term.value is None:
        if term.range_kind != "none":
            raise fault(name, key, text("there is a kind of range, but no range."))
        return
    if term.exact:
        raise fault(name, key, text("what is exact has no range."))
    if term.range_kind == "none":
        raise fault(
            name,
            f"{key}.range_kind",
            text("a range says of what kind it is."),
            text("Use min_max, between_places, ci95 or assumed."),
        )
    if not term.low <= term.value <= term.high:
        raise fault(name, key, text("the value does not lie between its low and high."))


def _prices(case: Case, term: Term, name: str, key: str) -> None:
    if term.price_year is None:
        return
    if not term.money:
        raise fault(name, f"{key}.price_year", text("only an amount of money has a price year."))
    if case.price_year == "nominal":
        raise fault(
            name,
            f"{key}.price_year",
            text("this case takes amounts as they stand, so none has a price year of its own."),
        )
    if case.currency != EURO and term.price_year != case.price_year:
        raise fault(
            name,
            f"{key}.price_year",
            text(
                "prices in %(currency)s cannot be moved to another year: there is no index.",
                currency=case.currency,
            ),
        )


def _named(case: Case, term: Term, name: str, key: str) -> None:
    said: Text | None = None
    held = parameters().get(term.parameter)
    if held is None:
        said = text("there is no parameter '%(id)s'.", id=term.parameter)
    elif term.value is not None or term.low is not None or term.high is not None:
        said = text("it names a parameter and gives a value as well.")
    elif held.unit.startswith("eur") and case.currency != EURO:
        said = text("the parameter is in euro, this case is not.")
    elif held.unit.startswith("eur") and case.price_year == "nominal":
        said = text("the parameter has prices of its own year; this case takes none.")
    if said is not None:
        raise fault(name, f"{key}.parameter", said)
