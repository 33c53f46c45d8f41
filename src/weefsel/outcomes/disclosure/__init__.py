"""One door for counts: every table of counts of people passes it before anybody sees it.

``release(table, ledger)`` hides small counts and what would give them away, audits the
result with linear programs and gives what may be published. See docs/disclosure.md.
"""

from weefsel.outcomes.disclosure.audit import Audit
from weefsel.outcomes.disclosure.ledger import Issue, Ledger
from weefsel.outcomes.disclosure.release import (
    HIDDEN,
    Released,
    inspect,
    release,
    release_linked,
)
from weefsel.outcomes.disclosure.rounding import Rounding
from weefsel.outcomes.disclosure.rules import Rules, current
from weefsel.outcomes.disclosure.table import Dimension, Table

__all__ = [
    "HIDDEN",
    "Audit",
    "Dimension",
    "Issue",
    "Ledger",
    "Released",
    "Rounding",
    "Rules",
    "Table",
    "current",
    "inspect",
    "release",
    "release_linked",
]
