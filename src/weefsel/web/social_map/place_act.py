"""How an answer becomes an act of a choice: the form of a choice, with what is known filled in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from weefsel.provisions.plan import Answer
from weefsel.web.choose.begin_with import CARRIED, carried
from weefsel.web.choose.known import MEETING

# What the weighing knows of these deeds: closing is a cut, something new is an investment.
ACTS = {"close": "cut", "open": "invest"}


def act_url(answer: Answer) -> str:
    """Give the address of the form of a choice about this, empty where none can be weighed.

    Only of meeting places it is known how their effects run, and a choice is about one place
    that closes or comes; where its people can go instead is carried along.
    """
    recipe = answer.recipe
    if recipe.kind != MEETING:
        return ""
    if recipe.question == "what_if":
        if len(recipe.change) != 1 or recipe.change[0].act not in ACTS:
            return ""
        closes = recipe.change[0].act == "close"
    else:
        closes = recipe.question == "least_harm"
    places = answer.closed if closes else answer.opened
    if len(places) != 1 or not places[0].neighbourhood:
        return ""
    place = places[0]
    query = {"buurt": place.neighbourhood}
    if closes:
        rows = answer.instead.filter(answer.instead["from"] == place.id)
        query |= {"plek": place.id, CARRIED: carried(rows.select("to", "people").rows())}
    else:
        query |= {"naam": place.name, "soort": "invest"}
    return f"{reverse('choice-edit')}?{urlencode(query)}"
