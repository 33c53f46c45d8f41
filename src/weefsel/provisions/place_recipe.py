"""The recipe of a question about places: what if, the best place, the least harm of closing.

The recipe is the record: the same recipe, social map and statistics give the same result.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import ConfigDict, Field

from weefsel.base.document import Document, check, read_toml, write_toml
from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.provisions.social_map import SLUG
from weefsel.provisions.ways import Ways

SCHEMA = "weefsel.place/1"
Question = Literal["what_if", "best_place", "least_harm", "most_reached"]
Deed = Literal["close", "open", "move", "hours"]
Weight = Literal["places", "hours", "capacity"]
Origin = Literal["neighbourhoods", "schools", "places"]

QUESTIONS: dict[Question, Text] = {
    "what_if": text("what if something changes"),
    "best_place": text("the best place for something new"),
    "least_harm": text("closing with the least harm"),
    "most_reached": text("reaching most residents"),
}
DEEDS: dict[Deed, Text] = {
    "close": text("it closes"),
    "open": text("a new one opens"),
    "move": text("it moves"),
    "hours": text("it is open for more or fewer hours"),
}
WEIGHTS: dict[Weight, Text] = {
    "places": text("Every place counts the same."),
    "hours": text("A place counts by its hours a week."),
    "capacity": text("A place counts by the people it can hold."),
}
ORIGINS: dict[Origin, Text] = {
    "neighbourhoods": text("the middle of each neighbourhood"),
    "schools": text("schools on the social map"),
    "places": text("other provisions on the social map"),
}
HOURS_IN_WEEK = 168


class Declared(Document):
    """A number of our own, and why."""

    value: float
    why_nl: str
    why_en: str


class Numbers(Document):
    """The numbers of ``place_numbers.toml``."""

    seconds: Declared
    seconds_on_a_page: Declared
    most_seconds: Declared
    most_places: Declared


@cache
def numbers() -> Numbers:
    """Give the numbers that a recipe leaves out, each with why."""
    name = "place_numbers.toml"
    written = (resources.files("weefsel.provisions") / name).read_bytes()
    return check(Numbers, read_toml(written, name), name)


class Spot(Document):
    """Where something is or could be: degrees of WGS84, or the middle of a neighbourhood."""

    neighbourhood: str = Field(default="", pattern=r"^(BU\d{8})?$")
    longitude: float | None = Field(default=None, ge=-180, le=180)
    latitude: float | None = Field(default=None, ge=-90, le=90)

    @property
    def given(self) -> bool:
        """Tell whether it says where."""
        return bool(self.neighbourhood) or None not in (self.longitude, self.latitude)


class Change(Spot):
    """One thing that changes: of the provision ``provision``, or a new one called ``name``."""

    act: Deed
    provision: str = Field(default="", pattern=SLUG + r"|^$")
    name: str = Field(default="", max_length=200)
    hours_per_week: float | None = Field(default=None, ge=0, le=HOURS_IN_WEEK)
    capacity: float | None = Field(default=None, ge=0)


class Candidate(Spot):
    """A place that could be chosen."""

    id: str = Field(pattern=SLUG)
    name: str = Field(min_length=1, max_length=200)
    capacity: float | None = Field(default=None, ge=0)


class PlaceRecipe(Document):
    """A question about the provisions of one kind in one municipality.

    ``need`` is a rule of ``need.toml`` and ``ways`` how distances are measured; left out they
    follow from the kind. ``weight`` left out: by capacity where all of them have one in the
    unit of the need, by hours where hours change, else every place the same. ``count`` is how
    many open or close; ``keep`` are provisions that may not close. With ``capacities`` a plan
    holds everybody in need, and the search ends after ``seconds``.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True
    )

    schema_id: Literal["weefsel.place/1"] = Field(default="weefsel.place/1", alias="schema")
    title: str = Field(default="", max_length=200)
    municipality: str = Field(pattern=r"^GM\d{4}$")
    question: Question
    kind: str = Field(min_length=1, max_length=40)
    need: str = Field(default="", max_length=80)
    weight: Weight | None = None
    ways: Ways | None = None
    year: int | None = None
    change: tuple[Change, ...] = Field(default=(), max_length=20)
    count: int = Field(default=1, ge=1, le=100)
    candidates: tuple[Origin, ...] = ("neighbourhoods",)
    candidate: tuple[Candidate, ...] = Field(default=(), max_length=1000)
    keep: tuple[str, ...] = ()
    capacities: bool = False
    new_capacity: float | None = Field(default=None, gt=0)
    seconds: float | None = Field(default=None, gt=0)
    dated: str = Field(default="", max_length=10)  # ISO date the recipe was made, when known

    @classmethod
    def read(cls, content: bytes | str, name: str) -> PlaceRecipe:
        """Read and check a recipe from TOML.

        Raises ``InputError`` that names the file, the key and what to do.
        """
        recipe = check(cls, read_toml(content, name), name)
        verify(recipe, name)
        return recipe

    @classmethod
    def of(cls, record: dict[str, Any], name: str = "recipe") -> PlaceRecipe:
        """Make a recipe of a plain record; raises ``InputError`` as ``read`` does."""
        recipe = check(cls, record, name)
        verify(recipe, name)
        return recipe

    def record(self) -> dict[str, Any]:
        """Give the recipe as a plain record, unknown keys left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def toml(self) -> str:
        """Write the recipe as TOML; reading it back gives an equal recipe."""
        return write_toml(self.record())


def verify(recipe: PlaceRecipe, name: str = "recipe") -> None:
    """Check a recipe as a whole; raises ``InputError`` that names the file and the key."""
    if recipe.question == "what_if":
        if not recipe.change:
            raise _fault(name, "change", text("nothing changes."), text("Add a [[change]]."))
        for at, one in enumerate(recipe.change):
            _change(recipe, one, name, f"change[{at}]")
    elif recipe.change:
        raise _fault(
            name,
            "change",
            text("only the question 'what_if' has changes of its own."),
            text("Leave them out, or ask 'what_if'."),
        )
    ids = [one.id for one in recipe.candidate]
    for at, place in enumerate(recipe.candidate):
        if not place.given:
            raise _fault(name, f"candidate[{at}]", *_NOWHERE)
        if ids.count(place.id) > 1:
            raise _fault(
                name,
                f"candidate[{at}].id",
                text("the id '%(id)s' is used twice.", id=place.id),
                text("Give every place an id of its own."),
            )
    if recipe.capacities and recipe.question == "most_reached":
        raise _fault(
            name,
            "capacities",
            text("reaching most residents looks at distance only."),
            text("Leave the key out, or ask 'best_place'."),
        )
    if recipe.capacities and recipe.question == "best_place" and recipe.new_capacity is None:
        raise _fault(
            name,
            "new_capacity",
            text("it does not say how many people a new place can hold."),
            text("Give a number in the unit of the need."),
        )
    most = numbers().most_seconds.value
    if recipe.seconds is not None and recipe.seconds > most:
        raise _fault(
            name,
            "seconds",
            text("a search lasts at most %(most)s seconds.", most=str(int(most))),
            text("Give fewer seconds; the result says how much better could still exist."),
        )


_NOWHERE = (
    text("it does not say where."),
    text("Give a neighbourhood, or a longitude and a latitude."),
)


def _change(recipe: PlaceRecipe, one: Change, name: str, key: str) -> None:
    if one.act == "open":
        if not one.name.strip():
            raise _fault(
                name, f"{key}.name", text("a new place has a name."), text("Give it a name.")
            )
    elif not one.provision:
        raise _fault(
            name,
            f"{key}.provision",
            text("it does not say which provision."),
            text("Give the name in the address of its page, such as de-schakel."),
        )
    if one.act in ("open", "move") and not one.given:
        raise _fault(name, key, *_NOWHERE)
    if one.act == "hours" and one.hours_per_week is None:
        raise _fault(
            name,
            f"{key}.hours_per_week",
            text("it does not say how many hours."),
            text("Give the hours a week after the change."),
        )
    if one.act == "hours" and recipe.weight not in (None, "hours"):
        raise _fault(
            name,
            "weight",
            text("other hours change nothing when hours do not count."),
            text('Leave the key out, or write weight = "hours".'),
        )
    slugs = [each.provision for each in recipe.change if each.provision]
    if one.provision and slugs.count(one.provision) > 1:
        raise _fault(
            name,
            f"{key}.provision",
            text("this provision changes twice."),
            text("Keep one of these changes."),
        )


def _fault(name: str, key: str, what: Text, todo: Text) -> InputError:
    return InputError(
        text("the key '%(key)s' is wrong: %(what)s", key=key, what=what), where=name, todo=todo
    )
