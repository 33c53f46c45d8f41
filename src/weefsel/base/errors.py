"""A small family of errors; each message says what is wrong, where, and what to do."""

from __future__ import annotations

from weefsel.base.language import Text, text


class WeefselError(Exception):
    """A problem that the reader can act on: what is wrong, where, what to do."""

    def __init__(self, what: Text, *, where: str = "", todo: Text | None = None) -> None:
        self.what = what
        self.where = where
        self.todo = todo
        super().__init__(self.sentence("en"))

    def sentence(self, lang: str = "nl") -> str:
        """Give the whole message in one line, in the language asked for."""
        parts = [f"{self.where}: " if self.where else "", self.what.render(lang)]
        if self.todo is not None:
            parts.append(" " + self.todo.render(lang))
        return "".join(parts)


class InputError(WeefselError):
    """What was given cannot be used as it stands (exit status 2)."""


class ConflictError(InputError):
    """What was given contradicts what is already stored (exit status 2)."""


class NotFoundError(InputError):
    """What was asked for is not in the store (exit status 2)."""


def unknown_key(key: str, where: str, known: list[str]) -> InputError:
    """Make the error for a key that a document may not have."""
    return InputError(
        text("the key '%(key)s' is not known.", key=key),
        where=where,
        todo=text("Use one of these keys: %(known)s.", known=", ".join(sorted(known))),
    )
