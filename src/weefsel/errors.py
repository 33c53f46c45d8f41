"""The errors of Weefsel, gathered for whoever catches them."""

from weefsel.base.errors import ConflictError, InputError, NotFoundError, WeefselError

__all__ = ["ConflictError", "InputError", "NotFoundError", "WeefselError"]
