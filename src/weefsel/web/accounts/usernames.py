"""Names to log in with: which are allowed, and when two look too much alike.

After Unicode TR 36 and UTS 39: one script, one normal form, and a skeleton in which
look-alikes fall together. Only Latin letters, so that no Cyrillic or Greek letter can pose
as a Latin one; within Latin the usual look-alikes (0 and o, 1, l and i, rn and m, vv and w)
and marks on letters make no difference between two names.
"""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST = 60  # long enough for an e-mail address of an office, short enough for a table
SIGNS = ".-_@+"
WHOLE = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "p"}
ALIKE = (("rn", "m"), ("vv", "w"), ("0", "o"), ("1", "l"), ("i", "l"))


def tidy(name: str) -> str:
    """Give a name in the one form in which it is kept (NFKC, no space around it)."""
    return unicodedata.normalize("NFKC", name).strip()


def folded(name: str) -> str:
    """Give a name so that capitals make no difference."""
    return unicodedata.normalize("NFKC", tidy(name).casefold())


def skeleton(name: str) -> str:
    """Give what two names share when people could take one for the other."""
    plain = "".join(WHOLE.get(sign, sign) for sign in folded(name))
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign)
    )
    for one, other in ALIKE:
        plain = plain.replace(one, other)
    return plain


def check(name: str) -> None:
    """Refuse a name that is empty, too long, or holds other signs than it may.

    Raises ``ValidationError``.
    """
    kept = tidy(name)
    if not kept or len(kept) > MOST or not all(_allowed(sign) for sign in kept):
        raise ValidationError(
            _("Use letters (a to z, with or without accents), digits and . - _ @ + only."),
            code="signs",
        )
    if not any(sign.isalpha() for sign in kept):
        raise ValidationError(_("Use at least one letter."), code="letter")


def _allowed(sign: str) -> bool:
    if sign in SIGNS or sign in "0123456789":
        return True
    base = WHOLE.get(sign.casefold(), unicodedata.normalize("NFKD", sign)[:1].casefold())
    return base.isascii() and (base.isalpha() or sign == "ß")
