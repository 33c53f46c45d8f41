"""How much of what points to a person is found on sentences that were written beforehand.

The rules were made on the half ``tune``; the half ``report`` was only counted. ``-s`` shows
the figures and every miss.
"""

from __future__ import annotations

import pytest

from outcomes.labelled import score
from weefsel.outcomes.screening import Kind, screen

STRUCTURED = [kind for kind in Kind if kind is not Kind.NAME]


@pytest.fixture(scope="module", params=["tune", "report"])
def scored(request):
    done = score(request.param, screen)
    print(f"\n{request.param}\n{done.words()}")
    return done


def test_at_least_ninety_nine_of_a_hundred_numbers_addresses_and_dates_are_struck(scored):
    assert scored.recall(*STRUCTURED) >= 0.99, scored.words()


def test_at_least_ninety_five_of_a_hundred_names_are_struck(scored):
    assert scored.recall(Kind.NAME) >= 0.95, scored.words()


def test_at_least_ninety_four_of_a_hundred_findings_are_right(scored):
    assert scored.precision >= 0.94, scored.words()


@pytest.mark.parametrize("kind", [Kind.BSN, Kind.IBAN, Kind.PHONE, Kind.EMAIL])
def test_no_number_or_address_of_mail_slips_through(scored, kind):
    assert scored.recall(kind) == 1, scored.words()
