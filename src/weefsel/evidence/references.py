"""Whether what a file names is there: parameters, interventions and themes of other files.

The readers of a folder ask this of each file when the other sets are given; a set that is
``None`` is not known and nothing is asked of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from weefsel.base.language import text
from weefsel.evidence.checked import fault

Known = Collection[str] | None  # ids that are there; None: not known


def check_named(key: str, named: Iterable[str], known: Known, where: str) -> None:
    """Check that what a key names is among what is known.

    Raises ``InputError`` that names the file and the key.
    """
    if known is None:
        return
    for one in named:
        if one and one not in known:
            raise fault(key, text("'%(id)s' is not there.", id=one), where)
