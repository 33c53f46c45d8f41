"""Why a log-in by the provider did not succeed, in a sentence for who stands at the door."""

from __future__ import annotations

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text


class RefusedError(InputError):
    """The provider cannot be reached, or what it says does not count; nobody is logged in."""


def refused(what: Text, todo: Text | None = None) -> RefusedError:
    """Make a refusal with what one can do about it."""
    return RefusedError(what, todo=todo or text("Try again, or ask who runs this Weefsel."))
