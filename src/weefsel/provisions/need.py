"""Which published figures stand for the need of a group or a kind of provision: ``need.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from weefsel.atlas.indicator import catalogue
from weefsel.base.document import Document, check, read_toml
from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.language import text
from weefsel.provisions.social_map import Group

FILE = Path(__file__).with_name("need.toml")
RESIDENTS = "residents"
Unit = Literal["people", "households"]


class Part(Document):
    """One count in a base; ``times`` for a part of an age group."""

    indicator: str
    times: float = Field(default=1.0, gt=0, le=1)


class Base(Document):
    """What a share is of: counts that add up."""

    nl: str
    en: str
    parts: tuple[Part, ...] = Field(min_length=1)

    def render(self, lang: str) -> str:
        """Give its name."""
        return self.en if lang == "en" else self.nl


class NeedFigure(Document):
    """One way to count a need: a share of a base, or the base itself."""

    of: str
    share: str = ""
    complement: bool = False  # those of the base that the share leaves out
    nl: str = ""  # who this counts, where that is not who is in need
    en: str = ""


class NeedRule(Document):
    """How one need is counted: the first of ``figures`` that has values here."""

    id: str = ""
    nl: str
    en: str
    why_nl: str
    why_en: str
    unit: Unit = "people"
    groups: tuple[Group, ...] = ()
    kinds: tuple[str, ...] = ()
    figures: tuple[NeedFigure, ...] = Field(min_length=1)

    def render(self, lang: str) -> str:
        """Give who is in need, so that it can be part of a ``Text``."""
        return self.en if lang == "en" else self.nl

    def why(self, lang: str) -> str:
        """Say why this stands for the need."""
        return self.why_en if lang == "en" else self.why_nl


@dataclass(frozen=True)
class Who:
    """Who is counted: by the figure that was used, so that a stand-in never passes for more."""

    rule: NeedRule
    figure: NeedFigure | None

    def render(self, lang: str) -> str:
        """Give who is counted, so that it can be part of a ``Text``."""
        own = "" if self.figure is None else (self.figure.en if lang == "en" else self.figure.nl)
        return own or self.rule.render(lang)


class Without(Document):
    """Groups and kinds for which no figure stands, and why."""

    groups: tuple[Group, ...] = ()
    kinds: tuple[str, ...] = ()
    why_nl: str
    why_en: str

    def render(self, lang: str) -> str:
        """Say why there is none."""
        return self.why_en if lang == "en" else self.why_nl


class Needs(Document):
    """The whole of ``need.toml``."""

    dated: str
    unit: dict[Unit, tuple[str, ...]]
    base: dict[str, Base]
    need: dict[str, NeedRule]
    without: tuple[Without, ...] = ()


def read_needs(content: bytes, name: str) -> Needs:
    """Read rules of need and check what types cannot.

    Raises ``InputError`` that names the rule when it uses a figure that is not in the
    catalogue, one of origin, nationality or religion, or a base that is not there.
    """
    held = check(Needs, read_toml(content, name), name)
    known = catalogue()
    for key, rule in held.need.items():
        for figure in rule.figures:
            if figure.of not in held.base:
                raise _wrong(name, key, figure.of)
            parts = [part.indicator for part in held.base[figure.of].parts]
            for indicator in (*parts, *((figure.share,) if figure.share else ())):
                if indicator not in known:
                    raise _wrong(name, key, indicator)
                if known[indicator].origin_trait:
                    raise InputError(
                        text("a figure of origin may not stand for need."),
                        where=f"{name}, {key}",
                        todo=text("Use another figure, or name the group under 'without'."),
                    )
    named = {key: rule.model_copy(update={"id": key}) for key, rule in held.need.items()}
    return held.model_copy(update={"need": named})


def _wrong(name: str, key: str, figure: str) -> InputError:
    return InputError(
        text("the figure '%(figure)s' is not known.", figure=figure),
        where=f"{name}, {key}",
        todo=text("Use the id of an indicator, or of a base in this file."),
    )


@cache
def needs() -> Needs:
    """Give the rules that come with Weefsel."""
    return read_needs(FILE.read_bytes(), FILE.name)


def rules() -> Mapping[str, NeedRule]:
    """Give every rule by its id."""
    return needs().need


def rule(key: str) -> NeedRule:
    """Give one rule; raises ``NotFoundError`` when it is not there."""
    try:
        return rules()[key]
    except KeyError:
        raise NotFoundError(
            text("there is no need '%(id)s'.", id=key[:60]),
            todo=text("Use one of these: %(known)s.", known=", ".join(rules())),
        ) from None


def rule_of_group(group: str) -> NeedRule | None:
    """Give the rule of a group, none where no figure may or can stand for it."""
    return next((one for one in rules().values() if group in one.groups), None)


def rule_of_kind(kind: str) -> NeedRule | None:
    """Give the rule of a kind, none where no figure may or can stand for it."""
    return next((one for one in rules().values() if kind in one.kinds), None)


def why_without(kind: str = "", group: str = "") -> Without | None:
    """Give why nothing stands for the need of a kind or group, none when something does."""
    for one in needs().without:
        if (group and group in one.groups) or (kind and not group and kind in one.kinds):
            return one
    return None


def is_one_unit(rule_unit: Unit, capacity_unit: str) -> bool:
    """Tell whether a capacity counts the same as a need."""
    words = needs().unit.get(rule_unit, ())
    return capacity_unit.strip().casefold() in words
