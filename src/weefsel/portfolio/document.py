"""A review as a plain record with stable ids: for the JSON twin and for whoever computes on."""

from __future__ import annotations

from typing import Any

from weefsel.portfolio.reviewed import (
    AreaNeed,
    Compared,
    Cost,
    Gap,
    Ledger,
    LineReview,
    Overlap,
    Review,
    Split,
)

SCHEMA = "weefsel.portfolio-review/1"


def document(review: Review) -> dict[str, Any]:
    """Give everything of a review; amounts as text to the cent, words in English.

    The participants are those that passed the door for counts of people.
    """
    book = review.portfolio
    return {
        "schema": SCHEMA,
        "municipality": book.municipality,
        "title": book.title,
        "year": review.year,
        "other_years": list(review.other_years),
        "reviewed_on": review.on.isoformat(),
        "fictitious": book.fictitious,
        "finding": review.title.render("en"),
        "lead": [one.render("en") for one in review.lead],
        "total": review.total.document(),
        "lines": [_line(one) for one in review.lines],
        "gaps": {
            "condition": review.gaps.condition,
            "areas": [_gap(one) for one in review.gaps.areas],
            "light": [one.id for one in review.gaps.light],
            "reason": None if review.gaps.reason is None else review.gaps.reason.render("en"),
            "remark": review.gaps.remark.render("en"),
        },
        "money": _ledger(review.ledger),
        "shares": {
            "before": [_split(one) for one in review.shares.before],
            "after": [_split(one) for one in review.shares.after],
            "derived": review.shares.derived,
        },
        "verdicts": dict(review.verdicts),
        "sources": [one.document() for _, one in sorted(review.sources.items())],
    }


def _line(one: LineReview) -> dict[str, Any]:
    line, traits, decision = one.line, one.traits, one.decision
    return {
        "key": line.key,
        "number": line.number,
        "activity": line.activity,
        "organisation": line.organisation,
        "amount": str(line.amount),
        "year": line.year,
        "areas": list(line.areas),
        "participants": one.participants.document(),
        "intervention": line.intervention or None,
        "named": line.named or None,
        "goal": line.goal,
        "for_whom": line.for_whom,
        "kind": {"value": traits.kind, "how": traits.kind_how},
        "groups": {"value": list(traits.groups), "how": traits.groups_how},
        "aim": {"value": traits.aim, "how": traits.aim_how},
        "form": {"value": traits.form, "how": traits.form_how},
        "finding": one.title.render("en"),
        "evidence": {
            "research": one.evidence.research,
            "standing": one.evidence.standing,
            "recognition": one.evidence.recognition_words.render("en"),
            "words": one.evidence.research_words.render("en"),
        },
        "need": {
            "side": one.need.side,
            "words": one.need.sentence.render("en"),
            "areas": [_area(each) for each in one.need.areas],
        },
        "cost": _cost(one.cost),
        "overlap": [_overlap(each) for each in one.overlap],
        "overlap_total": one.overlap_total,
        "questions": [
            {"key": each.key, "words": each.words.render("en"), "about": list(each.about)}
            for each in one.questions
        ],
        "decision": None
        if decision is None
        else {
            "verdict": decision.verdict,
            "reason": decision.reason,
            "on": decision.on.isoformat(),
        },
    }


def _area(one: AreaNeed) -> dict[str, Any]:
    return {
        "area": one.area,
        "name": one.name,
        "level": one.level,
        "conditions": [_compared(each) for each in one.conditions],
        "indicators": [_compared(each) for each in one.indicators],
    }


def _compared(one: Compared) -> dict[str, Any]:
    return {
        "key": one.key,
        "here": one.here.document(),
        "municipality": one.municipality.document(),
        "reference": one.reference.document(),
        "side": one.side,
        "weaker": one.weaker,
        "certainty": None if one.certainty is None else one.certainty.value,
        "reason": None if one.reason is None else one.reason.render("en"),
    }


def _cost(one: Cost) -> dict[str, Any]:
    return {
        "per_participant": one.per_participant.document(),
        "basis": one.basis,
        "others": list(one.others),
        "median": one.median.document(),
        "low": one.low.document(),
        "high": one.high.document(),
        "place": one.place,
        "of": one.of,
        "words": one.sentence.render("en"),
    }


def _overlap(one: Overlap) -> dict[str, Any]:
    return {
        "line": one.line.key,
        "same": list(one.same),
        "groups": list(one.groups),
        "groups_known": one.groups_known,
        "areas": list(one.areas),
        "derived": one.derived,
        "words": one.sentence.render("en"),
    }


def _gap(one: Gap) -> dict[str, Any]:
    return {
        "area": one.area,
        "name": one.name,
        "score": one.score.document(),
        "kinds": list(one.kinds),
        "wide": list(one.wide),
        "unknown": one.unknown,
        "words": one.sentence.render("en"),
    }


def _ledger(ledger: Ledger) -> dict[str, Any]:
    return {
        "years": [
            {
                "year": one.year,
                "freed": str(one.freed),
                "given": str(one.given),
                "left": str(one.left),
            }
            for one in ledger.years
        ],
        "freed": [
            {
                "line": line.key,
                "amount": str(one.amount),
                "from_year": one.from_year,
                "contract_until": None
                if one.contract_until is None
                else one.contract_until.isoformat(),
            }
            for line, one in ledger.freed
        ],
        "given": [
            {
                "amount": str(one.amount),
                "from_year": one.from_year,
                "to": one.to,
                "line": one.line or None,
                "name": one.name or None,
            }
            for one in ledger.given
        ],
        "unsaid": [one.key for one in ledger.unsaid],
        "words": ledger.sentence.render("en"),
    }


def _split(split: Split) -> dict[str, Any]:
    return {
        "by": split.by,
        "total": str(split.total),
        "parts": [
            {"key": one.key, "amount": str(one.amount), "share": one.share.document()}
            for one in split.parts
        ],
    }
