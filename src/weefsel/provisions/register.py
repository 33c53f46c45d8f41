"""The register of provisions: one TOML file a municipality, under the home folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from weefsel.base.document import Document, check, read_toml, write_toml
from weefsel.base.durable import write_durably
from weefsel.base.errors import InputError, NotFoundError
from weefsel.base.language import text
from weefsel.provisions.budget import Budget
from weefsel.provisions.provision import Provision
from weefsel.sources.area_code import FICTITIOUS, country_of, municipality_of

FOLDER = "provisions"
BUDGETS = "budgets"


class Register(Document):
    """The provisions of one municipality."""

    municipality: str = Field(pattern=r"^GM\d{4}$")
    fictitious: bool = False
    provision: tuple[Provision, ...] = ()


def path_of(home: Path, municipality: str) -> Path:
    """Give the file that holds a municipality's provisions."""
    return home / FOLDER / f"{municipality}.toml"


def read(home: Path, municipality: str) -> tuple[Provision, ...]:
    """Give the provisions of a municipality, none when nobody entered any.

    Raises ``InputError`` that names file and key when the file is wrong.
    """
    path = path_of(home, municipality)
    if not path.exists():
        return ()
    register = check(Register, read_toml(path.read_bytes(), path.name), path.name)
    verify(municipality, register.provision, path.name)
    return register.provision


def find(home: Path, municipality: str, provision_id: str) -> Provision:
    """Give one provision; raises ``NotFoundError`` when the register lacks it."""
    for one in read(home, municipality):
        if one.id == provision_id:
            return one
    raise NotFoundError(
        text("the provision '%(id)s' is not in the register.", id=provision_id),
        where=path_of(home, municipality).name,
        todo=text("Look in the list of provisions for its id."),
    )


def write(home: Path, municipality: str, provisions: Sequence[Provision]) -> bool:
    """Write the provisions of a municipality in one step; give whether the file changed."""
    path = path_of(home, municipality)
    verify(municipality, provisions, path.name)
    register = Register(
        municipality=municipality,
        fictitious=country_of(municipality) == FICTITIOUS,
        provision=tuple(provisions),
    )
    return put(path, write_toml(register.model_dump(mode="json")))


def verify(municipality: str, provisions: Sequence[Provision], name: str) -> None:
    """Refuse double ids, places elsewhere, and fiction among real provisions.

    Raises ``InputError`` that names the file and the provision.
    """
    seen: set[str] = set()
    for one in provisions:
        where = f"{name}, {one.id}"
        if one.id in seen:
            raise InputError(
                text("this id stands in the register twice."),
                where=where,
                todo=text("Give each provision its own id."),
            )
        seen.add(one.id)
        if municipality_of(one.neighbourhood) != municipality:
            raise InputError(
                text(
                    "the neighbourhood %(code)s does not belong to %(municipality)s.",
                    code=one.neighbourhood,
                    municipality=municipality,
                ),
                where=where,
                todo=text("Correct the code of the neighbourhood."),
            )
        if one.fictitious != (country_of(municipality) == FICTITIOUS):
            raise InputError(
                text("real and fictitious provisions cannot stand together."),
                where=where,
                todo=text("Keep fictitious provisions in a fictitious municipality."),
            )


def read_budget(home: Path, municipality: str, year: int) -> Budget | None:
    """Give a municipality's budget of a year, none when it is not there."""
    path = home / BUDGETS / f"{municipality}-{year}.toml"
    if not path.exists():
        return None
    return check(Budget, read_toml(path.read_bytes(), path.name), path.name)


def write_budget(home: Path, budget: Budget) -> bool:
    """Write a budget in one step; give whether the file changed."""
    path = home / BUDGETS / f"{budget.municipality}-{budget.year}.toml"
    return put(path, write_toml(budget.model_dump(mode="json")))


def put(path: Path, content: str) -> bool:
    """Replace a file in one step when its content differs; give whether it did.

    Raises ``InputError`` that names the folder when it may not be written.
    """
    data = content.encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return False
    write_durably(path, data)
    return True
