"""What one rule found, in the folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from weefsel.base.language import Text
from weefsel.outcomes.screening.model import Certainty, Kind


@dataclass(frozen=True)
class Hit:
    """A stretch of the folded text that a rule claims."""

    start: int
    end: int
    kind: Kind
    why: Text
    certainty: Certainty = Certainty.SURE


NEAR = 40  # signs before or after in which a word tells what a number is


def before(words: str, start: int, cue: re.Pattern[str], reach: int = NEAR) -> bool:
    """Tell whether a cue stands shortly before a place."""
    return cue.search(words, max(0, start - reach), start) is not None


def after(words: str, end: int, cue: re.Pattern[str], reach: int = NEAR) -> bool:
    """Tell whether a cue stands shortly after a place."""
    return cue.search(words, end, min(len(words), end + reach)) is not None
