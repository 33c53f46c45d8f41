"""What every file of evidence shares: a fault that names its key, and a web address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Strict

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text

# A number as a number: "15" in quotes and true are no numbers.
Real = Annotated[float, Strict()]
Whole = Annotated[int, Strict()]


def fault(key: str, what: Text, where: str) -> InputError:
    """Make the error for a key of a data file."""
    return InputError(
        text("the key '%(key)s' is wrong: %(what)s", key=key, what=what),
        where=where,
        todo=text("Correct it and try again."),
    )


def check_address(key: str, url: str, where: str) -> None:
    """Check that an address is one of the web, when there is one.

    Raises ``InputError`` that names the file and the key.
    """
    if url and not url.startswith(("https://", "http://")):
        raise fault(key, text("this is not a web address."), where)


def check_once(key: str, held: Sequence[str], where: str) -> None:
    """Check that nothing stands in a list twice.

    Raises ``InputError`` that names the file and the key.
    """
    if len(set(held)) != len(held):
        raise fault(key, text("it is there twice."), where)


def check_year(key: str, year: int | None, latest: int, where: str) -> None:
    """Check that a year is not after the year in which the file was last looked at.

    Raises ``InputError`` that names the file and the key.
    """
    if year is not None and year > latest:
        raise fault(key, text("the year lies outside what is possible."), where)
