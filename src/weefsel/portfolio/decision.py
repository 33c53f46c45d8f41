"""What was decided of a line, and where the money goes that a stop sets free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from weefsel.evidence.intervention import Activity
from weefsel.portfolio.line import Aim, Form

Verdict = Literal["keep", "improve", "scale", "stop"]
To = Literal["line", "new", "reserve"]


@dataclass(frozen=True)
class Freed:
    """What a stop really avoids: euro a year, from which year, and the contract until then.

    People say the amount themselves: rent and staff that stay are not avoided.
    """

    amount: Decimal
    from_year: int
    contract_until: date | None = None


@dataclass(frozen=True)
class Decision:
    """What was decided of one line, why and when.

    ``freed`` goes with a stop only; without it nobody has said yet what a stop avoids.
    """

    line: str  # key of the line
    verdict: Verdict
    reason: str
    on: date
    freed: Freed | None = None


@dataclass(frozen=True)
class Given:
    """Freed money that got a destination: euro a year from a year on.

    What has none stays in the ledger as left over, "not yet decided".
    """

    amount: Decimal
    from_year: int
    to: To
    line: str = ""  # key of the line that gets it
    name: str = ""  # of the new activity
    kind: Activity | None = None
    aim: Aim | None = None
    form: Form | None = None
