"""Learn: screen a text for personal data; nothing of it is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from weefsel.web.accounts.doors import needs
from weefsel.web.api.answer import answer
from weefsel.web.api.schema import Record, Sentence, sentence
from weefsel.web.api.see import ASKED_WRONG
from weefsel.web.screened import MOST_CHARACTERS, screened

router = Router(tags=["learn"], by_alias=True)


class TextIn(Record):
    """A text to screen."""

    text: str = Field(max_length=MOST_CHARACTERS)


class StretchOut(Record):
    """A stretch of the text that points to one person; the words themselves stay out."""

    start: int = Field(description="Its first character, from 0.")
    end: int = Field(description="The character after its last.")
    kind: str
    certainty: str
    why: Sentence


class ScreenedOut(Record):
    """What was found, and the text with it struck out."""

    findings: list[StretchOut]
    struck: str
    names_by: str = Field(description="rules, or rules+deduce: who looked for names.")


@router.post("/screenings", response={200: ScreenedOut, **ASKED_WRONG})
@needs("screen.use")
def screening(request: HttpRequest, given: TextIn) -> HttpResponse:
    """Say what of a text would be struck out before it is stored, and why; nothing is kept."""
    found = screened(given.text)
    return answer(
        {
            "findings": [
                {
                    "start": one.start,
                    "end": one.end,
                    "kind": one.kind.value,
                    "certainty": one.certainty.value,
                    "why": sentence(one.why),
                }
                for one in found.findings
            ],
            "struck": found.struck,
            "names_by": found.names_by,
        }
    )
