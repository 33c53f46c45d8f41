"""What every file of evidence shares: a fault that names its key, and a web address."""

from __future__ import annotations

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text


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
