"""The labelled sentences, and how a screening does on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from weefsel.outcomes.screening import Kind, Screened

ROOM = Path(__file__).parent / "sentences"
KINDS = {
    "bsn": Kind.BSN,
    "iban": Kind.IBAN,
    "phone": Kind.PHONE,
    "email": Kind.EMAIL,
    "postcode": Kind.POSTCODE,
    "postcode_number": Kind.POSTCODE,
    "street_number": Kind.STREET,
    "birth_date": Kind.BIRTH_DATE,
    "licence_plate": Kind.PLATE,
    "name": Kind.NAME,
}


@dataclass
class Score:
    """How many spans were struck whole, and how many findings struck something labelled."""

    wanted: Counter = field(default_factory=Counter)
    struck: Counter = field(default_factory=Counter)
    found: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def recall(self, *kinds: Kind) -> float:
        """Give the share of the spans of these kinds of which every sign was struck."""
        return sum(self.struck[k] for k in kinds) / sum(self.wanted[k] for k in kinds)

    @property
    def precision(self) -> float:
        """Give the share of the findings that touch something labelled."""
        return self.right / self.found

    def words(self) -> str:
        """Give the figures with every miss, for whoever reads the output of a test."""
        lines = [f"{kind}: {self.struck[kind]} of {self.wanted[kind]}" for kind in self.wanted]
        lines.append(f"precision: {self.right} of {self.found}")
        return "\n".join([*lines, "missed:", *self.missed, "struck without reason:", *self.wrong])


def score(half: str, screen: Callable[[str], Screened]) -> Score:
    """Screen one half. A span counts when every letter and digit of it is gone."""
    done = Score()
    for line in (ROOM / f"{half}.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        words, spans = record["text"], record["spans"]
        findings = screen(words).findings
        covered = {at for one in findings for at in range(one.start, one.end)}
        for span in spans:
            kind = KINDS[span["kind"]]
            done.wanted[kind] += 1
            at = range(span["start"], span["end"])
            if all(place in covered or not words[place].isalnum() for place in at):
                done.struck[kind] += 1
            else:
                done.missed.append(f"  {record['id']} {kind}: {span['text']}  <<  {words}")
        for one in findings:
            done.found += 1
            if any(one.start < span["end"] and span["start"] < one.end for span in spans):
                done.right += 1
            else:
                done.wrong.append(f"  {record['id']} {one.kind}: {one.found}  <<  {words}")
    return done
